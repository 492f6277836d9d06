/** The conditions of a filter as the kernel's Filters takes them; a blank value is no condition. */
export type Plain = string | number | boolean | null;
export type Condition = Plain | readonly Plain[];
export type Conditions = Record<string, Condition>;

export function isBlank(value: Condition | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return Array.isArray(value) && value.every((part) => part === null || part === "");
}

/** The conditions with one set, or taken away where its value is blank. */
export function withCondition(conditions: Conditions, key: string, value: Condition): Conditions {
  const rest = Object.fromEntries(Object.entries(conditions).filter(([name]) => name !== key));
  return isBlank(value) ? rest : { ...rest, [key]: value };
}

export function words(text: string): string[] {
  return [...new Set(text.split(",").map((word) => word.trim()).filter(Boolean))];
}

/** Both ends of a range as text, blanks where there is none. */
export function ends(value: Condition | undefined): [string, string] {
  if (!Array.isArray(value)) return ["", ""];
  const [low, high] = value as readonly Plain[];
  return [low === null || low === undefined ? "" : String(low), high === null || high === undefined ? "" : String(high)];
}

export function range(low: string, high: string): readonly Plain[] {
  return [low === "" ? null : low, high === "" ? null : high];
}

export function many(value: Condition | undefined): string[] {
  if (isBlank(value)) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

export function sameConditions(a: Conditions, b: Conditions): boolean {
  const ordered = (conditions: Conditions): string => JSON.stringify(Object.entries(conditions).sort(([x], [y]) => (x < y ? -1 : 1)));
  return ordered(a) === ordered(b);
}
