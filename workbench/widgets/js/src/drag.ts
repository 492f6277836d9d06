/*! Contains SortableJS 1.15.7, MIT License, Copyright (c) 2019 All contributors to Sortable, https://github.com/SortableJS/Sortable */
/** Native drag and drop between columns. Sortable shows the card on its way; where it is dropped counts, not where it was last shown. */
import Sortable from "sortablejs";

export interface Dragging {
  allowed(card: string, to: string): boolean;
  started(card: string): void;
  dropped(card: string, to: string, index: number): void;
  ended(): void;
}

const keyOf = (element: Element | null | undefined): string | null =>
  element?.closest<HTMLElement>(".wb-column")?.dataset["column"] ?? null;
const idOf = (card: HTMLElement): string => card.dataset["card"] ?? "";

/** Makes a column's list take part; returns how to stop. */
export function draggable(list: HTMLElement, group: string, on: Dragging): () => void {
  const calm = typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;
  const sortable = Sortable.create(list, {
    group: { name: group, pull: true, put: (to, _from, card) => on.allowed(idOf(card), keyOf(to.el) ?? "") },
    sort: false,
    draggable: ".wb-card",
    filter: ".wb-card-fixed, button",
    preventOnFilter: false,
    animation: calm ? 0 : 120,
    delay: 220,
    delayOnTouchOnly: true,
    touchStartThreshold: 6,
    ghostClass: "wb-ghost",
    dragClass: "wb-drag",
    scroll: false,
    emptyInsertThreshold: 0,
    onStart: ({ item }) => on.started(idOf(item)),
    onEnd: (event) => {
      const place = droppedAt(event as Sortable.SortableEvent & { originalEvent?: Event });
      if (place) on.dropped(idOf(event.item), place.key, place.index);
      on.ended();
    },
  });
  return () => sortable.destroy();
}

/** Lets a card be dropped anywhere on a column, its header and a strip included; returns how to stop. Sortable stops the event in the lists, hence the capture. */
export function dropZone(columns: HTMLElement, takes: (key: string) => boolean): () => void {
  let lit: Element | null = null;
  const light = (next: Element | null): void => {
    lit?.classList.remove("wb-target");
    next?.classList.add("wb-target");
    lit = next;
  };
  const over = (event: DragEvent): void => {
    const column = (event.target as Element).closest(".wb-column");
    const key = keyOf(column);
    const welcome = key !== null && takes(key);
    if (welcome) event.preventDefault();
    light(welcome ? column : null);
  };
  columns.addEventListener("dragover", over, true);
  return () => {
    light(null);
    columns.removeEventListener("dragover", over, true);
  };
}

/** The column under the pointer; null when the drag was given up with Escape or outside the board. */
function droppedAt(event: Sortable.SortableEvent & { originalEvent?: Event }): { key: string; index: number } | null {
  const last = event.originalEvent;
  const point = pointOf(last);
  if (!point || last?.type === "dragend") return null;
  const key = keyOf(document.elementFromPoint(point.clientX, point.clientY));
  if (key === null) return null;
  const shown = keyOf(event.to) === key;
  const list = shown ? event.to : event.to.closest(".wb-columns")?.querySelector(`[data-column="${CSS.escape(key)}"] .wb-list`);
  const cards = [...(list?.querySelectorAll<HTMLElement>(".wb-card") ?? [])];
  if (shown) return { key, index: cards.indexOf(event.item) };
  return { key, index: cards.filter((card) => middle(card) < point.clientY).length };
}

function pointOf(event: Event | undefined): { clientX: number; clientY: number } | null {
  if (!event) return null;
  const touch = "changedTouches" in event ? (event as TouchEvent).changedTouches[0] : undefined;
  if (touch) return touch;
  return "clientX" in event ? (event as MouseEvent) : null;
}

function middle(card: HTMLElement): number {
  const { top, height } = card.getBoundingClientRect();
  return top + height / 2;
}
