/** The bar of a workflow's stages; closing ones ask the reason in place. */
import { el, icon, safeColour } from "./elements";
import type { StageStep } from "./editor_values";

export interface Reason {
  id: string;
  label: string;
  outcome: string;
}

export function chevrons(stages: readonly StageStep[], fixed: boolean, label: string, refused: string, move: (stage: StageStep) => void): HTMLElement {
  const list = el("ol", { class: "wb-chevrons", "aria-label": label });
  for (const stage of stages) {
    const button = el(
      "button",
      {
        type: "button", disabled: fixed || stage.current, "aria-disabled": !stage.current && !stage.allowed ? "true" : null,
        "aria-current": stage.current ? "step" : null,
        title: stage.current || stage.allowed ? stage.label : `${stage.label}: ${refused}`, onclick: () => move(stage),
      },
      stage.outcome !== "open" && icon(stage.outcome === "won" ? "check" : "close", 14),
      el("span", {}, stage.label),
    );
    const item = el("li", { class: stage.current ? "wb-chevron-now" : stage.passed ? "wb-chevron-past" : null }, button);
    item.style.setProperty("--wb-stage", safeColour(stage.colour));
    list.append(item);
  }
  return list;
}

export function reasonQuestion(
  reasons: readonly Reason[], outcome: string, texts: Record<string, string>,
  answered: (reason: string, note: string) => void, dropped: () => void,
): HTMLElement {
  const fitting = reasons.filter((reason) => reason.outcome === outcome);
  const choice = el("select", { class: "wb-input" }, el("option", { value: "" }, texts["choose"]), ...fitting.map(({ id, label }) => el("option", { value: id }, label)));
  const note = el("input", { class: "wb-input", maxlength: 500 });
  const error = el("span", { class: "wb-error", role: "alert", hidden: true }, texts["choose_reason"]);
  return el(
    "form",
    {
      class: "wb-question",
      onsubmit: (event: Event) => {
        event.preventDefault();
        error.hidden = choice.value !== "";
        if (choice.value) answered(choice.value, note.value.trim());
        else choice.focus();
      },
    },
    el("strong", {}, texts[outcome === "won" ? "why_won" : "why_lost"]),
    el("label", { class: "wb-field" }, el("span", { class: "wb-label" }, texts["reason"]), choice, error),
    el("label", { class: "wb-field" }, el("span", { class: "wb-label" }, texts["note"]), note),
    el(
      "div",
      { class: "wb-question-answers" },
      el("button", { type: "button", class: "wb-button", onclick: dropped }, texts["cancel"]),
      el("button", { type: "submit", class: "wb-button wb-button-primary" }, texts[outcome === "won" ? "close_won" : "close_lost"]),
    ),
  );
}
