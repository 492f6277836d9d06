import { describe, expect, it } from "vitest";
import { allows, column, moved, neighbour, paged, questioned, returned, stateOf, told } from "../src/board_state";
import { board, card, header } from "./boards";

const ids = (state: ReturnType<typeof stateOf>, key: string): readonly string[] => column(state, key)!.ids;
const start = () => stateOf(board({ a: [card("1"), card("2"), card("3")], b: [card("4")], c: [] }));

describe("a move", () => {
  it("shows the card in its new column at once, and leaves the counts to the kernel", () => {
    const state = moved(start(), "2", "b", 1);
    expect(ids(state, "a")).toEqual(["1", "3"]);
    expect(ids(state, "b")).toEqual(["4", "2"]);
    expect(column(state, "b")!.count).toBe(1);
    expect(state.pending.has("2")).toBe(true);
  });

  it("that is refused or late puts the card back in its place", () => {
    const before = start();
    const after = returned(moved(before, "2", "b", 0), "2");
    expect(after.columns).toEqual(before.columns);
    expect(after.pending.size).toBe(0);
  });

  it("that the kernel confirms takes its headers, its total and the new version", () => {
    const headers = [{ ...header("a"), count: 2 }, { ...header("b"), count: 2, net: "€2.00" }];
    const total = { count: "4", net: "€4.00", weighted: "€1.00" };
    const state = told(moved(start(), "2", "b"), [{ id: "2", card: card("2", { seen: "2" }), column: "b" }], headers, total);
    expect(state.pending.size).toBe(0);
    expect(state.cards.get("2")!.seen).toBe("2");
    expect(column(state, "b")).toMatchObject({ count: 2, net: "€2.00", remaining: 0 });
    expect(state.total).toBe(total);
  });

  it("keeps the column that the kernel names, even when it is another one", () => {
    const state = told(moved(start(), "2", "b"), [{ id: "2", card: card("2"), column: "c" }], [], null);
    expect(ids(state, "b")).toEqual(["4"]);
    expect(ids(state, "c")).toEqual(["2"]);
  });

  it("out of the filters takes the card off the board", () => {
    const state = told(moved(start(), "2", "b"), [{ id: "2", card: null, column: null }], [], null);
    expect(state.cards.has("2")).toBe(false);
    expect(state.columns.flatMap((one) => one.ids)).toEqual(["1", "3", "4"]);
  });

  it("waits with its question until it is answered", () => {
    const question = { title: "Why?", text: "", reasons: [], note: true, outcome: "lost" as const };
    const asked = questioned(moved(start(), "2", "b"), "2", question);
    expect(asked.pending.get("2")!.question).toBe(question);
    expect(questioned(start(), "2", question).pending.size).toBe(0);
  });
});

describe("where a card may go", () => {
  const state = stateOf(board({
    a: [card("free"), card("bound", { targets: ["c"] }), card("shut", { locked: true })], b: [], c: [],
  }));

  it("is everywhere, its targets, or nowhere", () => {
    expect(["b", "c"].map((key) => allows(state, "free", key))).toEqual([true, true]);
    expect(["b", "c"].map((key) => allows(state, "bound", key))).toEqual([false, true]);
    expect(["b", "c"].map((key) => allows(state, "shut", key))).toEqual([false, false]);
    expect(allows(state, "free", "nowhere")).toBe(false);
  });

  it("is nowhere while the kernel has not confirmed the last move", () => {
    expect(allows(moved(state, "free", "b"), "free", "c")).toBe(false);
  });

  it("by keyboard is the next column that takes it", () => {
    expect(neighbour(state, "free", 1)).toBe("b");
    expect(neighbour(state, "bound", 1)).toBe("c");
    expect(neighbour(state, "free", -1)).toBeNull();
    expect(neighbour(state, "shut", 1)).toBeNull();
  });
});

describe("load more", () => {
  const many = () => stateOf(board({ a: [card("1"), card("2")], b: [card("9")] }, { a: 5 }));

  it("begins after the rows read, whatever was dropped into the column", () => {
    const state = moved(many(), "9", "a");
    expect(column(state, "a")!.read).toBe(2);
    expect(column(moved(many(), "1", "b"), "a")!.read).toBe(1);
  });

  it("shows no card twice", () => {
    const state = paged(moved(many(), "9", "a"), "a", [card("3"), card("9")], 1);
    expect(ids(state, "a")).toEqual(["9", "1", "2", "3"]);
    expect(column(state, "a")).toMatchObject({ read: 4, remaining: 1 });
  });

  it("counts what remains from the kernel's count, unconfirmed moves aside", () => {
    const state = told(moved(many(), "9", "a"), [], [{ ...header("a"), count: 5 }], null);
    expect(column(state, "a")!.remaining).toBe(3);
  });
});
