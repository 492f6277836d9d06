/** What can be run from the drawer: a report, an export of the present view, a backup. */
import { el, icon } from "./elements";

export interface Actions {
  reports: { key: string; label: string }[];
  export: string;
  endings: { key: string; label: string }[];
  backup: boolean;
}

type Send = (kind: string, body: Record<string, unknown>) => void;

export function actionRow(actions: Actions, texts: Record<string, string>, send: Send): HTMLElement[] {
  const place = el("div", { class: "wb-jobs-form", hidden: true });
  const buttons: HTMLElement[] = [];
  const close = (): void => {
    place.hidden = true;
    place.replaceChildren();
    for (const button of buttons) button.setAttribute("aria-expanded", "false");
  };
  const opener = (label: string, drawing: string, form: () => HTMLElement): HTMLElement => {
    const button: HTMLElement = el(
      "button",
      {
        type: "button", class: "wb-button", "aria-expanded": "false",
        onclick: () => {
          const shown = button.getAttribute("aria-expanded") === "true";
          close();
          if (shown) return;
          button.setAttribute("aria-expanded", "true");
          place.replaceChildren(form());
          place.hidden = false;
          place.querySelector<HTMLElement>("select")?.focus();
        },
      },
      icon(drawing, 16), label,
    );
    buttons.push(button);
    return button;
  };
  const send_ = (kind: string, body: Record<string, unknown>): void => {
    close();
    send(kind, body);
  };
  const row = el(
    "div",
    { class: "wb-jobs-row" },
    actions.reports.length > 0 && opener(texts["run_report"] ?? "", "report", () =>
      choiceForm(texts["report"], actions.reports, texts["report_hint"], texts["run"], texts["cancel_form"], (name) => send_("report", { name }), close)),
    actions.export !== "" && opener(texts["export"] ?? "", "download", () =>
      choiceForm(texts["format"], actions.endings, (texts["view"] ?? "").replace("{view}", actions.export), texts["do_export"], texts["cancel_form"], (ending) => send_("export", { ending }), close)),
    actions.backup && el("button", { type: "button", class: "wb-button", onclick: () => send_("backup", {}) }, icon("backup", 16), texts["backup"]),
  );
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    const opened = buttons.find((button) => button.getAttribute("aria-expanded") === "true");
    close();
    opened?.focus();
  });
  return [row, place];
}

function choiceForm(
  label: string | undefined, choices: readonly { key: string; label: string }[], hint: string | undefined, go: string | undefined,
  stop: string | undefined, chosen: (key: string) => void, cancelled: () => void,
): HTMLElement {
  const choice = el("select", { class: "wb-input", "aria-label": label }, ...choices.map(({ key, label: text }) => el("option", { value: key }, text)));
  const form = el(
    "form",
    {},
    el("label", { class: "wb-field" }, el("span", { class: "wb-label" }, label), choice),
    el("p", { class: "wb-hint" }, hint),
    el(
      "div",
      { class: "wb-job-do" },
      el("button", { type: "submit", class: "wb-button wb-button-primary" }, go),
      el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: cancelled }, stop),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    chosen(choice.value);
  });
  return form;
}
