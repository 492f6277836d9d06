/** What the board shows, as one frozen value; each thing that can happen gives the next value. */
import type { BoardData, Card, Header, Placed, Question, Total } from "./board_data";

export interface Column extends Header {
  readonly ids: readonly string[];
  readonly remaining: number;
  /** Rows read from the kernel's order so far: where the next page begins. Cards dropped here do not count. */
  readonly read: number;
  readonly guests: ReadonlySet<string>;
}

/** A move that the kernel has not confirmed: where the card came from, and the question it waits for. */
export interface Pending {
  readonly from: string;
  readonly index: number;
  readonly guest: boolean;
  readonly to: string;
  readonly question: Question | null;
}

export interface State {
  readonly columns: readonly Column[];
  readonly cards: ReadonlyMap<string, Card>;
  readonly pending: ReadonlyMap<string, Pending>;
  readonly total: Total;
}

export function stateOf(board: BoardData): State {
  const cards = new Map<string, Card>();
  const columns = board.columns.map(({ cards: given, remaining, ...header }): Column => {
    const fresh = given.filter((card) => !cards.has(card.id));
    for (const card of fresh) cards.set(card.id, card);
    return { ...header, ids: fresh.map((card) => card.id), remaining, read: given.length, guests: new Set() };
  });
  return { columns, cards, pending: new Map(), total: board.total };
}

export function columnOf(state: State, card: string): Column | undefined {
  return state.columns.find((column) => column.ids.includes(card));
}

export function column(state: State, key: string): Column | undefined {
  return state.columns.find((one) => one.key === key);
}

/** Tells whether a person may try to put a card into a column; the kernel has the last word. */
export function allows(state: State, card: string, to: string): boolean {
  const known = state.cards.get(card);
  if (!known || known.locked || state.pending.has(card) || !column(state, to)) return false;
  return known.targets === null || known.targets.includes(to);
}

/** The next column to the left (-1) or right (+1) that would take the card. */
export function neighbour(state: State, card: string, step: -1 | 1): string | null {
  const here = state.columns.findIndex((one) => one.ids.includes(card));
  if (here < 0) return null;
  for (let at = here + step; at >= 0 && at < state.columns.length; at += step) {
    const key = state.columns[at]!.key;
    if (allows(state, card, key)) return key;
  }
  return null;
}

/** Moves the card at once; counts and sums stay until the kernel confirms. */
export function moved(state: State, card: string, to: string, index = 0): State {
  const source = columnOf(state, card);
  if (!source || source.key === to || !column(state, to)) return state;
  const was: Pending = {
    from: source.key,
    index: source.ids.indexOf(card),
    guest: source.guests.has(card),
    to,
    question: null,
  };
  return { ...relocated(state, card, to, index, true), pending: new Map(state.pending).set(card, was) };
}

export function questioned(state: State, card: string, question: Question | null): State {
  const pending = state.pending.get(card);
  return pending ? { ...state, pending: new Map(state.pending).set(card, { ...pending, question }) } : state;
}

/** Puts an unconfirmed card back where it was. */
export function returned(state: State, card: string): State {
  const pending = state.pending.get(card);
  if (!pending) return state;
  return relocated(settled(state, card), card, pending.from, pending.index, pending.guest);
}

/** Takes the kernel's word on cards, headers and the total; `column: null` means the card left the board. */
export function told(state: State, placed: readonly Placed[], headers: readonly Header[], total: Total | null): State {
  let next = placed.reduce(put, state);
  const known = new Map(headers.map((header) => [header.key, header]));
  const columns = next.columns.map((one) => {
    const header = known.get(one.key);
    return header ? { ...one, ...header, collapsed: one.collapsed, remaining: unread(next, { ...one, ...header }) } : one;
  });
  next = { ...next, columns, total: total ?? next.total };
  return next;
}

export function paged(state: State, key: string, cards: readonly Card[], remaining: number): State {
  const known = new Map(state.cards);
  const fresh = cards.filter((card) => !known.has(card.id));
  for (const card of fresh) known.set(card.id, card);
  const came = new Set(cards.map((card) => card.id));
  return {
    ...state,
    cards: known,
    columns: state.columns.map((one) =>
      one.key === key
        ? {
            ...one,
            ids: [...one.ids, ...fresh.map((card) => card.id)],
            guests: new Set([...one.guests].filter((id) => !came.has(id))),
            read: one.read + cards.length,
            remaining,
          }
        : one,
    ),
  };
}

export function collapsed(state: State, key: string, value: boolean): State {
  return { ...state, columns: state.columns.map((one) => (one.key === key ? { ...one, collapsed: value } : one)) };
}

function settled(state: State, card: string): State {
  const pending = new Map(state.pending);
  pending.delete(card);
  return { ...state, pending };
}

function put(state: State, { id, card, column: key }: Placed): State {
  const place = columnOf(state, id);
  let next = settled(state, id);
  if (card === null || key === null || !column(state, key)) return place ? removed(next, id) : next;
  next = { ...next, cards: new Map(next.cards).set(id, card) };
  return place?.key === key ? next : relocated(next, id, key, 0, true);
}

function removed(state: State, card: string): State {
  const cards = new Map(state.cards);
  cards.delete(card);
  return { ...state, cards, columns: state.columns.map((one) => without(one, card)) };
}

function without(one: Column, card: string): Column {
  if (!one.ids.includes(card)) return one;
  const guests = new Set(one.guests);
  const guest = guests.delete(card);
  return { ...one, ids: one.ids.filter((id) => id !== card), guests, read: one.read - (guest ? 0 : 1) };
}

function relocated(state: State, card: string, to: string, index: number, guest: boolean): State {
  const columns = state.columns.map((one) => {
    const left = without(one, card);
    if (one.key !== to) return left;
    const ids = [...left.ids];
    ids.splice(Math.min(index, ids.length), 0, card);
    const guests = guest ? new Set([...left.guests, card]) : left.guests;
    return { ...left, ids, guests, read: left.read + (guest ? 0 : 1) };
  });
  return { ...state, columns };
}

/** Rows the kernel counts in a column but that are not on the board; unconfirmed moves count where they came from. */
function unread(state: State, one: Column): number {
  const waiting = [...state.pending.values()];
  const coming = waiting.filter((move) => move.to === one.key).length;
  const going = waiting.filter((move) => move.from === one.key).length;
  return Math.max(0, one.count - (one.ids.length - coming + going));
}
