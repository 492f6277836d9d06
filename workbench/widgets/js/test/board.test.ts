import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import widget from "../src/board";
import type { BoardData, Message } from "../src/board_data";
import { board, card, header } from "./boards";

const TEXTS = {
  moved: "Moved to {column}", undo: "Undo", undone: "Undone", late_move: "No answer", late: "No answer", try_again: "Try again", reload: "Reload",
  more: "Load more ({count} remaining)", here: "It is here", not_allowed: "Not possible", locked: "Locked", no_way: "No way",
  confirm: "Confirm", cancel: "Cancel", note: "Note", returned: "{title} is back in {column}", empty_column: "No deals", move_to: "Move to",
};
type Sent = { kind: string; request: number; [field: string]: unknown };

/** The kernel's side of the model, as far as a board uses it. */
class Model {
  readonly sent: Sent[] = [];
  private readonly listeners = new Map<string, Set<(content: unknown) => void>>();
  constructor(private data: BoardData) {}
  get = (name: string): unknown => (name === "board" ? this.data : TEXTS);
  on = (event: string, listen: (content: unknown) => void): void => {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listen));
  };
  off = (event: string, listen: (content: unknown) => void): void => void this.listeners.get(event)?.delete(listen);
  send = (message: Sent): void => void this.sent.push(message);
  say(message: Message): void {
    for (const listen of this.listeners.get("msg:custom") ?? []) listen(message);
  }
  show(data: BoardData): void {
    this.data = data;
    for (const listen of this.listeners.get("change:board") ?? []) listen(undefined);
  }
  get listening(): number {
    return [...this.listeners.values()].reduce((sum, some) => sum + some.size, 0);
  }
}

let model: Model;
let stop: () => void;
const host = (): HTMLElement => document.body.querySelector<HTMLElement>("main")!;
const find = (id: string): HTMLElement => host().querySelector<HTMLElement>(`[data-card="${id}"]`)!;
const cards = (key: string): (string | undefined)[] =>
  [...host().querySelectorAll<HTMLElement>(`.wb-list[data-column="${key}"] .wb-card`)].map((node) => node.dataset["card"]);
const press = (id: string, key: string, shiftKey = false): void => {
  find(id).focus();
  find(id).dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
};
const start = (data: BoardData): void => {
  model = new Model(data);
  stop = widget.render({ model, el: host() } as unknown as Parameters<typeof widget.render>[0]);
};
const last = (): Sent => model.sent.at(-1)!;
const saved = (unit: string | null = "unit-1"): void => model.say({ kind: "saved", request: last().request, unit });
const confirm = (id: string, to: string, unit: string | null = "unit-1"): void => {
  saved(unit);
  model.say({
    kind: "ack", request: last().request, id, card: card(id, { seen: "2" }), column: to, unit, notice: null,
    columns: [{ ...header("a"), count: 7, count_text: "7", count_label: "7 deals" }], total: { count: "9 deals", net: "€9.00", weighted: "€5.00" },
  });
};

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren(document.createElement("main"));
  start(board({ a: [card("1"), card("2")], b: [card("3")], c: [] }));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe("the board", () => {
  it("shows hostile text as text", () => {
    const payload = "<img src=x onerror=alert(1)>";
    model.show(board({ a: [card("1", { title: payload, contact: payload, owner: payload, stage: payload, tags: [payload], colour: "red;background:url(x)" })] }));
    expect(host().querySelector("img")).toBeNull();
    expect(find("1").querySelector(".wb-card-title")!.textContent).toBe(payload);
    expect(find("1").style.getPropertyValue("--wb-card-colour")).toBe("#64748b");
  });

  it("keeps empty columns, with a quiet word", () => {
    expect(host().querySelector('[data-column="c"] .wb-column-empty')!.textContent).toBe("No deals");
  });

  it("moves a card at once by keyboard, and takes header and total from the kernel", () => {
    press("1", "ArrowRight", true);
    expect(last()).toMatchObject({ kind: "move", opportunity: "1", seen: "1", to: "b" });
    expect(cards("b")).toEqual(["1", "3"]);
    expect(host().querySelector('section[data-column="a"] .wb-pill')!.textContent).toBe("2");
    confirm("1", "b");
    expect(host().querySelector('section[data-column="a"] .wb-pill')!.textContent).toBe("7");
    expect(host().querySelector(".wb-board-net")!.textContent).toBe("€9.00");
    expect(host().querySelector(".wb-snackbar-text")!.textContent).toBe("Moved to Column b");
  });

  it("undoes the last confirmed move with a button or with Control+Z", () => {
    press("1", "ArrowRight", true);
    confirm("1", "b");
    host().querySelector<HTMLElement>(".wb-snackbar-do")!.click();
    expect(last()).toMatchObject({ kind: "undo", unit: "unit-1" });
    confirm("1", "a", null);
    expect(cards("a")).toContain("1");
    press("2", "ArrowRight", true);
    confirm("2", "b", "unit-2");
    find("2").dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true }));
    expect(last()).toMatchObject({ kind: "undo", unit: "unit-2" });
  });

  it("says that a move is saved before the figures are read, and once", () => {
    press("1", "ArrowRight", true);
    saved();
    expect(host().querySelector(".wb-snackbar-text")!.textContent).toBe("Moved to Column b");
    expect(host().textContent).not.toContain("9 deals");
    host().querySelector<HTMLElement>(".wb-snackbar")!.dataset["seen"] = "yes";
    model.say({
      kind: "ack", request: model.sent.at(-1)!.request, id: "1", card: card("1", { seen: "2" }), column: "b", unit: "unit-1", notice: null,
      columns: [], total: { count: "9 deals", net: "€9.00", weighted: "€5.00" },
    });
    expect(host().textContent).toContain("9 deals");
    expect(host().querySelector<HTMLElement>(".wb-snackbar")!.dataset["seen"]).toBe("yes");
  });

  it("puts a card back and says so when the kernel does not answer, and offers to try again", () => {
    press("2", "ArrowRight", true);
    vi.advanceTimersByTime(8000);
    expect(cards("a")).toEqual(["1", "2"]);
    expect(host().querySelector('[role="alert"]')!.textContent).toContain("No answer");
    host().querySelector<HTMLElement>(".wb-snackbar-do")!.click();
    expect(model.sent.filter(({ kind }) => kind === "move")).toHaveLength(2);
    expect(cards("b")).toEqual(["2", "3"]);
  });

  it("puts a refused card where the kernel says it is, with the kernel's message", () => {
    press("1", "ArrowRight", true);
    model.say({ kind: "refuse", request: last().request, message: "ana changed it", id: "1", card: card("1", { seen: "5" }), column: "c", columns: null, total: null });
    expect(cards("c")).toEqual(["1"]);
    expect(host().querySelector('[role="alert"]')!.textContent).toContain("ana changed it");
  });

  it("asks in place, sends the move again with the answer, and goes back on Escape", () => {
    const question = { title: "Why?", text: "", reasons: [{ key: "r1", label: "Price" }], note: true, outcome: "lost" as const };
    press("1", "ArrowRight", true);
    model.say({ kind: "ask", request: last().request, question });
    const form = host().querySelector<HTMLFormElement>('.wb-list[data-column="b"] .wb-question')!;
    expect(form.nextElementSibling).toBe(find("1"));
    form.querySelector<HTMLInputElement>("input[type=radio]")!.checked = true;
    form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    expect(last()).toMatchObject({ kind: "move", to: "b", reason: "r1" });
    model.say({ kind: "ask", request: last().request, question });
    host().querySelector(".wb-question")!.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(host().querySelector(".wb-question")).toBeNull();
    expect(cards("a")).toEqual(["1", "2"]);
    vi.advanceTimersByTime(60_000);
    expect(host().querySelector('[role="alert"]')!.textContent).toBe("");
  });

  it("opens a collapsed column while it asks there", () => {
    const data = board({ a: [card("1")], b: [] });
    data.columns[1]!.collapsed = true;
    model.show(data);
    press("1", "ArrowRight", true);
    const column = host().querySelector('section[data-column="b"]')!;
    expect(column.classList.contains("wb-folded")).toBe(true);
    model.say({ kind: "ask", request: last().request, question: { title: "Why?", text: "", reasons: [], note: true, outcome: "won" } });
    expect(column.classList.contains("wb-folded")).toBe(false);
    confirm("1", "b");
    expect(column.classList.contains("wb-folded")).toBe(true);
  });

  it("collapses a column to a strip that keeps its count and net", () => {
    host().querySelector<HTMLElement>('section[data-column="a"] .wb-fold')!.click();
    const strip = host().querySelector('section[data-column="a"]')!;
    expect(last()).toMatchObject({ kind: "collapse", column: "a", collapsed: true });
    expect([strip.querySelector(".wb-pill")!.textContent, strip.querySelector(".wb-column-net")!.textContent]).toEqual(["2", "€1.00"]);
    expect(cards("a")).toEqual([]);
  });

  it("goes from card to card with the arrows and has one stop for the Tab key", () => {
    press("1", "ArrowDown");
    expect(document.activeElement).toBe(find("2"));
    press("2", "ArrowRight");
    expect(document.activeElement).toBe(find("3"));
    expect(host().querySelectorAll('.wb-card[tabindex="0"]')).toHaveLength(1);
    press("3", "Enter");
    expect(last()).toMatchObject({ kind: "open", opportunity: "3" });
  });

  it("lists every column in the menu and says why one is not possible", () => {
    model.show(board({ a: [card("1", { targets: ["c"] })], b: [], c: [] }));
    press("1", "m");
    const items = [...host().querySelectorAll<HTMLElement>("[role=menuitem]")];
    expect(items.map((item) => item.querySelector(".wb-menu-why")?.textContent)).toEqual(["It is here", "Not possible", undefined]);
    items[1]!.click();
    expect(model.sent).toHaveLength(0);
    items[2]!.click();
    expect(last()).toMatchObject({ kind: "move", to: "c" });
  });

  it("moves nothing for someone who may only look", () => {
    model.show(board({ a: [card("1")], b: [] }, {}, { can_change: false }));
    press("1", "ArrowRight", true);
    expect(model.sent).toHaveLength(0);
  });

  it("asks for more once, and adds what comes", () => {
    model.show(board({ a: [card("1")] }, { a: 3 }));
    const more = host().querySelector<HTMLElement>(".wb-more")!;
    more.click();
    more.click();
    expect(model.sent).toMatchObject([{ kind: "more", column: "a", shown: 1 }]);
    model.say({ kind: "page", request: last().request, column: "a", cards: [card("2"), card("3")], remaining: 0 });
    expect(cards("a")).toEqual(["1", "2", "3"]);
    expect(more.hidden).toBe(true);
  });

  it("shows what somebody else changed", () => {
    model.say({ kind: "patch", cards: [{ id: "2", card: card("2", { title: "Renamed" }), column: "c" }, { id: "3", card: null, column: null }], columns: [], total: null });
    expect(cards("c")).toEqual(["2"]);
    expect(find("2").querySelector(".wb-card-title")!.textContent).toBe("Renamed");
    expect(find("3")).toBeNull();
  });

  it("leaves nothing behind", () => {
    press("1", "ArrowRight", true);
    stop();
    expect(model.listening).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(host().children).toHaveLength(0);
  });
});
