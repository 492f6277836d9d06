/** The parts of the editor that show or ask: lines, history, a field in dispute. */
import { el, icon } from "./elements";
import type { Deal, EditorField } from "./editor_values";
import type { FieldValue } from "./merge";

export function linesTable(columns: readonly string[], lines: readonly (readonly string[])[], label: string): HTMLElement {
  const alignment = (index: number): string | null => (index > 0 ? "wb-number" : null);
  return el(
    "div",
    { class: "wb-edit-lines", tabindex: 0, role: "region", "aria-label": label },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...columns.map((column, index) => el("th", { scope: "col", class: alignment(index) }, column)))),
      el("tbody", {}, ...lines.map((line) => el("tr", {}, ...line.map((text, index) => el("td", { class: alignment(index) }, text))))),
    ),
  );
}

export function historyList(deal: Deal, texts: Record<string, string>, undo: (unit: string) => void): HTMLElement {
  const list = el("ol", { class: "wb-history" });
  for (const entry of deal.history) {
    const fields = entry.fields.map(({ label, before, after }) =>
      el("li", {}, el("b", {}, `${label} `), el("s", {}, before), " → ", el("span", {}, after)));
    list.append(
      el(
        "li",
        {},
        el("div", {}, el("strong", {}, entry.what), " ", el("span", {}, entry.who), el("time", {}, entry.when)),
        entry.why !== "" && el("p", {}, entry.why),
        fields.length > 0 && el("ul", {}, ...fields),
      ),
    );
  }
  const back = deal.undo !== null && deal.read_only === "" &&
    el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => undo(deal.undo!) }, icon("undo", 16), texts["undo"]);
  return el("section", { class: "wb-edit-section" }, el("h3", {}, texts["history"], back), list);
}

/** A value in words; `shown` is how the control writes it. */
export function worded(spec: EditorField, value: FieldValue, shown: string): string {
  if (Array.isArray(value)) return value.join(", ") || "–";
  if (value === null || value === "") return "–";
  return spec.options?.find((option) => option.value === value)?.label ?? (shown || String(value));
}

export function disputeQuestion(
  texts: Record<string, string>, values: { mine: string; theirs: string }, choose: (side: "mine" | "theirs") => void,
): HTMLElement {
  const offer = (side: "mine" | "theirs"): HTMLElement =>
    el("button", { type: "button", class: "wb-button", onclick: () => choose(side) }, el("small", {}, texts[side]), el("span", {}, values[side]));
  return el("div", { class: "wb-dispute", role: "group", "aria-label": texts["both"] ?? "" }, el("span", {}, texts["both"]), offer("mine"), offer("theirs"));
}

/** What was typed, as text to copy, for a page that can no longer save it. */
export function typedText(label: string, lines: readonly string[]): HTMLElement {
  const text = el("textarea", { class: "wb-input wb-edit-typed", readonly: true, rows: Math.min(10, lines.length + 1), "aria-label": label });
  text.value = lines.join("\n");
  text.addEventListener("focus", () => text.select());
  return text;
}
