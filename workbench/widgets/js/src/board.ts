/** The board in the browser: what a person does, by mouse, finger or key, and what is shown of it. */
import type { RenderProps } from "@anywidget/types";
import { BoardBar } from "./board_bar";
import type { BoardData, Message, Texts } from "./board_data";
import { Exchange } from "./board_exchange";
import { command, undoes } from "./board_keys";
import { allows, columnOf, neighbour } from "./board_state";
import { BoardView } from "./board_view";
import { el, filled } from "./elements";
import { moveMenu } from "./move_menu";
import { Snackbar } from "./snackbar";
import { applyTheme } from "./theme";

interface Traits extends Record<string, unknown> {
  board: BoardData;
  texts: Texts;
}
type Model = RenderProps<Traits>["model"];

class Board {
  readonly element: HTMLElement;
  private readonly texts: Texts;
  private readonly view: BoardView;
  private readonly bar: BoardBar;
  private readonly snackbar: Snackbar;
  private readonly exchange: Exchange;
  private readonly spoken = el("div", { class: "wb-visually-hidden", role: "status" });
  private readonly nothing = el("div", { class: "wb-board-empty" });
  private board: BoardData;
  private dragged: string | null = null;
  private held: (() => void)[] = [];
  private closeMenu: () => void = () => {};

  constructor(private readonly model: Model) {
    this.board = model.get("board");
    this.texts = model.get("texts");
    this.snackbar = new Snackbar(this.texts["dismiss"] ?? "");
    this.exchange = this.exchanging();
    this.bar = new BoardBar(this.texts, {
      sort: (by) => this.exchange.choose({ kind: "sort", by }),
      workflow: (key) => this.exchange.choose({ kind: "workflow", key }),
      density: (value) => this.density(value),
    });
    this.view = this.viewing();
    this.element = el(
      "div",
      { class: "wb-root wb-board", role: "region", "data-lm-suppress-shortcuts": "true", "aria-label": this.texts["board"] },
      el("p", { class: "wb-visually-hidden" }, this.texts["keys"]),
      this.bar.element, this.view.element, this.nothing, this.snackbar.element, this.spoken,
    );
    this.show();
  }

  /** Listens to the kernel and the person; returns how to stop. */
  start(): () => void {
    const { model, element } = this;
    const board = (): void => this.whenFree(() => this.replaced());
    const message = (content: unknown): void => this.whenFree(() => this.exchange.heard(content as Message));
    const keys = (event: KeyboardEvent): void => this.undoKey(event);
    model.on("change:board", board);
    model.on("msg:custom", message);
    document.addEventListener("keydown", keys);
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("click", (event) => this.click(event));
    element.addEventListener("dblclick", (event) => this.open(event));
    element.addEventListener("focusin", (event) => {
      const card = cardAt(event);
      if (card) this.view.rove(card);
    });
    return () => {
      model.off("change:board", board);
      model.off("msg:custom", message);
      document.removeEventListener("keydown", keys);
      this.closeMenu();
      this.exchange.stop();
      this.snackbar.clear();
      this.view.stop();
      element.remove();
    };
  }

  private exchanging(): Exchange {
    const page = {
      changed: () => this.whenFree(() => this.paint()),
      busy: (yes: boolean) => this.element.classList.toggle("wb-busy", yes),
      loading: (column: string, yes: boolean) => this.view.column(column)?.loading(yes),
      asked: (card: string) => {
        this.snackbar.clear();
        this.view.askAt(card);
      },
      notice: (notice: Parameters<Snackbar["show"]>[0]) => this.snackbar.show(notice),
      say: (text: string) => this.say(text),
      reload: () => this.reload(),
    };
    return new Exchange(this.board, this.texts, page, (message) => this.model.send(message));
  }

  private viewing(): BoardView {
    return new BoardView(this.texts, {
      allowed: (card, to) => allows(this.exchange.state, card, to),
      takes: (to) => this.dragged !== null && allows(this.exchange.state, this.dragged, to),
      started: (card) => this.dragStarted(card),
      dropped: (card, to, index) => this.move(card, to, index),
      ended: () => this.dragEnded(),
      answered: (card, reason, note) => {
        const to = columnOf(this.exchange.state, card)?.key;
        this.exchange.answer(card, reason, note);
        if (to !== undefined && this.view.folded(this.exchange.state, to)) this.view.column(to)?.focusFold();
        else this.view.focus(card);
      },
      cancelled: (card) => {
        this.exchange.cancel(card);
        this.view.focus(card);
      },
    });
  }

  private show(): void {
    const { board, element } = this;
    element.dataset["kind"] = board.kind;
    element.dataset["density"] = board.density;
    this.nothing.hidden = board.empty === null;
    this.nothing.replaceChildren(el("strong", {}, board.empty?.title), el("span", {}, board.empty?.text));
    this.bar.show(board);
    this.view.layout(board);
    this.paint();
  }

  private paint(): void {
    this.bar.total(this.exchange.state.total);
    this.view.paint(this.exchange.state, this.board);
  }

  private replaced(): void {
    this.closeMenu();
    this.board = this.model.get("board");
    this.exchange.replace(this.board);
    this.show();
  }

  private move(card: string, to: string, index = 0): void {
    this.dragged = null;
    const refused = this.refusal(card, to);
    if (!this.exchange.move(card, to, index)) {
      this.paint();
      if (refused) this.snackbar.show({ text: refused });
    } else if (this.view.folded(this.exchange.state, to)) this.view.column(to)?.focusFold();
    else this.view.focus(card);
  }

  private density(value: string): void {
    this.element.dataset["density"] = value;
    this.exchange.tell({ kind: "density", value });
  }

  private open(event: Event): void {
    const card = (event.target as HTMLElement).closest("button, input, form") ? null : cardAt(event);
    if (card !== null) this.exchange.tell({ kind: "open", opportunity: card });
  }

  /** A Voila page starts anew; JupyterLab must not be thrown away for one board. */
  private reload(): void {
    if (document.body.dataset["voila"]) location.reload();
    else this.exchange.choose({ kind: "refresh" });
  }

  private click(event: Event): void {
    const target = event.target as HTMLElement;
    const column = target.closest<HTMLElement>(".wb-column");
    const key = column?.dataset["column"];
    const card = cardAt(event);
    if (target.closest(".wb-card-menu") && card) this.menu(card);
    else if (card && (event as PointerEvent).pointerType === "touch") this.open(event);
    else if (key && (target.closest("[data-do=fold]") || column.classList.contains("wb-folded"))) this.exchange.fold(key);
    else if (key && target.closest("[data-do=more]")) this.exchange.more(key);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const card = target.matches(".wb-card") ? target.dataset["card"] : undefined;
    if (!card) return;
    const meant = command(this.exchange.state, card, event, (key) => this.view.folded(this.exchange.state, key));
    if (meant === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (meant === "open") this.open(event);
    else if (meant === "menu") this.menu(card);
    else if (meant === "left" || meant === "right") this.shift(card, meant === "left" ? -1 : 1);
    else this.view.focus(meant.focus);
  }

  private undoKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const here = target === document.body || (this.element.contains(target) && !target.closest("input, select, textarea"));
    if (!undoes(event) || !here || !this.exchange.undoable || !this.element.getClientRects().length) return;
    event.preventDefault();
    this.snackbar.clear();
    this.exchange.undo();
  }

  private shift(card: string, step: -1 | 1): void {
    const { state } = this.exchange;
    const to = this.board.can_change ? neighbour(state, card, step) : null;
    if (to !== null) this.move(card, to);
    else if (!state.pending.has(card)) this.snackbar.show({ text: this.texts[this.closed(card) ? "locked" : "no_way"] ?? "" });
  }

  private menu(card: string): void {
    const { state } = this.exchange;
    const anchor = this.view.cardNode(card)?.querySelector<HTMLElement>(".wb-card-menu");
    if (!anchor || !state.cards.has(card)) return;
    const items = state.columns.map(({ key, label, percent, colour }) => ({
      key, colour, label: percent ? `${label} · ${percent}` : label, refused: this.whyNot(card, key),
    }));
    this.closeMenu();
    this.view.rove(card);
    this.closeMenu = moveMenu(
      this.element, anchor, this.texts["move_to"] ?? "", items, neighbour(state, card, 1), (key) => this.move(card, key), () => this.view.focus(card),
    );
  }

  /** Why a card cannot go to a column, and where it can; nothing where it can, or is there already. */
  private refusal(card: string, to: string): string | null {
    const { state } = this.exchange;
    const why = this.whyNot(card, to);
    if (why === null || to === columnOf(state, card)?.key) return null;
    if (why !== this.texts["not_allowed"]) return why;
    const columns = state.columns.filter(({ key }) => this.whyNot(card, key) === null).map(({ label }) => label);
    return columns.length ? filled(this.texts["possible"], { columns: columns.join(", ") }) : why;
  }

  private whyNot(card: string, key: string): string | null {
    const { texts } = this;
    const { state } = this.exchange;
    if (key === columnOf(state, card)?.key) return texts["here"] ?? "";
    if (this.closed(card)) return texts["locked"] ?? "";
    if (state.pending.has(card)) return texts["waiting"] ?? "";
    return allows(state, card, key) ? null : (texts["not_allowed"] ?? "");
  }

  private closed(card: string): boolean {
    return !this.board.can_change || this.exchange.state.cards.get(card)?.locked === true;
  }

  private dragStarted(card: string): void {
    const { state } = this.exchange;
    this.dragged = card;
    this.closeMenu();
    this.element.classList.add("wb-dragging");
    const here = columnOf(state, card)?.key;
    for (const { key } of state.columns)
      this.view.column(key)?.element.classList.toggle("wb-forbidden", key !== here && !allows(state, card, key));
  }

  private dragEnded(): void {
    this.dragged = null;
    this.element.classList.remove("wb-dragging");
    for (const { key } of this.exchange.state.columns) this.view.column(key)?.element.classList.remove("wb-forbidden", "wb-target");
    for (const act of this.held.splice(0)) act();
    this.paint();
  }

  /** Lets nothing move under a running drag: what arrives meanwhile waits for its end. */
  private whenFree(act: () => void): void {
    if (this.dragged === null) act();
    else this.held.push(act);
  }

  private say(text: string): void {
    this.spoken.textContent = text;
  }
}

function cardAt(event: Event): string | null {
  return (event.target as HTMLElement).closest<HTMLElement>(".wb-card")?.dataset["card"] ?? null;
}

function render({ model, el: host }: RenderProps<Traits>): () => void {
  applyTheme();
  const board = new Board(model);
  host.append(board.element);
  return board.start();
}

export default { render };
