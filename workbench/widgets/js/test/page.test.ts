import { afterEach, describe, expect, it, vi } from "vitest";
import { historyStep, readLink, writeLink } from "../src/link";
import { initials } from "../src/navigation";
import { talk } from "../src/talk";

afterEach(() => vi.useRealTimers());

function channel() {
  const listeners: ((content: unknown) => void)[] = [];
  const sent: { kind: string; request: string }[] = [];
  return {
    sent, listeners,
    hear: (content: unknown) => listeners.forEach((listen) => listen(content)),
    send: (content: unknown) => void sent.push(content as { kind: string; request: string }),
    on: (_event: "msg:custom", listen: (content: unknown) => void) => void listeners.push(listen),
    off: (_event: "msg:custom", listen: (content: unknown) => void) => void listeners.splice(listeners.indexOf(listen), 1),
  };
}

describe("links", () => {
  it("come back as they were written and leave other parameters alone", () => {
    const link = { view: "progress", filter: '{"owner":["ana & co"]}', lang: "it" };
    const search = writeLink("?token=1&view=home&workflow=x", link);
    expect(readLink(search)).toEqual(link);
    expect(search).toContain("token=1");
    expect(search).not.toContain("workflow");
  });
  it("a view is a step in the browser's history, a filter is not", () => {
    expect(historyStep({ view: "home" }, { view: "stages" })).toBe("push");
    expect(historyStep({ view: "home", filter: "{}" }, { view: "home", filter: "x" })).toBe("replace");
    expect(historyStep({}, { view: "home" })).toBe("replace");
    expect(historyStep({ view: "home" }, { view: "home", workflow: "" })).toBe("none");
  });
});

describe("asking the kernel", () => {
  it("each answer finds its question", () => {
    const line = channel();
    const talking = talk(line);
    const first = vi.fn();
    const second = vi.fn();
    talking.ask("rows", {}, first);
    talking.ask("rows", {}, second);
    line.hear({ kind: "page", request: line.sent[1]!.request });
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });
  it("a dead kernel is noticed, and a late answer then changes nothing", () => {
    vi.useFakeTimers();
    const line = channel();
    const answered = vi.fn();
    const late = vi.fn();
    talk(line, () => {}, 1000).ask("save", {}, answered, late);
    vi.advanceTimersByTime(1001);
    line.hear({ kind: "saved", request: line.sent[0]!.request });
    expect(late).toHaveBeenCalledOnce();
    expect(answered).not.toHaveBeenCalled();
  });
  it("nothing is heard after the end", () => {
    const line = channel();
    talk(line).stop();
    expect(line.listeners).toHaveLength(0);
  });
});

it.each([["Ana Maria Popescu", "AP"], ["root", "RO"], ["", "?"]])("the initials of %s are %s", (name, letters) => expect(initials(name)).toBe(letters));
