// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { edits, type Group, heir, isCommand, type ListData, neighbour, placeOf, type Row } from "../src/activity_data";
import { render } from "../src/activity_list";
import { type Entry, joined, render as renderTimeline, type TimelineData } from "../src/interaction_list";
import type { Reply } from "../src/talk";

function row(id: string, more: Partial<Row> = {}): Row {
  return {
    id, version: 1, type: "Call", type_id: "t1", icon: "call", subject: `Subject ${id}`, state: "planned", overdue: false, mandatory: false,
    due: "2026-11-24", time: "", when: "Tue 24 Nov", late: "", deal: null, contact: "", assignee: "Ana", assignee_id: "u1", notes: "", outcome: "",
    minutes: 15, counts: true, may_change: true, ...more,
  };
}

function data(groups: Group[], more: Partial<ListData> = {}): ListData {
  return {
    groups, types: [{ id: "t1", name: "Call", icon: "call" }], people: [{ id: "u1", login: "ana", name: "Ana" }], outcomes: ["Reached"], may_create: true,
    of_deal: false, texts: { next: "Next: {type}, {day}", nothing: "Nothing" }, ...more,
  };
}

function group(key: string, ...rows: Row[]): Group {
  return { key, label: key, count: rows.length, more: false, rows };
}

/** An ask whose answers the test gives. */
function kernel() {
  const asked: { kind: string; body: Record<string, unknown>; answer: (reply: Reply) => void }[] = [];
  const ask = (kind: string, body: Record<string, unknown> = {}, answered: (reply: Reply) => void = () => {}): void => void asked.push({ kind, body, answer: answered });
  return { asked, ask };
}

let host: HTMLElement;
beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
});
afterEach(() => {
  host.remove();
  vi.useRealTimers();
});

const press = (key: string): void => void document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));

describe("places in a list", () => {
  const groups = [group("overdue", row("a"), row("b")), group("today", row("c"))];
  it("are found, and the arrows go through all groups", () => {
    expect(placeOf(groups, "c")).toEqual({ group: "today", index: 0 });
    expect(neighbour(groups, "b", 1)).toBe("c");
    expect(neighbour(groups, "c", 1)).toBe("c");
    expect(neighbour(groups, undefined, 1)).toBe("a");
    expect(neighbour([], "a", 1)).toBeUndefined();
  });
  it("pass to what stands there next", () => {
    expect(heir([group("overdue", row("b"))], { group: "overdue", index: 0 })).toBe("b");
    expect(heir([group("overdue", row("a"))], { group: "overdue", index: 1 })).toBe("a");
    expect(heir([group("today", row("c"))], { group: "overdue", index: 0 })).toBe("c");
  });
  it("a form sends only what differs", () => {
    const one = row("a", { notes: "x" });
    expect(edits(one, { subject: " Subject a ", type_id: "t1", due: "2026-11-24", time: "", notes: "x\n", mandatory: false })).toEqual({});
    expect(edits(one, { subject: "Other", type_id: "t1", due: "2026-11-25", time: "", notes: "", mandatory: true })).toEqual({ subject: "Other", mandatory: true, notes: null, due: "2026-11-25", time: "" });
  });
  it("a key typed into a field is no command", () => {
    const input = document.createElement("input");
    host.append(input);
    expect(isCommand({ key: "n", altKey: false, ctrlKey: false, metaKey: false, target: input })).toBe(false);
    expect(isCommand({ key: "n", altKey: false, ctrlKey: true, metaKey: false, target: host })).toBe(false);
    expect(isCommand({ key: "n", altKey: false, ctrlKey: false, metaKey: false, target: host })).toBe(true);
  });
});

describe("a list of activities", () => {
  it("is worked with the keyboard: arrows, space, enter in the form", () => {
    const { asked, ask } = kernel();
    render(host, data([group("today", row("a"), row("b"))]), ask);
    host.querySelector<HTMLElement>("[data-activity=a]")!.focus();
    press("ArrowDown");
    expect((document.activeElement as HTMLElement).dataset["activity"]).toBe("b");
    press(" ");
    const form = host.querySelector("form.wb-act-form")!;
    expect(form.contains(document.activeElement)).toBe(true);
    form.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(asked.at(-1)).toMatchObject({ kind: "activity-done", body: { activity: "b", seen: 1, log: true, minutes: 15 } });
    press("n");
  });
  it("offers in place what comes next, and plans it with one click", () => {
    const { asked, ask } = kernel();
    const list = render(host, data([group("today", row("a"), row("b"))]), ask);
    host.querySelector<HTMLButtonElement>(".wb-act-tick")!.click();
    host.querySelector("form.wb-act-form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    list.update(data([group("today", row("b"))]));
    asked.at(-1)!.answer({ kind: "activity-done", activity: "a", message: "Done.", unit: "u", suggestion: { type: "t2", name: "E-mail", icon: "mail", due: "2026-11-26", day: "Thu 26 Nov" } });
    const items = [...host.querySelectorAll(".wb-act-today li")];
    expect(items[0]!.textContent).toContain("Next: E-mail, Thu 26 Nov");
    host.querySelector<HTMLButtonElement>("[data-do=follow]")!.click();
    expect(asked.at(-1)).toMatchObject({ kind: "activity-follow", body: { activity: "a" } });
  });
  it("keeps an open form when somebody else changes something", () => {
    const { ask } = kernel();
    const list = render(host, data([group("today", row("a"), row("b"))]), ask);
    host.querySelector<HTMLButtonElement>("[data-activity=b] [data-do=edit]")!.click();
    const notes = host.querySelector<HTMLTextAreaElement>("form textarea")!;
    notes.value = "half a word";
    list.update(data([group("overdue", row("c")), group("today", row("a"), row("b", { version: 2 }))]));
    expect(host.querySelector<HTMLTextAreaElement>("form textarea")!.value).toBe("half a word");
  });
  it("says a refusal and keeps the form", () => {
    const { asked, ask } = kernel();
    render(host, data([group("today", row("a"))]), ask);
    host.querySelector<HTMLButtonElement>(".wb-act-tick")!.click();
    host.querySelector("form.wb-act-form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    asked.at(-1)!.answer({ kind: "refuse", message: "Somebody was quicker." });
    expect(host.querySelector("[role=alert]:not([hidden])")!.textContent).toBe("Somebody was quicker.");
    expect(host.querySelector("form.wb-act-form")).not.toBeNull();
  });
  it("text from people stays text, and what may not be changed has no buttons", () => {
    const { ask } = kernel();
    render(host, data([group("today", row("a", { subject: "<img src=x onerror=alert(1)>", may_change: false, deal: { id: "d", label: "<b>x</b>" } }))]), ask);
    expect(host.querySelector("img")).toBeNull();
    expect(host.querySelector(".wb-act-what b")!.textContent).toBe("<img src=x onerror=alert(1)>");
    expect(host.querySelector(".wb-act-do")).toBeNull();
    expect(host.querySelector<HTMLButtonElement>(".wb-act-tick")!.disabled).toBe(true);
  });
  it("is gone after its end", () => {
    const { ask } = kernel();
    const stop = render(host, data([]), ask);
    expect(host.textContent).toContain("Nothing");
    stop();
    expect(host.childElementCount).toBe(0);
  });
});

describe("one line", () => {
  it("shows what was understood, of the last text only", () => {
    vi.useFakeTimers();
    const { asked, ask } = kernel();
    render(host, data([]), ask);
    const line = host.querySelector<HTMLInputElement>(".wb-quick-line")!;
    const type = (text: string): void => {
      line.value = text;
      line.dispatchEvent(new Event("input"));
      vi.advanceTimersByTime(200);
    };
    type("call");
    type("call tomorrow");
    asked[0]!.answer({ kind: "understood", facts: [{ key: "type", icon: "call", text: "old", tone: "plain" }], trouble: "" });
    expect(host.querySelector(".wb-quick-facts")!.textContent).toBe("");
    asked[1]!.answer({ kind: "understood", facts: [{ key: "day", icon: "calendar", text: "Wed 25 Nov", tone: "plain" }], trouble: "No deal 9" });
    expect(host.querySelector(".wb-quick-facts")!.textContent).toBe("Wed 25 Nov");
    expect(host.querySelector(".wb-quick .wb-error")!.textContent).toBe("No deal 9");
  });
  it("is cleared when it was planned and kept when it was refused", () => {
    const { asked, ask } = kernel();
    render(host, data([]), ask);
    const line = host.querySelector<HTMLInputElement>(".wb-quick-line")!;
    const send = (reply: Reply): void => {
      line.value = "call #9";
      host.querySelector("form.wb-quick")!.dispatchEvent(new Event("submit", { cancelable: true }));
      asked.at(-1)!.answer(reply);
    };
    send({ kind: "refuse", message: "No deal 9" });
    expect(line.value).toBe("call #9");
    send({ kind: "acted", message: "Planned.", data: data([group("later", row("z"))]) });
    expect(line.value).toBe("");
    expect(host.querySelector("[data-activity=z]")).not.toBeNull();
  });
});

describe("a timeline", () => {
  const entry = (id: string): Entry => ({
    id, entity: "interaction", version: 1, icon: "call", kind: "call", label: "Call", direction: "out", direction_label: "outgoing", when: "24/11/2026, 12:00",
    day: "2026-11-24", time: "12:00", who: "Ana", subject: `About ${id}`, body: "", outcome: "", minutes: null, minutes_label: "", deal: null, contact: "", may_change: true,
  });
  const told = (entries: Entry[], more = false): TimelineData => ({
    entries, more, kinds: [{ key: "call", label: "Call", icon: "call" }], directions: [{ key: "out", label: "outgoing" }], outcomes: [], may_create: true, of_deal: true,
    today: "2026-11-24", texts: { more: "Older", undo: "Undo" },
  });
  it("joins older entries and tells none twice", () => {
    expect(joined([entry("a")], [entry("a"), entry("b")]).map(({ id }) => id)).toEqual(["a", "b"]);
    const { asked, ask } = kernel();
    renderTimeline(host, told([entry("a")], true), ask);
    host.querySelector<HTMLButtonElement>(".wb-said-entries > button")!.click();
    expect(asked.at(-1)).toMatchObject({ kind: "interaction-more", body: { shown: 1 } });
    asked.at(-1)!.answer({ kind: "entries", entries: [entry("b")], more: false });
    expect(host.querySelectorAll("[data-entry]")).toHaveLength(2);
    expect(host.querySelector(".wb-said-entries > button")).toBeNull();
  });
  it("writes down what was typed, and asks for nothing where nothing was", () => {
    const { asked, ask } = kernel();
    renderTimeline(host, told([]), ask);
    const form = host.querySelector("form")!;
    form.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(asked).toHaveLength(0);
    form.querySelector("textarea")!.value = "They rang.";
    form.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(asked.at(-1)).toMatchObject({ kind: "interaction-log", body: { values: { kind: "call", direction: "out", body: "They rang." } } });
  });
  it("offers the way back after an entry was put away", () => {
    const { asked, ask } = kernel();
    renderTimeline(host, told([entry("a")]), ask);
    host.querySelector<HTMLButtonElement>("[data-do=archive]")!.click();
    asked.at(-1)!.answer({ kind: "acted", message: "Archived.", interaction: "a", version: 2, data: told([]) });
    host.querySelector<HTMLButtonElement>("[data-do=undo]")!.click();
    expect(asked.at(-1)).toMatchObject({ kind: "interaction-archive", body: { interaction: "a", seen: 2, archived: false } });
  });
});
