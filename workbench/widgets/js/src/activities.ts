/** The activities of a person or a team, by day. */
import type { RenderProps } from "@anywidget/types";
import type { ListData } from "./activity_data";
import { render as renderList } from "./activity_list";
import { el, icon } from "./elements";
import { talk } from "./talk";

interface Choice {
  key: string;
  label: string;
}

interface Shown {
  title: string;
  subtitle: string;
  horizon: string;
  horizons: Choice[];
  assignee: string;
  assignees: Choice[];
  names: boolean;
  list: ListData;
  empty: { title: string; text: string; action: string } | null;
}

interface State {
  shown: Shown;
  texts: Record<string, string>;
}

export function render({ model, el: host }: RenderProps<State>): () => void {
  const channel = talk(model);
  const texts = model.get("texts");
  const head = el("header", { class: "wb-acts-head" });
  const notice = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  const body = el("div", { class: "wb-acts-body" });
  const root = el("section", { class: "wb-root wb-acts" }, head, notice, body);
  const say = (text: string): void => {
    notice.textContent = text;
    notice.hidden = text === "";
  };
  const choose = (change: { horizon?: string; assignee?: string }): void => {
    const { horizon, assignee } = { ...model.get("shown"), ...change };
    channel.ask("show", { horizon, assignee }, (reply) => {
      say(reply.kind === "refuse" ? String(reply["message"] ?? "") : "");
      if (reply.kind === "refuse") drawHead();
    }, () => say(texts["late"] ?? ""));
  };
  const drawHead = (): void => {
    const shown = model.get("shown");
    const held = head.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["key"] : undefined;
    head.replaceChildren(
      el("div", { class: "wb-acts-title" }, el("h1", {}, shown.title), el("p", { class: "wb-number" }, shown.subtitle)),
      el("div", { class: "wb-acts-choices" }, whose(shown, texts, (assignee) => choose({ assignee })), howFar(shown, texts, (horizon) => choose({ horizon }))),
    );
    if (held !== undefined) head.querySelector<HTMLElement>(`[data-key="${CSS.escape(held)}"]`)?.focus();
  };
  const empty = (): HTMLElement | null => {
    const given = model.get("shown").empty;
    if (!given) return null;
    return el(
      "div",
      { class: "wb-empty" },
      icon("check", 32),
      el("h3", {}, given.title),
      el("p", {}, given.text),
      given.action !== "" && el("button", { type: "button", class: "wb-button", onclick: () => choose({ horizon: "all" }) }, given.action),
    );
  };
  const list = renderList(body, model.get("shown").list, channel.ask, { empty, names: () => model.get("shown").names });
  const draw = (): void => {
    drawHead();
    list.update(model.get("shown").list);
  };
  const unfocused = (event: KeyboardEvent): void => {
    const overlaid = [...document.querySelectorAll("[role=dialog]")].some((dialog) => dialog.getClientRects().length > 0);
    if (event.target === document.body && root.clientWidth > 0 && root.closest(".wb-page") && !overlaid) list.key(event);
  };
  document.addEventListener("keydown", unfocused);
  model.on("change:shown", draw);
  drawHead();
  host.append(root);
  return () => {
    model.off("change:shown", draw);
    document.removeEventListener("keydown", unfocused);
    list();
    channel.stop();
    root.remove();
  };
}

function howFar(shown: Shown, texts: Record<string, string>, choose: (key: string) => void): HTMLElement {
  return el(
    "div",
    { class: "wb-acts-far", role: "radiogroup", "aria-label": texts["horizon"] },
    ...shown.horizons.map(({ key, label }) =>
      el("button", { type: "button", role: "radio", "aria-checked": String(key === shown.horizon), "data-key": key, onclick: () => choose(key) }, label),
    ),
  );
}

function whose(shown: Shown, texts: Record<string, string>, choose: (key: string) => void): HTMLElement | null {
  if (shown.assignees.length < 2) return null;
  const select = el(
    "select",
    { class: "wb-input", "aria-label": texts["assignee"], "data-key": "assignee", onchange: () => choose(select.value) },
    ...shown.assignees.map(({ key, label }) => el("option", { value: key, selected: key === shown.assignee }, label)),
  );
  return select;
}

export default { render };
