import { describe, expect, it, vi } from "vitest";
import { contactRow } from "../src/contacts";
import { mergePanel } from "../src/merge_panel";
import { askForm, likenessList, refuseAnswer } from "../src/contact_parts";
import { type ContactRow, type MergePreview, ownChoices } from "../src/contact_values";

const HOSTILE = '<img src=x onerror="window.__pwned=1">';
const preview: MergePreview = {
  keep: { id: "a", name: "Acme", version: 2 },
  drop: { id: "b", name: HOSTILE, version: 1 },
  fields: [
    { key: "city", label: "City", keep: "Roma", drop: HOSTILE, proposed: "keep" },
    { key: "phone", label: "Phone", keep: "–", drop: "02", proposed: "drop" },
  ],
  moving: ["Deals: 2"],
  possible: true,
};
const acts = () => ({ merge: vi.fn(), swap: vi.fn(), cancel: vi.fn() });

describe("a merge", () => {
  it("begins with what is proposed and sends what was chosen", () => {
    const doing = acts();
    const panel = mergePanel(preview, { merge: "Merge" }, doing);
    const city = [...panel.querySelectorAll<HTMLInputElement>('[data-field="city"] input')];
    expect(city.map(({ checked }) => checked)).toEqual([true, false]);
    city[1]!.checked = true;
    city[1]!.dispatchEvent(new Event("change"));
    panel.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(doing.merge).toHaveBeenCalledWith(preview, { city: "drop", phone: "drop" }, "");
  });
  it("cannot be sent where something that would move is somebody else's", () => {
    const panel = mergePanel({ ...preview, possible: false }, { merge_beyond: "Ask a manager" }, acts());
    expect(panel.querySelector<HTMLButtonElement>('[type="submit"]')?.disabled).toBe(true);
    expect(panel.textContent).toContain("Ask a manager");
  });
  it("names every field, also those nobody touched", () => {
    expect(ownChoices(preview, new Map())).toEqual({ city: "keep", phone: "drop" });
  });
  it("shows hostile text as text", () => {
    const panel = mergePanel(preview, {}, acts());
    expect(panel.querySelector("img")).toBeNull();
    expect(panel.textContent).toContain(HOSTILE);
  });
});

describe("a row", () => {
  const row: ContactRow = {
    id: "a", name: HOSTILE, kind: "company", parent: HOSTILE, place: HOSTILE, sector: "", agent: "", reach: HOSTILE, standing: "lead",
    standing_label: HOSTILE, lead_status: "new", merged: false, deals: "2", open_deals: 1, open_net: "€10",
  };
  it("shows hostile text as text", () => {
    const node = contactRow(row, 3, "x-3");
    expect(node.querySelector("img")).toBeNull();
    expect(node.getAttribute("aria-rowindex")).toBe("5");
  });
  it("that has not arrived has the same cells", () => {
    expect(contactRow(undefined, 0, "x").children.length).toBe(contactRow(row, 0, "x").children.length);
  });
});

describe("a form in place", () => {
  it("gives what was typed and shows a refusal beside its field", () => {
    const confirm = vi.fn();
    const form = askForm("Make a customer", [{ key: "country", label: "Country", value: "IT" }, { key: "vat_number", label: "VAT" }], {}, confirm, vi.fn());
    form.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(confirm).toHaveBeenCalledWith({ country: "IT", vat_number: "" });
    expect(refuseAnswer(form, "vat_number", "not valid")).toBe(true);
    expect(form.textContent).toContain("not valid");
    expect(refuseAnswer(form, "city", "no")).toBe(false);
  });
  it("Escape cancels it alone", () => {
    const cancel = vi.fn();
    askForm("x", [], {}, vi.fn(), cancel).dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", cancelable: true }));
    expect(cancel).toHaveBeenCalledOnce();
  });
});

it("what looks alike is opened, and merged only where that is offered", () => {
  const open = vi.fn();
  const found = [{ id: "b", name: HOSTILE, place: "Roma", likely: true, reasons: "Same name" }];
  const list = likenessList(found, { likely: "very likely" }, { open });
  expect(list.querySelectorAll("button").length).toBe(1);
  list.querySelector("button")!.click();
  expect(open).toHaveBeenCalledWith("b");
  expect(list.querySelector("img")).toBeNull();
});
