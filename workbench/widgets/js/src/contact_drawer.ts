/** The drawer of a contact: details, people, deals, activities, history, duplicates, and what can be done with a lead. */
import type { AnyModel } from "@anywidget/types";
import { mergePanel } from "./merge_panel";
import { activityList, askForm, type Asked, contactHistory, dealList, likenessList, peopleList, refuseAnswer } from "./contact_parts";
import type { Contact, Likeness, MergePreview, State } from "./contact_values";
import { type Control, control, type Hit } from "./editor_fields";
import { disputeQuestion, worded } from "./editor_parts";
import { debounced, el, icon, keepFocusInside } from "./elements";
import { changes, type FieldValue, merged, type Values } from "./merge";
import type { Reply, Talk } from "./talk";

const TABS = ["details", "people", "deals", "activities", "history", "duplicates"] as const;
const TELLING = new Set(["name", "vat_number", "email", "phone", "country"]);
type Tab = (typeof TABS)[number];

export class ContactDrawer {
  readonly root = el("div", { class: "wb-root wb-edit wb-contact", hidden: true });
  readonly #drawer: HTMLElement;
  readonly #head = el("header", { class: "wb-edit-head" });
  readonly #acts = el("div", { class: "wb-contact-acts wb-contact-lead" });
  readonly #tabs = el("div", { class: "wb-contact-tabs", role: "tablist" });
  readonly #notice = el("div", { class: "wb-edit-notices", "aria-live": "polite" });
  readonly #body = el("div", { class: "wb-edit-body", role: "tabpanel", tabindex: -1 });
  readonly #foot = el("footer", { class: "wb-edit-foot" });
  readonly #alike = el("div", { class: "wb-contact-alike", "aria-live": "polite", hidden: true });
  readonly #controls = new Map<string, Control>();
  readonly #texts: Record<string, string>;
  readonly #lookAlike = debounced(() => this.#askAlike(), 350);
  #opened: Values = {};
  #draft: Values = {};
  #disputed = new Set<string>();
  #tab: Tab = "details";
  #asking: HTMLFormElement | null = null;
  #before: Element | null = null;
  #busy = false;

  constructor(readonly model: AnyModel<State>, readonly channel: Talk) {
    this.#texts = model.get("texts");
    this.#drawer = el("div", { class: "wb-edit-drawer wb-contact-drawer", role: "dialog", "aria-modal": "true", "aria-labelledby": "wb-contact-title", tabindex: -1 },
      this.#head, this.#acts, this.#tabs, this.#notice, this.#body, this.#foot);
    this.root.append(el("div", { class: "wb-scrim", onclick: () => this.#leave() }), this.#drawer);
    model.on("change:contact", this.#arrived);
    this.root.addEventListener("keydown", this.#key);
    this.#arrived();
  }

  stop(): void {
    this.model.off("change:contact", this.#arrived);
    this.#lookAlike.cancel();
    this.root.remove();
  }

  /** Asks for two contacts side by side, shown in the drawer of the first. */
  askMerge(keep: string, drop: string): void {
    this.channel.ask("preview", { keep, drop }, (reply) => {
      if (reply.kind === "preview") this.#showMerge(reply["preview"] as MergePreview);
      else this.#say(String(reply["message"] ?? ""));
    }, () => this.#late());
  }

  get #contact(): Contact | null {
    return this.model.get("contact");
  }

  readonly #arrived = (): void => {
    const contact = this.#contact;
    if (!contact) {
      this.#hide();
      return;
    }
    const first = this.root.hidden;
    if (first) {
      this.#before = document.activeElement;
      this.#tab = "details";
    }
    if (contact.id === null) this.#tab = "details";
    this.#show(contact, contact.values);
    this.#say("");
    this.root.hidden = false;
    if (first || contact.id === null) (contact.id === null ? this.#controls.get("name") : undefined)?.focus();
    if (!this.#drawer.contains(document.activeElement)) this.#drawer.focus();
  };

  #show(contact: Contact, draft: Values): void {
    this.#opened = contact.values;
    this.#draft = { ...draft };
    this.#disputed.clear();
    this.#asking = null;
    this.#alike.hidden = true;
    this.#drawHead(contact);
    this.#drawActs(contact);
    this.#drawTabs(contact);
    this.#drawBody(contact);
    this.#drawFoot();
  }

  #hide(): void {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.#opened = this.#draft = {};
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
  }

  #drawHead(contact: Contact): void {
    this.#head.replaceChildren(
      el("div", { class: "wb-edit-name" },
        el("div", { class: "wb-edit-number" }, ...contact.badges.map(({ text, tone }) => el("span", { class: `wb-badge wb-badge-${tone === "won" ? "won" : tone === "lead" ? "lead" : "lost"}` }, text))),
        el("h2", { id: "wb-contact-title" }, contact.title)),
      el("button", { type: "button", class: "wb-icon-button", "aria-label": this.#texts["close"] ?? "", title: this.#texts["close"], onclick: () => this.#leave() }, icon("close", 20)));
  }

  #drawActs(contact: Contact): void {
    const texts = this.#texts;
    const act = (key: string, onclick: () => void, kind = ""): HTMLElement =>
      el("button", { type: "button", class: `wb-button ${kind}`, "data-act": key, onclick }, texts[key]);
    const can = contact.id !== null && contact.read_only === "" && !contact.archived;
    const lead = can && contact.is_lead;
    this.#acts.replaceChildren(...[
      lead && contact.lead_status !== "working" && contact.lead_status !== "qualified" && act("work", () => this.#mark("working")),
      lead && contact.lead_status !== "qualified" && act("qualify", () => this.#mark("qualified")),
      lead && contact.lead_status !== "disqualified" && act("disqualify", () => this.#askWhy()),
      can && contact.may_create && act("to_deal", () => this.#askDeal(contact), lead ? "wb-button-primary" : ""),
      can && !contact.is_customer && act("to_customer", () => this.#askCustomer(contact)),
    ].filter((node): node is HTMLElement => node !== false));
    if (contact.lead_reason) this.#acts.append(el("p", { class: "wb-hint" }, contact.lead_reason));
    this.#acts.hidden = this.#acts.childElementCount === 0;
  }

  #drawTabs(contact: Contact): void {
    const counts: Partial<Record<Tab, number>> = {
      people: contact.people.length, deals: contact.deals.length, activities: contact.activities.length, duplicates: contact.duplicates.length,
    };
    this.#tabs.hidden = contact.id === null;
    this.#tabs.replaceChildren(...TABS.map((tab) =>
      el("button", {
        type: "button", role: "tab", id: `wb-contact-tab-${tab}`, "aria-selected": String(tab === this.#tab), tabindex: tab === this.#tab ? 0 : -1,
        "data-tab": tab, onclick: () => this.#choose(tab), onkeydown: (event: KeyboardEvent) => this.#tabKey(event, tab),
      }, el("span", {}, this.#texts[tab]), (counts[tab] ?? 0) > 0 && el("small", {}, String(counts[tab])))));
    this.#body.setAttribute("aria-labelledby", `wb-contact-tab-${this.#tab}`);
  }

  #choose(tab: Tab): void {
    const contact = this.#contact;
    if (!contact) return;
    this.#tab = tab;
    this.#asking = null;
    this.#drawTabs(contact);
    this.#drawBody(contact);
    this.#drawFoot();
    this.#tabs.querySelector<HTMLElement>(`[data-tab="${tab}"]`)?.focus();
  }

  #tabKey(event: KeyboardEvent, tab: Tab): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#choose(TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]!);
  }

  #drawBody(contact: Contact): void {
    this.#controls.clear();
    const open = (id: string): void => this.#open(id);
    const deal = (id: string): void => void this.channel.ask("deal", { opportunity: id }, (reply) => reply.kind === "refuse" && this.#say(String(reply["message"] ?? "")));
    const parts: Record<Tab, () => HTMLElement[]> = {
      details: () => this.#details(contact),
      people: () => [peopleList(contact, this.#texts, { open, add: () => this.#guarded(() => this.#request("new", { lead: false, parent: contact.id })) })],
      deals: () => [dealList(contact, this.#texts, deal)],
      activities: () => [activityList(contact, this.#texts, deal)],
      history: () => [contactHistory(contact, this.#texts, {
        undo: (unit) => this.#send("undo", { ...this.#which(), unit }), unmerge: (unit) => this.#send("unmerge", { unit }),
      })],
      duplicates: () => [contact.duplicates.length
        ? likenessList(contact.duplicates, this.#texts, { open, ...(contact.read_only === "" ? { merge: (id: string) => this.#guarded(() => this.askMerge(contact.id!, id)) } : {}) })
        : el("p", { class: "wb-contact-none" }, this.#texts["no_duplicates"])],
    };
    this.#body.replaceChildren(...parts[this.#tab]());
    this.#body.scrollTop = 0;
  }

  #details(contact: Contact): HTMLElement[] {
    return [this.#alike, ...this.model.get("sections").map(({ key, label }) =>
      el("section", { class: "wb-edit-section" }, el("h3", {}, label),
        el("div", { class: "wb-edit-grid" }, ...this.model.get("fields").filter(({ section }) => section === key).map((spec) => {
          const field = control(spec, {
            texts: this.#texts, separators: this.model.get("separators"), changed: (name, value) => this.#changed(name, value),
            contacts: (text, answered) => void this.channel.ask("find", { text }, (reply) => reply.kind === "hits" && answered(reply["hits"] as Hit[])),
          });
          field.show(this.#draft[spec.key] ?? null, spec.kind === "contact" ? contact.parent_name : undefined);
          field.lock(contact.read_only !== "");
          this.#controls.set(spec.key, field);
          return field.root;
        }))))];
  }

  #changed(key: string, value: FieldValue): void {
    this.#draft[key] = value;
    if (TELLING.has(key)) this.#lookAlike();
    this.#drawFoot();
  }

  /** Warns before saving of contacts that look like this one; nothing is in the way. */
  #askAlike(): void {
    const contact = this.#contact;
    if (!contact || !String(this.#draft["name"] ?? "").trim()) return;
    const values = Object.fromEntries([...TELLING, "city", "postcode", "kind", "parent_id"].map((key) => [key, this.#draft[key] ?? null]));
    if (String(values["country"] ?? "").length !== 2) values["country"] = null;
    this.channel.ask("alike", { contact: contact.id, values }, (reply) => {
      if (reply.kind !== "alike" || this.#contact !== contact || this.root.hidden) return;
      const found = reply["found"] as Likeness[];
      this.#alike.hidden = found.length === 0;
      this.#alike.replaceChildren(el("div", { class: "wb-notice wb-notice-warn" }, icon("warning", 16), el("strong", {}, this.#texts["alike"])),
        likenessList(found, this.#texts, { open: (id) => this.#open(id) }));
    });
  }

  #drawFoot(): void {
    const contact = this.#contact;
    if (!contact) return;
    if (contact.read_only) {
      this.#foot.replaceChildren(el("span", { class: "wb-edit-why" }, icon("lock", 16), el("span", {}, contact.read_only)));
      return;
    }
    const fresh = contact.id === null;
    const ready = (fresh || this.#dirty()) && !this.#busy && this.#disputed.size === 0;
    this.#foot.replaceChildren(
      ...(fresh ? [] : [el("button", { type: "button", class: "wb-button wb-button-quiet", disabled: this.#busy, onclick: () => this.#archive() },
        icon("archive", 16), this.#texts[contact.archived ? "restore" : "archive"] ?? "")]),
      el("span", { class: "wb-edit-gap" }),
      el("button", { type: "button", class: "wb-button", onclick: () => this.#leave() }, this.#texts["cancel"]),
      el("button", { type: "button", class: "wb-button wb-button-primary", disabled: !ready, title: "Ctrl+S", onclick: () => this.#save() }, this.#texts[fresh ? "create" : "save"] ?? ""));
  }

  #archive(force = false): void {
    this.#guarded(() => this.#send("archive", { ...this.#which(), archived: !this.#contact?.archived, force }));
  }

  #mark(to: string, reason = ""): void {
    this.#guarded(() => this.#send("mark", { ...this.#which(), to, reason }));
  }

  #askWhy(): void {
    this.#ask(this.#texts["why_disqualify"] ?? "", [{ key: "reason", label: this.#texts["reason"] ?? "", required: true }],
      ({ reason }) => this.#mark("disqualified", reason));
  }

  #askDeal(contact: Contact): void {
    this.#ask(this.#texts["to_deal"] ?? "",
      [{ key: "title", label: this.#texts["deal_title"] ?? "", value: contact.title, required: true }, { key: "net", label: this.#texts["deal_net"] ?? "" }],
      ({ title, net }) => this.#send("to_deal", { ...this.#which(), title, net }));
  }

  #askCustomer(contact: Contact): void {
    const asked: Asked[] = [
      { key: "country", label: this.#texts["country_code"] ?? "", value: String(contact.values["country"] ?? ""), required: true },
      { key: "vat_number", label: this.#texts["vat_number"] ?? "", value: String(contact.values["vat_number"] ?? "") },
    ];
    if (contact.may_override) asked.push({ key: "override", label: this.#texts["override"] ?? "" });
    this.#ask(this.#texts["to_customer"] ?? "", asked, (given) => this.#send("to_customer", { ...this.#which(), ...given }));
  }

  #ask(title: string, asked: readonly Asked[], confirm: (given: Record<string, string>) => void): void {
    this.#guarded(() => {
      const back = (): void => {
        this.#asking?.remove();
        this.#asking = null;
        this.#drawer.focus();
      };
      this.#asking?.remove();
      this.#asking = askForm(title, asked, this.#texts, confirm, back);
      this.#acts.after(this.#asking);
      this.#asking.querySelector<HTMLElement>("input")?.focus();
    });
  }

  #showMerge(preview: MergePreview): void {
    this.#controls.clear();
    const panel = mergePanel(preview, this.#texts, {
      merge: (shown, choices, why) => this.#send("merge", {
        keep: shown.keep.id, drop: shown.drop.id, keep_seen: shown.keep.version, drop_seen: shown.drop.version, choices, why,
      }),
      swap: (shown) => this.askMerge(shown.drop.id, shown.keep.id),
      cancel: () => this.#choose("duplicates"),
    });
    this.#body.replaceChildren(panel);
    this.#foot.replaceChildren();
    panel.querySelector<HTMLElement>("input, button")?.focus();
  }

  #which(): Record<string, unknown> {
    return { contact: this.#contact?.id ?? null, seen: this.#contact?.version ?? 0 };
  }

  #dirty(): boolean {
    return Object.keys(changes(this.#opened, this.#draft)).length > 0;
  }

  #guarded(act: () => void): void {
    if (this.#dirty()) this.#say(this.#texts["save_first"] ?? "", "warn");
    else act();
  }

  #open(id: string): void {
    this.#guarded(() => this.#request("open", { contact: id }));
  }

  #request(kind: string, body: Record<string, unknown>): void {
    this.channel.ask(kind, body, (reply) => reply.kind === "refuse" && this.#say(String(reply["message"] ?? "")), () => this.#late());
  }

  #save(): void {
    const contact = this.#contact;
    if (!contact || this.#busy || this.#disputed.size || contact.read_only) return;
    const given = changes(this.#opened, this.#draft);
    if (contact.id === null) this.#send("create", { values: { ...this.#draft } });
    else if (Object.keys(given).length) this.#send("save", { ...this.#which(), changes: given });
  }

  #send(kind: string, body: Record<string, unknown>): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#drawFoot();
    this.channel.ask(kind, body, (reply) => this.#answered(reply), () => {
      this.#busy = false;
      this.#drawFoot();
      this.#late();
    });
  }

  #late(): void {
    this.#say(this.#texts["late"] ?? "");
  }

  #answered(reply: Reply): void {
    this.#busy = false;
    const message = String(reply["message"] ?? "");
    const field = String(reply["field"] ?? "");
    if (reply.kind === "saved") this.#saved(message, reply["unit"]);
    else if (reply.kind === "changed") this.#decide(reply["contact"] as Contact, message);
    else if (reply.kind === "force") {
      this.#say(message, "warn", [el("button", { type: "button", class: "wb-button wb-button-danger", onclick: () => this.#archive(true) }, this.#texts["force"])]);
    } else if (!refuseAnswer(this.#asking, field, message)) {
      const control = this.#controls.get(field);
      control?.refuse(message);
      control?.focus();
      if (!control) this.#say(message);
    }
    if (this.#body.querySelector(".wb-merge") === null) this.#drawFoot();
  }

  #saved(message: string, unit: unknown): void {
    const back = typeof unit === "string" &&
      el("button", { type: "button", class: "wb-button", onclick: () => this.#send("unmerge", { unit }) }, icon("undo", 16), this.#texts["unmerge"]);
    this.#say(message, "good", back ? [back] : []);
  }

  /** Somebody else was faster: their values come in, and a field that both changed waits for a choice. */
  #decide(stored: Contact, message: string): void {
    const { draft, disputed } = merged(this.#opened, this.#draft, stored.values);
    this.model.off("change:contact", this.#arrived);
    this.model.set("contact", stored);
    this.model.on("change:contact", this.#arrived);
    this.#tab = "details";
    this.#show(stored, draft);
    this.#disputed = new Set(disputed.filter((key) => this.#controls.has(key)));
    for (const key of this.#disputed) this.#dispute(key, draft[key] ?? null, stored);
    this.#say(message, "warn");
    this.#drawFoot();
  }

  #dispute(key: string, mine: FieldValue, stored: Contact): void {
    const field = this.#controls.get(key)!;
    const theirs = stored.values[key] ?? null;
    const name = (value: FieldValue): string | undefined => (key === "parent_id" && value === theirs ? stored.parent_name : undefined);
    field.dispute(disputeQuestion(this.#texts, { mine: worded(field.spec, mine, field.words(mine)), theirs: worded(field.spec, theirs, name(theirs) ?? "") }, (side) => {
      const value = side === "mine" ? mine : theirs;
      this.#draft[key] = value;
      field.show(value, name(value));
      field.dispute(null);
      this.#disputed.delete(key);
      this.#drawFoot();
      field.focus();
    }));
  }

  #leave(): void {
    if (!this.#dirty()) {
      this.#close();
      return;
    }
    const stay = el("button", { type: "button", class: "wb-button", onclick: () => this.#say("") }, this.#texts["stay"]);
    this.#say(this.#texts["unsaved"] ?? "", "warn", [el("button", { type: "button", class: "wb-button wb-button-danger", onclick: () => this.#close() }, this.#texts["discard"]), stay]);
    stay.focus();
  }

  #close(): void {
    this.#hide();
    this.channel.ask("close");
  }

  #say(message: string, tone = "bad", answers: HTMLElement[] = []): void {
    const held = this.#notice.contains(document.activeElement);
    this.#notice.replaceChildren(...(message ? [el("div", { class: `wb-notice wb-notice-${tone}` }, el("span", {}, message), ...answers)] : []));
    if (held) this.#drawer.focus();
  }

  readonly #key = (event: KeyboardEvent): void => {
    keepFocusInside(this.#drawer, event);
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.stopPropagation();
      this.#leave();
    } else if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.#save();
    }
  };
}
