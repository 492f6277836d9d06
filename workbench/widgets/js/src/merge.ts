/** Three-way merge of a form: what was opened, what the person typed, what is stored now. */
export type FieldValue = string | readonly string[] | null;
export type Values = Record<string, FieldValue>;

export function same(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** Fields whose value differs from the one opened. */
export function changes(opened: Values, draft: Values): Values {
  return Object.fromEntries(Object.entries(draft).filter(([field, value]) => !same(opened[field], value)));
}

export interface Merge {
  /** The draft on top of what is stored now; a field in dispute keeps what was typed until the person chooses. */
  draft: Values;
  /** Fields that both sides changed to different values. */
  disputed: string[];
  /** Fields that only the other side changed. */
  taken: string[];
}

export function merged(opened: Values, draft: Values, stored: Values): Merge {
  const result: Merge = { draft: { ...stored }, disputed: [], taken: [] };
  for (const field of new Set([...Object.keys(opened), ...Object.keys(stored)])) {
    const typed = !same(opened[field], draft[field]);
    const moved = !same(opened[field], stored[field]);
    if (typed) result.draft[field] = draft[field] ?? null;
    if (typed && moved && !same(draft[field], stored[field])) result.disputed.push(field);
    if (!typed && moved) result.taken.push(field);
  }
  return result;
}
