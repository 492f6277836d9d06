/** The sheet of the list: any number of rows, of which only those in view are drawn and asked for. */
import { debounced, el, filled, safeColour } from "./elements";
import { box, cell, type Column, groupHead, type Row } from "./grid_cells";
import type { Shown } from "./grid_columns";
import { type Group, groupName, Layout, NO_GROUP, type Place } from "./grid_layout";
import { Book } from "./grid_pages";
import { Selection } from "./grid_selection";
import type { Talk } from "./talk";
import { rowTop, scrollFor, scrollToShow, type Sheet as Measures, surfaceHeight, visibleRows } from "./virtual";

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
  open(id: string): void;
  edit(row: Row, column: Column, cell: HTMLElement): void;
  picked(): void;
  undo(): void;
  say(message: string, again?: () => void): void;
}

interface Around {
  talk: Talk;
  texts: Record<string, string>;
  columns: ReadonlyMap<string, Column>;
  pageSize: number;
  mostIds: number;
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
  #layout = new Layout(null, 0);
  #frame = 0;
  #active = 0;
  #column = 0;
  #from: number | null = null;
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
        onscroll: () => this.#soon(), onkeydown: (event: KeyboardEvent) => this.#key(event),
        onmousedown: (event: MouseEvent) => event.shiftKey && this.#keepText(event), onclick: (event: MouseEvent) => this.#click(event), ondblclick: (event: MouseEvent) => this.#twice(event),
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
        this.#from = null;
        if (sight.group !== before.group) this.#open.clear();
      }
      if (!sight.group && sight.rows.length) this.#book.put(null, 0, sight.rows);
    }
    this.#arrange();
    if (!sight.keep) {
      this.#active = 0;
      this.port.scrollTop = 0;
    }
    this.#active = Math.min(this.#active, Math.max(0, this.#layout.total - 1));
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
    this.#draw();
  }

  redraw(): void {
    for (const { node } of this.#drawn.values()) node.remove();
    this.#drawn.clear();
    this.#draw();
  }

  focus(): void {
    this.port.focus({ preventScroll: true });
  }

  /** Goes on with the cell beside the active one. */
  step(by: number): void {
    this.#column = Math.max(0, Math.min(this.#sight.columns.length - 1, this.#column + by));
    this.#mark();
  }

  all(selected: boolean): void {
    if (selected) this.selection.everything();
    else this.selection.clear();
    this.#picked();
  }

  get #measures(): Measures {
    const rowHeight = this.phone ? PHONE_ROW : DESK_ROW;
    return { total: this.#layout.total, rowHeight, viewport: Math.max(rowHeight, this.port.clientHeight - this.header.offsetHeight) };
  }

  #arrange(): void {
    this.#layout = new Layout(this.#sight.group ? this.#sight.groups : null, this.#sight.total, this.#open);
  }

  #soon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    if (this.port.clientWidth === 0) return;
    const sheet = this.#measures;
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
      const place = this.#layout.at(row)!;
      const of = place.kind === "group" ? this.#sight.groups[place.group] : this.#deal(place);
      let drawn = this.#drawn.get(row);
      if (!drawn || drawn.of !== of) {
        drawn?.node.remove();
        drawn = { node: this.#node(row, place, of), of };
        this.#drawn.set(row, drawn);
        this.#surface.append(drawn.node);
      }
      drawn.node.style.transform = `translateY(${rowTop(sheet, top, row)}px)`;
    }
    this.#mark();
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

  #keyOf(group: number): string | null {
    return group === NO_GROUP ? null : this.#sight.groups[group]!.key;
  }

  #deal(place: Place | undefined): Row | undefined {
    return place?.kind === "deal" ? this.#book.row(this.#keyOf(place.group), place.offset) : undefined;
  }

  #fetch(): void {
    const { start, end } = visibleRows(this.#measures, this.port.scrollTop);
    for (const { group, first, last } of this.#segments(start, end - 1)) {
      for (const { key, page } of this.#book.missing(this.#keyOf(group), first, last + 1)) this.#load(group, key, page);
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
        this.#draw();
      },
      () => this.actions.say(this.around.texts["late"] ?? "", again),
    );
  }

  /** Runs of deals of one group between two rows of the sheet, both included. */
  #segments(from: number, to: number): { group: number; first: number; last: number }[] {
    const found: { group: number; first: number; last: number }[] = [];
    for (let row = Math.max(0, from); row <= Math.min(to, this.#layout.total - 1); row++) {
      const place = this.#layout.at(row)!;
      if (place.kind === "group") continue;
      const last = found.at(-1);
      if (last && last.group === place.group) last.last = place.offset;
      else found.push({ group: place.group, first: place.offset, last: place.offset });
    }
    return found;
  }

  #firstInView(): { id: string; key: string | null; offset: number; row: number } | null {
    const sheet = this.#measures;
    if (this.port.scrollTop === 0 || this.port.clientWidth === 0) return null;
    const { start, end } = visibleRows(sheet, this.port.scrollTop, 0);
    for (let row = start; row < end; row++) {
      const place = this.#layout.at(row);
      const deal = this.#deal(place);
      if (deal && place?.kind === "deal") return { id: deal.id, key: this.#keyOf(place.group), offset: place.offset, row };
    }
    return null;
  }

  /** Keeps what the person looks at in its place: rows that came or went above it move the sheet, not the eyes. */
  #settle(): void {
    const anchor = this.#anchor;
    if (!anchor) return;
    const offset = this.#book.find(anchor.key, anchor.id, anchor.offset);
    const group = this.#sight.group ? this.#layout.find(anchor.key) : NO_GROUP;
    const row = offset === undefined ? undefined : this.#layout.rowOf(group, offset);
    if (row === undefined) return;
    this.#anchor = null;
    if (row === anchor.row) return;
    const sheet = this.#measures;
    this.#surface.style.height = `${surfaceHeight(sheet)}px`;
    this.port.scrollTop += scrollFor(sheet, row) - scrollFor(sheet, anchor.row);
    this.#active = Math.max(0, Math.min(sheet.total - 1, this.#active + row - anchor.row));
  }

  #mark(): void {
    for (const [row, { node, of }] of this.#drawn) {
      const deal = this.#layout.at(row)?.kind === "deal" ? (of as Row | undefined) : undefined;
      const selected = deal !== undefined && this.selection.has(deal.id);
      node.setAttribute("aria-selected", String(selected));
      node.classList.toggle("wb-grid-active", row === this.#active);
      const check = node.querySelector<HTMLInputElement>(".wb-grid-check");
      if (check && deal) check.checked = selected;
      for (const old of node.querySelectorAll(".wb-grid-cell-active")) old.classList.remove("wb-grid-cell-active");
    }
    const drawn = this.#drawn.get(this.#active);
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
    return node.querySelectorAll<HTMLElement>("[role=gridcell][data-column]")[this.#column] ?? null;
  }

  #go(row: number, extend: boolean): void {
    if (extend && this.#from === null) this.#from = this.#active;
    this.#active = Math.max(0, Math.min(this.#layout.total - 1, row));
    const sheet = this.#measures;
    this.port.scrollTop = scrollToShow(sheet, this.port.scrollTop, this.#active);
    if (extend) this.#range(this.#from!, this.#active);
    else this.#from = null;
    this.#draw();
  }

  /** Selects the deals between two rows, also those that are not here. */
  #range(from: number, to: number): void {
    const [low, high] = from < to ? [from, to] : [to, from];
    if (high - low + 1 > this.around.mostIds) return this.actions.say(this.around.texts["too_many"] ?? "");
    this.selection.clear();
    for (const { group, first, last } of this.#segments(low, high)) this.#pick(group, first, last, true);
    this.#picked();
  }

  #pick(group: number, first: number, last: number, selected: boolean): void {
    const key = this.#keyOf(group);
    const here = Array.from({ length: last - first + 1 }, (_none, at) => this.#book.row(key, first + at)?.id);
    const put = (ids: Iterable<string>): void => (selected ? this.selection.add(ids) : this.selection.remove(ids));
    if (here.every((id): id is string => id !== undefined)) return put(here);
    const { revision } = this.#sight;
    this.around.talk.ask(
      "ids",
      { offset: first, limit: last - first + 1, member: group !== NO_GROUP, key: key ?? "" },
      (reply) => {
        if (reply.kind !== "ids") return this.actions.say(String(reply["message"] ?? ""));
        if (revision !== this.#sight.revision) return;
        put(reply["ids"] as string[]);
        this.#picked();
      },
      () => this.actions.say(this.around.texts["late"] ?? ""),
    );
  }

  #picked(): void {
    this.#mark();
    this.actions.picked();
  }

  #toggle(group: number): void {
    const name = groupName(this.#keyOf(group));
    if (!this.#open.delete(name)) this.#open.add(name);
    this.#arrange();
    this.redraw();
  }

  #row(event: Event): number | undefined {
    const node = (event.target as Element).closest<HTMLElement>("[data-index]");
    return node ? Number(node.dataset["index"]) : undefined;
  }

  /** A range of rows is selected, not the text between them. */
  #keepText(event: MouseEvent): void {
    event.preventDefault();
    this.focus();
  }

  #click(event: MouseEvent): void {
    const row = this.#row(event);
    const place = row === undefined ? undefined : this.#layout.at(row);
    if (row === undefined || !place) return;
    const target = event.target as Element;
    const before = this.#active;
    this.#active = row;
    const columns = [...(target.closest("[data-index]")?.querySelectorAll("[role=gridcell][data-column]") ?? [])];
    const column = columns.indexOf(target.closest("[data-column]") as Element);
    if (column >= 0) this.#column = column;
    const boxed = target.closest(".wb-cell-box");
    if (place.kind === "group") {
      if (boxed && this.around.selectable) this.#pickGroup(place.group, (target as HTMLInputElement).checked === true);
      else this.#toggle(place.group);
      return;
    }
    const deal = this.#deal(place);
    if (deal && (this.phone || target.closest(".wb-grid-open")) && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      this.#mark();
      return this.actions.open(deal.id);
    }
    if (!deal || !this.around.selectable) return this.#mark();
    if (event.shiftKey) {
      this.#from ??= before;
      return this.#range(this.#from, row);
    }
    this.#from = row;
    if (boxed || event.ctrlKey || event.metaKey) this.selection.toggle(deal.id);
    else this.selection.only(deal.id);
    this.#picked();
  }

  #pickGroup(group: number, selected: boolean): void {
    const count = this.#layout.count(group);
    if (count > this.around.mostIds) return this.actions.say(this.around.texts["too_many"] ?? "");
    if (count) this.#pick(group, 0, count - 1, selected);
    this.#picked();
  }

  #twice(event: MouseEvent): void {
    const row = this.#row(event);
    const deal = row === undefined ? undefined : this.#deal(this.#layout.at(row));
    if (!deal || this.phone || (event.target as Element).closest(".wb-cell-box")) return;
    if (!this.#edit()) this.actions.open(deal.id);
  }

  #edit(): boolean {
    const drawn = this.#drawn.get(this.#active);
    const deal = this.#deal(this.#layout.at(this.#active));
    const node = drawn && this.#cell(drawn.node);
    const column = node && this.around.columns.get(node.dataset["column"] ?? "");
    if (!deal || !node || !column?.control || !this.around.selectable) return false;
    this.actions.edit(deal, column, node);
    return true;
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.port) return;
    const mod = event.ctrlKey || event.metaKey;
    const act = this.#acts[mod ? `Mod+${event.key.toLowerCase()}` : event.key];
    const step = Math.max(1, Math.floor(this.#measures.viewport / this.#measures.rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, PageDown: this.#active + step, PageUp: this.#active - step,
      Home: 0, End: this.#layout.total - 1,
    };
    const target = moves[event.key];
    if (event.altKey || (!act && target === undefined)) return;
    event.preventDefault();
    if (act) act();
    else this.#go(target!, event.shiftKey && this.around.selectable);
  }

  readonly #acts: Record<string, () => void> = {
    Enter: () => this.#enter(),
    F2: () => void this.#edit(),
    ArrowRight: () => this.#sideways(1),
    ArrowLeft: () => this.#sideways(-1),
    " ": () => this.#space(),
    "Mod+a": () => this.around.selectable && this.all(true),
    "Mod+z": () => this.actions.undo(),
    Escape: () => this.all(false),
  };

  #enter(): void {
    const place = this.#layout.at(this.#active);
    if (place?.kind === "group") this.#toggle(place.group);
    const deal = this.#deal(place);
    if (deal) this.actions.open(deal.id);
  }

  #sideways(by: number): void {
    const place = this.#layout.at(this.#active);
    if (place?.kind === "group" && this.#open.has(groupName(this.#keyOf(place.group))) !== by > 0) return this.#toggle(place.group);
    this.step(by);
  }

  #space(): void {
    const place = this.#layout.at(this.#active);
    const deal = this.#deal(place);
    if (!this.around.selectable) return;
    if (place?.kind === "group") return this.#pickGroup(place.group, true);
    if (deal) this.selection.toggle(deal.id);
    this.#from = this.#active;
    this.#picked();
  }
}
