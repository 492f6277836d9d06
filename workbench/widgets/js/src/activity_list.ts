/**
 * A list of activities in groups: tick, put off, change, plan. Mounted by the activities view and by a deal's tab.
 *
 * `render(host, data, ask)` returns the clean-up; its `update(data)` shows new data and leaves open forms and focus alone.
 * `ask` is that of talk.ts; every answer to a change may carry `data`, the list as it is now.
 */
import { type After, type Ask, type Group, heir, isCommand, type ListData, neighbour, type Open, placeOf, type Row, type Suggestion } from "./activity_data";
import { afterCard, cancelForm, doneForm, editForm } from "./activity_forms";
import { type Quick, quickEntry } from "./activity_quick";
import { el, filled, icon } from "./elements";
import type { Reply } from "./talk";

export interface Mounted {
  (): void;
  update(data: ListData): void;
  /** Takes a key that was pressed while nothing had the focus. */
  key(event: KeyboardEvent): void;
}

export interface Settings {
  /** Shown where there is no activity. */
  empty?: () => HTMLElement | null;
  /** Whether rows say who does it. */
  names?: () => boolean;
}

export function render(host: HTMLElement, data: ListData, ask: Ask, settings: Settings = {}): Mounted {
  const list = new ActivityList(data, ask, settings);
  host.append(list.root);
  return Object.assign(() => list.stop(), { update: (next: ListData) => list.update(next), key: (event: KeyboardEvent) => list.key(event) });
}

class ActivityList {
  readonly root: HTMLElement;
  readonly #body = el("div", { class: "wb-act-groups" });
  readonly #notice = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  readonly #quick: Quick | undefined;
  #data: ListData;
  #open: Open = null;
  #after: After | null = null;
  #focused: string | undefined;
  #busy = false;

  constructor(data: ListData, private readonly ask: Ask, private readonly settings: Settings) {
    this.#data = data;
    if (data.may_create) this.#quick = quickEntry(data.texts, ask, (reply) => this.#settled(reply, null));
    this.root = el(
      "section",
      { class: "wb-act", "aria-label": data.texts["list"], onkeydown: (event: KeyboardEvent) => this.key(event) },
      this.#quick?.element, this.#notice, this.#body, el("p", { class: "wb-hint wb-act-keys" }, data.texts["keys"]),
    );
    this.#draw();
  }

  update(data: ListData): void {
    this.#data = data;
    if (this.#open && !placeOf(data.groups, this.#open.activity)) this.#open = null;
    this.#draw();
  }

  stop(): void {
    this.#quick?.stop();
    this.root.remove();
  }

  #draw(): void {
    const form = this.#body.querySelector("form");
    const kept = this.#open && form?.dataset["of"] === `${this.#open.activity}/${this.#open.form}` ? form : null;
    const typing = kept?.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
    const within = this.#body.contains(document.activeElement) && typing === null;
    const groups = this.#data.groups;
    const after = this.#after;
    const homeless = after !== null && !groups.some((group) => group.key === after.group);
    const empty = groups.length === 0 ? this.settings.empty?.() ?? el("p", { class: "wb-hint wb-act-nothing" }, this.#data.texts["nothing"]) : null;
    this.#body.replaceChildren(
      ...(after && homeless ? [this.#afterCard(after)] : []),
      ...groups.map((group) => this.#group(group, kept)),
      ...(empty ? [empty] : []),
    );
    if (typing) typing.focus();
    else if (within) this.#focus(this.#focused);
    this.#reach();
  }

  #group(group: Group, kept: HTMLFormElement | null): HTMLElement {
    const rows: HTMLElement[] = group.rows.map((row) => this.#row(row, kept));
    if (this.#after?.group === group.key) rows.splice(Math.min(this.#after.index, rows.length), 0, el("li", { class: "wb-act-item" }, this.#afterCard(this.#after)));
    return el(
      "section",
      { class: `wb-act-group wb-act-${group.key}` },
      el("h3", {}, el("span", {}, group.label), el("span", { class: "wb-badge wb-number" }, String(group.count))),
      el("ul", {}, ...rows),
      group.more && el("button", { type: "button", class: "wb-button wb-button-quiet wb-act-more", onclick: () => this.#send("more", { part: group.key }) }, this.#data.texts["more"]),
    );
  }

  #row(row: Row, kept: HTMLFormElement | null): HTMLElement {
    const { texts, of_deal: ofDeal } = this.#data;
    const open = this.#open?.activity === row.id ? this.#open.form : null;
    const planned = row.state === "planned";
    const facts = [
      el("span", { class: "wb-act-type" }, row.type),
      row.contact !== "" && !row.deal?.label.includes(row.contact) && el("span", {}, row.contact),
      !ofDeal && row.deal !== null && this.#dealLink(row.deal),
      (this.settings.names?.() ?? ofDeal) && el("span", {}, row.assignee),
      row.outcome !== "" && el("span", { class: "wb-badge" }, row.outcome),
      row.mandatory && el("span", { class: "wb-badge wb-act-mandatory" }, texts["mandatory"]),
    ];
    const line = el(
      "div",
      { class: "wb-act-row", tabindex: -1, "data-activity": row.id, "data-state": row.state, onfocus: () => { this.#focused = row.id; this.#reach(); } },
      this.#tick(row),
      el("span", { class: "wb-act-icon" }, icon(row.icon, 18)),
      el("div", { class: "wb-act-what" },
        el("b", {}, row.subject),
        el("small", { class: "wb-act-facts" }, ...facts),
        row.notes !== "" && el("small", { class: "wb-act-notes" }, row.notes)),
      el("div", { class: "wb-act-when" }, el("span", { class: row.overdue ? "wb-act-late wb-number" : "wb-number" }, row.when), row.late !== "" && el("small", { class: "wb-act-late" }, row.late)),
      row.may_change && el("div", { class: "wb-act-do" },
        ...(planned
          ? [
              this.#button("day_later", "", () => this.#send("activity-shift", { activity: row.id, seen: row.version, days: 1 }, row.id)),
              this.#button("week_later", "", () => this.#send("activity-shift", { activity: row.id, seen: row.version, days: 7 }, row.id)),
            ]
          : [this.#button("reopen", "undo", () => this.#send("activity-reopen", { activity: row.id, seen: row.version }, row.id))]),
        this.#button("edit", "edit", () => this.#toggle(row.id, "edit")),
        planned && this.#button("give_up", "close", () => this.#toggle(row.id, "cancel"))),
    );
    return el("li", { class: "wb-act-item" }, line, open && (kept ?? this.#form(row, open)));
  }

  #tick(row: Row): HTMLElement {
    const label = filled(this.#data.texts["tick"], { subject: row.subject });
    const act = row.state === "planned" && row.may_change;
    return el(
      "button",
      { type: "button", class: "wb-act-tick", role: "checkbox", "aria-checked": String(row.state === "done"), "aria-label": label, title: label, disabled: !act, tabindex: -1, onclick: () => this.#toggle(row.id, "done") },
      row.state === "cancelled" ? icon("close", 14) : icon("check", 14),
    );
  }

  #dealLink(deal: { id: string; label: string }): HTMLElement {
    return el("button", { type: "button", class: "wb-act-deal", tabindex: -1, title: this.#data.texts["open"], onclick: () => this.#send("open", { opportunity: deal.id }) }, el("span", {}, deal.label));
  }

  #button(text: string, drawing: string, act: () => void): HTMLElement {
    const label = this.#data.texts[text] ?? "";
    return drawing === ""
      ? el("button", { type: "button", class: "wb-button wb-button-quiet wb-act-shift", tabindex: -1, "data-do": text, onclick: act }, label)
      : el("button", { type: "button", class: "wb-icon-button", tabindex: -1, "data-do": text, title: label, "aria-label": label, onclick: act }, icon(drawing, 16));
  }

  #form(row: Row, kind: "done" | "edit" | "cancel"): HTMLFormElement {
    const make = { done: doneForm, edit: editForm, cancel: cancelForm }[kind];
    const form = make(row, this.#data, (intent, body) => this.#send(intent, body, row.id), () => this.#close(row.id));
    form.dataset["of"] = `${row.id}/${kind}`;
    return form;
  }

  #afterCard(after: After): HTMLElement {
    const dismiss = (): void => {
      this.#after = null;
      this.#draw();
    };
    return afterCard(after, this.#data.texts, (kind, body) => this.#send(kind, body), dismiss);
  }

  #toggle(id: string, form: "done" | "edit" | "cancel"): void {
    if (this.#open?.activity === id && this.#open.form === form) return this.#close(id);
    this.#open = { activity: id, form };
    this.#say("");
    this.#draw();
    const field = form === "done" ? "textarea" : ":is(input, textarea):not(:disabled)";
    const first = this.#body.querySelector<HTMLElement>(`form[data-of="${CSS.escape(`${id}/${form}`)}"] ${field}`);
    first?.focus();
    first?.closest("form")?.scrollIntoView?.({ block: "nearest" });
  }

  #close(id: string): void {
    this.#open = null;
    this.#draw();
    this.#focus(id);
  }

  #send(kind: string, body: Record<string, unknown>, id?: string): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#say("");
    const place = id === undefined ? undefined : placeOf(this.#data.groups, id);
    this.ask(
      kind, body,
      (reply) => {
        this.#busy = false;
        this.#settled(reply, place ?? null);
      },
      () => {
        this.#busy = false;
        this.#say(this.#data.texts["late"] ?? "");
      },
    );
  }

  /** Shows what an intent came to: what was changed, what is offered next, or why it was refused. */
  #settled(reply: Reply, place: { group: string; index: number } | null): void {
    if (reply.kind === "refuse") return this.#say(String(reply["message"] ?? ""));
    if (reply.kind !== "acted" && reply.kind !== "activity-done") return;
    const said = place ?? this.#after ?? { group: "", index: 0 };
    this.#open = null;
    this.#after = {
      group: said.group, index: said.index, activity: String(reply["activity"] ?? ""),
      message: `${String(reply["message"] ?? "")} ${String(reply["subject"] ?? "")}`.trim(), unit: String(reply["unit"] ?? ""),
      suggestion: (reply["suggestion"] as Suggestion | null | undefined) ?? null,
    };
    if (reply["data"]) this.#data = reply["data"] as ListData;
    this.#draw();
    if (!place) return;
    const offer = this.#body.querySelector<HTMLElement>("[data-do=follow]");
    if (reply.kind === "activity-done" && offer) offer.focus();
    else this.#focus(heir(this.#data.groups, place));
  }

  #say(text: string): void {
    this.#notice.textContent = text;
    this.#notice.hidden = text === "";
  }

  #rowOf(id: string | undefined): HTMLElement | null {
    return id === undefined ? null : this.#body.querySelector<HTMLElement>(`[data-activity="${CSS.escape(id)}"]`);
  }

  #focus(id: string | undefined): void {
    this.#rowOf(id)?.focus();
  }

  /** One row is reached with Tab, the others with the arrows; what can be done with it follows. */
  #reach(): void {
    const first = this.#data.groups[0]?.rows[0]?.id;
    const reached = this.#rowOf(this.#focused) ?? this.#rowOf(first);
    for (const row of this.#body.querySelectorAll<HTMLElement>(".wb-act-row")) {
      const here = row === reached;
      row.tabIndex = here ? 0 : -1;
      for (const button of row.querySelectorAll<HTMLElement>("button")) button.tabIndex = here ? 0 : -1;
    }
  }

  key(event: KeyboardEvent): void {
    if (!isCommand(event)) return;
    const row = this.#data.groups.flatMap((group) => group.rows).find((one) => one.id === this.#focused);
    const at = (event.target as Element).closest(".wb-act-row") !== null ? row : undefined;
    const acts: Record<string, () => void> = {
      n: () => this.#quick?.focus(),
      ArrowDown: () => this.#focus(neighbour(this.#data.groups, at?.id, 1)),
      ArrowUp: () => this.#focus(neighbour(this.#data.groups, at?.id, -1)),
      ...(at?.may_change && at.state === "planned" ? { " ": () => this.#toggle(at.id, "done") } : {}),
      ...(at?.may_change ? { e: () => this.#toggle(at.id, "edit") } : {}),
      ...(at?.deal && !this.#data.of_deal ? { Enter: () => this.#send("open", { opportunity: at.deal!.id }) } : {}),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}
