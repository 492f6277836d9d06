import { describe, expect, it } from "vitest";
import { Pages, rowAt, rowTop, scrollFor, scrollToShow, surfaceHeight, TALLEST, visibleRows } from "../src/virtual";

const sheet = (total: number) => ({ total, rowHeight: 40, viewport: 800 });

describe("a long list", () => {
  it.each([0, 5, 1_000, 100_000, 10_000_000])("of %i rows stays within the browsers' height and reaches its last row", (total) => {
    const list = sheet(total);
    expect(surfaceHeight(list)).toBeLessThanOrEqual(TALLEST);
    const { start, end } = visibleRows(list, surfaceHeight(list) - list.viewport);
    expect(end).toBe(total);
    expect(end - start).toBeLessThan(60);
  });
  it("is exact pixel by pixel where it fits", () => {
    const list = sheet(100_000);
    expect(rowAt(list, 4_000)).toBeCloseTo(100);
    expect(rowTop(list, 4_000, 100)).toBeCloseTo(4_000);
  });
  it.each([1_000, 100_000, 10_000_000])("comes back to the same row (%i rows)", (total) => {
    const list = sheet(total);
    for (const row of [0, 1, total / 3, total - 21]) expect(rowAt(list, scrollFor(list, row))).toBeCloseTo(row, 3);
  });
  it.each([1_000, 10_000_000])("shows a chosen row wholly (%i rows)", (total) => {
    const list = sheet(total);
    let top = 0;
    for (const row of [total - 1, total - 30, 5, 0]) {
      top = scrollToShow(list, top, row);
      const place = rowTop(list, top, row) - top;
      expect(place).toBeGreaterThan(-0.1);
      expect(place + list.rowHeight).toBeLessThan(list.viewport + 0.1);
    }
  });
});

describe("pages", () => {
  it("tell which ones are missing and forget the least used", () => {
    const pages = new Pages<number>(10, 2);
    pages.put(0, [...Array(10).keys()]);
    expect(pages.row(7)).toBe(7);
    expect(pages.missing(5, 25)).toEqual([1, 2]);
    pages.put(10, [10]);
    pages.missing(0, 5);
    pages.put(20, [20]);
    expect(pages.has(0)).toBe(true);
    expect(pages.has(1)).toBe(false);
  });
});
