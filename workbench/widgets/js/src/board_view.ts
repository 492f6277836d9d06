/** Brings the page in line with the state, reusing every element whose card did not change. */
import type { BoardData, Card, Texts } from "./board_data";
import type { Column, State } from "./board_state";
import { type CardLook, cardView } from "./card_view";
import { ColumnView } from "./column_view";
import { type Dragging, draggable, dropZone } from "./drag";
import { edgeScroll } from "./edge_scroll";
import { el } from "./elements";
import { focusQuestion, questionForm } from "./question_form";

interface Drawn {
  readonly node: HTMLElement;
  readonly card: Card;
  readonly waiting: boolean;
}

export interface ViewEvents extends Dragging {
  takes(column: string): boolean;
  answered(card: string, reason: string | undefined, note: string | undefined): void;
  cancelled(card: string): void;
}

let boards = 0;

export class BoardView {
  readonly element = el("div", { class: "wb-columns" });
  private readonly group = `wb-board-${++boards}`;
  private columns = new Map<string, ColumnView>();
  private painted = new Map<string, string>();
  private cards = new Map<string, Drawn>();
  private forms = new Map<string, HTMLFormElement>();
  private release: (() => void)[] = [];
  private current: string | null = null;

  constructor(
    private readonly texts: Texts,
    private readonly events: ViewEvents,
  ) {}

  /** Builds the columns anew where they differ from those shown. */
  layout(board: BoardData): void {
    this.element.classList.toggle("wb-fixed", !board.can_change);
    this.painted.clear();
    const keys = board.columns.map(({ key }) => key);
    if (keys.join("\n") === [...this.columns.keys()].join("\n")) return;
    this.stop();
    this.columns = new Map(keys.map((key) => [key, new ColumnView(key, this.texts)]));
    this.element.replaceChildren(...[...this.columns.values()].map((column) => column.element));
    this.release = [...this.columns.values()].map(({ list }) => draggable(list, this.group, this.events));
    this.release.push(dropZone(this.element, (key) => this.events.takes(key)));
    this.release.push(edgeScroll(this.element, () => this.element.closest(".wb-dragging") !== null));
  }

  paint(state: State, board: BoardData): void {
    const focused = document.activeElement?.closest<HTMLElement>("[data-card]");
    const lost = focused && this.element.contains(focused) ? focused.dataset["card"] : undefined;
    for (const column of state.columns) this.paintColumn(column, state, board);
    for (const id of this.cards.keys()) if (!state.cards.has(id)) this.cards.delete(id);
    this.rove(this.current !== null && this.cardNode(this.current)?.isConnected ? this.current : null);
    if (lost !== undefined && !this.element.contains(document.activeElement)) this.focus(lost);
  }

  /** Shows a column as a strip, unless a question is being asked in it. */
  folded(state: State, key: string): boolean {
    const column = state.columns.find((one) => one.key === key);
    const asked = [...state.pending.values()].some((move) => move.to === key && move.question !== null);
    return column !== undefined && column.collapsed && !asked;
  }

  cardNode(id: string): HTMLElement | undefined {
    return this.cards.get(id)?.node;
  }

  column(key: string): ColumnView | undefined {
    return this.columns.get(key);
  }

  focus(id: string): void {
    this.rove(id);
    const node = this.cardNode(id);
    node?.focus({ preventScroll: true });
    node?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  askAt(card: string): void {
    const form = this.forms.get(card);
    if (form) focusQuestion(form);
  }

  /** Makes one card the stop of the Tab key. */
  rove(id: string | null): void {
    const next = id ?? this.element.querySelector<HTMLElement>(".wb-card")?.dataset["card"] ?? null;
    if (this.current !== null && this.current !== next) this.cardNode(this.current)?.setAttribute("tabindex", "-1");
    this.current = next;
    if (next !== null) this.cardNode(next)?.setAttribute("tabindex", "0");
  }

  stop(): void {
    for (const release of this.release) release();
    this.release = [];
    this.painted.clear();
  }

  private paintColumn(column: Column, state: State, board: BoardData): void {
    const view = this.columns.get(column.key);
    if (!view) return;
    const folded = this.folded(state, column.key);
    const head = JSON.stringify([folded, { ...column, ids: 0, guests: 0 }]);
    if (this.painted.get(column.key) !== head) view.header(column, folded);
    this.painted.set(column.key, head);
    view.fill(folded ? [] : column.ids.flatMap((id) => this.nodes(id, state, board)));
  }

  private nodes(id: string, state: State, board: BoardData): HTMLElement[] {
    const card = this.drawn(state.cards.get(id)!, state.pending.has(id), board);
    const question = state.pending.get(id)?.question;
    if (!question) {
      this.forms.delete(id);
      return [card];
    }
    const { answered, cancelled } = this.events;
    const form = this.forms.get(id) ?? questionForm(question, this.texts, (reason, note) => answered(id, reason, note), () => cancelled(id));
    this.forms.set(id, form);
    return [form, card];
  }

  private drawn(card: Card, waiting: boolean, board: BoardData): HTMLElement {
    const look: CardLook = { stages: board.kind === "stages", fixed: waiting || card.locked || !board.can_change, waiting };
    const known = this.cards.get(card.id);
    const node = known?.card === card ? known.node : cardView(card, look, this.texts);
    if (known?.card === card && known.waiting !== waiting) markWaiting(node, look);
    if (card.id === this.current) node.setAttribute("tabindex", "0");
    if (known && known.node !== node && this.element.contains(known.node)) {
      const focused = document.activeElement === known.node;
      known.node.replaceWith(node);
      if (focused) node.focus({ preventScroll: true });
    }
    this.cards.set(card.id, { node, card, waiting });
    return node;
  }
}

/** Marks a card that waits for the kernel; its element stays, so that focus and animation do. */
function markWaiting(node: HTMLElement, { waiting, fixed }: CardLook): void {
  node.classList.toggle("wb-card-waiting", waiting);
  node.classList.toggle("wb-card-fixed", fixed);
  if (waiting) node.setAttribute("aria-busy", "true");
  else node.removeAttribute("aria-busy");
}
