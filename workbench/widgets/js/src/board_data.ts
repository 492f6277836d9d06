/** What the kernel and the board say to each other; twin of workbench/widgets/board.py and board_messages.py. */
export type Outcome = "open" | "won" | "lost";

export interface Card {
  id: string;
  seen: string;
  number: string;
  title: string;
  contact: string;
  owner: string;
  entered_by: string;
  workflow: string;
  stage: string;
  colour: string;
  net: string;
  age: string;
  due: string | null;
  due_on: string | null;
  overdue: boolean;
  rotting: boolean;
  probability: string;
  tags: string[];
  targets: string[] | null;
  locked: boolean;
  /** Who changed it just now, elsewhere. */
  news?: string;
}

export interface Header {
  key: string;
  label: string;
  percent: string | null;
  colour: string;
  outcome: Outcome;
  count: number;
  count_text: string;
  count_label: string;
  net: string;
  weighted: string;
  net_raw: string;
  collapsed: boolean;
  wip: number | null;
  days: { median: string; p90: string } | null;
}

export interface ColumnData extends Header {
  cards: Card[];
  remaining: number;
}

export interface Choice {
  key: string;
  label: string;
}

export interface Total {
  count: string;
  net: string;
  weighted: string;
}

export interface BoardData {
  kind: string;
  columns: ColumnData[];
  currency: string;
  total: Total;
  note: string | null;
  workflows: Choice[];
  workflow: string | null;
  sort: string;
  sorts: Choice[];
  density: string;
  densities: Choice[];
  can_change: boolean;
  empty: { title: string; text: string } | null;
}

export interface Placed {
  id: string;
  card: Card | null;
  column: string | null;
}

export interface Question {
  title: string;
  text: string;
  reasons: Choice[];
  note: boolean;
  outcome: Outcome;
}

interface Answer {
  request: number;
}
export interface Ack extends Answer, Placed {
  kind: "ack";
  columns: Header[];
  total: Total | null;
  unit: string | null;
  notice: string | null;
}
/** The change is in the store; what the board shows of it comes with the `ack`. */
export interface Saved extends Answer {
  kind: "saved";
  unit: string | null;
}
export interface Refuse extends Answer {
  kind: "refuse";
  message: string;
  id: string | null;
  card: Card | null;
  column: string | null;
  columns: Header[] | null;
  total: Total | null;
}
export interface Ask extends Answer {
  kind: "ask";
  question: Question;
}
export interface Page extends Answer {
  kind: "page";
  column: string;
  cards: Card[];
  remaining: number;
}
export interface Patch {
  kind: "patch";
  cards: Placed[];
  columns: Header[];
  total: Total | null;
}
/** A refresh, sort or workflow was carried out; the board itself comes as the synced trait. */
export interface Done extends Answer {
  kind: "done";
}
export type Message = Saved | Ack | Refuse | Ask | Page | Patch | Done;

/** What a person wants; the kernel checks each as if it came from a stranger. */
export type Intent =
  | { kind: "move"; opportunity: string; seen: string; to: string; reason?: string; note?: string }
  | { kind: "undo"; unit: string }
  | { kind: "more"; column: string; shown: number }
  | { kind: "refresh" }
  | { kind: "collapse"; column: string; collapsed: boolean }
  | { kind: "open"; opportunity: string }
  | { kind: "sort"; by: string }
  | { kind: "workflow"; key: string }
  | { kind: "density"; value: string };
export type Texts = Record<string, string>;
