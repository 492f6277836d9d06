/** What a person typed into the editor, on top of what they opened. */
import type { PlainLine } from "./line_amounts";
import { type LineDispute, mergedLines, renamed, sameLines } from "./line_merge";
import { changes, type FieldValue, merged, type Values } from "./merge";
import type { Deal } from "./editor_values";

interface Content {
  values: Values;
  lines: PlainLine[];
}

/** What came in from elsewhere, and what both sides changed. */
export interface Followed {
  taken: string[];
  linesTaken: boolean;
  disputed: string[];
  lines: LineDispute[];
}

/** Sums of the lines where there are lines: they follow, and nobody typed them. */
const SUMS = new Set(["gross", "discount", "net", "expected_revenue"]);

export class Draft {
  values: Values = {};
  lines: PlainLine[] = [];
  /** Fields of both sides that wait for a choice. */
  readonly disputed = new Set<string>();
  lineDisputes: LineDispute[] = [];
  /** Fields whose text cannot be read as a value. */
  readonly problems = new Set<string>();
  #opened: Content = { values: {}, lines: [] };
  #sent: Content | null = null;

  /** Begins with a deal: what was typed before is gone. */
  open(deal: Deal): void {
    this.#opened = { values: deal.values, lines: deal.lines };
    this.values = { ...deal.values, ...deal.draft };
    this.lines = deal.draft_lines ?? deal.lines;
    this.#sent = null;
    this.disputed.clear();
    this.problems.clear();
    this.lineDisputes = [];
  }

  /** No deal is open. */
  clear(): void {
    this.#opened = { values: {}, lines: [] };
    this.values = {};
    this.lines = [];
    this.#sent = null;
    this.disputed.clear();
    this.problems.clear();
    this.lineDisputes = [];
  }

  /** Puts what is typed on top of a newer version; what was sent and is stored counts as opened. */
  follow(deal: Deal): Followed {
    const base = this.#sent ?? this.#opened;
    const values = merged(base.values, this.values, deal.values);
    const sent = this.#sent ? renamed(base.lines, base.lines, deal.lines) : base.lines;
    const lines = mergedLines(sent, this.#sent ? renamed(this.lines, base.lines, deal.lines) : this.lines, deal.lines);
    this.#sent = null;
    this.#opened = { values: deal.values, lines: deal.lines };
    this.values = values.draft;
    this.lines = lines.lines;
    this.disputed.clear();
    const own = (key: string): boolean => !(SUMS.has(key) && this.lines.length > 0);
    const disputed = values.disputed.filter(own);
    for (const key of disputed) this.disputed.add(key);
    this.lineDisputes = lines.disputed;
    return { taken: values.taken.filter(own), linesTaken: lines.taken, disputed, lines: lines.disputed };
  }

  /** Remembers what is on its way to the kernel: what is typed meanwhile is typed on top of it. */
  send(): void {
    this.#sent = { values: { ...this.values }, lines: this.lines };
  }

  /** Nothing of what was sent is stored. */
  refused(): void {
    this.#sent = null;
  }

  opened(key: string): FieldValue {
    return this.#opened.values[key] ?? null;
  }

  get changes(): Values {
    return changes(this.#opened.values, this.values);
  }

  get linesChanged(): boolean {
    return !sameLines(this.#opened.lines, this.lines);
  }

  /** The lines as text, where they are not saved. */
  get typedLines(): string[] {
    return this.linesChanged ? this.lines.map((line) => Object.entries(line).flatMap(([key, value]) => (value && key !== "id" ? [value] : [])).join(" · ")) : [];
  }

  get dirty(): boolean {
    return Object.keys(this.changes).length > 0 || this.linesChanged || this.problems.size > 0;
  }

  get settled(): boolean {
    return this.disputed.size === 0 && this.lineDisputes.length === 0;
  }
}
