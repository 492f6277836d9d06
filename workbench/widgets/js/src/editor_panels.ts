/** The editor's parts behind their tabs: form and lines are there at once, the others are read when they are looked at. */
import type { AnyModel } from "@anywidget/types";
import type { ListData } from "./activity_data";
import { render as renderActivities } from "./activity_list";
import type { State } from "./editor";
import { type ContactData, ContactPart } from "./editor_contact";
import { Alike } from "./editor_alike";
import { Details } from "./editor_details";
import type { Draft } from "./editor_draft";
import type { Control, Hit } from "./editor_fields";
import { type HistoryData, HistoryPart } from "./editor_history";
import { LinesPart } from "./editor_lines";
import { ListPart } from "./editor_lists";
import { answer, type Notice } from "./editor_notice";
import { TabStrip } from "./editor_tabs";
import type { Deal, Part, Texts } from "./editor_values";
import { el } from "./elements";
import { render as renderInteractions, type TimelineData } from "./interaction_list";
import { lineTotals } from "./line_amounts";
import type { Reply, Talk } from "./talk";

const TYPED = ["details", "lines"];
const ASKED = ["activities", "interactions", "contact", "history"];

export interface PanelActions {
  changed(): void;
  open(opportunity: string): void;
  undo(unit: string, many: boolean): void;
  contact(contact: string): void;
}

export class Parts {
  readonly root = el("div", { class: "wb-edit-body" });
  readonly strip: TabStrip;
  readonly #texts: Texts;
  readonly #alike: Alike;
  readonly #details: Details;
  readonly #lines: LinesPart;
  readonly #contact: ContactPart;
  readonly #history: HistoryPart;
  readonly #lists: Map<string, ListPart<ListData> | ListPart<TimelineData>>;
  readonly #all: Map<string, Part>;
  readonly #panels = new Map<string, HTMLElement>();
  readonly #stale = new Set<string>();
  #deal: Deal | null = null;

  constructor(model: AnyModel<State>, private readonly draft: Draft, private readonly talk: Talk, private readonly notice: Notice, on: PanelActions) {
    const texts = (this.#texts = model.get("texts"));
    const around = { texts, separators: model.get("separators"), draft, changed: () => on.changed() };
    this.strip = new TabStrip(model.get("tabs"), texts["tabs"] ?? "", (key) => this.tab(key));
    this.#details = new Details({
      ...around, fields: model.get("fields"), sections: model.get("sections"),
      contacts: (text, answered) => void talk.ask("contacts", { text }, (reply) => reply.kind === "contacts" && answered(reply["hits"] as Hit[])),
    });
    this.#alike = new Alike(draft, talk, texts, (key) => on.open(key));
    this.#lines = new LinesPart({ ...around, families: model.get("families"), lineTexts: model.get("line_texts") });
    this.#contact = new ContactPart(texts, { open: (key) => on.open(key), contact: model.get("shows_contacts") ? (key) => on.contact(key) : undefined });
    this.#history = new HistoryPart(texts, (unit, many) => on.undo(unit, many));
    this.#lists = new Map<string, ListPart<ListData> | ListPart<TimelineData>>([
      ["activities", new ListPart<ListData>((host, data) => renderActivities(host, data, this.#ask))],
      ["interactions", new ListPart<TimelineData>((host, data) => renderInteractions(host, data, this.#ask))],
    ]);
    this.#all = new Map<string, Part>([["details", this.#details], ["lines", this.#lines], ...this.#lists, ["contact", this.#contact], ["history", this.#history]]);
    for (const [key, part] of this.#all)
      this.#panels.set(key, el("div", { class: "wb-edit-panel", role: "tabpanel", id: `wb-panel-${key}`, "aria-labelledby": `wb-tab-${key}`, hidden: true }, part.root));
    this.#panels.get("details")!.prepend(this.#alike.root);
    this.root.append(...this.#panels.values());
  }

  /** Whether the person is in the form or the lines. */
  get typing(): boolean {
    return TYPED.some((key) => this.#panels.get(key)!.contains(document.activeElement));
  }

  /** Another deal: the tab stays where the deal has it. */
  open(deal: Deal): void {
    const offered = this.#offer(deal);
    this.tab(deal.id !== null && offered.includes(this.strip.shown) ? this.strip.shown : "details");
    this.root.scrollTop = 0;
  }

  /** The same deal at a newer version: what was read of it is stale. */
  newer(deal: Deal): void {
    this.#offer(deal);
    this.#read(this.strip.shown);
  }

  show(deal: Deal): void {
    for (const part of this.#all.values()) part.show(deal);
  }

  /** Something was typed: sums and marks follow. */
  changed(deal: Deal): void {
    const { lines, changes, linesChanged } = this.draft;
    const why = this.#texts["changed"] ?? "";
    this.#details.amounts(lineTotals(lines), lines.length > 0);
    this.#lines.currency(deal);
    this.#alike.show(deal);
    this.strip.mark("lines", lines.length ? String(lines.length) : "", deal.id !== null && linesChanged, why);
    this.strip.mark("details", "", deal.id !== null && Object.keys(changes).length > 0, why);
  }

  /** Activities or interactions were changed elsewhere. */
  acted(): void {
    for (const key of this.#lists.keys()) this.#stale.add(key);
    this.#read(this.strip.shown);
  }

  tab(key: string): void {
    this.strip.show(key);
    for (const [name, panel] of this.#panels) panel.hidden = name !== key;
    this.#read(key);
  }

  field(key: string): Control | undefined {
    return this.#details.field(key);
  }

  label(key: string): string {
    return this.field(key)?.spec.label ?? (key === "lines" ? this.#texts["lines"] ?? "" : "");
  }

  /** Shows a refusal beside what was refused; tells whether there is such a place. */
  refuse(field: string, message: string): boolean {
    const line = /^lines\.(\d+)\.(\w+)$/.exec(field);
    if (line) {
      this.tab("lines");
      this.#lines.refuse(Number(line[1]) - 1, line[2]!, message);
      return false;
    }
    const control = this.field(field);
    if (!control) return false;
    this.tab("details");
    control.refuse(message);
    control.focus();
    return true;
  }

  focus(): void {
    this.#all.get(this.strip.shown)?.focus();
  }

  stop(): void {
    this.#alike.stop();
    for (const part of this.#all.values()) part.stop();
  }

  #offer(deal: Deal): string[] {
    this.#deal = deal;
    for (const key of ASKED) this.#stale.add(key);
    const offered = deal.id === null || deal.past ? TYPED : [...this.#all.keys()];
    this.strip.offer(offered);
    return offered;
  }

  /** Reads what a tab shows, where that is stale. */
  #read(key: string): void {
    const deal = this.#deal;
    if (!this.#stale.has(key) || !deal?.id || deal.past) return;
    this.#stale.delete(key);
    const late = (): void => {
      this.#stale.add(key);
      this.notice.say(this.#texts["late"] ?? "", "bad", [answer(this.#texts["again"], () => { this.notice.clear(); this.#read(key); })]);
    };
    this.talk.ask("tab", { tab: key }, (reply) => {
      if (reply.kind === "tab" && this.#deal?.id === deal.id) this.#fill(key, reply["data"], deal.id ?? "");
      else if (reply.kind === "refuse") this.notice.say(String(reply["message"] ?? ""), "bad");
    }, late);
  }

  #fill(key: string, data: unknown, of: string): void {
    if (key === "contact") this.#contact.fill(data as ContactData);
    else if (key === "history") this.#history.fill(data as HistoryData);
    else this.#lists.get(key)?.fill(data, of);
  }

  /** What the lists ask; a change in one shows in the others. */
  readonly #ask = (kind: string, body: Record<string, unknown> = {}, answered: (reply: Reply) => void = () => {}, late: () => void = () => {}): string => {
    for (const key of ASKED) if (key !== this.strip.shown) this.#stale.add(key);
    return this.talk.ask(kind, body, answered, late);
  };
}
