/** The small parts of the editor that ask: a field in dispute, text to copy. */
import { el } from "./elements";
import type { EditorField, Texts } from "./editor_values";
import type { FieldValue } from "./merge";

/** A value in words; `shown` is how the control writes it. */
export function worded(spec: EditorField, value: FieldValue, shown: string): string {
  if (Array.isArray(value)) return value.join(", ") || "–";
  if (value === null || value === "") return "–";
  return spec.options?.find((option) => option.value === value)?.label ?? (shown || String(value));
}

export function disputeQuestion(texts: Texts, values: { mine: string; theirs: string }, choose: (side: "mine" | "theirs") => void): HTMLElement {
  const offer = (side: "mine" | "theirs"): HTMLElement =>
    el("button", { type: "button", class: "wb-button", "data-side": side, onclick: () => choose(side) }, el("small", {}, texts[side]), el("span", {}, values[side]));
  return el("div", { class: "wb-dispute", role: "group", "aria-label": texts["both"] ?? "" }, el("span", {}, texts["both"]), offer("mine"), offer("theirs"));
}

/** What was typed, as text to copy, for a page that can no longer save it. */
export function typedText(label: string, lines: readonly string[]): HTMLElement {
  const text = el("textarea", { class: "wb-input wb-edit-typed", readonly: true, rows: Math.min(10, lines.length + 1), "aria-label": label });
  text.value = lines.join("\n");
  text.addEventListener("focus", () => text.select());
  return text;
}
