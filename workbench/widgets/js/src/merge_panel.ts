/** Two records side by side: field by field, which value remains. */
import { type MergePreview, ownChoices } from "./contact_values";
import { el, filled, icon } from "./elements";

type Texts = Record<string, string>;

export interface MergeActs {
  merge(preview: MergePreview, choices: Record<string, string>, why: string): void;
  swap(preview: MergePreview): void;
  cancel(): void;
}

let made = 0;

export function mergePanel(preview: MergePreview, texts: Texts, acts: MergeActs): HTMLFormElement {
  const chosen = new Map<string, string>(preview.fields.map(({ key, proposed }) => [key, proposed]));
  const group = `wb-merge-${++made}`;
  const why = el("input", { class: "wb-input", maxlength: 500, autocomplete: "off", "aria-label": texts["merge_why"] ?? "", placeholder: texts["merge_why"] ?? "" });
  const value = (key: string, side: "keep" | "drop" | "both", label: string, text: string): HTMLElement => {
    const input = el("input", {
      type: "radio", name: `${group}-${key}`, value: side, "aria-label": `${label}: ${text}`, onchange: () => void chosen.set(key, side),
    });
    input.checked = chosen.get(key) === side;
    return el("td", { colspan: side === "both" ? 2 : null }, el("label", { class: "wb-merge-value" }, input, el("span", {}, text)));
  };
  const rows = preview.fields.flatMap(({ key, label, keep, drop, both }) => [
    el("tr", { "data-field": key }, el("th", { scope: "row", rowspan: both === undefined ? null : 2 }, label), value(key, "keep", label, keep), value(key, "drop", label, drop)),
    ...(both === undefined ? [] : [el("tr", { "data-field": key }, value(key, "both", label, both))]),
  ]);
  const table = el(
    "div",
    { class: "wb-merge-table", tabindex: 0, role: "region", "aria-label": texts["merge_title"] ?? "" },
    el("table", {},
      el("thead", {}, el("tr", {}, el("td", {}),
        el("th", { scope: "col" }, el("small", {}, texts["merge_keep"]), el("span", {}, preview.keep.name)),
        el("th", { scope: "col" }, el("small", {}, texts["merge_drop"]), el("span", {}, preview.drop.name)))),
      el("tbody", {}, ...rows)),
  );
  const form = el(
    "form",
    { class: "wb-merge", "aria-label": texts["merge_title"] ?? "" },
    el("h3", {}, texts["merge_title"]),
    el("p", { class: "wb-hint" }, filled(texts["merge_text"], { keep: preview.keep.name, drop: preview.drop.name })),
    rows.length ? table : el("p", {}, texts["merge_same"]),
    preview.moving.length > 0 && el("p", { class: "wb-merge-moving" }, el("b", {}, `${texts["merge_moves"] ?? ""}: `), preview.moving.join(" · ")),
    !preview.possible && el("p", { class: "wb-notice wb-notice-warn" }, texts["merge_beyond"]),
    why,
    el("div", { class: "wb-question-answers" },
      el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => acts.swap(preview) }, icon("undo", 16), texts["merge_swap"]),
      el("span", { class: "wb-edit-gap" }),
      el("button", { type: "button", class: "wb-button", onclick: () => acts.cancel() }, texts["cancel"]),
      el("button", { type: "submit", class: "wb-button wb-button-primary", disabled: !preview.possible }, texts["merge"])),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acts.merge(preview, ownChoices(preview, chosen), why.value.trim());
  });
  return form;
}
