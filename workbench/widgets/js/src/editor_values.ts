/** The shapes that the editor and the kernel exchange. */
import type { Values } from "./merge";

export interface StageStep {
  id: string;
  label: string;
  colour: string;
  outcome: string;
  current: boolean;
  passed: boolean;
  allowed: boolean;
}

export interface Entry {
  unit: string;
  when: string;
  who: string;
  what: string;
  why: string;
  fields: { label: string; before: string; after: string }[];
}

export interface Deal {
  id: string | null;
  version: number;
  title: string;
  number: string;
  status: string;
  status_label: string;
  archived: boolean;
  read_only: string;
  locked: string[];
  locked_why: string;
  values: Values;
  contact_name: string;
  workflow: string;
  stages: StageStep[];
  lines: string[][];
  history: Entry[];
  undo: string | null;
}

export interface EditorField {
  key: string;
  label: string;
  kind: "text" | "amount" | "date" | "choice" | "contact" | "tags" | "stars" | "notes";
  section: string;
  options?: { value: string; label: string }[];
  required?: boolean;
  wide?: boolean;
  only_closed?: boolean;
  only_new?: boolean;
}
