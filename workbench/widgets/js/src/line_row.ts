/** One line of the sheet: its cells, and behind a button what is seldom needed. */
import { readAmount, type Separators, writeAmount } from "./amount";
import { el, icon } from "./elements";
import { CENTS, grossCents, MEASURE, netCents, plainCents, type PlainLine, scaled, shareOf } from "./line_amounts";

export type LineField = keyof PlainLine;
type Texts = Record<string, string>;

export interface RowAround {
  families: readonly { value: string; label: string }[];
  separators: Separators;
  texts: Texts;
  readOnly: boolean;
  changed(row: LineRow): void;
  act(row: LineRow, action: "remove" | "copy" | "up" | "down"): void;
  key(row: LineRow, field: LineField, event: KeyboardEvent): void;
}

interface Cell {
  input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  error: HTMLElement;
  show(value: string): void;
}

const MAIN: LineField[] = ["family_id", "description", "quantity", "unit_price", "discount"];
const MORE: LineField[] = ["article", "expected_revenue", "expected_order_date", "expected_delivery_date", "expected_invoice_date", "note"];
const NUMBERS: Partial<Record<LineField, number>> = { quantity: MEASURE, unit_price: MEASURE, discount: CENTS, expected_revenue: CENTS };
const DEFAULTS: Partial<Record<LineField, string>> = { quantity: "1", unit_price: "0", discount: "0" };
let made = 0;

export class LineRow {
  readonly root = el("tbody", { class: "wb-line" });
  readonly problems = new Set<LineField>();
  readonly #cells = new Map<LineField, Cell>();
  readonly #net = el("output", { class: "wb-number wb-line-net" });
  readonly #more: HTMLElement;
  readonly #open: HTMLButtonElement;
  #line: PlainLine;

  constructor(line: PlainLine, private readonly around: RowAround) {
    this.#line = { ...line };
    const { texts } = around;
    this.#open = this.#action("more", texts["more"], () => this.#toggle(Boolean(this.#more.hidden)));
    this.#more = el("tr", { class: "wb-line-more", hidden: true }, el("td", { colspan: MAIN.length + 2 }, el("div", { class: "wb-line-fields" }, ...MORE.map((field) => this.#field(field))), this.#actions()));
    this.root.append(
      el(
        "tr",
        {},
        ...MAIN.map((field) => el("td", { class: `wb-line-${field}` }, ...this.#labelled(field))),
        el("td", { class: "wb-line-sum" }, el("span", { class: "wb-line-label" }, texts["net"]), this.#net),
        el("td", { class: "wb-line-do" }, this.#open, !around.readOnly && this.#action("close", texts["remove"], () => around.act(this, "remove"))),
      ),
      this.#more,
    );
    this.#draw();
    if (MORE.some((field) => field !== "article" && this.#line[field])) this.#open.classList.add("wb-line-filled");
  }

  get line(): PlainLine {
    return this.#line;
  }

  /** Shows a line; what has the focus and holds the same value is left alone. */
  show(line: PlainLine): void {
    for (const [field, cell] of this.#cells) {
      if ((this.#line[field] ?? "") === (line[field] ?? "")) continue;
      cell.show(line[field] ?? "");
      this.#settle(field, "");
    }
    this.#line = { ...line };
    this.#draw();
  }

  refuse(field: string, message: string): void {
    const name = (this.#cells.has(field as LineField) ? field : "description") as LineField;
    if (MORE.includes(name)) this.#toggle(true);
    this.#say(name, message);
    this.#cells.get(name)?.input.focus();
  }

  focus(field: LineField): void {
    const input = this.#cells.get(field)?.input ?? this.#cells.get("family_id")!.input;
    input.focus();
    if (input instanceof HTMLInputElement) input.select();
  }

  /** Tells whether the row shows this field at once. */
  static shows(field: LineField): boolean {
    return MAIN.includes(field);
  }

  #toggle(open: boolean): void {
    this.#more.hidden = !open;
    this.#open.setAttribute("aria-expanded", String(open));
  }

  #action(drawing: string, label: string | undefined, act: () => void): HTMLButtonElement {
    return el("button", { type: "button", class: "wb-icon-button", "aria-label": label, title: label, onclick: act }, icon(drawing, 16));
  }

  #actions(): HTMLElement | null {
    if (this.around.readOnly) return null;
    const { texts, act } = this.around;
    const button = (action: "copy" | "up" | "down", keys: string): HTMLElement =>
      el("button", { type: "button", class: "wb-button wb-button-quiet", title: keys, onclick: () => act(this, action) }, icon(action, 14), el("span", {}, texts[action]));
    return el("div", { class: "wb-line-actions" }, button("copy", ""), button("up", "Alt+↑"), button("down", "Alt+↓"));
  }

  #field(field: LineField): HTMLElement {
    return el("div", { class: `wb-field wb-line-${field}` }, ...this.#labelled(field));
  }

  #labelled(field: LineField): HTMLElement[] {
    const cell = this.#cell(field);
    return [el("label", { class: MAIN.includes(field) ? "wb-line-label" : "wb-label", for: cell.input.id }, this.around.texts[field]), cell.input, cell.error];
  }

  #cell(field: LineField): Cell {
    const places = NUMBERS[field];
    const built = field === "family_id" ? this.#choice() : places === undefined ? this.#text(field) : this.#number(field, places);
    const { input } = built;
    input.id = `wb-line-${++made}`;
    input.dataset["field"] = field;
    const error = el("span", { class: "wb-error", id: `${input.id}-error`, role: "alert", hidden: true });
    input.setAttribute("aria-describedby", error.id);
    input.addEventListener("keydown", ((event: KeyboardEvent) => this.around.key(this, field, event)) as EventListener);
    if (this.around.readOnly) {
      if (input instanceof HTMLSelectElement) input.disabled = true;
      else input.readOnly = true;
    }
    const cell = { ...built, error };
    this.#cells.set(field, cell);
    cell.show(this.#line[field] ?? "");
    return cell;
  }

  #choice(): Omit<Cell, "error"> {
    const input = el(
      "select",
      { class: "wb-input", onchange: () => this.#set("family_id", input.value) },
      el("option", { value: "" }, this.around.texts["no_family"]),
      ...this.around.families.map(({ value, label }) => el("option", { value }, label)),
    );
    return {
      input,
      show: (value) => {
        if (value && ![...input.options].some((option) => option.value === value)) input.append(el("option", { value }, "–"));
        input.value = value;
      },
    };
  }

  #text(field: LineField): Omit<Cell, "error"> {
    const day = field.endsWith("_date");
    const input =
      field === "note"
        ? el("textarea", { class: "wb-input", rows: 2, maxlength: 2000 })
        : el("input", { class: "wb-input", type: day ? "date" : "text", max: day ? "9999-12-31" : null, maxlength: day ? null : 500, autocomplete: "off" });
    input.addEventListener("input", () => this.#set(field, input.value));
    return { input, show: (value) => void (input.value = value) };
  }

  #number(field: LineField, places: number): Omit<Cell, "error"> {
    const { separators, texts } = this.around;
    const input = el("input", { class: "wb-input wb-input-number", inputmode: "decimal", maxlength: 40, autocomplete: "off" });
    const written = (value: string): string => (places === CENTS ? writeAmount(value, separators) : writeAmount(value, separators).replace(new RegExp(`\\${separators.decimal}00$`), ""));
    const read = (): string | undefined => {
      const percent = field === "discount" && /^(.*)%$/.exec(input.value.trim());
      const plain = readAmount(percent ? percent[1]! : input.value, separators);
      if (plain === undefined) return undefined;
      return percent ? shareOf(this.#line, plain ?? "0") : plain ?? DEFAULTS[field] ?? "";
    };
    input.addEventListener("input", () => {
      const value = read();
      const fits = value !== undefined && (value === "" || scaled(value, places) !== undefined);
      const negative = fits && value.startsWith("-") && (field === "quantity" || field === "unit_price");
      if (value === undefined) this.#settle(field, texts["not_number"] ?? "");
      else if (!fits) this.#settle(field, texts[places === CENTS ? "two_places" : "four_places"] ?? "");
      else if (negative) this.#settle(field, texts["negative"] ?? "");
      else this.#set(field, value);
    });
    input.addEventListener("change", () => {
      if (!this.problems.has(field)) input.value = written(this.#line[field]);
    });
    input.addEventListener("focus", () => input.select());
    return { input, show: (value) => void (input.value = written(value)) };
  }

  #set(field: LineField, value: string): void {
    this.#line = { ...this.#line, [field]: value };
    this.#settle(field, "", false);
    this.#draw();
    this.around.changed(this);
  }

  /** Shows or takes back what is wrong with a cell. */
  #settle(field: LineField, message: string, tell = true): void {
    const had = this.problems.has(field);
    this.#say(field, message);
    if (message) this.problems.add(field);
    else this.problems.delete(field);
    if (tell && had !== this.problems.has(field)) this.around.changed(this);
  }

  #say(field: LineField, message: string): void {
    const cell = this.#cells.get(field);
    if (!cell) return;
    cell.error.textContent = message;
    cell.error.hidden = message === "";
    if (message) cell.input.setAttribute("aria-invalid", "true");
    else cell.input.removeAttribute("aria-invalid");
  }

  #draw(): void {
    this.#net.textContent = writeAmount(plainCents(netCents(this.#line)), this.around.separators);
    const description = this.#cells.get("description")?.input;
    if (description instanceof HTMLInputElement) description.placeholder = this.#line.article;
    this.#net.title = writeAmount(plainCents(grossCents(this.#line)), this.around.separators);
  }
}
