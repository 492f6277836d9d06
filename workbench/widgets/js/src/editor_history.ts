/** What was done with a deal, newest first; each change can be taken back by who made it. */
import type { Deal, Part, Texts } from "./editor_values";
import { el, icon } from "./elements";

interface Change {
  label: string;
  before: string;
  after: string;
}

interface Entry {
  unit: string;
  version: number;
  when: string;
  happened: string;
  who: string;
  what: string;
  origin: string;
  why: string;
  fields: Change[];
  lines: { what: string; name: string; fields: Change[] }[];
  undo: "" | "one" | "many";
}

export interface HistoryData {
  entries: Entry[];
}

export class HistoryPart implements Part {
  readonly root = el("div", { class: "wb-edit-history" });
  #asked = "";
  #data: HistoryData = { entries: [] };

  constructor(private readonly texts: Texts, private readonly undo: (unit: string, many: boolean) => void) {}

  show(_deal: Deal): void {
    // The entries are read by themselves, when the tab is looked at.
  }

  fill(data: HistoryData): void {
    this.#data = data;
    this.#draw();
  }

  focus(): void {
    this.root.querySelector<HTMLElement>("button")?.focus();
  }

  stop(): void {
    this.root.remove();
  }

  #draw(): void {
    const held = this.root.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["unit"] : undefined;
    const entries = this.#data.entries;
    this.root.replaceChildren(
      entries.length ? el("ol", { class: "wb-history" }, ...entries.map((entry) => this.#entry(entry))) : el("p", { class: "wb-hint" }, this.texts["no_history"]),
    );
    if (held) this.root.querySelector<HTMLElement>(`[data-unit="${CSS.escape(held)}"]`)?.focus();
  }

  #entry(entry: Entry): HTMLElement {
    const told = [entry.happened, entry.origin].filter(Boolean).join(" · ");
    return el(
      "li",
      {},
      el("div", {}, el("strong", {}, entry.who), " ", el("span", {}, entry.what), told !== "" && el("small", {}, told), el("time", {}, entry.when)),
      entry.why !== "" && el("p", {}, entry.why),
      entry.fields.length > 0 && el("ul", {}, ...entry.fields.map((change) => el("li", {}, ...changed(change)))),
      entry.lines.length > 0 &&
        el("ul", {}, ...entry.lines.map(({ what, name, fields }) =>
          el("li", {}, el("b", {}, `${what} `), el("span", {}, name), fields.length > 0 && el("ul", {}, ...fields.map((change) => el("li", {}, ...changed(change))))))),
      entry.undo !== "" && this.#back(entry),
    );
  }

  /** Asks once more, in place, before a change is taken back. */
  #back(entry: Entry): HTMLElement {
    const { texts } = this;
    const many = entry.undo === "many";
    const ask = (unit: string): void => {
      this.#asked = unit;
      this.#draw();
      this.root.querySelector<HTMLElement>(`[data-unit="${CSS.escape(entry.unit)}"]`)?.focus();
    };
    const label = texts[many ? "undo_many" : "undo"] ?? "";
    if (this.#asked !== entry.unit)
      return el("button", { type: "button", class: "wb-button wb-button-quiet wb-history-undo", "data-unit": entry.unit, onclick: () => ask(entry.unit) }, icon("undo", 14), label);
    return el(
      "div",
      { class: "wb-history-sure", role: "group", "aria-label": texts["undo_sure"] },
      el("span", {}, texts["undo_sure"]),
      el("button", { type: "button", class: "wb-button wb-button-primary", "data-unit": entry.unit, onclick: () => { this.#asked = ""; this.undo(entry.unit, many); } }, label),
      el("button", { type: "button", class: "wb-button", onclick: () => ask("") }, texts["cancel"]),
    );
  }
}

function changed({ label, before, after }: Change): (Node | string)[] {
  return [el("b", {}, `${label} `), el("s", {}, before), " → ", el("span", {}, after)];
}
