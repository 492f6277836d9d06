/** The heads of the columns: they sort, move and resize their column, by mouse and by keyboard. */
import { el, filled, icon } from "./elements";
import type { Column } from "./grid_cells";
import { moved, resized, type Shown, stepped } from "./grid_columns";

export interface Sorting {
  sort: string;
  descending: boolean;
  then: string | null;
  then_descending: boolean;
}

export interface HeadActions {
  sort(by: string, second: boolean): void;
  /** The columns as they are to be shown; `done` when the person has let go. */
  arrange(shown: Shown[], done: boolean): void;
  all(selected: boolean): void;
}

const STEP = 16;
const DRAG = "application/x-workbench-column";

export class Head {
  readonly element = el("div", { class: "wb-grid-header", role: "row", "aria-rowindex": 1 });
  readonly #all = el("input", { type: "checkbox", class: "wb-grid-check", tabindex: -1 });
  #shown: readonly Shown[] = [];
  #focused = "";

  constructor(
    private readonly columns: ReadonlyMap<string, Column>,
    private readonly texts: Record<string, string>,
    private readonly actions: HeadActions,
    private readonly selectable: boolean,
  ) {
    this.#all.setAttribute("aria-label", texts["select_all"] ?? "");
    this.#all.addEventListener("change", () => actions.all(this.#all.checked));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("dragover", (event) => event.dataTransfer?.types.includes(DRAG) && event.preventDefault());
    this.element.addEventListener("drop", (event) => this.#dropped(event));
  }

  show(shown: readonly Shown[], sorting: Sorting): void {
    const focused = this.element.contains(document.activeElement) ? this.#focused : "";
    this.#shown = shown;
    const heads = shown.map(([key], place) => this.#cell(key, place, sorting));
    this.element.replaceChildren(
      el("div", { class: "wb-cell wb-cell-box", role: "columnheader", "aria-colindex": 1 }, this.selectable && this.#all),
      ...heads,
    );
    if (focused) this.#button(focused)?.focus();
  }

  selected(some: boolean, all: boolean): void {
    this.#all.checked = all;
    this.#all.indeterminate = some && !all;
  }

  #cell(key: string, place: number, { sort, descending, then, then_descending }: Sorting): HTMLElement {
    const column = this.columns.get(key)!;
    const rank = key === sort ? 1 : key === then ? 2 : 0;
    const falls = rank === 1 ? descending : then_descending;
    const button = el(
      "button",
      {
        type: "button", tabindex: place === 0 ? 0 : -1, "data-key": key, title: column.sorts ? filled(this.texts["sort_hint"], { column: column.label }) : null,
        onclick: (event: MouseEvent) => column.sorts && this.actions.sort(key, event.shiftKey), onfocus: () => (this.#focused = key),
      },
      el("span", {}, column.label), rank > 0 && icon(falls ? "down" : "up", 14), rank === 2 && el("sup", {}, "2"),
    );
    const edge = el("span", { class: "wb-grid-edge", "aria-hidden": "true", title: filled(this.texts["resize"], { column: column.label }) });
    edge.addEventListener("pointerdown", (event) => this.#resize(event, key));
    edge.addEventListener("dblclick", (event) => {
      event.stopPropagation();
      this.actions.arrange(this.#shown.map((pair) => (pair[0] === key ? [key, 0] : pair)), true);
    });
    const cell = el(
      "div",
      {
        class: `wb-cell wb-cell-${column.kind}`, role: "columnheader", "data-column": key, draggable: "true", "aria-colindex": place + 2,
        "aria-sort": rank ? (falls ? "descending" : "ascending") : "none",
        ondragstart: (event: DragEvent) => event.dataTransfer?.setData(DRAG, key),
      },
      button, edge,
    );
    return cell;
  }

  #resize(event: PointerEvent, key: string): void {
    event.preventDefault();
    event.stopPropagation();
    const cell = (event.target as Element).closest<HTMLElement>("[data-column]");
    if (!cell) return;
    const from = event.clientX;
    const width = cell.getBoundingClientRect().width;
    let latest = [...this.#shown];
    cell.draggable = false;
    const move = (at: PointerEvent): void => {
      latest = resized(latest, key, width + at.clientX - from);
      this.actions.arrange(latest, false);
    };
    const up = (): void => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      this.actions.arrange(latest, true);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
  }

  #dropped(event: DragEvent): void {
    const key = event.dataTransfer?.getData(DRAG);
    const over = (event.target as Element).closest<HTMLElement>("[data-column]");
    if (!key || !over) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    const keys = this.#shown.map(([name]) => name);
    const at = keys.indexOf(over.dataset["column"]!);
    const before = event.clientX > box.left + box.width / 2 ? (keys[at + 1] ?? null) : keys[at]!;
    this.actions.arrange(moved(this.#shown, key, before), true);
  }

  #key(event: KeyboardEvent): void {
    const key = (event.target as HTMLElement).dataset["key"];
    if (!key) return;
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const grow = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (side !== undefined) {
      event.preventDefault();
      if (event.altKey) this.actions.arrange(stepped(this.#shown, key, side), true);
      else this.#button(this.#shown[this.#shown.findIndex(([name]) => name === key) + side]?.[0] ?? "")?.focus();
    } else if (grow !== undefined && event.altKey) {
      event.preventDefault();
      const width = (event.target as Element).closest("[data-column]")!.getBoundingClientRect().width;
      this.actions.arrange(resized(this.#shown, key, width + grow), true);
    }
    event.stopPropagation();
  }

  #button(key: string): HTMLElement | null {
    return [...this.element.querySelectorAll<HTMLElement>("button[data-key]")].find((each) => each.dataset["key"] === key) ?? null;
  }
}
