/** The question a move raises, asked where the card was dropped. */
import type { Question, Texts } from "./board_data";
import { el } from "./elements";

let groups = 0;

export function questionForm(
  question: Question, texts: Texts, confirm: (reason: string | undefined, note: string | undefined) => void, cancel: () => void,
): HTMLFormElement {
  const group = `wb-reason-${++groups}`;
  const note = el("input", { class: "wb-input", type: "text", maxlength: 500, placeholder: texts["note"], "aria-label": texts["note"] });
  const reasons = question.reasons.map(({ key, label }) =>
    el("label", { class: "wb-reason" }, el("input", { type: "radio", name: group, value: key, required: true }), el("span", {}, label)),
  );
  const form = el(
    "form",
    { class: "wb-question", "data-outcome": question.outcome, "aria-label": question.title },
    el("strong", { class: "wb-question-title" }, question.title),
    question.text && el("p", { class: "wb-question-text" }, question.text),
    reasons.length > 0 && el("fieldset", { class: "wb-reasons" }, el("legend", { class: "wb-visually-hidden" }, texts["reason"]), ...reasons),
    question.note && note,
    el(
      "div",
      { class: "wb-question-do" },
      el("button", { class: "wb-button wb-button-quiet", type: "button", "data-do": "cancel" }, texts["cancel"]),
      el("button", { class: "wb-button wb-button-primary", type: "submit" }, texts["confirm"]),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = form.querySelector<HTMLInputElement>("input[type=radio]:checked")?.value;
    if (reasons.length > 0 && chosen === undefined) return;
    confirm(chosen, note.value.trim() || undefined);
  });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    event.preventDefault();
    cancel();
  });
  form.querySelector("[data-do=cancel]")?.addEventListener("click", cancel);
  return form;
}

export function focusQuestion(form: HTMLElement): void {
  form.querySelector<HTMLElement>("input, button")?.focus();
  form.scrollIntoView?.({ block: "nearest", inline: "nearest" });
}
