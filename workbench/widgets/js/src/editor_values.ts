/** The shapes that the editor and the kernel exchange. */
import type { PlainLine } from "./line_sheet";
import type { Values } from "./merge";

export type Texts = Record<string, string>;

export interface StageStep {
  id: string;
  label: string;
  colour: string;
  outcome: string;
  current: boolean;
  passed: boolean;
  allowed: boolean;
  time: string;
  late: boolean;
  since: string;
}

export interface Fact {
  label: string;
  value: string;
  tone: string;
}

export interface Deal {
  id: string | null;
  version: number;
  title: string;
  number: string;
  status: string;
  status_label: string;
  archived: boolean;
  past: string;
  merged: { id: string; text: string } | null;
  read_only: string;
  may_create: boolean;
  base: string;
  values: Values;
  /** What a duplicate takes over; typed, as it were. */
  draft?: Values;
  names: Record<string, string>;
  facts: Fact[];
  workflow: string;
  stages: StageStep[];
  lines: PlainLine[];
  draft_lines?: PlainLine[];
}

export interface EditorField {
  key: string;
  label: string;
  kind: "text" | "amount" | "rate" | "date" | "choice" | "contact" | "tags" | "stars" | "notes";
  section: string;
  options?: { value: string; label: string }[];
  required?: boolean;
  wide?: boolean;
  only_closed?: boolean;
  only_new?: boolean;
}

/** A part of the editor behind a tab. */
export interface Part {
  readonly root: HTMLElement;
  /** The deal was opened, or is there at a newer version; what is typed stays in the draft. */
  show(deal: Deal): void;
  focus(): void;
  stop(): void;
}
