/** Which rows of a very long list are in view, within the height that browsers allow an element. */
export const TALLEST = 15_000_000;

export interface Sheet {
  total: number;
  rowHeight: number;
  viewport: number;
}

/** Height of the scrolled surface: exact until the browsers' limit, then proportional. */
export function surfaceHeight({ total, rowHeight }: Sheet): number {
  return Math.min(total * rowHeight, TALLEST);
}

/** First row (with fraction) at the top of the viewport for a scroll position. */
export function rowAt(sheet: Sheet, scrollTop: number): number {
  const range = surfaceHeight(sheet) - sheet.viewport;
  if (range <= 0) return 0;
  const last = Math.max(0, sheet.total - sheet.viewport / sheet.rowHeight);
  return Math.max(0, Math.min(last, (scrollTop / range) * last));
}

/** Scroll position that puts a row (with fraction) at the top of the viewport. */
export function scrollFor(sheet: Sheet, row: number): number {
  const range = surfaceHeight(sheet) - sheet.viewport;
  const last = Math.max(0, sheet.total - sheet.viewport / sheet.rowHeight);
  if (range <= 0 || last <= 0) return 0;
  return (Math.max(0, Math.min(last, row)) / last) * range;
}

/** Rows to draw (end excluded), with some beyond both edges. */
export function visibleRows(sheet: Sheet, scrollTop: number, beyond = 6): { start: number; end: number } {
  const first = rowAt(sheet, scrollTop);
  const start = Math.max(0, Math.floor(first) - beyond);
  const end = Math.min(sheet.total, Math.ceil(first + sheet.viewport / sheet.rowHeight) + beyond);
  return { start, end: Math.max(start, end) };
}

/** Where a row stands on the surface so that it appears at its place in the viewport. */
export function rowTop(sheet: Sheet, scrollTop: number, row: number): number {
  return scrollTop + (row - rowAt(sheet, scrollTop)) * sheet.rowHeight;
}

/** Scroll position after which a row is wholly in view; the present one where it already is. */
export function scrollToShow(sheet: Sheet, scrollTop: number, row: number): number {
  const first = rowAt(sheet, scrollTop);
  const fits = sheet.viewport / sheet.rowHeight;
  if (row < first) return scrollFor(sheet, row);
  if (row + 1 > first + fits) return scrollFor(sheet, row + 1 - fits);
  return scrollTop;
}

/** Pages of rows, the least recently used forgotten first. */
export class Pages<R> {
  readonly #pages = new Map<number, readonly R[]>();

  constructor(readonly size: number, readonly most = 40) {}

  put(offset: number, rows: readonly R[]): void {
    const page = Math.floor(offset / this.size);
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    const oldest = this.#pages.keys().next().value;
    if (this.#pages.size > this.most && oldest !== undefined) this.#pages.delete(oldest);
  }

  row(index: number): R | undefined {
    return this.#pages.get(Math.floor(index / this.size))?.[index % this.size];
  }

  has(page: number): boolean {
    return this.#pages.has(page);
  }

  /** Pages that a range of rows needs and that are not here; those that are count as used. */
  missing(start: number, end: number): number[] {
    const wanted: number[] = [];
    for (let page = Math.floor(start / this.size); page * this.size < end; page++) {
      const rows = this.#pages.get(page);
      if (rows) {
        this.#pages.delete(page);
        this.#pages.set(page, rows);
      } else {
        wanted.push(page);
      }
    }
    return wanted;
  }

  /** Numbers of the pages that are here. */
  held(): number[] {
    return [...this.#pages.keys()];
  }

  replace(is: (row: R) => boolean, by: R): void {
    for (const [page, rows] of this.#pages) {
      if (rows.some(is)) this.#pages.set(page, rows.map((row) => (is(row) ? by : row)));
    }
  }

  clear(): void {
    this.#pages.clear();
  }
}
