/** The foot of the editor: what can be done with the deal as a whole, cancel and save. */
import type { Deal, Texts } from "./editor_values";
import { el, icon } from "./elements";

export interface FootActions {
  archive(archived: boolean): void;
  duplicate(): void;
  link(): void;
  cancel(): void;
  save(): void;
}

export interface FootState {
  deal: Deal;
  over: boolean;
  busy: boolean;
  typed: boolean;
  ready: boolean;
}

export class Foot {
  readonly root = el("footer", { class: "wb-edit-foot" });

  constructor(private readonly texts: Texts, private readonly on: FootActions) {}

  show(state: FootState): void {
    const active = document.activeElement;
    const held = active instanceof HTMLElement && this.root.contains(active) ? active.dataset["do"] : undefined;
    this.root.replaceChildren(...this.#left(state), el("span", { class: "wb-edit-gap" }), ...this.#right(state));
    if (held) this.root.querySelector<HTMLElement>(`[data-do="${held}"]:not(:disabled)`)?.focus();
  }

  #left({ deal, over, busy }: FootState): HTMLElement[] {
    if (deal.id === null) return [];
    const quiet = (name: string, drawing: string, label: string | undefined, act: () => void): HTMLElement =>
      el(
        "button",
        { type: "button", class: "wb-button wb-button-quiet", "data-do": name, title: label, "aria-label": label, disabled: busy, onclick: act },
        icon(drawing, 16), el("span", {}, label),
      );
    const found: HTMLElement[] = [];
    if (!deal.read_only) found.push(quiet("archive", "archive", this.texts[deal.archived ? "restore" : "archive"], () => this.on.archive(!deal.archived)));
    if (deal.may_create) found.push(quiet("duplicate", "copy", this.texts["duplicate"], () => this.on.duplicate()));
    if (over) found.push(quiet("link", "link", this.texts["link"], () => this.on.link()));
    return found;
  }

  #right({ deal, over, typed, ready }: FootState): HTMLElement[] {
    if (deal.read_only) return [el("span", { class: "wb-edit-why" }, icon("lock", 16), el("span", {}, deal.read_only))];
    const save = el(
      "button",
      { type: "button", class: "wb-button wb-button-primary", "data-do": "save", disabled: !ready, title: "Ctrl+S", onclick: () => this.on.save() },
      this.texts[deal.id === null ? "create" : "save"],
    );
    if (!over && !typed) return [save];
    return [el("button", { type: "button", class: "wb-button", "data-do": "cancel", onclick: () => this.on.cancel() }, this.texts[over ? "cancel" : "reset"]), save];
  }
}
