/** The bar of a workflow's stages with the time in each; closing ones ask the reason in place. */
import type { StageStep, Texts } from "./editor_values";
import { el, filled, icon, safeColour } from "./elements";

export interface Reason {
  id: string;
  label: string;
  outcome: string;
}

export function chevrons(stages: readonly StageStep[], fixed: boolean, label: string, texts: Texts, move: (stage: StageStep) => void): HTMLElement {
  const list = el("ol", { class: "wb-chevrons", "aria-label": label });
  for (const stage of stages) {
    const button = el(
      "button",
      {
        type: "button", disabled: fixed || stage.current, "aria-disabled": !stage.current && !stage.allowed ? "true" : null,
        "aria-current": stage.current ? "step" : null, "data-stage": stage.id, title: told(stage, texts), onclick: () => move(stage),
      },
      stage.outcome !== "open" && icon(stage.outcome === "won" ? "check" : "close", 14),
      el("span", { class: "wb-chevron-label" }, stage.label),
      stage.time !== "" && el("span", { class: stage.late ? "wb-chevron-time wb-chevron-late" : "wb-chevron-time" }, stage.time),
    );
    const item = el("li", { class: stage.current ? "wb-chevron-now" : stage.passed ? "wb-chevron-past" : null }, button);
    item.style.setProperty("--wb-stage", safeColour(stage.colour));
    list.append(item);
  }
  return list;
}

function told(stage: StageStep, texts: Texts): string {
  const name = stage.time ? filled(texts["in_stage"], { stage: stage.label, time: stage.time, day: stage.since }) : stage.label;
  const late = stage.late ? [texts["late_stage"]] : [];
  const refused = !stage.current && !stage.allowed ? [texts["not_allowed"]] : [];
  return [name, ...late, ...refused].join(" · ");
}

export function reasonQuestion(
  reasons: readonly Reason[], outcome: string, texts: Texts, answered: (reason: string, note: string) => void, dropped: () => void,
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
