/** The talk with the kernel: every intent changes the state at once, every answer sets it right. */
import type { Ack, BoardData, Intent, Message, Refuse, Saved, Texts } from "./board_data";
import { type State, allows, collapsed, column, columnOf, moved, paged, questioned, returned, stateOf, told } from "./board_state";
import { filled } from "./elements";
import { Intents } from "./intents";
import type { Notice } from "./snackbar";

type Move = Extract<Intent, { kind: "move" }>;

/** What the page does when something happens. */
export interface Page {
  changed(): void;
  busy(yes: boolean): void;
  loading(column: string, yes: boolean): void;
  asked(card: string): void;
  notice(notice: Notice): void;
  say(text: string): void;
  reload(): void;
}

const UNDO_DEPTH = 20;

export class Exchange {
  state: State;
  private readonly intents: Intents<Intent>;
  private units: string[] = [];

  constructor(
    board: BoardData,
    private readonly texts: Texts,
    private readonly page: Page,
    send: (message: Intent & { request: number }) => void,
  ) {
    this.state = stateOf(board);
    this.intents = new Intents<Intent>(send, (intent) => this.late(intent));
  }

  get undoable(): boolean {
    return this.units.length > 0;
  }

  replace(board: BoardData): void {
    this.state = stateOf(board);
  }

  /** Moves a card at once and asks the kernel; returns whether it was tried. */
  move(card: string, to: string, index = 0, answer: Pick<Move, "reason" | "note"> = {}): boolean {
    const known = this.state.cards.get(card);
    if (!known || !allows(this.state, card, to) || columnOf(this.state, card)?.key === to) return false;
    this.intents.ask({ kind: "move", opportunity: card, seen: known.seen, to, ...answer });
    this.set(moved(this.state, card, to, index)); // painted while the kernel is at work
    return true;
  }

  answer(card: string, reason: string | undefined, note: string | undefined): void {
    const pending = this.state.pending.get(card);
    const known = this.state.cards.get(card);
    if (!pending || !known) return;
    this.set(questioned(this.state, card, null));
    const answer = { ...(reason === undefined ? {} : { reason }), ...(note === undefined ? {} : { note }) };
    this.intents.ask({ kind: "move", opportunity: card, seen: known.seen, to: pending.to, ...answer });
  }

  cancel(card: string): void {
    this.set(returned(this.state, card));
    const title = this.state.cards.get(card)?.title ?? "";
    this.page.say(filled(this.texts["returned"], { title, column: columnOf(this.state, card)?.label ?? "" }));
  }

  undo(): void {
    const unit = this.units.pop();
    if (unit !== undefined) this.intents.ask({ kind: "undo", unit });
  }

  choose(intent: Extract<Intent, { kind: "sort" | "workflow" | "refresh" }>): void {
    this.page.busy(true);
    this.intents.ask(intent);
  }

  tell(intent: Extract<Intent, { kind: "open" | "density" | "collapse" }>): void {
    this.intents.tell(intent);
  }

  more(key: string): void {
    const one = column(this.state, key);
    if (!one || this.intents.some((intent) => intent.kind === "more" && intent.column === key)) return;
    this.page.loading(key, true);
    this.intents.ask({ kind: "more", column: key, shown: one.read });
  }

  fold(key: string): void {
    const value = !column(this.state, key)?.collapsed;
    this.set(collapsed(this.state, key, value));
    this.tell({ kind: "collapse", column: key, collapsed: value });
  }

  heard(message: Message): void {
    if (message.kind === "saved") {
      this.saved(message);
      return;
    }
    const intent = "request" in message ? this.intents.answered(message.request) : undefined;
    if (message.kind === "ack") this.acknowledged(message, intent);
    else if (message.kind === "refuse") this.refused(message, intent);
    else if (message.kind === "patch") this.set(told(this.state, message.cards, message.columns, message.total));
    else if (message.kind === "done") this.page.busy(false);
    else if (message.kind === "ask" && intent?.kind === "move") {
      this.set(questioned(this.state, intent.opportunity, message.question));
      this.page.asked(intent.opportunity);
    } else if (message.kind === "page" && intent?.kind === "more") {
      this.page.loading(message.column, false);
      this.set(paged(this.state, message.column, message.cards, message.remaining));
    }
  }

  stop(): void {
    this.intents.stop();
  }

  /** Confirms at once what is in the store; cards and sums follow. */
  private saved({ request, unit }: Saved): void {
    const intent = this.intents.waitingFor(request);
    if (!intent) return;
    if (unit !== null) this.units = [...this.units, unit].slice(-UNDO_DEPTH);
    const arrived = intent.kind === "move" ? filled(this.texts["moved"], { column: column(this.state, intent.to)?.label ?? "" }) : "";
    const undo = { label: this.texts["undo"] ?? "", act: () => this.undo() };
    this.page.notice({ text: arrived || this.texts["undone"] || "", actions: unit === null ? [] : [undo] });
  }

  private acknowledged(ack: Ack, intent: Intent | undefined): void {
    this.set(told(this.state, [ack], ack.columns, ack.total));
    if (!intent || ack.notice === null) return;
    const undo = { label: this.texts["undo"] ?? "", act: () => this.undo() };
    this.page.notice({ text: ack.notice, actions: ack.unit !== null && this.units.includes(ack.unit) ? [undo] : [] });
  }

  private refused(refuse: Refuse, intent: Intent | undefined): void {
    if (intent) this.takenBack(intent);
    const placed = refuse.id === null ? [] : [{ id: refuse.id, card: refuse.card, column: refuse.column }];
    this.set(told(this.state, placed, refuse.columns ?? [], refuse.total));
    if (intent) this.page.notice({ text: refuse.message, trouble: true });
  }

  private late(intent: Intent): void {
    this.takenBack(intent);
    if (intent.kind === "undo") this.units.push(intent.unit);
    this.page.notice({
      text: this.texts[intent.kind === "move" ? "late_move" : "late"] ?? "",
      trouble: true,
      actions: [
        { label: this.texts["try_again"] ?? "", act: () => this.again(intent) },
        { label: this.texts["reload"] ?? "", act: () => this.page.reload() },
      ],
    });
  }

  private takenBack(intent: Intent): void {
    this.page.busy(false);
    if (intent.kind === "move") this.set(returned(this.state, intent.opportunity));
    if (intent.kind === "more") this.page.loading(intent.column, false);
  }

  private again(intent: Intent): void {
    if (intent.kind === "move") {
      const answer = { ...(intent.reason === undefined ? {} : { reason: intent.reason }), ...(intent.note === undefined ? {} : { note: intent.note }) };
      this.move(intent.opportunity, intent.to, 0, answer);
    } else if (intent.kind === "undo") this.undo();
    else if (intent.kind === "more") this.more(intent.column);
    else this.intents.ask(intent);
  }

  private set(state: State): void {
    this.state = state;
    this.page.changed();
  }
}
