/** The rows that are here, of each group, and which of them have to be asked for again. */
import { groupName } from "./grid_layout";
import { Pages } from "./virtual";

export interface Wanted {
  key: string | null;
  page: number;
}

export class Book<R extends { id: string }> {
  readonly #members = new Map<string, Pages<R>>();
  readonly #stale = new Set<string>();

  constructor(readonly size: number) {}

  row(key: string | null, offset: number): R | undefined {
    return this.#members.get(groupName(key))?.row(offset);
  }

  put(key: string | null, offset: number, rows: readonly R[]): void {
    const name = groupName(key);
    const pages = this.#members.get(name) ?? new Pages<R>(this.size);
    this.#members.set(name, pages);
    pages.put(offset, rows);
    this.#stale.delete(`${name} ${Math.floor(offset / this.size)}`);
  }

  /** Puts a row in the place of the one with the same id, wherever that is. */
  replace(row: R): void {
    for (const pages of this.#members.values()) pages.replace((one) => one.id === row.id, row);
  }

  /** Pages that a range of a group needs and that are not here, or old. */
  missing(key: string | null, start: number, end: number): Wanted[] {
    const name = groupName(key);
    const pages = this.#members.get(name) ?? new Pages<R>(this.size);
    this.#members.set(name, pages);
    const wanted = new Set(pages.missing(start, end));
    for (let page = Math.floor(start / this.size); page * this.size < end; page++) {
      if (this.#stale.has(`${name} ${page}`)) wanted.add(page);
    }
    return [...wanted].map((page) => ({ key, page }));
  }

  /** Where a deal stands near a place in its group: rows that are old are not looked at. */
  find(key: string | null, id: string, near: number): number | undefined {
    const name = groupName(key);
    const reach = 2 * this.size;
    for (let step = 0; step <= reach; step++) {
      for (const offset of step ? [near + step, near - step] : [near]) {
        if (offset < 0 || this.#stale.has(`${name} ${Math.floor(offset / this.size)}`)) continue;
        if (this.row(key, offset)?.id === id) return offset;
      }
    }
    return undefined;
  }

  /** Everything may have changed: what is here stays in view until it is asked for again. */
  age(): void {
    for (const [name, pages] of this.#members) for (const page of pages.held()) this.#stale.add(`${name} ${page}`);
  }

  clear(): void {
    this.#members.clear();
    this.#stale.clear();
  }
}
