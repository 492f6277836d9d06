/** The sheet of the list: any number of rows, of which only those in view are drawn and asked for. */
import { debounced, el, filled, safeColour } from "./elements";
import { box, cell, type Column, groupHead, type Row } from "./grid_cells";
import type { Shown } from "./grid_columns";
import { type Group, groupName, Layout, NO_GROUP, type Place } from "./grid_layout";
import { Book } from "./grid_pages";
import { Selection } from "./grid_selection";
import type { Talk } from "./talk";
import { rowTop, scrollFor, type Sheet as Measures, surfaceHeight, visibleRows } from "./virtual";

export interface Sight {
  revision: number;
  total: number;
  rows: Row[];
  group: string | null;
  groups: Group[];
  columns: Shown[];
  keep: boolean;
}

export interface SheetActions {
  picked(): void;
  say(message: string, again?: () => void): void;
}

interface Around {
  talk: Talk;
  texts: Record<string, string>;
  columns: ReadonlyMap<string, Column>;
  pageSize: number;
  selectable: boolean;
}

interface Drawn {
  node: HTMLElement;
  of: Row | Group | undefined;
}

const DESK_ROW = 40;
const PHONE_ROW = 68;
const FETCH_MS = 40;

export class Sheet {
  readonly port: HTMLElement;
  readonly selection = new Selection();
  phone = false;
  readonly #surface = el("div", { class: "wb-grid-surface", role: "rowgroup" });
  readonly #book: Book<Row>;
  readonly #open = new Set<string>();
  readonly #loading = new Set<string>();
  readonly #drawn = new Map<number, Drawn>();
  readonly #fetchLater = debounced(() => this.#fetch(), FETCH_MS);
  readonly #name = `wb-grid-${Math.random().toString(36).slice(2, 8)}`;
  #sight: Sight = { revision: -1, total: 0, rows: [], group: null, groups: [], columns: [], keep: false };
  layout = new Layout(null, 0);
  #frame = 0;
  active = 0;
  column = 0;
  #anchor: { id: string; key: string | null; offset: number; row: number } | null = null;

  constructor(
    private readonly around: Around,
    private readonly header: HTMLElement,
    private readonly actions: SheetActions,
  ) {
    this.#book = new Book(around.pageSize);
    this.port = el(
      "div",
      {
        class: "wb-grid-port", role: "grid", tabindex: 0, "aria-label": around.texts["list"] ?? "", "aria-multiselectable": String(around.selectable),
        onscroll: () => this.#soon(),
      },
      header,
      this.#surface,
    );
  }

  stop(): void {
    this.#fetchLater.cancel();
    cancelAnimationFrame(this.#frame);
  }

  /** Shows what the kernel has read: from the top, or in the same place with what changed since. */
  show(sight: Sight): void {
    const before = this.#sight;
    this.#sight = sight;
    if (sight.revision !== before.revision) {
      this.#loading.clear();
      if (sight.keep && sight.group === before.group) {
        this.#anchor = this.#firstInView();
        this.#book.age();
      } else {
        this.#book.clear();
        this.#anchor = null;
        this.selection.clear();
        if (sight.group !== before.group) this.#open.clear();
      }
      if (!sight.group && sight.rows.length) this.#book.put(null, 0, sight.rows);
    }
    this.#arrange();
    if (!sight.keep) {
      this.active = 0;
      this.port.scrollTop = 0;
    }
    this.active = Math.min(this.active, Math.max(0, this.layout.total - 1));
    this.#settle();
    this.redraw();
    this.actions.picked();
  }

  columns(columns: Shown[]): void {
    this.#sight = { ...this.#sight, columns };
    this.redraw();
  }

  replace(row: Row): void {
    this.#book.replace(row);
    this.draw();
  }

  redraw(): void {
    for (const { node } of this.#drawn.values()) node.remove();
    this.#drawn.clear();
    this.draw();
  }

  get revision(): number {
    return this.#sight.revision;
  }

  /** How many columns are shown. */
  get width(): number {
    return this.#sight.columns.length;
  }

  row(key: string | null, offset: number): Row | undefined {
    return this.#book.row(key, offset);
  }

  /** The drawn cell that is active. */
  get activeCell(): HTMLElement | null {
    const drawn = this.#drawn.get(this.active);
    return drawn ? this.#cell(drawn.node) : null;
  }

  isOpen(group: number): boolean {
    return this.#open.has(groupName(this.keyOf(group)));
  }

  focus(): void {
    this.port.focus({ preventScroll: true });
  }

  get measures(): Measures {
    const rowHeight = this.phone ? PHONE_ROW : DESK_ROW;
    return { total: this.layout.total, rowHeight, viewport: Math.max(rowHeight, this.port.clientHeight - this.header.offsetHeight) };
  }

  #arrange(): void {
    this.layout = new Layout(this.#sight.group ? this.#sight.groups : null, this.#sight.total, this.#open);
  }

  #soon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.draw());
  }

  draw(): void {
    if (this.port.clientWidth === 0) return;
    const sheet = this.measures;
    const top = this.port.scrollTop;
    this.#surface.style.height = `${surfaceHeight(sheet)}px`;
    this.port.setAttribute("aria-rowcount", String(sheet.total + 1));
    this.port.setAttribute("aria-colcount", String(this.#sight.columns.length + 1));
    const { start, end } = visibleRows(sheet, top);
    for (const [row, { node }] of this.#drawn) {
      if (row >= start && row < end) continue;
      node.remove();
      this.#drawn.delete(row);
    }
    for (let row = start; row < end; row++) {
      const place = this.layout.at(row)!;
      const of = place.kind === "group" ? this.#sight.groups[place.group] : this.deal(place);
      let drawn = this.#drawn.get(row);
      if (!drawn || drawn.of !== of) {
        drawn?.node.remove();
        drawn = { node: this.#node(row, place, of), of };
        this.#drawn.set(row, drawn);
        this.#surface.append(drawn.node);
      }
      drawn.node.style.transform = `translateY(${rowTop(sheet, top, row)}px)`;
    }
    this.mark();
    this.#fetchLater();
  }

  #node(row: number, place: Place, of: Row | Group | undefined): HTMLElement {
    const node = el("div", { class: "wb-grid-row", role: "row", id: `${this.#name}-${row}`, "aria-rowindex": row + 2, "data-index": row });
    const { texts, selectable } = this.around;
    if (place.kind === "group") {
      const group = of as Group;
      const open = this.#open.has(groupName(group.key));
      node.classList.add("wb-grid-group");
      node.setAttribute("aria-expanded", String(open));
      node.setAttribute("aria-level", "1");
      node.append(...groupHead(group, open, { expand: filled(texts["expand"], { group: group.label }), select: filled(texts["select_group"], { group: group.label }) }, selectable && !this.phone));
      return node;
    }
    const deal = of as Row | undefined;
    if (!deal) node.classList.add("wb-grid-waiting");
    if (this.#sight.group) node.setAttribute("aria-level", "2");
    node.style.setProperty("--wb-stage", safeColour(deal?.colour));
    if (deal && deal.status !== "open") node.classList.add(`wb-grid-${deal.status === "won" ? "won" : "lost"}`);
    if (selectable && deal) node.append(box(filled(texts["select_row"], { number: deal.cells["number"] ?? "" }), this.selection.has(deal.id)));
    else node.append(el("div", { class: "wb-cell wb-cell-box", role: "gridcell" }));
    this.#sight.columns.forEach(([key], at) => {
      const column = this.around.columns.get(key);
      if (column) node.append(cell(column, deal, at));
    });
    return node;
  }

  keyOf(group: number): string | null {
    return group === NO_GROUP ? null : this.#sight.groups[group]!.key;
  }

  deal(place: Place | undefined): Row | undefined {
    return place?.kind === "deal" ? this.#book.row(this.keyOf(place.group), place.offset) : undefined;
  }

  #fetch(): void {
    const { start, end } = visibleRows(this.measures, this.port.scrollTop);
    for (const { group, first, last } of this.segments(start, end - 1)) {
      for (const { key, page } of this.#book.missing(this.keyOf(group), first, last + 1)) this.#load(group, key, page);
    }
  }

  #load(group: number, key: string | null, page: number): void {
    const size = this.around.pageSize;
    const { revision } = this.#sight;
    const name = `${groupName(key)} ${page}`;
    if (this.#loading.has(name)) return;
    this.#loading.add(name);
    const again = (): void => {
      this.#loading.delete(name);
      this.#fetch();
    };
    this.around.talk.ask(
      "rows",
      { offset: page * size, limit: size, member: group !== NO_GROUP, key: key ?? "" },
      (reply) => {
        if (revision !== this.#sight.revision) return;
        if (reply.kind !== "page") return this.actions.say(String(reply["message"] ?? ""), again);
        this.#loading.delete(name);
        this.#book.put(key, page * size, reply["rows"] as Row[]);
        this.actions.say("");
        this.#settle();
        this.draw();
      },
      () => this.actions.say(this.around.texts["late"] ?? "", again),
    );
  }

  /** Runs of deals of one group between two rows of the sheet, both included. */
  segments(from: number, to: number): { group: number; first: number; last: number }[] {
    const found: { group: number; first: number; last: number }[] = [];
    for (let row = Math.max(0, from); row <= Math.min(to, this.layout.total - 1); row++) {
      const place = this.layout.at(row)!;
      if (place.kind === "group") continue;
      const last = found.at(-1);
      if (last && last.group === place.group) last.last = place.offset;
      else found.push({ group: place.group, first: place.offset, last: place.offset });
    }
    return found;
  }

  #firstInView(): { id: string; key: string | null; offset: number; row: number } | null {
    const sheet = this.measures;
    if (this.port.scrollTop === 0 || this.port.clientWidth === 0) return null;
    const { start, end } = visibleRows(sheet, this.port.scrollTop, 0);
    for (let row = start; row < end; row++) {
      const place = this.layout.at(row);
      const deal = this.deal(place);
      if (deal && place?.kind === "deal") return { id: deal.id, key: this.keyOf(place.group), offset: place.offset, row };
    }
    return null;
  }

  /** Keeps what the person looks at in its place: rows that came or went above it move the sheet, not the eyes. */
  #settle(): void {
    const anchor = this.#anchor;
    if (!anchor) return;
    const offset = this.#book.find(anchor.key, anchor.id, anchor.offset);
    const group = this.#sight.group ? this.layout.find(anchor.key) : NO_GROUP;
    const row = offset === undefined ? undefined : this.layout.rowOf(group, offset);
    if (row === undefined) return;
    this.#anchor = null;
    if (row === anchor.row) return;
    const sheet = this.measures;
    this.#surface.style.height = `${surfaceHeight(sheet)}px`;
    this.port.scrollTop += scrollFor(sheet, row) - scrollFor(sheet, anchor.row);
    this.active = Math.max(0, Math.min(sheet.total - 1, this.active + row - anchor.row));
  }

  mark(): void {
    for (const [row, { node, of }] of this.#drawn) {
      const deal = this.layout.at(row)?.kind === "deal" ? (of as Row | undefined) : undefined;
      const selected = deal !== undefined && this.selection.has(deal.id);
      node.setAttribute("aria-selected", String(selected));
      node.classList.toggle("wb-grid-active", row === this.active);
      const check = node.querySelector<HTMLInputElement>(".wb-grid-check");
      if (check && deal) check.checked = selected;
      for (const old of node.querySelectorAll(".wb-grid-cell-active")) old.classList.remove("wb-grid-cell-active");
    }
    const drawn = this.#drawn.get(this.active);
    const active = drawn && this.#cell(drawn.node);
    if (active) {
      active.id = `${this.#name}-cell`;
      active.classList.add("wb-grid-cell-active");
      for (const twin of this.#surface.querySelectorAll(`#${this.#name}-cell`)) if (twin !== active) twin.removeAttribute("id");
    }
    const id = active?.id ?? drawn?.node.id;
    if (id) this.port.setAttribute("aria-activedescendant", id);
    else this.port.removeAttribute("aria-activedescendant");
  }

  #cell(node: HTMLElement): HTMLElement | null {
    return node.querySelectorAll<HTMLElement>("[role=gridcell][data-column]")[this.column] ?? null;
  }

  toggle(group: number): void {
    const name = groupName(this.keyOf(group));
    if (!this.#open.delete(name)) this.#open.add(name);
    this.#arrange();
    this.redraw();
  }
}
