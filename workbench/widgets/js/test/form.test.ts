import { describe, expect, it } from "vitest";
import { readAmount, writeAmount } from "../src/amount";
import { isBlank, range, sameConditions, withCondition, words } from "../src/conditions";
import { filled, safeColour } from "../src/elements";
import { changes, merged } from "../src/merge";

const english = { decimal: ".", group: "," };
const italian = { decimal: ",", group: "." };

describe("amounts", () => {
  it.each([
    ["1.234,56", italian, "1234.56"], ["1234,5", italian, "1234.5"], ["1,234.56", english, "1234.56"],
    ["-0.50", english, "-0.50"], [" 12 000 ", english, "12000"], ["", english, null], ["007", english, "7"],
  ] as const)("%s is read", (text, signs, plain) => expect(readAmount(text, signs)).toBe(plain));
  it.each(["12,34.5", "abc", "1.2.3", "-", ".", "1e9"])("%s is no amount", (text) => expect(readAmount(text, english)).toBeUndefined());
  it("are written as the reader writes them and come back unchanged", () => {
    expect(writeAmount("1234567.5", italian)).toBe("1.234.567,50");
    for (const plain of ["0.01", "-1234.00", "99999999999999.99"]) expect(readAmount(writeAmount(plain, italian), italian)).toBe(plain);
  });
});

describe("two people at one deal", () => {
  const opened = { title: "A", net: "1", tags: ["x"], notes: null };
  it("keep what only one of them changed", () => {
    const merge = merged(opened, { ...opened, title: "B" }, { ...opened, net: "2" });
    expect(merge).toEqual({ draft: { title: "B", net: "2", tags: ["x"], notes: null }, disputed: [], taken: ["net"] });
  });
  it("dispute only what both changed differently", () => {
    const merge = merged(opened, { ...opened, title: "B", net: "3" }, { ...opened, title: "C", net: "3" });
    expect(merge.disputed).toEqual(["title"]);
    expect(merge.draft["title"]).toBe("B");
  });
  it("send only what was changed", () => expect(changes(opened, { ...opened, tags: ["x", "y"] })).toEqual({ tags: ["x", "y"] }));
});

describe("conditions", () => {
  it("a blank value takes the condition away", () => {
    expect(withCondition({ owner: ["ana"], title: "x" }, "owner", [])).toEqual({ title: "x" });
    expect(withCondition({}, "amount", range("", "90"))).toEqual({ amount: [null, "90"] });
    expect(isBlank([null, null])).toBe(true);
  });
  it("words are separated by commas, each once", () => expect(words(" a, b,,a ")).toEqual(["a", "b"]));
  it("order does not matter", () => expect(sameConditions({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true));
});

describe("text and colour from people", () => {
  it("a colour carries nothing but a colour", () => {
    expect(safeColour("#12ab3F")).toBe("#12ab3F");
    expect(safeColour("red;background:url(x)")).toBe("#64748b");
  });
  it("only named places are filled", () => expect(filled("{count} of {all} {other}", { count: 1, all: 2 })).toBe("1 of 2 {other}"));
});
