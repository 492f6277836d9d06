/** What the person does with mouse and keyboard in the list: go, select, open, change. */
import type { Column, Row } from "./grid_cells";
import { NO_GROUP } from "./grid_layout";
import type { Sheet } from "./grid_sheet";
import type { Talk } from "./talk";
import { scrollToShow } from "./virtual";

export interface HandActions {
  open(id: string): void;
  edit(row: Row, column: Column, cell: HTMLElement): void;
  picked(): void;
  undo(): void;
  say(message: string): void;
}

export interface HandsAround {
  talk: Talk;
  texts: Record<string, string>;
  columns: ReadonlyMap<string, Column>;
  mostIds: number;
  selectable: boolean;
}

export class Hands {
  #from: number | null = null;

  constructor(
    private readonly sheet: Sheet,
    private readonly around: HandsAround,
    private readonly actions: HandActions,
  ) {
    const { port } = sheet;
    port.addEventListener("keydown", (event) => this.#key(event));
    port.addEventListener("mousedown", (event) => (event.shiftKey || event.detail > 1) && this.#keepText(event));
    port.addEventListener("click", (event) => this.#click(event));
    port.addEventListener("dblclick", (event) => this.#twice(event));
  }

  /** Other rows are shown: a range begins anew. */
  forget(): void {
    this.#from = null;
  }

  all(selected: boolean): void {
    if (selected) this.sheet.selection.everything();
    else this.sheet.selection.clear();
    this.#picked();
  }

  /** Goes on with the cell beside the active one. */
  step(by: number): void {
    this.sheet.column = Math.max(0, Math.min(this.sheet.width - 1, this.sheet.column + by));
    this.sheet.mark();
  }

  #go(row: number, extend: boolean): void {
    if (extend && this.#from === null) this.#from = this.sheet.active;
    this.sheet.active = Math.max(0, Math.min(this.sheet.layout.total - 1, row));
    const sheet = this.sheet.measures;
    this.sheet.port.scrollTop = scrollToShow(sheet, this.sheet.port.scrollTop, this.sheet.active);
    if (extend) this.#range(this.#from!, this.sheet.active);
    else this.#from = null;
    this.sheet.draw();
  }

  /** Selects the deals between two rows, also those that are not here. */
  #range(from: number, to: number): void {
    const [low, high] = from < to ? [from, to] : [to, from];
    if (high - low + 1 > this.around.mostIds) return this.actions.say(this.around.texts["too_many"] ?? "");
    this.sheet.selection.clear();
    for (const { group, first, last } of this.sheet.segments(low, high)) this.#pick(group, first, last, true);
    this.#picked();
  }

  #pick(group: number, first: number, last: number, selected: boolean): void {
    const key = this.sheet.keyOf(group);
    const here = Array.from({ length: last - first + 1 }, (_none, at) => this.sheet.row(key, first + at)?.id);
    const put = (ids: Iterable<string>): void => (selected ? this.sheet.selection.add(ids) : this.sheet.selection.remove(ids));
    if (here.every((id): id is string => id !== undefined)) return put(here);
    const { revision } = this.sheet;
    this.around.talk.ask(
      "ids",
      { offset: first, limit: last - first + 1, member: group !== NO_GROUP, key: key ?? "" },
      (reply) => {
        if (reply.kind !== "ids") return this.actions.say(String(reply["message"] ?? ""));
        if (revision !== this.sheet.revision) return;
        put(reply["ids"] as string[]);
        this.#picked();
      },
      () => this.actions.say(this.around.texts["late"] ?? ""),
    );
  }

  #picked(): void {
    this.sheet.mark();
    this.actions.picked();
  }

  /** Rows are selected and cells changed, not the text within them marked. */
  #keepText(event: MouseEvent): void {
    event.preventDefault();
    this.sheet.focus();
  }

  #click(event: MouseEvent): void {
    const row = this.#rowAt(event);
    const place = row === undefined ? undefined : this.sheet.layout.at(row);
    if (row === undefined || !place) return;
    const target = event.target as Element;
    const before = this.sheet.active;
    this.sheet.active = row;
    const columns = [...(target.closest("[data-index]")?.querySelectorAll("[role=gridcell][data-column]") ?? [])];
    const column = columns.indexOf(target.closest("[data-column]") as Element);
    if (column >= 0) this.sheet.column = column;
    const boxed = target.closest(".wb-cell-box");
    if (place.kind === "group") {
      if (boxed && this.around.selectable) this.#pickGroup(place.group, (target as HTMLInputElement).checked === true);
      else this.sheet.toggle(place.group);
      return;
    }
    const deal = this.sheet.deal(place);
    if (deal && (this.sheet.phone || target.closest(".wb-grid-open")) && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      this.sheet.mark();
      return this.actions.open(deal.id);
    }
    if (!deal || !this.around.selectable) return this.sheet.mark();
    if (event.shiftKey) {
      this.#from ??= before;
      return this.#range(this.#from, row);
    }
    this.#from = row;
    if (boxed || event.ctrlKey || event.metaKey) this.sheet.selection.toggle(deal.id);
    else this.sheet.selection.only(deal.id);
    this.#picked();
  }

  #pickGroup(group: number, selected: boolean): void {
    const count = this.sheet.layout.count(group);
    if (count > this.around.mostIds) return this.actions.say(this.around.texts["too_many"] ?? "");
    if (count) this.#pick(group, 0, count - 1, selected);
    this.#picked();
  }

  #twice(event: MouseEvent): void {
    const row = this.#rowAt(event);
    const deal = row === undefined ? undefined : this.sheet.deal(this.sheet.layout.at(row));
    if (!deal || this.sheet.phone || (event.target as Element).closest(".wb-cell-box")) return;
    if (!this.#edit()) this.actions.open(deal.id);
  }

  #edit(): boolean {
    const deal = this.sheet.deal(this.sheet.layout.at(this.sheet.active));
    const node = this.sheet.activeCell;
    const column = node && this.around.columns.get(node.dataset["column"] ?? "");
    if (!deal || !node || !column?.control || !this.around.selectable) return false;
    this.actions.edit(deal, column, node);
    return true;
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.sheet.port) return;
    const mod = event.ctrlKey || event.metaKey;
    const act = this.#acts[mod ? `Mod+${event.key.toLowerCase()}` : event.key];
    const step = Math.max(1, Math.floor(this.sheet.measures.viewport / this.sheet.measures.rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: this.sheet.active + 1, ArrowUp: this.sheet.active - 1, PageDown: this.sheet.active + step, PageUp: this.sheet.active - step,
      Home: 0, End: this.sheet.layout.total - 1,
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
    const place = this.sheet.layout.at(this.sheet.active);
    if (place?.kind === "group") this.sheet.toggle(place.group);
    const deal = this.sheet.deal(place);
    if (deal) this.actions.open(deal.id);
  }

  #sideways(by: number): void {
    const place = this.sheet.layout.at(this.sheet.active);
    if (place?.kind === "group" && this.sheet.isOpen(place.group) !== by > 0) return this.sheet.toggle(place.group);
    this.step(by);
  }

  #space(): void {
    const place = this.sheet.layout.at(this.sheet.active);
    const deal = this.sheet.deal(place);
    if (!this.around.selectable) return;
    if (place?.kind === "group") return this.#pickGroup(place.group, true);
    if (deal) this.sheet.selection.toggle(deal.id);
    this.#from = this.sheet.active;
    this.#picked();
  }

  #rowAt(event: Event): number | undefined {
    const node = (event.target as Element).closest<HTMLElement>("[data-index]");
    return node ? Number(node.dataset["index"]) : undefined;
  }
}
