/** The editor of a deal: a drawer from the right, the whole screen on a phone. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import type { Separators } from "./amount";
import { chevrons, type Reason, reasonQuestion } from "./chevrons";
import { disputeQuestion, historyList, linesTable, typedText, worded } from "./editor_parts";
import { type Control, control, type Hit } from "./editor_fields";
import type { Deal, EditorField, StageStep } from "./editor_values";
import { el, icon, keepFocusInside } from "./elements";
import { changes, type FieldValue, merged, type Values } from "./merge";
import { type Reply, talk } from "./talk";

interface State {
  deal: Deal | null;
  fields: EditorField[];
  sections: { key: string; label: string }[];
  reasons: Reason[];
  closing: Record<string, string>;
  workflows: { value: string; label: string }[];
  line_columns: string[];
  separators: Separators;
  texts: Record<string, string>;
}

export function render({ model, el: host }: RenderProps<State>): () => void {
  const editor = new Editor(model);
  host.append(editor.root);
  return () => editor.stop();
}

class Editor {
  readonly root = el("div", { class: "wb-root wb-edit", hidden: true });
  readonly #model: AnyModel<State>;
  readonly #talk;
  readonly #texts: Record<string, string>;
  readonly #drawer: HTMLElement;
  readonly #head = el("header", { class: "wb-edit-head" });
  readonly #stages = el("div", { class: "wb-edit-stages" });
  readonly #notice = el("div", { class: "wb-edit-notices", "aria-live": "polite" });
  readonly #body = el("div", { class: "wb-edit-body" });
  readonly #foot = el("footer", { class: "wb-edit-foot" });
  readonly #controls = new Map<string, Control>();
  #opened: Values = {};
  #draft: Values = {};
  #disputed = new Set<string>();
  #problems = new Set<string>();
  #before: Element | null = null;
  #busy = false;

  constructor(model: AnyModel<State>) {
    this.#model = model;
    this.#texts = model.get("texts");
    this.#talk = talk(model, (message) => this.#elsewhere(message));
    this.#drawer = el(
      "div",
      { class: "wb-edit-drawer", role: "dialog", "aria-modal": "true", tabindex: -1 },
      this.#head, this.#stages, this.#notice, this.#body, this.#foot,
    );
    this.root.append(el("div", { class: "wb-scrim", onclick: () => this.#leave() }), this.#drawer);
    model.on("change:deal", this.#arrived);
    document.addEventListener("keydown", this.#key);
    window.addEventListener("wb-contact", this.#contact);
    this.#arrived();
  }

  stop(): void {
    this.#model.off("change:deal", this.#arrived);
    document.removeEventListener("keydown", this.#key);
    window.removeEventListener("wb-contact", this.#contact);
    this.#talk.stop();
    this.root.remove();
  }

  /** The page's session ended: nothing can be saved any more, and what was typed can still be copied. */
  readonly #contact = (event: Event): void => {
    if ((event as CustomEvent<{ state: string }>).detail.state !== "ended" || this.root.hidden || !this.#dirty()) return;
    const lines = Object.entries(changes(this.#opened, this.#draft)).flatMap(([key, value]) => {
      const field = this.#controls.get(key);
      return field ? [`${field.spec.label}: ${worded(field.spec, value, field.words(value))}`] : [];
    });
    this.#say(this.#texts["kept"] ?? "", "warn", [typedText(this.#texts["typed"] ?? "", lines)]);
  };

  get #deal(): Deal | null {
    return this.#model.get("deal");
  }

  /** The kernel shows another deal, or the same one at a newer version. */
  readonly #arrived = (): void => {
    const deal = this.#deal;
    if (!deal) {
      this.#hide();
      return;
    }
    if (this.root.hidden) this.#before = document.activeElement;
    const first = this.root.hidden;
    this.#show(deal, deal.values);
    this.#say("");
    this.root.hidden = false;
    if (first) this.#focusFirst();
    else this.#holdFocus();
  };

  #show(deal: Deal, draft: Values): void {
    this.#opened = deal.values;
    this.#draft = { ...draft };
    this.#disputed.clear();
    this.#problems.clear();
    this.#drawHead(deal);
    this.#drawStages(deal);
    this.#drawBody(deal);
    this.#drawFoot();
  }

  #hide(): void {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.#opened = this.#draft = {};
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
  }

  #focusFirst(): void {
    if (this.#deal?.id === null) this.#controls.get("title")?.focus();
    else this.#drawer.focus();
  }

  /** What had the focus may have been drawn anew. */
  #holdFocus(): void {
    if (!this.#drawer.contains(document.activeElement)) this.#drawer.focus();
  }

  #drawHead(deal: Deal): void {
    const title = el("h2", { id: "wb-edit-title" }, deal.title);
    this.#drawer.setAttribute("aria-labelledby", title.id);
    this.#head.replaceChildren(
      el(
        "div",
        { class: "wb-edit-name" },
        el("div", { class: "wb-edit-number" },
          el("span", {}, deal.number),
          deal.status !== "open" && el("span", { class: `wb-badge wb-badge-${deal.status === "won" ? "won" : "lost"}` }, deal.status_label),
          deal.archived && el("span", { class: "wb-badge" }, this.#texts["archived"])),
        title,
      ),
      el("button", { type: "button", class: "wb-icon-button", "aria-label": this.#texts["close"] ?? "", onclick: () => this.#leave() }, icon("close", 20)),
    );
  }

  #drawStages(deal: Deal): void {
    this.#stages.hidden = deal.stages.length === 0;
    this.#stages.replaceChildren(chevrons(deal.stages, deal.read_only !== "", deal.workflow, this.#texts["not_allowed"] ?? "", (stage) => this.#move(stage)));
    const now = this.#stages.querySelector<HTMLElement>(".wb-chevron-now");
    requestAnimationFrame(() => now?.scrollIntoView({ block: "nearest", inline: "center" }));
  }

  #move(stage: StageStep): void {
    if (!stage.allowed) {
      const possible = (this.#deal?.stages ?? []).filter(({ allowed, current }) => allowed && !current).map(({ label }) => label);
      this.#say((this.#texts["possible"] ?? "").replace("{columns}", possible.join(", ") || "–"), "warn");
      return;
    }
    if (this.#dirty()) {
      this.#say(this.#texts["save_first"] ?? "", "warn");
      return;
    }
    const go = (more: Record<string, string> = {}): void => this.#send("move", { ...this.#which(), stage: stage.id, ...more });
    if (stage.outcome === "open") go();
    else this.#ask(stage.outcome, (reason, note) => go({ reason, note }));
  }

  /** Asks the closing reason in place, under the stages. */
  #ask(outcome: string, answered: (reason: string, note: string) => void): void {
    this.#stages.querySelector(".wb-question")?.remove();
    const form = reasonQuestion(this.#model.get("reasons"), outcome, this.#texts, answered, () => form.remove());
    this.#stages.append(form);
    form.querySelector("select")?.focus();
  }

  #drawBody(deal: Deal): void {
    this.#controls.clear();
    this.#body.replaceChildren();
    for (const section of this.#model.get("sections")) {
      const specs = this.#model.get("fields").filter((spec) => spec.section === section.key && (!spec.only_closed || deal.status !== "open") && (!spec.only_new || deal.id === null));
      const box = el("section", { class: "wb-edit-section" }, el("h3", {}, section.label));
      const grid = el("div", { class: "wb-edit-grid" });
      for (const spec of specs) grid.append(this.#field(spec, deal).root);
      if (section.key === "amounts" && deal.locked_why) box.append(el("p", { class: "wb-edit-locked" }, icon("lock", 14), el("span", {}, deal.locked_why)));
      box.append(grid);
      if (section.key === "amounts" && deal.lines.length) box.append(linesTable(this.#model.get("line_columns"), deal.lines, this.#texts["lines"] ?? ""));
      this.#body.append(box);
    }
    if (deal.id !== null) this.#body.append(historyList(deal, this.#texts, (unit) => this.#send("undo", { ...this.#which(), unit })));
  }

  #field(spec: EditorField, deal: Deal): Control {
    const field = control(spec, {
      texts: this.#texts,
      separators: this.#model.get("separators"),
      changed: (key, value) => this.#changed(key, value),
      contacts: (text, answered) =>
        void this.#talk.ask("contacts", { text }, (reply) => reply.kind === "contacts" && answered(reply["hits"] as Hit[])),
    });
    field.show(this.#draft[spec.key] ?? null, spec.kind === "contact" ? deal.contact_name : undefined);
    field.lock(deal.read_only !== "" || deal.locked.includes(spec.key));
    field.root.addEventListener("input", () => this.#problem(spec.key, field));
    this.#controls.set(spec.key, field);
    return field;
  }

  #problem(key: string, field: Control): void {
    if (field.root.querySelector('[aria-invalid="true"]')) this.#problems.add(key);
    else this.#problems.delete(key);
    this.#drawFoot();
  }

  #changed(key: string, value: FieldValue): void {
    this.#draft[key] = value;
    this.#amountsFollow(key);
    this.#drawFoot();
  }

  /** Net typed alone empties the discount; gross or discount typed leave the net to the kernel. */
  #amountsFollow(key: string): void {
    if (key === "net") for (const name of ["gross", "discount"]) this.#reset(name);
    if (key === "gross" || key === "discount") this.#reset("net");
  }

  #reset(key: string): void {
    this.#draft[key] = this.#opened[key] ?? null;
    this.#controls.get(key)?.show(key === "net" && this.#dirty() ? null : this.#draft[key] ?? null);
  }

  #dirty(): boolean {
    return Object.keys(changes(this.#opened, this.#draft)).length > 0 || this.#problems.size > 0;
  }

  #drawFoot(): void {
    const deal = this.#deal;
    if (!deal) return;
    const texts = this.#texts;
    if (deal.read_only) {
      this.#foot.replaceChildren(el("span", { class: "wb-edit-why" }, icon("lock", 16), el("span", {}, deal.read_only)));
      return;
    }
    const ready = (deal.id === null || this.#dirty()) && !this.#busy && this.#problems.size === 0 && this.#disputed.size === 0;
    this.#foot.replaceChildren(
      ...(deal.id === null ? [] : [
        el("button", { type: "button", class: "wb-button wb-button-quiet", disabled: this.#busy, onclick: () => this.#archive(deal) },
          icon("archive", 16), texts[deal.archived ? "restore" : "archive"] ?? ""),
      ]),
      el("span", { class: "wb-edit-gap" }),
      el("button", { type: "button", class: "wb-button", onclick: () => this.#leave() }, texts["cancel"]),
      el("button", { type: "button", class: "wb-button wb-button-primary", disabled: !ready, title: "Ctrl+S", onclick: () => this.#save() },
        texts[deal.id === null ? "create" : "save"] ?? ""),
    );
  }

  #archive(deal: Deal): void {
    if (this.#dirty()) this.#say(this.#texts["save_first"] ?? "", "warn");
    else this.#send("archive", { ...this.#which(), archived: !deal.archived });
  }

  #which(): Record<string, unknown> {
    return { opportunity: this.#deal?.id ?? null, seen: this.#deal?.version ?? 0 };
  }

  #save(more: Record<string, string> = {}): void {
    if (this.#busy || this.#problems.size || this.#disputed.size || this.#deal?.read_only) return;
    const given = changes(this.#opened, this.#draft);
    const outcome = this.#model.get("closing")[String(given["probability_id"] ?? "")];
    if (outcome && !more["reason"]) {
      this.#ask(outcome, (reason, note) => this.#save({ reason, note }));
      this.#say(this.#texts["why_first"] ?? "", "warn");
      return;
    }
    if (this.#deal?.id === null) this.#send("create", { values: given });
    else if (Object.keys(given).length) this.#send("save", { ...this.#which(), changes: given, ...more });
  }

  #send(kind: string, body: Record<string, unknown>): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#drawFoot();
    this.#talk.ask(kind, body, (reply) => this.#answered(reply), () => {
      this.#busy = false;
      this.#drawFoot();
      this.#say(this.#texts["late"] ?? "", "bad");
    });
  }

  #answered(reply: Reply): void {
    this.#busy = false;
    const message = String(reply["message"] ?? "");
    if (reply.kind === "saved") {
      this.#say(message, "good");
    } else if (reply.kind === "changed") {
      this.#decide(reply["deal"] as Deal, message);
    } else if (reply.kind === "ask") {
      this.#say(message, "warn");
    } else {
      const field = this.#controls.get(String(reply["field"] ?? ""));
      if (field) {
        field.refuse(message);
        field.focus();
      } else {
        this.#say(message, "bad");
      }
    }
    this.#drawFoot();
  }

  /** The deal was changed elsewhere: shown at once where nothing was typed, else when the person says so. */
  #elsewhere(message: Reply): void {
    const stored = message["deal"] as Deal | undefined;
    if (message.kind !== "elsewhere" || !stored || this.root.hidden || stored.id !== this.#deal?.id) return;
    const text = String(message["message"] ?? "");
    if (!this.#dirty() && !this.#body.contains(document.activeElement)) {
      this.#decide(stored, text);
      return;
    }
    const show = el("button", { type: "button", class: "wb-button", onclick: () => this.#decide(stored, text) }, this.#texts["show_new"]);
    this.#say(text, "warn", [show]);
  }

  /** Somebody else was faster: their values come in, and a field that both changed waits for a choice. */
  #decide(stored: Deal, message: string): void {
    const { draft, disputed, taken } = merged(this.#opened, this.#draft, stored.values);
    const labels = new Map(this.#model.get("fields").map(({ key, label }) => [key, label]));
    this.#model.off("change:deal", this.#arrived);
    this.#model.set("deal", stored);
    this.#model.on("change:deal", this.#arrived);
    this.#show(stored, draft);
    this.#disputed = new Set(disputed.filter((key) => this.#controls.has(key)));
    for (const key of this.#disputed) this.#dispute(key, draft[key] ?? null, stored);
    const names = taken.flatMap((key) => labels.get(key) ?? []);
    this.#say(names.length ? `${message} ${(this.#texts["taken"] ?? "").replace("{fields}", names.join(", "))}` : message, "warn");
    this.#drawFoot();
  }

  #dispute(key: string, mine: FieldValue, stored: Deal): void {
    const field = this.#controls.get(key)!;
    const theirs = stored.values[key] ?? null;
    const choose = (value: FieldValue): void => {
      this.#draft[key] = value;
      field.show(value, key === "contact_id" && value === theirs ? stored.contact_name : undefined);
      field.dispute(null);
      this.#disputed.delete(key);
      this.#drawFoot();
      field.focus();
    };
    field.dispute(disputeQuestion(this.#texts, {
      mine: worded(field.spec, mine, field.words(mine)),
      theirs: worded(field.spec, theirs, key === "contact_id" ? stored.contact_name : ""),
    }, (side) => choose(side === "mine" ? mine : theirs)));
  }

  #leave(): void {
    if (!this.#dirty()) {
      this.#close();
      return;
    }
    const stay = el("button", { type: "button", class: "wb-button", onclick: () => this.#say("") }, this.#texts["stay"]);
    this.#say(this.#texts["unsaved"] ?? "", "warn", [
      el("button", { type: "button", class: "wb-button wb-button-danger", onclick: () => this.#close() }, this.#texts["discard"]), stay,
    ]);
    stay.focus();
  }

  #close(): void {
    this.#hide();
    this.#talk.ask("close");
  }

  #say(message: string, tone = "bad", answers: HTMLElement[] = []): void {
    const held = this.#notice.contains(document.activeElement);
    this.#notice.replaceChildren(...(message ? [el("div", { class: `wb-notice wb-notice-${tone}` }, el("span", {}, message), ...answers)] : []));
    if (held) this.#holdFocus();
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (this.root.hidden) return;
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

export default { render };
