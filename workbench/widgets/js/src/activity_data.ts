/** What lists of activities show, and the small decisions about them that need no page. */
import type { Reply } from "./talk";

export type Texts = Record<string, string>;
export type Ask = (kind: string, body?: Record<string, unknown>, answered?: (reply: Reply) => void, late?: () => void) => unknown;

export interface Row {
  id: string;
  version: number;
  type: string;
  type_id: string;
  icon: string;
  subject: string;
  state: "planned" | "done" | "cancelled";
  overdue: boolean;
  mandatory: boolean;
  due: string;
  time: string;
  when: string;
  late: string;
  deal: { id: string; label: string } | null;
  contact: string;
  assignee: string;
  assignee_id: string;
  notes: string;
  outcome: string;
  minutes: number | null;
  counts: boolean;
  may_change: boolean;
}

export interface Group {
  key: string;
  label: string;
  count: number;
  more: boolean;
  rows: Row[];
}

export interface ListData {
  groups: Group[];
  types: { id: string; name: string; icon: string }[];
  people: { id: string; login: string; name: string }[];
  outcomes: string[];
  may_create: boolean;
  of_deal: boolean;
  texts: Texts;
}

export interface Suggestion {
  type: string;
  name: string;
  icon: string;
  due: string;
  day: string;
}

/** What is said where an activity stood, after something was done with it. */
export interface After {
  group: string;
  index: number;
  activity: string;
  message: string;
  unit: string;
  suggestion: Suggestion | null;
}

export type Open = { activity: string; form: "done" | "edit" | "cancel" } | null;

/** The place of an activity in its groups. */
export function placeOf(groups: readonly Group[], id: string): { group: string; index: number } | undefined {
  for (const group of groups) {
    const index = group.rows.findIndex((row) => row.id === id);
    if (index >= 0) return { group: group.key, index };
  }
  return undefined;
}

/** The activity above (−1) or below (+1) another; the first or last stays. */
export function neighbour(groups: readonly Group[], id: string | undefined, step: number): string | undefined {
  const ids = groups.flatMap((group) => group.rows.map((row) => row.id));
  const at = id === undefined ? -1 : ids.indexOf(id);
  if (at < 0) return step < 0 ? ids.at(-1) : ids[0];
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))];
}

/** The row that takes the focus when one is gone: what stands now in its place, else the one before. */
export function heir(groups: readonly Group[], place: { group: string; index: number }): string | undefined {
  const rows = groups.find((group) => group.key === place.group)?.rows ?? [];
  return (rows[place.index] ?? rows.at(-1) ?? groups.flatMap((group) => group.rows)[0])?.id;
}

/** Only what differs from the row: an empty answer means that there is nothing to save. */
export function edits(row: Row, form: { subject: string; type_id: string; due: string; time: string; notes: string; mandatory: boolean }): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  if (form.subject.trim() !== row.subject) found["subject"] = form.subject.trim();
  if (form.type_id !== row.type_id) found["type_id"] = form.type_id;
  if (form.mandatory !== row.mandatory) found["mandatory"] = form.mandatory;
  if (form.notes.trim() !== row.notes.trim()) found["notes"] = form.notes.trim() || null;
  if (form.due !== row.due || form.time !== row.time) {
    found["due"] = form.due;
    found["time"] = form.time;
  }
  return found;
}

/** Whether a key means something for the list, and not for the field in which it was typed. */
export function isCommand(event: { key: string; altKey: boolean; ctrlKey: boolean; metaKey: boolean; target: EventTarget | null }): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const at = event.target as Element | null;
  return !(at?.closest?.("input, textarea, select, form, button:not(.wb-act-row)") ?? false);
}
