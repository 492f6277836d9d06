import { beforeEach, describe, expect, it } from "vitest";
import { Draft } from "../src/editor_draft";
import type { Deal } from "../src/editor_values";
import type { PlainLine } from "../src/line_amounts";

const line = (id: string, quantity = "1"): PlainLine => ({
  id, family_id: "", article: "", description: "", quantity, unit_price: "1", discount: "0", expected_revenue: "", expected_order_date: "",
  expected_delivery_date: "", expected_invoice_date: "", closed_date: "", note: "",
});
const deal = (values: Record<string, string | null>, lines: PlainLine[] = [], version = 1): Deal =>
  ({ id: "d", version, values: { title: "Labels", net: "10", notes: null, ...values }, lines }) as unknown as Deal;

describe("what a person typed", () => {
  let draft: Draft;
  beforeEach(() => {
    draft = new Draft();
    draft.open(deal({}, [line("a")]));
  });

  it("is nothing at first", () => {
    expect([draft.dirty, draft.changes, draft.linesChanged]).toEqual([false, {}, false]);
  });

  it("is what differs from what was opened", () => {
    draft.values["title"] = "Ribbons";
    draft.lines = [line("a", "2")];
    expect([draft.changes, draft.linesChanged, draft.dirty]).toEqual([{ title: "Ribbons" }, true, true]);
    draft.values["title"] = "Labels";
    draft.lines = [line("a")];
    expect(draft.dirty).toBe(false);
  });

  it("stays on top of what somebody else changed in other fields", () => {
    draft.values["title"] = "Ribbons";
    const { taken, disputed } = draft.follow(deal({ notes: "theirs" }, [line("a")], 2));
    expect([taken, disputed, draft.changes, draft.values["notes"]]).toEqual([["notes"], [], { title: "Ribbons" }, "theirs"]);
    expect(draft.settled).toBe(true);
  });

  it("waits for a choice where both changed the same", () => {
    draft.values["title"] = "Mine";
    draft.follow(deal({ title: "Theirs" }, [line("a")], 2));
    expect([...draft.disputed]).toEqual(["title"]);
    expect([draft.settled, draft.values["title"]]).toEqual([false, "Mine"]);
  });

  it("keeps what is typed while a save is under way", () => {
    draft.values["title"] = "Ribbons";
    draft.lines = [line("a"), line("new-1")];
    draft.send();
    draft.values["notes"] = "typed meanwhile";
    draft.lines = [line("a"), line("new-1", "5")];
    draft.follow(deal({ title: "Ribbons" }, [line("a"), line("k")], 2));
    expect(draft.changes).toEqual({ notes: "typed meanwhile" });
    expect(draft.lines).toMatchObject([{ id: "a" }, { id: "k", quantity: "5" }]);
    expect([draft.settled, draft.linesChanged]).toEqual([true, true]);
  });

  it("takes over how the kernel wrote a value", () => {
    draft.values["net"] = "10.5";
    draft.send();
    draft.follow(deal({ net: "10.50" }, [line("a")], 2));
    expect([draft.values["net"], draft.dirty]).toEqual(["10.50", false]);
  });

  it("is unsaved from the start in a duplicate", () => {
    draft.open({ ...deal({}), id: null, draft: { title: "Labels (copy)" }, draft_lines: [line("")] } as Deal);
    expect([draft.changes, draft.lines.length, draft.dirty]).toEqual([{ title: "Labels (copy)" }, 1, true]);
  });
});
