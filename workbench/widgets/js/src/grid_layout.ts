/** Which deal or group stands on each row of the list: groups may be closed, and only open ones show their deals. */
export interface Group {
  key: string | null;
  label: string;
  colour: string | null;
  count: number;
  text: string;
  net: string;
  weighted: string;
}

/** A row of the sheet: a group's head, or the deal at a place of a group; `group` is -1 where the list has no groups. */
export type Place = { kind: "group"; group: number } | { kind: "deal"; group: number; offset: number };

export const NO_GROUP = -1;

export class Layout {
  readonly total: number;
  readonly #starts: number[] = [];

  constructor(
    readonly groups: readonly Group[] | null,
    count: number,
    readonly open: ReadonlySet<string> = new Set(),
  ) {
    let rows = 0;
    for (const group of groups ?? []) {
      this.#starts.push(rows);
      rows += 1 + (open.has(groupName(group.key)) ? group.count : 0);
    }
    this.total = groups ? rows : count;
  }

  /** What stands on a row of the sheet. */
  at(row: number): Place | undefined {
    if (row < 0 || row >= this.total) return undefined;
    if (!this.groups) return { kind: "deal", group: NO_GROUP, offset: row };
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#starts[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    const offset = row - this.#starts[low]! - 1;
    return offset < 0 ? { kind: "group", group: low } : { kind: "deal", group: low, offset };
  }

  /** The row of the sheet on which a deal or a group's head stands; undefined while its group is closed. */
  rowOf(group: number, offset: number): number | undefined {
    if (group === NO_GROUP) return this.groups ? undefined : offset;
    const start = this.#starts[group];
    if (start === undefined) return undefined;
    if (offset < 0) return start;
    const { key, count } = this.groups![group]!;
    return this.open.has(groupName(key)) && offset < count ? start + 1 + offset : undefined;
  }

  /** How many deals stand in a group, or in the list without groups. */
  count(group: number): number {
    return group === NO_GROUP ? this.total : (this.groups?.[group]?.count ?? 0);
  }

  find(key: string | null): number {
    return (this.groups ?? []).findIndex((group) => group.key === key);
  }
}

/** The name of a group in sets: none of its keys can be the name of the group without a key. */
export function groupName(key: string | null): string {
  return key === null ? "none" : `key:${key}`;
}
