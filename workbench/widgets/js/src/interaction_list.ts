/**
 * A timeline of interactions and done activities, latest first, with a form to write one down.
 *
 * `render(host, data, ask)` returns the clean-up; its `update(data)` shows new data and leaves an open form alone.
 */
import type { Ask, Texts } from "./activity_data";
import { field, options } from "./activity_forms";
import { el, icon } from "./elements";
import type { Reply } from "./talk";

export interface Entry {
  id: string;
  entity: "interaction" | "activity";
  version: number;
  icon: string;
  kind: string;
  label: string;
  direction: string;
  direction_label: string;
  when: string;
  day: string;
  time: string;
  who: string;
  subject: string;
  body: string;
  outcome: string;
  minutes: number | null;
  minutes_label: string;
  deal: { id: string; label: string } | null;
  contact: string;
  may_change: boolean;
}

export interface TimelineData {
  entries: Entry[];
  more: boolean;
  kinds: { key: string; label: string; icon: string }[];
  directions: { key: string; label: string }[];
  outcomes: string[];
  may_create: boolean;
  of_deal: boolean;
  today: string;
  texts: Texts;
}

export interface Mounted {
  (): void;
  update(data: TimelineData): void;
}

interface Archived {
  interaction: string;
  version: number;
  message: string;
}

export function render(host: HTMLElement, data: TimelineData, ask: Ask): Mounted {
  const list = new InteractionList(data, ask);
  host.append(list.root);
  return Object.assign(() => list.root.remove(), { update: (next: TimelineData) => list.update(next) });
}

/** Older entries join those that are there; one that is there already is not told twice. */
export function joined(shown: readonly Entry[], older: readonly Entry[]): Entry[] {
  const known = new Set(shown.map((entry) => entry.id));
  return [...shown, ...older.filter((entry) => !known.has(entry.id))];
}

class InteractionList {
  readonly root: HTMLElement;
  readonly #notice = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  readonly #calm = el("div", { class: "wb-notice", role: "status", hidden: true });
  readonly #top = el("div", { class: "wb-said-top" });
  readonly #body = el("div", { class: "wb-said-entries" });
  #data: TimelineData;
  #editing: string | null = null;
  #busy = false;

  constructor(data: TimelineData, private readonly ask: Ask) {
    this.#data = data;
    this.root = el("section", { class: "wb-said", "aria-label": data.texts["list"] }, this.#top, this.#notice, this.#calm, this.#body);
    if (data.may_create) this.#top.append(this.#form(null));
    this.#draw();
  }

  update(data: TimelineData): void {
    this.#data = data;
    if (this.#editing === null) this.#draw();
  }

  #draw(): void {
    const { entries, more, texts } = this.#data;
    this.#body.replaceChildren(
      entries.length === 0 ? el("p", { class: "wb-hint" }, texts["nothing"]) : el("ol", {}, ...entries.map((entry) => el("li", {}, this.#editing === entry.id ? this.#form(entry) : this.#entry(entry)))),
      ...(more ? [el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => this.#older() }, texts["more"])] : []),
    );
  }

  #entry(entry: Entry): HTMLElement {
    const facts = [entry.label, entry.direction_label, entry.who, entry.minutes_label, ...(this.#data.of_deal ? [] : [entry.contact, entry.deal?.label ?? ""])];
    return el(
      "article",
      { class: "wb-said-entry", "data-entry": entry.id },
      el("span", { class: "wb-act-icon" }, icon(entry.icon, 18)),
      el("div", { class: "wb-said-what" },
        el("header", {}, el("b", {}, entry.subject), el("time", { class: "wb-number" }, entry.when)),
        el("small", { class: "wb-act-facts" }, ...facts.filter((fact) => fact !== "").map((fact) => el("span", {}, fact)), entry.outcome !== "" && el("span", { class: "wb-badge" }, entry.outcome)),
        entry.body !== "" && el("p", {}, entry.body)),
      entry.may_change && el("div", { class: "wb-act-do" },
        this.#button("edit", "edit", () => this.#edit(entry.id)),
        this.#button("archive", "archive", () => this.#send("interaction-archive", { interaction: entry.id, seen: entry.version, archived: true }, (reply) => this.#offerBack(reply)))),
    );
  }

  #button(text: string, drawing: string, act: () => void): HTMLElement {
    const label = this.#data.texts[text] ?? "";
    return el("button", { type: "button", class: "wb-icon-button", title: label, "aria-label": label, "data-do": text, onclick: act }, icon(drawing, 16));
  }

  /** The form of a new interaction, or of one that is corrected. */
  #form(entry: Entry | null): HTMLFormElement {
    const { texts, kinds, directions, outcomes, today } = this.#data;
    const list = `wb-outcomes-${Math.random().toString(36).slice(2, 8)}`;
    const kind = el("select", { class: "wb-input" }, ...options(kinds.map(({ key, label }) => [key, label]), entry?.kind ?? kinds[0]?.key ?? "", entry?.label ?? ""));
    const direction = el("select", { class: "wb-input" }, ...options(directions.map(({ key, label }) => [key, label]), entry?.direction ?? "out", ""));
    const subject = el("input", { class: "wb-input", type: "text", maxlength: 500, value: entry?.subject ?? "", placeholder: texts["subject"], "aria-label": texts["subject"] });
    const body = el("textarea", { class: "wb-input", rows: entry ? 4 : 2, maxlength: 20_000, placeholder: texts["body"], "aria-label": texts["body"] });
    body.value = entry?.body ?? "";
    const outcome = el("input", { class: "wb-input", type: "text", maxlength: 200, value: entry?.outcome ?? "", list });
    const minutes = el("input", { class: "wb-input", type: "number", min: 0, max: 1440, value: entry?.minutes ?? "" });
    const day = el("input", { class: "wb-input", type: "date", value: entry?.day ?? "", max: today });
    const time = el("input", { class: "wb-input", type: "time", value: entry?.time ?? "" });
    const form = el(
      "form",
      { class: "wb-said-form", "aria-label": entry ? texts["edit"] : texts["log"] },
      subject, body,
      el("div", { class: "wb-act-fields" },
        field(texts["kind"], kind), field(texts["direction"], direction), field(texts["day"], day), field(texts["time"], time),
        field(texts["minutes"], minutes), field(texts["outcome"], outcome)),
      el("datalist", { id: list }, ...outcomes.map((text) => el("option", { value: text }))),
      el("div", { class: "wb-act-form-foot" },
        entry && el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => this.#edit(null) }, texts["cancel"]),
        el("button", { type: "submit", class: "wb-button wb-button-primary" }, entry ? texts["save"] : texts["log"])),
    );
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !entry) return;
      event.preventDefault();
      event.stopPropagation();
      this.#edit(null);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (subject.value.trim() === "" && body.value.trim() === "") return subject.focus();
      const spent = minutes.value === "" ? null : Math.round(Number(minutes.value));
      const values: Record<string, unknown> = {
        kind: kind.value, direction: direction.value, subject: subject.value.trim(), body: body.value.trim() || null,
        outcome: outcome.value.trim() || null, minutes: Number.isFinite(spent) ? spent : null,
      };
      if (!entry || day.value !== entry.day || time.value !== entry.time) Object.assign(values, { day: day.value, time: time.value });
      if (entry) return this.#send("interaction-save", { interaction: entry.id, seen: entry.version, values }, () => this.#edit(null));
      this.#send("interaction-log", { values }, () => {
        form.reset();
        subject.focus();
      });
    });
    return form;
  }

  #edit(id: string | null): void {
    this.#editing = id;
    this.#draw();
    if (id !== null) this.#body.querySelector<HTMLElement>("form input")?.focus();
  }

  #older(): void {
    this.#send("interaction-more", { shown: this.#data.entries.length }, (reply) => {
      const older = (reply["entries"] as Entry[] | undefined) ?? [];
      this.#data = { ...this.#data, entries: joined(this.#data.entries, older), more: Boolean(reply["more"]) };
      this.#draw();
    });
  }

  #offerBack(reply: Reply): void {
    const gone: Archived = { interaction: String(reply["interaction"]), version: Number(reply["version"]), message: String(reply["message"] ?? "") };
    const back = (): void => this.#send("interaction-archive", { interaction: gone.interaction, seen: gone.version, archived: false }, () => this.#quiet());
    this.#calm.replaceChildren(el("span", {}, gone.message), el("button", { type: "button", class: "wb-button wb-button-quiet", "data-do": "undo", onclick: back }, this.#data.texts["undo"]));
    this.#calm.hidden = false;
  }

  #quiet(): void {
    this.#calm.replaceChildren();
    this.#calm.hidden = true;
  }

  #send(kind: string, body: Record<string, unknown>, went: (reply: Reply) => void): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#say("");
    this.#quiet();
    this.ask(kind, body, (reply) => {
      this.#busy = false;
      if (reply.kind === "refuse") return this.#say(String(reply["message"] ?? ""));
      if (reply["data"]) this.#data = reply["data"] as TimelineData;
      if (reply["data"]) this.#draw();
      went(reply);
    }, () => {
      this.#busy = false;
      this.#say(this.#data.texts["late"] ?? "");
    });
  }

  #say(text: string): void {
    this.#notice.textContent = text;
    this.#notice.hidden = text === "";
  }
}
