/** Builders with defaults for the board's tests. */
import type { BoardData, Card, Header } from "../src/board_data";

export const card = (id: string, over: Partial<Card> = {}): Card => ({
  id, seen: "1", number: id, title: `Deal ${id}`, contact: "Verdi", owner: "Ana Rossi", entered_by: "Ana Rossi", workflow: "Sales",
  stage: "Offer", colour: "#123456", net: "€1.00", age: "1 day", due: null, due_on: null, overdue: false, rotting: false, probability: "50%",
  tags: [], targets: null, locked: false, ...over,
});

export const header = (key: string, count = 1): Header => ({
  key, label: `Column ${key}`, percent: null, colour: "#123456", outcome: "open", count, count_text: String(count), count_label: `${count} deals`,
  net: "€1.00", weighted: "€0.50", net_raw: "1.00", collapsed: false, wip: null, days: null,
});

export const board = (columns: Record<string, Card[]>, counts: Record<string, number> = {}, over: Partial<BoardData> = {}): BoardData => ({
  kind: "progress",
  columns: Object.entries(columns).map(([key, cards]) => {
    const count = counts[key] ?? cards.length;
    return { ...header(key, count), cards, remaining: count - cards.length };
  }),
  currency: "EUR", total: { count: "4 deals", net: "€4.00", weighted: "€2.00" }, note: null, workflows: [], workflow: null,
  sort: "net", sorts: [{ key: "net", label: "Net" }, { key: "title", label: "Title" }], density: "comfortable",
  densities: [{ key: "comfortable", label: "Comfortable" }, { key: "compact", label: "Compact" }], can_change: true, empty: null, ...over,
});
