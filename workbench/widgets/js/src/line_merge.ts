/** Three-way merge of lines: what was opened, what the person made of it, what is stored now. */
import type { PlainLine } from "./line_amounts";

type Field = keyof PlainLine;

/** A line of both sides; `mine` or `theirs` is null where that side removed it, `field` is then empty. */
export interface LineDispute {
  id: string;
  field: Field | "";
  name: string;
  mine: string | null;
  theirs: string | null;
  /** The line as they have it, where it was removed here. */
  line: PlainLine | null;
}

export interface MergedLines {
  lines: PlainLine[];
  disputed: LineDispute[];
  /** Whether something of theirs came in. */
  taken: boolean;
}

export function sameLines(a: readonly PlainLine[], b: readonly PlainLine[]): boolean {
  return a.length === b.length && a.every((line, index) => sameLine(line, b[index]!));
}

function sameLine(a: PlainLine, b: PlainLine): boolean {
  return fieldsOf(a, b).every((field) => (a[field] ?? "") === (b[field] ?? ""));
}

function fieldsOf(...lines: PlainLine[]): Field[] {
  return [...new Set(lines.flatMap((line) => Object.keys(line) as Field[]))];
}

export function nameOf(line: PlainLine): string {
  return line.description || line.article || "";
}

/** Lines stand in the stored order, unless this side changed the order; new ones of this side stand at the end. */
export function mergedLines(opened: readonly PlainLine[], mine: readonly PlainLine[], theirs: readonly PlainLine[]): MergedLines {
  const [before, stored, kept] = [byId(opened), byId(theirs), byId(mine)];
  const result: MergedLines = { lines: [], disputed: [], taken: false };
  for (const line of mine) mergeLine(result, before.get(line.id), line, stored.get(line.id));
  for (const line of theirs) {
    if (kept.has(line.id)) continue;
    const first = before.get(line.id);
    if (!first) {
      result.lines.push(line);
      result.taken = true;
    } else if (!sameLine(first, line)) {
      result.disputed.push({ id: line.id, field: "", name: nameOf(line), mine: null, theirs: nameOf(line) || line.unit_price, line });
    }
  }
  if (sameOrder(opened, mine)) result.lines.sort(byTheirs(theirs));
  return result;
}

function mergeLine(result: MergedLines, first: PlainLine | undefined, line: PlainLine, stored: PlainLine | undefined): void {
  if (!first || (stored && sameLine(first, stored))) {
    result.lines.push(line);
  } else if (!stored) {
    if (sameLine(first, line)) {
      result.taken = true;
      return;
    }
    result.lines.push(line);
    result.disputed.push({ id: line.id, field: "", name: nameOf(line), mine: nameOf(line) || line.unit_price, theirs: null, line: null });
  } else {
    result.lines.push(mergeFields(result, first, line, stored));
  }
}

function mergeFields(result: MergedLines, first: PlainLine, line: PlainLine, stored: PlainLine): PlainLine {
  const merged = { ...line };
  for (const field of fieldsOf(first, line, stored)) {
    const [was, typed, now] = [first[field] ?? "", line[field] ?? "", stored[field] ?? ""];
    if (now === was || typed === now) continue;
    if (typed === was) {
      merged[field] = now;
      result.taken = true;
    } else {
      result.disputed.push({ id: line.id, field, name: nameOf(line), mine: typed, theirs: now, line: null });
    }
  }
  return merged;
}

/** The lines after a person chose a side. */
export function settledLines(lines: readonly PlainLine[], dispute: LineDispute, side: "mine" | "theirs"): PlainLine[] {
  if (side === "mine") return [...lines];
  if (dispute.line) return [...lines, dispute.line];
  if (dispute.theirs === null) return lines.filter((line) => line.id !== dispute.id);
  return lines.map((line) => (line.id === dispute.id && dispute.field ? { ...line, [dispute.field]: dispute.theirs } : line));
}

/** What was sent without keys is stored with them, in the same order: the same lines under their new names. */
export function renamed(lines: readonly PlainLine[], sent: readonly PlainLine[], stored: readonly PlainLine[]): PlainLine[] {
  if (sent.length !== stored.length) return [...lines];
  const names = new Map(sent.map((line, index) => [line.id, stored[index]!.id]));
  return lines.map((line) => (isNew(line.id) && names.has(line.id) ? { ...line, id: names.get(line.id)! } : line));
}

export function isNew(id: string): boolean {
  return id === "" || id.startsWith("new-");
}

function byId(lines: readonly PlainLine[]): Map<string, PlainLine> {
  return new Map(lines.map((line) => [line.id, line]));
}

/** Whether the person left the order of the opened lines alone. */
function sameOrder(opened: readonly PlainLine[], mine: readonly PlainLine[]): boolean {
  const kept = new Set(mine.map(({ id }) => id));
  const known = new Set(opened.map(({ id }) => id));
  const [before, now] = [opened.filter(({ id }) => kept.has(id)), mine.filter(({ id }) => known.has(id))];
  return before.every(({ id }, index) => now[index]?.id === id);
}

function byTheirs(theirs: readonly PlainLine[]): (a: PlainLine, b: PlainLine) => number {
  const places = new Map(theirs.map(({ id }, index) => [id, index]));
  return (a, b) => (places.get(a.id) ?? theirs.length) - (places.get(b.id) ?? theirs.length);
}
