import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { grossCents, halfUp, lineTotals, netCents, plainCents, type PlainLine, scaled, shareOf } from "../src/line_amounts";
import { mergedLines, renamed, settledLines } from "../src/line_merge";
import { type LineSheet, lineSheet } from "../src/line_sheet";
import given from "../../../../tests/vectors/lines.json";

interface Vector { quantity: string; unit_price: string; discount: string; expected_revenue: string; gross: string; net: string }
interface Sums { last: number; gross: string; discount: string; net: string; expected_revenue: string | null }
const vectors: { lines: Vector[]; totals: Sums[] } = given;

const line = (id: string, given: Partial<PlainLine> = {}): PlainLine => ({
  id, family_id: "", article: "", description: id, quantity: "1", unit_price: "10", discount: "0", expected_revenue: "", expected_order_date: "",
  expected_delivery_date: "", expected_invoice_date: "", closed_date: "", note: "", ...given,
});

describe("the amounts of lines", () => {
  it.each(vectors.lines)("of $quantity × $unit_price − $discount are $gross and $net", (vector) => {
    expect(plainCents(grossCents(vector))).toBe(vector.gross);
    expect(plainCents(netCents(vector))).toBe(vector.net);
  });

  it.each(vectors.totals)("of the last $last lines add up", ({ last, ...sums }) => {
    expect(lineTotals(vectors.lines.slice(-last).map((vector, index) => line(String(index), vector)))).toEqual(sums);
  });

  it("are never rounded without saying so", () => {
    expect(scaled("1.23456", 4)).toBeUndefined();
    expect(scaled("1.23450", 4)).toBe(12345n);
    expect(scaled("1e5", 4)).toBeUndefined();
    expect(scaled("", 2)).toBeUndefined();
  });

  it("round halves away from zero", () => {
    expect([halfUp(25n, 1), halfUp(-25n, 1), halfUp(24n, 1), halfUp(-24n, 1)]).toEqual([3n, -3n, 2n, -2n]);
  });

  it("take a percentage of the gross as a discount", () => {
    expect(shareOf({ quantity: "3", unit_price: "33.335" }, "10")).toBe("10.00");
    expect(shareOf({ quantity: "1", unit_price: "0.05" }, "10")).toBe("0.01");
  });
});

describe("lines of two people", () => {
  const opened = [line("a"), line("b"), line("c")];

  it("merge field by field and keep new lines of both", () => {
    const mine = [line("a", { quantity: "2" }), line("b"), line("c"), line("new-1")];
    const theirs = [line("a", { discount: "1" }), line("b"), line("c"), line("d")];
    const { lines, disputed, taken } = mergedLines(opened, mine, theirs);
    expect(disputed).toEqual([]);
    expect(taken).toBe(true);
    expect(lines.map(({ id }) => id).sort()).toEqual(["a", "b", "c", "d", "new-1"]);
    expect(lines.find(({ id }) => id === "a")).toMatchObject({ quantity: "2", discount: "1" });
  });

  it("ask where both changed the same field, and take either side", () => {
    const mine = [line("a", { quantity: "2" }), line("b"), line("c")];
    const theirs = [line("a", { quantity: "3" }), line("b"), line("c")];
    const { lines, disputed } = mergedLines(opened, mine, theirs);
    expect(disputed).toMatchObject([{ id: "a", field: "quantity", mine: "2", theirs: "3" }]);
    expect(settledLines(lines, disputed[0]!, "mine")[0]!.quantity).toBe("2");
    expect(settledLines(lines, disputed[0]!, "theirs")[0]!.quantity).toBe("3");
  });

  it("ask where one removed what the other changed", () => {
    const changed = [line("a", { quantity: "2" }), line("b"), line("c")];
    const here = mergedLines(opened, changed, opened.slice(1));
    expect(here.disputed).toMatchObject([{ id: "a", field: "", theirs: null }]);
    expect(settledLines(here.lines, here.disputed[0]!, "theirs").map(({ id }) => id)).toEqual(["b", "c"]);
    const there = mergedLines(opened, opened.slice(1), changed);
    expect(there.disputed).toMatchObject([{ id: "a", field: "", mine: null }]);
    expect(settledLines(there.lines, there.disputed[0]!, "theirs").map(({ id }) => id)).toContain("a");
    expect(settledLines(there.lines, there.disputed[0]!, "mine").map(({ id }) => id)).toEqual(["b", "c"]);
  });

  it("let a line go that they removed and nobody changed here", () => {
    const { lines, disputed, taken } = mergedLines(opened, opened, opened.slice(0, 2));
    expect([lines.length, disputed.length, taken]).toEqual([2, 0, true]);
  });

  it("keep everything that only one side did, whatever it is", () => {
    let seed = 7;
    const random = (top: number): number => (seed = (seed * 16807) % 2147483647) % top;
    const fields = ["quantity", "unit_price", "discount", "note"] as const;
    for (let round = 0; round < 300; round++) {
      const mine = opened.map((each) => ({ ...each }));
      const theirs = opened.map((each) => ({ ...each }));
      const wanted = opened.map((each) => ({ ...each }));
      opened.forEach((_each, index) => {
        for (const field of fields) {
          const side = random(3);
          if (side < 2) (side ? mine : theirs)[index]![field] = wanted[index]![field] = String(1 + random(90));
        }
      });
      const { lines, disputed } = mergedLines(opened, mine, theirs);
      expect(disputed).toEqual([]);
      expect(lines).toEqual(wanted);
      expect(mergedLines(opened, opened, theirs).lines).toEqual(theirs);
      expect(mergedLines(opened, mine, opened).lines).toEqual(mine);
    }
  });

  it("follow the order that one side changed", () => {
    const turned = [opened[2]!, opened[0]!, opened[1]!];
    expect(mergedLines(opened, opened, turned).lines.map(({ id }) => id)).toEqual(["c", "a", "b"]);
    expect(mergedLines(opened, turned, opened).lines.map(({ id }) => id)).toEqual(["c", "a", "b"]);
  });

  it("know a saved line again under its key", () => {
    const sent = [line("a"), line("new-1")];
    const typed = [line("a"), line("new-1", { quantity: "5" })];
    expect(renamed(typed, sent, [line("a"), line("k")])).toMatchObject([{ id: "a" }, { id: "k", quantity: "5" }]);
  });
});

describe("the sheet", () => {
  let told: { lines: PlainLine[]; problems: number };
  let sheet: LineSheet;
  const texts = { total: "Total in {currency}", removed: "Removed", removed_named: "{name} removed", not_number: "No number", four_places: "Four at most", negative: "Negative", undo: "Undo" };
  const start = (lines: PlainLine[], readOnly = false): void => {
    sheet = lineSheet(document.body, {
      lines, families: [{ value: "f1", label: "Labels" }], currency: "USD", separators: { decimal: ",", group: "." }, texts, readOnly,
      changed: (now, problems) => (told = { lines: now, problems }),
    });
  };
  const field = (row: number, name: string): HTMLInputElement => document.querySelectorAll(".wb-line")[row]!.querySelector<HTMLInputElement>(`[data-field="${name}"]`)!;
  const type = (input: HTMLInputElement, value: string): void => {
    input.focus();
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const press = (input: HTMLElement, key: string, more: KeyboardEventInit = {}): boolean => input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  const sum = (): string => document.querySelector(".wb-lines-net")!.textContent!;

  beforeEach(() => document.body.replaceChildren());
  afterEach(() => sheet.stop());

  it("lets sums follow what is typed, with the reader's marks", () => {
    start([line("a"), line("b")]);
    type(field(0, "unit_price"), "1.000,50");
    type(field(1, "discount"), "10%");
    expect(told.lines.map(({ unit_price, discount }) => [unit_price, discount])).toEqual([["1000.50", "0"], ["10", "1.00"]]);
    expect(sum()).toBe("1.009,50");
  });

  it("says what is wrong, keeps the last good value and counts the problem", () => {
    start([line("a")]);
    type(field(0, "quantity"), "two");
    expect(told).toMatchObject({ problems: 1, lines: [{ quantity: "1" }] });
    expect(field(0, "quantity").getAttribute("aria-invalid")).toBe("true");
    type(field(0, "quantity"), "1,23456");
    expect(document.body.textContent).toContain("Four at most");
    type(field(0, "quantity"), "-1");
    expect(document.body.textContent).toContain("Negative");
    type(field(0, "quantity"), "2");
    expect(told).toMatchObject({ problems: 0, lines: [{ quantity: "2" }] });
  });

  it("goes down with Enter and adds a line after the last", () => {
    start([line("a"), line("b")]);
    press(field(0, "quantity"), "Enter");
    expect(document.activeElement).toBe(field(1, "quantity"));
    press(field(1, "quantity"), "Enter");
    expect(told.lines).toHaveLength(3);
    expect(document.activeElement).toBe(field(2, "family_id"));
  });

  it("removes, and takes that back at the same place", () => {
    start([line("a"), line("b"), line("c")]);
    press(field(1, "description"), "Delete", { ctrlKey: true });
    expect(told.lines.map(({ id }) => id)).toEqual(["a", "c"]);
    document.querySelector<HTMLElement>(".wb-lines-gone button")!.click();
    expect(told.lines.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("moves a line with the keyboard and keeps the focus in it", () => {
    start([line("a"), line("b")]);
    field(1, "description").focus();
    press(field(1, "description"), "ArrowUp", { altKey: true });
    expect(told.lines.map(({ id }) => id)).toEqual(["b", "a"]);
    expect(document.activeElement).toBe(field(0, "description"));
  });

  it("keeps the focus and what is typed when a refresh comes", () => {
    start([line("a"), line("b")]);
    type(field(0, "quantity"), "4,");
    const input = field(0, "quantity");
    sheet.show([line("a", { quantity: "4" }), line("b", { discount: "2" })]);
    expect(document.activeElement).toBe(input);
    expect(input.value).toBe("4,");
    expect(field(1, "discount").value).toBe("2,00");
  });

  it("gives a saved line its key without touching the row", () => {
    start([line("new-1")]);
    const input = field(0, "description");
    input.focus();
    sheet.show([line("k", { description: "new-1" })]);
    expect(document.activeElement).toBe(input);
    type(input, "known");
    expect(told.lines[0]!.id).toBe("k");
  });

  it("treats text as text and offers nothing to a reader", () => {
    start([line("a", { description: "<img src=x onerror=alert(1)>", family_id: "gone" })], true);
    expect(document.querySelector("img")).toBeNull();
    expect(field(0, "description").readOnly).toBe(true);
    expect(document.querySelector(".wb-lines-foot")).toBeNull();
  });

  it("lets a reader reorder nothing", () => {
    let changes = 0;
    sheet = lineSheet(document.body, { lines: [line("a"), line("b")], families: [], currency: "USD", separators: { decimal: ",", group: "." }, texts, readOnly: true, changed: () => changes++ });
    press(field(1, "description"), "ArrowUp", { altKey: true });
    expect([changes, field(0, "description").value]).toEqual([0, "a"]);
  });

  it("leaves Alt with an arrow to the choice, which opens with it", () => {
    start([line("a"), line("b")]);
    expect(press(field(0, "family_id"), "ArrowDown", { altKey: true })).toBe(true);
    expect(field(0, "description").value).toBe("a");
  });

  it("offers no way back to a line that is there again", () => {
    start([line("a"), line("b")]);
    press(field(1, "description"), "Delete", { ctrlKey: true });
    sheet.show([line("a"), line("b")]);
    expect(document.querySelector<HTMLElement>(".wb-lines-gone")!.hidden).toBe(true);
    expect(document.querySelectorAll(".wb-line")).toHaveLength(2);
  });

  it("still offers it where only other lines came", () => {
    start([line("a"), line("b")]);
    press(field(1, "description"), "Delete", { ctrlKey: true });
    sheet.show([line("a", { quantity: "2" })]);
    expect(document.querySelector<HTMLElement>(".wb-lines-gone")!.hidden).toBe(false);
  });

  it("copies a line as one that is not closed", () => {
    start([line("a", { closed_date: "2026-01-02", note: "n" })]);
    document.querySelector<HTMLElement>(".wb-line-actions button")!.click();
    expect(told.lines[1]).toMatchObject({ closed_date: "", note: "n", description: "a" });
  });
});
