/** The lines of a deal as a sheet: cells to type in, sums that follow, a card per line on a phone. */
import { type Separators, writeAmount } from "./amount";
import { el, filled, icon } from "./elements";
import { lineTotals, type PlainLine } from "./line_amounts";
import { isNew } from "./line_merge";
import { type LineField, LineRow, type RowAround } from "./line_row";

export type { PlainLine } from "./line_amounts";

export const MOST_LINES = 500;

export interface SheetAround {
  lines: readonly PlainLine[];
  families: readonly { value: string; label: string }[];
  currency: string;
  separators: Separators;
  texts: Record<string, string>;
  readOnly: boolean;
  /** `problems` counts the cells that cannot be read; the lines then hold what was readable last. */
  changed(lines: PlainLine[], problems: number): void;
}

export interface LineSheet {
  /** Shows lines; rows that stay keep their focus and what is typed in them. */
  show(lines: readonly PlainLine[]): void;
  refuse(index: number, field: string, message: string): void;
  focus(): void;
  stop(): void;
}

const BLANK: Omit<PlainLine, "id"> = {
  family_id: "", article: "", description: "", quantity: "1", unit_price: "0", discount: "0", expected_revenue: "", expected_order_date: "",
  expected_delivery_date: "", expected_invoice_date: "", closed_date: "", note: "",
};
const HEAD: [string, string][] = [
  ["family_id", ""], ["description", ""], ["quantity", "wb-number"], ["unit_price", "wb-number"], ["discount", "wb-number"], ["net", "wb-number"],
];
let count = 0;

export function lineSheet(host: HTMLElement, around: SheetAround): LineSheet {
  const sheet = new Sheet(around);
  host.append(sheet.root);
  return sheet;
}

class Sheet implements LineSheet {
  readonly root = el("div", { class: "wb-lines" });
  readonly #table: HTMLTableElement;
  readonly #sums = el("tfoot");
  readonly #empty: HTMLElement;
  readonly #gone = el("div", { class: "wb-lines-gone", role: "status", hidden: true });
  readonly #add: HTMLButtonElement;
  readonly #rowAround: RowAround;
  #rows: LineRow[] = [];
  #removed = "";

  constructor(private readonly around: SheetAround) {
    const { texts } = around;
    const cells = HEAD.map(([key, style]) => el("th", { scope: "col", class: style || null }, texts[key]));
    this.#table = el("table", {}, el("thead", {}, el("tr", {}, ...cells, el("th", {}, el("span", { class: "wb-visually-hidden" }, texts["actions"])))), this.#sums);
    this.#empty = el("div", { class: "wb-empty" }, icon("list", 28), el("h3", {}, texts["empty"]), el("p", {}, texts["empty_why"]));
    this.#add = el("button", { type: "button", class: "wb-button", onclick: () => this.#insert(this.#rows.length, {}) }, icon("plus", 16), el("span", {}, texts["add"]));
    this.#rowAround = {
      families: around.families, separators: around.separators, texts, readOnly: around.readOnly,
      changed: () => this.#changed(), act: (row, action) => this.#act(row, action), key: (row, field, event) => this.#key(row, field, event),
    };
    this.root.append(this.#table, this.#empty, this.#gone);
    if (!around.readOnly) this.root.append(el("div", { class: "wb-lines-foot" }, this.#add, el("span", { class: "wb-hint" }, texts["keys"])));
    this.show(around.lines);
  }

  show(lines: readonly PlainLine[]): void {
    const known = new Map(this.#rows.map((row) => [row.line.id, row]));
    const named = lines.map((line) => (line.id === "" ? { ...line, id: fresh() } : line));
    const next = named.map((line, index) => {
      const here = this.#rows[index];
      const row = known.get(line.id) ?? (here && isNew(here.line.id) && !isNew(line.id) && this.#rows.length === lines.length ? here : undefined);
      row?.show(line);
      return row ?? new LineRow(line, this.#rowAround);
    });
    for (const row of this.#rows) if (!next.includes(row)) row.root.remove();
    if (named.some(({ id }) => id === this.#removed)) this.#gone.hidden = true;
    this.#place(next);
  }

  refuse(index: number, field: string, message: string): void {
    this.#rows[index]?.refuse(field, message);
  }

  focus(): void {
    if (this.#rows[0]) this.#rows[0].focus("family_id");
    else this.#add.focus();
  }

  stop(): void {
    this.root.remove();
  }

  /** Puts the rows in order; one that stands where it shall is not touched, so that it keeps the focus. */
  #place(rows: LineRow[]): void {
    const active = document.activeElement;
    this.#rows = rows;
    let before: Element = this.#table.tHead!;
    for (const row of rows) {
      if (before.nextElementSibling !== row.root) before.after(row.root);
      before = row.root;
    }
    if (active instanceof HTMLElement && active !== document.activeElement && this.root.contains(active)) active.focus();
    this.#draw();
  }

  #draw(): void {
    const { texts, separators, currency } = this.around;
    const sums = lineTotals(this.#rows.map(({ line }) => line));
    const written = (value: string): string => writeAmount(value, separators);
    this.#table.hidden = this.#rows.length === 0;
    this.#empty.hidden = this.#rows.length > 0;
    this.#add.disabled = this.#rows.length >= MOST_LINES;
    const expected = sums.expected_revenue === null ? "" : ` · ${texts["expected_revenue"]} ${written(sums.expected_revenue)}`;
    this.#sums.replaceChildren(
      el(
        "tr",
        {},
        el("th", { scope: "row", colspan: 3 }, `${filled(texts["total"], { currency })}${expected}`),
        el("td", { class: "wb-number wb-lines-gross", title: texts["gross"] }, written(sums.gross)),
        el("td", { class: "wb-number wb-lines-discount", title: texts["discount"] }, sums.discount === "0.00" ? "" : `−${written(sums.discount)}`.replace("−-", "+")),
        el("td", { class: "wb-number wb-lines-net" }, written(sums.net)),
        el("td"),
      ),
    );
  }

  #changed(): void {
    this.#draw();
    this.around.changed(this.#rows.map(({ line }) => line), this.#rows.reduce((sum, row) => sum + row.problems.size, 0));
  }

  #insert(index: number, given: Partial<PlainLine>): void {
    if (this.#rows.length >= MOST_LINES) return;
    const row = new LineRow({ ...BLANK, ...given, id: fresh() }, this.#rowAround);
    this.#place(this.#rows.toSpliced(index, 0, row));
    this.#changed();
    row.focus("family_id");
  }

  #act(row: LineRow, action: "remove" | "copy" | "up" | "down"): void {
    const index = this.#rows.indexOf(row);
    if (action === "remove") this.#remove(row, index);
    else if (action === "copy") this.#insert(index + 1, { ...row.line, closed_date: "" });
    else this.#move(row, index + (action === "up" ? -1 : 1));
  }

  #move(row: LineRow, to: number): void {
    if (to < 0 || to >= this.#rows.length) return;
    const rows = this.#rows.filter((other) => other !== row);
    this.#place(rows.toSpliced(to, 0, row));
    this.#changed();
  }

  #remove(row: LineRow, index: number): void {
    this.#removed = row.line.id;
    row.root.remove();
    this.#place(this.#rows.filter((other) => other !== row));
    this.#changed();
    const back = (): void => {
      this.#gone.hidden = true;
      this.#place(this.#rows.toSpliced(Math.min(index, this.#rows.length), 0, row));
      this.#changed();
      row.focus("family_id");
    };
    const name = row.line.description || row.line.article;
    const button = el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: back }, icon("undo", 14), el("span", {}, this.around.texts["undo"]));
    this.#gone.replaceChildren(el("span", {}, filled(this.around.texts[name ? "removed_named" : "removed"], { name })), button);
    this.#gone.hidden = false;
    button.focus();
  }

  #key(row: LineRow, field: LineField, event: KeyboardEvent): void {
    const index = this.#rows.indexOf(row);
    const changes = !this.around.readOnly;
    // in the choice Alt with an arrow opens the list, as everywhere
    if (changes && field !== "family_id" && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.#move(row, index + (event.key === "ArrowUp" ? -1 : 1));
    else if (changes && event.ctrlKey && event.key === "Delete") this.#remove(row, index);
    else if (event.key === "Enter" && LineRow.shows(field) && !event.isComposing) this.#enter(index, field, event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }

  /** Goes to the same column of the next line; after the last one comes a new line. */
  #enter(index: number, field: LineField, step: 1 | -1): void {
    const next = this.#rows[index + step];
    if (next) next.focus(field);
    else if (step === 1 && !this.around.readOnly) this.#insert(this.#rows.length, {});
  }
}

function fresh(): string {
  return `new-${++count}-${Math.random().toString(36).slice(2, 8)}`;
}
