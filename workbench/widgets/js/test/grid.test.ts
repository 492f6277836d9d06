import { describe, expect, it } from "vitest";
import { moved, resized, stepped, template, toggled, type Shown } from "../src/grid_columns";
import type { Column } from "../src/grid_cells";
import { type Group, groupName, Layout, NO_GROUP } from "../src/grid_layout";
import { Book } from "../src/grid_pages";
import { Selection } from "../src/grid_selection";

const group = (key: string | null, count: number): Group => ({ key, label: String(key), colour: null, count, text: "", net: "", weighted: "" });
const GROUPS = [group("a", 3), group("b", 100_000), group(null, 2)];

describe("the layout of a grouped list", () => {
  it("shows only the heads while all groups are closed", () => {
    const layout = new Layout(GROUPS, 100_005);
    expect(layout.total).toBe(3);
    expect([0, 1, 2].map((row) => layout.at(row))).toEqual([0, 1, 2].map((at) => ({ kind: "group", group: at })));
    expect(layout.at(3)).toBeUndefined();
    expect(layout.at(-1)).toBeUndefined();
  });
  it("shows the deals of open groups, each on its own row", () => {
    const layout = new Layout(GROUPS, 100_005, new Set([groupName("a"), groupName(null)]));
    expect(layout.total).toBe(3 + 3 + 2);
    const rows = Array.from({ length: layout.total }, (_none, row) => layout.at(row)!);
    expect(rows.filter((place) => place.kind === "deal")).toHaveLength(5);
    rows.forEach((place, row) => expect(layout.rowOf(place.group, place.kind === "deal" ? place.offset : -1)).toBe(row));
    expect(layout.rowOf(1, 0)).toBeUndefined();
  });
  it("finds any row of 100,000 at once", () => {
    const layout = new Layout(GROUPS, 100_005, new Set(["key:b"]));
    expect(layout.at(50_002)).toEqual({ kind: "deal", group: 1, offset: 50_000 });
    expect(layout.at(layout.total - 1)).toEqual({ kind: "group", group: 2 });
  });
  it("without groups is the list itself", () => {
    const layout = new Layout(null, 7);
    expect(layout.at(6)).toEqual({ kind: "deal", group: NO_GROUP, offset: 6 });
    expect(layout.rowOf(NO_GROUP, 6)).toBe(6);
  });
  it("keeps a group named none apart from the group of those without a key", () => {
    expect(groupName("none")).not.toBe(groupName(null));
  });
});

describe("a selection", () => {
  it("of all holds what never was in view, but those taken out", () => {
    const chosen = new Selection();
    chosen.everything();
    chosen.toggle("x");
    expect([chosen.has("anything"), chosen.has("x"), chosen.count(100_000)]).toEqual([true, false, 99_999]);
    expect(chosen.chosen()).toEqual({ all: true, ids: [], but: ["x"] });
    chosen.add(["x"]);
    expect(chosen.count(100_000)).toBe(100_000);
  });
  it("of some is those, each once", () => {
    const chosen = new Selection();
    chosen.add(["a", "b", "a"]);
    chosen.set("b", false);
    expect(chosen.chosen()).toEqual({ all: false, ids: ["a"], but: [] });
    chosen.only("c");
    expect(chosen.count(10)).toBe(1);
    chosen.clear();
    expect(chosen.count(10)).toBe(0);
  });
});

describe("columns", () => {
  const shown: Shown[] = [["a", 0], ["b", 100], ["c", 0]];
  it("move before another one, to the end, and step by step", () => {
    expect(moved(shown, "c", "a").map(([key]) => key)).toEqual(["c", "a", "b"]);
    expect(moved(shown, "a", null).map(([key]) => key)).toEqual(["b", "c", "a"]);
    expect(stepped(shown, "a", 1).map(([key]) => key)).toEqual(["b", "a", "c"]);
    expect(stepped(shown, "a", -5).map(([key]) => key)).toEqual(["a", "b", "c"]);
    expect(moved(shown, "x", "a")).toEqual(shown);
  });
  it("keep a width that can be read", () => {
    expect(resized(shown, "a", 3)[0]).toEqual(["a", 48]);
    expect(resized(shown, "a", 1e9)[0]).toEqual(["a", 900]);
  });
  it("are shown and left out, but never all", () => {
    expect(toggled(shown, "d")).toHaveLength(4);
    expect(toggled([["a", 0]], "a")).toEqual([["a", 0]]);
  });
  it("become a template with the least width of all", () => {
    const column = (key: string, width: number): Column => ({ key, label: key, kind: "text", width, least: 80, grow: 1, sorts: true, control: null });
    const known = new Map([["a", column("a", 0)], ["b", column("b", 50)], ["c", column("c", 70)]]);
    expect(template(shown, known)).toEqual({ columns: "36px minmax(80px, 1fr) 100px 70px", least: 286 });
  });
});

describe("the rows that are here", () => {
  it("are asked for once, and again when they are old", () => {
    const book = new Book<{ id: string }>(2);
    expect(book.missing(null, 0, 4)).toEqual([{ key: null, page: 0 }, { key: null, page: 1 }]);
    book.put(null, 0, [{ id: "a" }, { id: "b" }]);
    expect(book.missing(null, 0, 2)).toEqual([]);
    book.age();
    expect(book.row(null, 1)).toEqual({ id: "b" });
    expect(book.missing(null, 0, 2)).toEqual([{ key: null, page: 0 }]);
    book.put(null, 0, [{ id: "new" }, { id: "a" }]);
    expect(book.missing(null, 0, 2)).toEqual([]);
  });
  it("tell where a deal stands now, so that it need not move under the eyes", () => {
    const book = new Book<{ id: string }>(2);
    book.put("g", 0, [{ id: "new" }, { id: "a" }]);
    book.put("g", 2, [{ id: "b" }, { id: "c" }]);
    expect(book.find("g", "b", 1)).toBe(2);
    expect(book.find("g", "gone", 1)).toBeUndefined();
  });
  it("take a changed row in the place of the old one", () => {
    const book = new Book<{ id: string; text?: string }>(2);
    book.put(null, 0, [{ id: "a" }, { id: "b" }]);
    book.replace({ id: "b", text: "new" });
    expect(book.row(null, 1)).toEqual({ id: "b", text: "new" });
  });
});
