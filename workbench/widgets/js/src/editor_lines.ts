/** The lines of a deal: the sheet, and over it what both sides changed. */
import type { Separators } from "./amount";
import type { Draft } from "./editor_draft";
import { disputeQuestion } from "./editor_parts";
import type { Deal, Part, Texts } from "./editor_values";
import { el } from "./elements";
import { type LineDispute, settledLines } from "./line_merge";
import { type LineSheet, lineSheet, type PlainLine } from "./line_sheet";

export interface LinesAround {
  families: readonly { value: string; label: string }[];
  separators: Separators;
  texts: Texts;
  lineTexts: Texts;
  draft: Draft;
  changed(): void;
}

export class LinesPart implements Part {
  readonly root = el("div", { class: "wb-edit-lines" });
  readonly #disputes = el("div", { class: "wb-edit-disputes", role: "group", hidden: true });
  readonly #place = el("div");
  #sheet: LineSheet | null = null;
  #made = "";
  #currency = "";

  constructor(private readonly around: LinesAround) {
    this.#disputes.setAttribute("aria-label", around.texts["line_disputes"] ?? "");
    this.root.append(this.#disputes, this.#place);
  }

  show(deal: Deal): void {
    const { draft } = this.around;
    const currency = String(draft.values["currency"] ?? deal.base);
    const made = `${deal.id}/${deal.read_only}/${currency}`;
    if (made !== this.#made) this.#make(deal, currency);
    this.#made = made;
    this.#currency = currency;
    this.#sheet?.show(draft.lines);
    this.#drawDisputes();
  }

  /** The amounts follow the currency that is chosen. */
  currency(deal: Deal): void {
    if (String(this.around.draft.values["currency"] ?? deal.base) !== this.#currency) this.show(deal);
  }

  refuse(index: number, field: string, message: string): void {
    this.#sheet?.refuse(index, field, message);
  }

  focus(): void {
    this.#sheet?.focus();
  }

  stop(): void {
    this.#sheet?.stop();
    this.root.remove();
  }

  #make(deal: Deal, currency: string): void {
    const { draft, families, separators, lineTexts } = this.around;
    this.#sheet?.stop();
    this.#place.replaceChildren();
    this.#sheet = lineSheet(this.#place, {
      lines: draft.lines, families, currency, separators, texts: lineTexts, readOnly: deal.read_only !== "",
      changed: (lines: PlainLine[], problems: number) => {
        draft.lines = lines;
        if (problems) draft.problems.add("lines");
        else draft.problems.delete("lines");
        this.around.changed();
      },
    });
  }

  #drawDisputes(): void {
    const { draft, texts } = this.around;
    this.#disputes.hidden = draft.lineDisputes.length === 0;
    this.#disputes.replaceChildren(...draft.lineDisputes.map((dispute) => this.#dispute(dispute, texts)));
  }

  #dispute(dispute: LineDispute, texts: Texts): HTMLElement {
    const { draft, lineTexts } = this.around;
    const said = (value: string | null): string => (value === null ? texts["removed"] ?? "" : value || "–");
    const question = disputeQuestion(texts, { mine: said(dispute.mine), theirs: said(dispute.theirs) }, (side) => {
      draft.lines = settledLines(draft.lines, dispute, side);
      draft.lineDisputes = draft.lineDisputes.filter((other) => other !== dispute);
      this.#sheet?.show(draft.lines);
      this.#drawDisputes();
      this.around.changed();
      (this.#disputes.querySelector<HTMLElement>("button") ?? this.root.querySelector<HTMLElement>("input"))?.focus();
    });
    return el("div", { class: "wb-edit-dispute" }, el("strong", {}, [dispute.name, lineTexts[dispute.field] ?? ""].filter(Boolean).join(" · ")), question);
  }
}
