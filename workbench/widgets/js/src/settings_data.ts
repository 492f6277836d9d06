/** What the settings and the kernel exchange. */
export type Texts = Record<string, string>;

export interface Option {
  value: string;
  label: string;
}

export interface Column {
  key: string;
  label: string;
  kind: string;
  required: boolean;
  fixed: boolean;
  options: Option[];
}

export interface Row {
  key: string;
  name: string;
  used: number;
  used_text: string;
  retired: boolean;
  values: Record<string, string>;
  texts: Record<string, string>;
}

export interface FieldChange {
  label: string;
  before: string;
  after: string;
}

export interface Change {
  unit: string;
  when: string;
  who: string;
  name: string;
  added: boolean;
  fields: FieldChange[];
}

export interface Table {
  key: string;
  label: string;
  ordered: boolean;
  retires: boolean;
  used: boolean;
  columns: Column[];
  rows: Row[];
  groups: Option[];
  within: string;
  within_key: string;
  ways: [string, string][];
  changes: Change[];
}

export interface Step {
  table: string;
  name: string;
  what: string;
  fields: FieldChange[];
}
