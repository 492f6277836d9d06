/** The editor of a deal: a drawer from the right, the whole screen on a phone; in a notebook it stands in its place. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import type { Separators } from "./amount";
import type { Reason } from "./chevrons";
import { copied } from "./clipboard";
import { Draft } from "./editor_draft";
import { Foot } from "./editor_foot";
import { Head, type Place } from "./editor_head";
import { answer, Notice } from "./editor_notice";
import { Parts } from "./editor_panels";
import { typedText, worded } from "./editor_parts";
import { Saving } from "./editor_saving";
import { Stages } from "./editor_stages";
import type { TabSpec } from "./editor_tabs";
import type { Deal, EditorField, Fact, Texts } from "./editor_values";
import { el, filled, keepFocusInside } from "./elements";
import { type Reply, talk } from "./talk";

export interface State {
  deal: Deal | null;
  over: boolean;
  fields: EditorField[];
  sections: { key: string; label: string }[];
  tabs: TabSpec[];
  reasons: Reason[];
  closing: Record<string, string>;
  families: { value: string; label: string }[];
  separators: Separators;
  shows_contacts: boolean;
  texts: Texts;
  line_texts: Texts;
}

let made = 0;

export function render({ model, el: host }: RenderProps<State>): () => void {
  const editor = new Editor(model);
  host.append(editor.root);
  return () => editor.stop();
}

class Editor {
  readonly root: HTMLElement;
  readonly #model: AnyModel<State>;
  readonly #talk;
  readonly #texts: Texts;
  readonly #over: boolean;
  readonly #titleId = `wb-edit-title-${++made}`;
  readonly #draft = new Draft();
  readonly #notice = new Notice(() => this.#holdFocus());
  readonly #head: Head;
  readonly #stages: Stages;
  readonly #parts: Parts;
  readonly #foot: Foot;
  readonly #saving: Saving;
  readonly #box: HTMLElement;
  #shown: Deal | null = null;
  #before: Element | null = null;

  constructor(model: AnyModel<State>) {
    this.#model = model;
    this.#over = model.get("over");
    const texts = (this.#texts = model.get("texts"));
    this.#talk = talk(model, (message) => this.#unasked(message));
    this.#head = new Head(texts, this.#over, { go: (key) => this.#go(key), close: () => this.#leave(() => this.#close()) });
    this.#saving = new Saving({
      talk: this.#talk, draft: this.#draft, texts, notice: this.#notice, shown: () => this.#shown, closing: () => model.get("closing"),
      askReason: (outcome, answered) => this.#stages.ask(outcome, answered), decide: (stored, message) => this.#decide(stored, message),
      refuse: (field, message) => this.#parts.refuse(field, message) || this.#notice.say(message, "bad"),
      nameProblems: () => this.#nameProblems(), changed: () => this.#changed(),
    });
    this.#stages = new Stages({
      texts, reasons: () => model.get("reasons"), go: (stage, said) => this.#saving.move(stage.id, said), dropped: () => this.#holdFocus(),
      refused: (_stage, message) => {
        const why = message || (this.#draft.dirty ? texts["save_first"] ?? "" : "");
        if (why) this.#notice.say(why, "warn");
        return why !== "";
      },
    });
    this.#parts = new Parts(model, this.#draft, this.#talk, this.#notice, {
      changed: () => this.#changed(), open: (key) => this.#go(key), undo: (unit, many) => this.#saving.undo(unit, many),
      contact: (contact) => this.#leave(() => { this.#close(); this.#talk.ask("contact", { contact }); }),
    });
    this.#foot = new Foot(texts, {
      archive: (archived) => this.#saving.unlessDirty(() => this.#saving.archive(archived)),
      duplicate: () => this.#leave(() => this.#saving.send("duplicate", { opportunity: this.#shown?.id })),
      link: () => void copied(this.#link()).then((done) => done && this.#notice.say(texts["linked"] ?? "", "good")),
      cancel: () => this.#cancel(), save: () => this.#saving.save(),
    });
    this.#box = this.#build();
    this.root = el("div", { class: `wb-root wb-edit ${this.#over ? "wb-edit-over" : "wb-edit-inline"}`, hidden: true, "data-lm-suppress-shortcuts": "true" });
    this.root.append(...(this.#over ? [el("div", { class: "wb-scrim", onclick: () => this.#leave(() => this.#close()) })] : []), this.#box);
    this.#listen();
    this.#arrived();
  }

  stop(): void {
    this.#model.off("change:deal", this.#arrived);
    document.removeEventListener("keydown", this.#key);
    window.removeEventListener("wb-contact", this.#contact);
    window.removeEventListener("beforeunload", this.#unload);
    this.#parts.stop();
    this.#talk.stop();
    this.root.remove();
  }

  #listen(): void {
    this.#model.on("change:deal", this.#arrived);
    if (this.#over) document.addEventListener("keydown", this.#key);
    else this.root.addEventListener("keydown", this.#key);
    window.addEventListener("wb-contact", this.#contact);
    window.addEventListener("beforeunload", this.#unload);
  }

  #build(): HTMLElement {
    const role = this.#over ? { role: "dialog", "aria-modal": "true" } : { role: "region" };
    return el(
      "div",
      { class: this.#over ? "wb-edit-drawer" : "wb-edit-box", ...role, "aria-labelledby": this.#titleId, tabindex: -1 },
      this.#head.root, this.#stages.root, this.#parts.strip.root, this.#notice.root, this.#parts.root, this.#foot.root,
    );
  }

  /** The kernel shows another deal, the same one at a newer version, or none. */
  readonly #arrived = (): void => {
    const deal = this.#model.get("deal");
    const shown = this.#shown;
    if (!deal) this.#hide();
    else if (shown && deal.id !== null && shown.past === deal.past && (shown.id === deal.id || (shown.id === null && this.#saving.busy))) this.#follow(deal);
    else if (shown && this.#draft.dirty && !this.#saving.busy) {
      this.#leave(() => this.#open(deal), () => shown.id !== null && this.#talk.ask("open", { opportunity: shown.id }));
    } else this.#open(deal);
  };

  #open(deal: Deal): void {
    const first = this.#shown === null;
    if (first) this.#before = document.activeElement;
    this.#shown = deal;
    this.#draft.open(deal);
    this.#notice.clear();
    this.root.hidden = false;
    this.#parts.open(deal);
    this.#draw(deal);
    if (first && this.#over) {
      if (deal.id === null) this.#parts.focus();
      else this.#box.focus();
    } else this.#holdFocus();
    this.#askPlace(deal);
    const into = deal.merged;
    if (into) this.#notice.say(into.text, "warn", [answer(this.#texts["open_merged"], () => this.#go(into.id))]);
  }

  /** The same deal at a newer version: what is typed stays, field by field and line by line. */
  #follow(deal: Deal): void {
    const created = this.#shown?.id === null;
    this.#shown = deal;
    this.#draft.follow(deal);
    this.#parts.newer(deal);
    this.#draw(deal);
    this.#holdFocus();
    if (created) this.#askPlace(deal);
  }

  #draw(deal: Deal): void {
    this.#head.show(deal, this.#titleId);
    this.#stages.show(deal);
    this.#parts.show(deal);
    this.#changed();
  }

  #askPlace(deal: Deal): void {
    if (deal.id === null || deal.past) {
      this.#head.place({ place: "", before: null, after: null });
      return;
    }
    this.#head.asked();
    this.#talk.ask("around", { opportunity: deal.id }, (reply) => {
      if (reply.kind === "around" && this.#shown?.id === deal.id) this.#head.place(reply as unknown as Place);
    });
  }

  #hide(): void {
    if (this.#shown === null) return;
    this.#shown = null;
    this.root.hidden = true;
    this.#draft.clear();
    if (this.#over && this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
  }

  /** What had the focus may have been drawn anew. */
  #holdFocus(): void {
    if (this.#over && !this.root.hidden && !this.#box.contains(document.activeElement)) this.#box.focus();
  }

  #changed(): void {
    const deal = this.#shown;
    if (!deal) return;
    this.#parts.changed(deal);
    const typed = deal.id === null || this.#draft.dirty;
    const ready = typed && !this.#saving.busy && this.#draft.problems.size === 0 && this.#draft.settled;
    if (this.#draft.dirty && !this.#saving.busy) this.#notice.typed();
    this.#foot.show({ deal, over: this.#over, busy: this.#saving.busy, typed, ready });
  }

  #link(): string {
    const address = new URL(location.href);
    address.searchParams.set("opportunity", this.#shown?.id ?? "");
    return address.toString();
  }

  #cancel(): void {
    if (this.#over) this.#leave(() => this.#close());
    else if (this.#shown) this.#open(this.#shown);
  }

  #nameProblems(): void {
    const labels = [...this.#draft.problems].map((key) => this.#parts.label(key));
    this.#notice.say(filled(this.#texts["wrong"], { fields: labels.join(", ") }), "warn");
  }

  #unasked(message: Reply): void {
    if (this.root.hidden || !this.#shown) return;
    if (message.kind === "elsewhere") this.#elsewhere(message["deal"] as Deal, String(message["message"] ?? ""));
    else if (message.kind === "facts") this.#head.facts(message["facts"] as Fact[]);
    else if (message.kind === "lists") this.#parts.acted();
  }

  /** The deal was changed elsewhere: shown at once where nothing was typed, else when the person says so. */
  #elsewhere(stored: Deal, text: string): void {
    if (stored.id !== this.#shown?.id || stored.version <= this.#shown.version) return;
    if (!this.#draft.dirty && !this.#parts.typing && !this.#saving.busy) this.#decide(stored, text);
    else this.#notice.say(text, "warn", [answer(this.#texts["show_new"], () => this.#decide(stored, text))]);
  }

  /** Somebody else was faster: their values come in, and what both changed waits for a choice. */
  #decide(stored: Deal, message: string): void {
    if ((this.#shown?.version ?? 0) > stored.version) return;
    this.#shown = stored;
    const { taken, linesTaken, disputed, lines } = this.#draft.follow(stored);
    this.#parts.newer(stored);
    this.#draw(stored);
    const names = [...taken.map((key) => this.#parts.label(key)), ...(linesTaken ? [this.#texts["lines"] ?? ""] : [])];
    this.#notice.say(names.length ? `${message} ${filled(this.#texts["taken"], { fields: names.join(", ") })}` : message, "warn");
    if (disputed.length) this.#parts.tab("details");
    else if (lines.length) this.#parts.tab("lines");
  }

  #go(opportunity: string): void {
    this.#leave(() => this.#talk.ask("open", { opportunity }, (reply) => reply.kind === "refuse" && this.#notice.say(String(reply["message"] ?? ""), "bad")));
  }

  /** Does something that lets go of the deal; what is not saved is asked about first. */
  #leave(go: () => void, stayed: () => void = () => {}): void {
    if (!this.#draft.dirty || this.#shown?.read_only) {
      go();
      return;
    }
    const stay = answer(this.#texts["stay"], () => { this.#notice.clear(); stayed(); });
    const discard = answer(this.#texts["discard"], () => { if (this.#shown) this.#draft.open(this.#shown); this.#notice.clear(); go(); }, "wb-button-danger");
    this.#notice.say(this.#texts["unsaved"] ?? "", "warn", [discard, stay]);
    stay.focus();
  }

  #close(): void {
    this.#hide();
    this.#talk.ask("close");
  }

  /** The page's session ended: nothing can be saved any more, and what was typed can still be copied. */
  readonly #contact = (event: Event): void => {
    if ((event as CustomEvent<{ state: string }>).detail.state !== "ended" || this.root.hidden || !this.#draft.dirty) return;
    const typed = Object.entries(this.#draft.changes).flatMap(([key, value]) => {
      const field = this.#parts.field(key);
      return field ? [`${field.spec.label}: ${worded(field.spec, value, field.words(value))}`] : [];
    });
    this.#notice.say(this.#texts["kept"] ?? "", "warn", [typedText(this.#texts["typed"] ?? "", [...typed, ...this.#draft.typedLines])]);
  };

  readonly #unload = (event: BeforeUnloadEvent): void => {
    if (!this.root.hidden && this.#draft.dirty) event.preventDefault();
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (this.root.hidden) return;
    if (this.#over) keepFocusInside(this.#box, event);
    if (event.key === "Escape" && !event.defaultPrevented && this.#over) {
      event.stopPropagation();
      this.#leave(() => this.#close());
    } else if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.#saving.save();
    } else if (event.altKey && (event.key === "PageUp" || event.key === "PageDown")) {
      event.preventDefault();
      this.#head.step(event.key === "PageUp" ? "before" : "after");
    }
  };
}

export default { render };
