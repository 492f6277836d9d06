/** The shapes that the view of contacts and the kernel exchange. */
import type { Separators } from "./amount";
import type { EditorField } from "./editor_values";
import type { Values } from "./merge";

export interface Entry {
  unit: string;
  when: string;
  who: string;
  what: string;
  why: string;
  fields: { label: string; before: string; after: string }[];
}

export interface ContactRow {
  id: string;
  name: string;
  kind: string;
  parent: string;
  place: string;
  sector: string;
  agent: string;
  reach: string;
  standing: string;
  standing_label: string;
  lead_status: string;
  merged: boolean;
  deals: string;
  open_deals: number;
  open_net: string;
}

export type Conditions = Record<string, string | boolean>;

export interface Head {
  revision: number;
  total: number;
  rows: ContactRow[];
  sort: string;
  descending: boolean;
  keep: boolean;
  counted: string;
  filters: Conditions;
  bare: boolean;
}

export interface Likeness {
  id: string;
  name: string;
  place: string;
  likely: boolean;
  reasons: string;
}

export interface Pair {
  one: string;
  one_name: string;
  other: string;
  other_name: string;
  likely: boolean;
  reasons: string;
}

export interface Contact {
  id: string | null;
  version: number;
  title: string;
  badges: { text: string; tone: string }[];
  archived: boolean;
  merged: boolean;
  is_lead: boolean;
  is_customer: boolean;
  lead_status: string;
  lead_reason: string;
  read_only: string;
  may_create: boolean;
  may_override: boolean;
  values: Values;
  parent_name: string;
  people: { id: string; name: string; kind: string; facts: string }[];
  deals: { id: string; number: string; title: string; status: string; status_label: string; net: string; facts: string }[];
  activities: { id: string; subject: string; deal: string; deal_id: string; facts: string }[];
  duplicates: Likeness[];
  history: Entry[];
  undo: string | null;
  unmerge: string | null;
}

export interface MergePreview {
  keep: { id: string; name: string; version: number };
  drop: { id: string; name: string; version: number };
  /** `both`, where that is a third choice. */
  fields: { key: string; label: string; keep: string; drop: string; both?: string; proposed: "keep" | "drop" | "both" }[];
  moving: string[];
  possible: boolean;
}

export interface State {
  page_size: number;
  head: Head;
  choices: Record<string, (string | { value: string; label: string })[]>;
  contact: Contact | null;
  fields: EditorField[];
  sections: { key: string; label: string }[];
  separators: Separators;
  may_create: boolean;
  texts: Record<string, string>;
}

/** What was chosen in a merge, without what was proposed anyway. */
export function ownChoices(preview: MergePreview, chosen: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(preview.fields.map(({ key, proposed }) => [key, chosen.get(key) ?? proposed]));
}
