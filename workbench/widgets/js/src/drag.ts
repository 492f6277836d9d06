/** Native drag and drop between the columns' lists. */
import Sortable from "sortablejs";

export interface Dragging {
  allowed(card: string, to: string): boolean;
  started(card: string): void;
  dropped(card: string, to: string, index: number): void;
  ended(): void;
}

const columnKey = (list: HTMLElement): string => list.dataset["column"] ?? "";
const cardId = (card: HTMLElement): string => card.dataset["card"] ?? "";

/** Makes a column's list take part; returns how to stop. */
export function draggable(list: HTMLElement, group: string, on: Dragging): () => void {
  const calm = typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;
  const sortable = Sortable.create(list, {
    group: { name: group, pull: true, put: (to, _from, card) => on.allowed(cardId(card), columnKey(to.el)) },
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
    scroll: true,
    forceAutoScrollFallback: true,
    scrollSensitivity: 56,
    scrollSpeed: 14,
    bubbleScroll: true,
    emptyInsertThreshold: 0,
    onStart: ({ item }) => on.started(cardId(item)),
    onEnd: ({ item, from, to }) => {
      const cards = [...to.children].filter((child) => child.classList.contains("wb-card"));
      if (from !== to) on.dropped(cardId(item), columnKey(to), cards.indexOf(item));
      on.ended();
    },
  });
  return () => sortable.destroy();
}
