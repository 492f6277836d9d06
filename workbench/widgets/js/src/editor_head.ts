/** The head of the editor: number, title, where the deal stands among others, and the deal in short. */
import type { Deal, Fact, Texts } from "./editor_values";
import { el, icon } from "./elements";

export interface Place {
  place: string;
  before: string | null;
  after: string | null;
}

export interface HeadActions {
  go(opportunity: string): void;
  close(): void;
}

export class Head {
  readonly root = el("header", { class: "wb-edit-head" });
  readonly #facts = el("dl", { class: "wb-edit-facts" });
  readonly #among = el("span", { class: "wb-edit-among", hidden: true });
  #place: Place | null = null;
  #wanted: "before" | "after" | null = null;

  constructor(private readonly texts: Texts, private readonly closes: boolean, private readonly on: HeadActions) {
    this.#facts.setAttribute("aria-label", texts["facts"] ?? "");
  }

  show(deal: Deal, titleId: string): void {
    const badge = deal.status !== "open" && el("span", { class: `wb-badge wb-badge-${deal.status === "won" ? "won" : "lost"}` }, deal.status_label);
    this.root.replaceChildren(
      el(
        "div",
        { class: "wb-edit-name" },
        el("div", { class: "wb-edit-number" }, el("span", {}, deal.number), badge, deal.archived && el("span", { class: "wb-badge" }, this.texts["archived"])),
        el("h2", { id: titleId }, deal.title),
      ),
      this.#among,
      ...(this.closes
        ? [el("button", { type: "button", class: "wb-icon-button", "aria-label": this.texts["close"], title: "Esc", onclick: () => this.on.close() }, icon("close", 20))]
        : []),
    );
    this.facts(deal.facts);
    this.root.append(this.#facts);
  }

  facts(facts: readonly Fact[]): void {
    this.#facts.hidden = facts.length === 0;
    this.#facts.replaceChildren(
      ...facts.map(({ label, value, tone }) => el("div", { class: tone ? `wb-fact wb-fact-${tone}` : "wb-fact" }, el("dt", {}, label), el("dd", {}, value))),
    );
  }

  /** The place of another deal is asked for; a step that is wanted meanwhile waits for it. */
  asked(): void {
    this.#place = null;
    this.#wanted = null;
    for (const button of this.#among.querySelectorAll("button")) button.disabled = true;
  }

  place(place: Place): void {
    this.#place = place;
    const wanted = this.#wanted;
    this.#wanted = null;
    if (wanted && place[wanted] !== null) {
      this.step(wanted);
      return;
    }
    const held = this.#among.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["step"] : undefined;
    const step = (name: "before" | "after", turn: string, keys: string): HTMLElement =>
      el(
        "button",
        {
          type: "button", class: `wb-icon-button ${turn}`, "data-step": name, "aria-label": this.texts[name], title: `${this.texts[name]} (${keys})`,
          disabled: place[name] === null, onclick: () => this.step(name),
        },
        icon("chevron", 18),
      );
    this.#among.hidden = place.place === "";
    this.#among.replaceChildren(step("before", "wb-turn-left", "Alt+PgUp"), el("span", { class: "wb-number" }, place.place), step("after", "wb-turn-right", "Alt+PgDn"));
    if (held) this.#among.querySelector<HTMLElement>(`[data-step="${held}"]:not(:disabled)`)?.focus();
  }

  step(name: "before" | "after"): void {
    if (this.#place === null) this.#wanted = name;
    else if (this.#place[name] !== null) this.on.go(this.#place[name]);
  }
}
