/** The stages of the open deal: a click takes a way of the workflow, a closing one asks the reason in place. */
import { chevrons, type Reason, reasonQuestion } from "./chevrons";
import type { Deal, StageStep, Texts } from "./editor_values";
import { el, filled } from "./elements";

export interface StagesAround {
  texts: Texts;
  reasons(): readonly Reason[];
  /** Takes the way, with the answer to what was asked. */
  go(stage: StageStep, answer: Record<string, string>): void;
  /** Says why it cannot be done; nothing where it can. */
  refused(stage: StageStep, message: string): boolean;
  /** The question was put away. */
  dropped(): void;
}

export class Stages {
  readonly root = el("div", { class: "wb-edit-stages" });
  #deal: Deal | null = null;

  constructor(private readonly around: StagesAround) {}

  show(deal: Deal): void {
    const same = this.#deal?.id === deal.id;
    const question = same ? this.root.querySelector(".wb-question") : null;
    const active = document.activeElement instanceof HTMLElement && this.root.contains(document.activeElement) ? document.activeElement : null;
    const held = active?.closest<HTMLElement>("[data-stage]")?.dataset["stage"];
    this.#deal = deal;
    this.root.hidden = deal.stages.length === 0;
    this.root.replaceChildren(chevrons(deal.stages, deal.read_only !== "", deal.workflow, this.around.texts, (stage) => this.#choose(stage)), ...(question ? [question] : []));
    if (active && question?.contains(active)) active.focus();
    else if (held) this.root.querySelector<HTMLElement>(`[data-stage="${CSS.escape(held)}"]`)?.focus();
    const now = this.root.querySelector<HTMLElement>(".wb-chevron-now");
    requestAnimationFrame(() => now?.scrollIntoView?.({ block: "nearest", inline: "center" }));
  }

  /** Asks the closing reason in place, under the stages. */
  ask(outcome: string, answered: (answer: Record<string, string>) => void): void {
    this.root.querySelector(".wb-question")?.remove();
    this.root.hidden = false;
    const away = (): void => {
      form.remove();
      this.root.hidden = this.#deal?.stages.length === 0;
      this.around.dropped();
    };
    const form = reasonQuestion(this.around.reasons(), outcome, this.around.texts, (reason, note) => { away(); answered({ reason, note }); }, away);
    this.root.append(form);
    form.querySelector("select")?.focus();
  }

  #choose(stage: StageStep): void {
    const possible = (this.#deal?.stages ?? []).filter(({ allowed, current }) => allowed && !current).map(({ label }) => label);
    const message = stage.allowed ? "" : filled(this.around.texts["possible"], { columns: possible.join(", ") || "–" });
    if (this.around.refused(stage, message)) return;
    if (stage.outcome === "open") this.around.go(stage, {});
    else this.ask(stage.outcome, (answer) => this.around.go(stage, answer));
  }
}
