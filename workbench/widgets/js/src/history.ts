/** The history: what was done, by day, latest first; each change can be taken back by who made it. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import { answer, Notice } from "./editor_notice";
import { debounced, el, icon } from "./elements";
import { type Reply, talk } from "./talk";

type Texts = Record<string, string>;

interface Change {
  label: string;
  before: string;
  after: string;
}

interface Touched {
  entity: string;
  label: string;
  id: string;
  name: string;
  new: boolean;
  fields: Change[];
  lines: string[];
}

interface Entry {
  unit: string;
  at: string;
  day: string;
  time: string;
  who: string;
  what: string;
  origin: string;
  why: string;
  takes_back: string;
  records: Touched[];
  more: string;
  undo: boolean;
}

interface State {
  head: { entries: Entry[]; more: boolean; filter: Record<string, string> };
  choices: Record<string, { value: string; label: string }[]>;
  may_export: boolean;
  texts: Texts;
}

export function render({ model, el: host }: RenderProps<State>): () => void {
  const view = new HistoryView(model);
  host.append(view.root);
  return () => view.stop();
}

class HistoryView {
  readonly root = el("div", { class: "wb-root wb-past-all" });
  readonly #model: AnyModel<State>;
  readonly #texts: Texts;
  readonly #talk;
  readonly #notice = new Notice(() => this.#list.focus());
  readonly #bar = el("div", { class: "wb-past-bar", role: "search" });
  readonly #list = el("div", { class: "wb-past-list", tabindex: -1 });
  readonly #inputs: Record<string, HTMLInputElement | HTMLSelectElement> = {};
  #entries: Entry[] = [];
  #more = false;
  #asked = "";

  constructor(model: AnyModel<State>) {
    this.#model = model;
    this.#texts = model.get("texts");
    this.#talk = talk(model);
    this.#drawBar();
    this.root.append(this.#bar, this.#notice.root, this.#list);
    model.on("change:head", this.#arrived);
    this.#arrived();
  }

  stop(): void {
    this.#model.off("change:head", this.#arrived);
    this.#talk.stop();
    this.root.remove();
  }

  readonly #arrived = (): void => {
    const { entries, more } = this.#model.get("head");
    const before = this.#entries;
    this.#entries = entries;
    this.#more = more;
    if (before.length > entries.length && before.some((entry) => entry.unit === entries.at(-1)?.unit)) {
      const last = before.findIndex((entry) => entry.unit === entries.at(-1)!.unit);
      this.#entries = [...entries, ...before.slice(last + 1)];
      this.#more = true;
    }
    this.#draw();
  };

  #drawBar(): void {
    const texts = this.#texts;
    const { filter } = this.#model.get("head");
    const tell = (): void => void this.#talk.ask("filter", Object.fromEntries(Object.entries(this.#inputs).map(([key, input]) => [key, input.value])), (reply) => {
      if (reply.kind === "refuse") this.#notice.say(String(reply["message"]), "bad");
      else this.#notice.clear();
    }, () => this.#late());
    const later = debounced(tell, 250);
    const choice = (key: string): HTMLElement => {
      const input = el("select", { class: "wb-input", onchange: tell }, el("option", { value: "" }, texts["all"]), ...(this.#model.get("choices")[key] ?? []).map(({ value, label }) => el("option", { value }, label)));
      return this.#field(key, input);
    };
    const day = (key: string): HTMLElement => this.#field(key, el("input", { class: "wb-input", type: "date", onchange: tell }));
    const text = this.#field("text", el("input", { class: "wb-input", type: "search", maxlength: 200, oninput: () => later() }));
    const clear = (): void => {
      for (const input of Object.values(this.#inputs)) input.value = "";
      tell();
    };
    this.#bar.setAttribute("aria-label", texts["history"] ?? "");
    this.#bar.append(
      el("h2", {}, texts["history"]), choice("who"), choice("entity"), day("since"), day("until"), text,
      el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: clear }, texts["clear"]),
    );
    if (this.#model.get("may_export"))
      this.#bar.append(el("button", { type: "button", class: "wb-button", onclick: () => void this.#talk.ask("export") }, icon("download", 16), texts["export"]));
    for (const [key, value] of Object.entries(filter)) if (this.#inputs[key]) this.#inputs[key].value = value;
  }

  #field<T extends HTMLInputElement | HTMLSelectElement>(key: string, input: T): HTMLElement {
    this.#inputs[key] = input;
    return el("label", { class: "wb-field" }, el("span", { class: "wb-label" }, this.#texts[key]), input);
  }

  #draw(): void {
    const texts = this.#texts;
    const active = document.activeElement;
    const held = active instanceof HTMLElement && this.#list.contains(active) ? active.dataset["do"] : undefined;
    const days: HTMLElement[] = [];
    let rows: HTMLElement | null = null;
    let shown = "";
    for (const entry of this.#entries) {
      if (!rows || entry.day !== shown) {
        rows = el("ol", {});
        days.push(el("section", { class: "wb-past-day" }, el("h3", {}, entry.day), rows));
        shown = entry.day;
      }
      rows.append(this.#entry(entry));
    }
    this.#list.replaceChildren(
      ...(days.length ? days : [el("div", { class: "wb-empty" }, icon("history", 28), el("h3", {}, texts["empty"]), el("p", {}, texts["empty_why"]))]),
      ...(this.#more ? [el("button", { type: "button", class: "wb-button", "data-do": "more", onclick: () => this.#older() }, texts["more"])] : []),
    );
    if (held) this.#list.querySelector<HTMLElement>(`[data-do="${CSS.escape(held)}"]`)?.focus();
  }

  #entry(entry: Entry): HTMLElement {
    const texts = this.#texts;
    return el(
      "li",
      { class: "wb-past-entry" },
      el("time", { class: "wb-number" }, entry.time),
      el(
        "div",
        {},
        el("header", {}, el("strong", {}, entry.who), " ", el("span", {}, entry.what), entry.origin !== "" && el("small", {}, entry.origin)),
        entry.why !== "" && el("p", {}, entry.why),
        entry.takes_back !== "" && el("p", { class: "wb-hint" }, texts["taken_back"]),
        el("ul", {}, ...entry.records.map((record) => this.#record(record)), entry.more !== "" && el("li", { class: "wb-hint" }, entry.more)),
        entry.undo && this.#back(entry),
      ),
    );
  }

  #record(record: Touched): HTMLElement {
    const opens = record.entity === "opportunity" || record.entity === "contact";
    const name = opens
      ? el("button", { type: "button", class: "wb-past-open", title: this.#texts["open"], onclick: () => void this.#talk.ask("open", { entity: record.entity, id: record.id }, (reply) => reply.kind === "refuse" && this.#notice.say(String(reply["message"]), "bad")) }, record.name)
      : el("span", {}, record.name);
    return el(
      "li",
      {},
      el("small", {}, record.label), " ", name, record.new && el("span", { class: "wb-badge" }, this.#texts["new"]),
      record.lines.length > 0 && el("ul", { class: "wb-past-fields" }, ...record.lines.map((line) => el("li", {}, line))),
      record.fields.length > 0 && el("ul", { class: "wb-past-fields" }, ...record.fields.map(({ label, before, after }) => el("li", {}, el("b", {}, `${label} `), el("s", {}, before), " → ", el("span", {}, after)))),
    );
  }

  #back(entry: Entry): HTMLElement {
    const texts = this.#texts;
    const name = `undo/${entry.unit}`;
    const ask = (unit: string): void => {
      this.#asked = unit;
      this.#draw();
      this.#list.querySelector<HTMLElement>(`[data-do="${CSS.escape(name)}"]`)?.focus();
    };
    if (this.#asked !== entry.unit)
      return el("button", { type: "button", class: "wb-button wb-button-quiet wb-past-undo", "data-do": name, onclick: () => ask(entry.unit) }, icon("undo", 14), texts["undo"]);
    const go = el("button", { type: "button", class: "wb-button wb-button-primary", "data-do": name, onclick: () => this.#undo(entry.unit) }, texts["undo"]);
    return el("div", { class: "wb-past-sure", role: "group", "aria-label": texts["sure"] }, el("span", {}, texts["sure"]), go, answer(texts["cancel"], () => ask("")));
  }

  #undo(unit: string): void {
    this.#asked = "";
    this.#talk.ask("undo", { unit }, (reply: Reply) => {
      this.#notice.say(String(reply["message"] ?? ""), reply.kind === "saved" ? "good" : "bad");
      this.#draw();
    }, () => this.#late());
  }

  #older(): void {
    const last = this.#entries.at(-1);
    if (!last) return;
    this.#talk.ask("more", { at: last.at, unit: last.unit }, (reply) => {
      if (reply.kind !== "page") return;
      const known = new Set(this.#entries.map(({ unit }) => unit));
      this.#entries = [...this.#entries, ...(reply["entries"] as Entry[]).filter(({ unit }) => !known.has(unit))];
      this.#more = Boolean(reply["more"]);
      this.#draw();
    }, () => this.#late());
  }

  #late(): void {
    this.#notice.say(this.#texts["late"] ?? "", "bad");
  }
}

export default { render };
