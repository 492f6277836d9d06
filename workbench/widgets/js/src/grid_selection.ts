/** Which deals are selected: some by id, or all that the filters let through but a few. */
export interface Chosen {
  all: boolean;
  ids: string[];
  but: string[];
}

export class Selection {
  #all = false;
  #ids = new Set<string>();

  /** All that the filters let through, also those that never were in view. */
  get all(): boolean {
    return this.#all;
  }

  has(id: string): boolean {
    return this.#all !== this.#ids.has(id);
  }

  count(total: number): number {
    return this.#all ? Math.max(0, total - this.#ids.size) : this.#ids.size;
  }

  only(id: string): void {
    this.#all = false;
    this.#ids = new Set([id]);
  }

  toggle(id: string): void {
    if (!this.#ids.delete(id)) this.#ids.add(id);
  }

  set(id: string, selected: boolean): void {
    if (this.has(id) !== selected) this.toggle(id);
  }

  add(ids: Iterable<string>): void {
    for (const id of ids) this.set(id, true);
  }

  remove(ids: Iterable<string>): void {
    for (const id of ids) this.set(id, false);
  }

  everything(): void {
    this.#all = true;
    this.#ids = new Set();
  }

  clear(): void {
    this.#all = false;
    this.#ids = new Set();
  }

  /** As the kernel takes it; "all" is worked out there, from the filters. */
  chosen(): Chosen {
    return this.#all ? { all: true, ids: [], but: [...this.#ids] } : { all: false, ids: [...this.#ids], but: [] };
  }

  get size(): number {
    return this.#ids.size;
  }
}
