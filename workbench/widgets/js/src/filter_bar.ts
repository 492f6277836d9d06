/** The shared filter bar: quick search, chips, a panel with every search field. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import type { Separators } from "./amount";
import { type Condition, type Conditions, isBlank, withCondition } from "./conditions";
import { debounced, el, icon, keepFocusInside } from "./elements";
import { type Control, control, type FieldSpec } from "./filter_fields";
import { type Reply, talk } from "./talk";

interface Chip {
  key: string;
  label: string;
  text: string;
}

interface Shown {
  conditions: Conditions;
  chips: Chip[];
  count: string;
}

interface State {
  fields: FieldSpec[];
  shown: Shown;
  separators: Separators;
  texts: Record<string, string>;
}

const PAUSE = 250;

export function render({ model, el: host }: RenderProps<State>): () => void {
  const bar = new Bar(model);
  host.append(bar.root);
  return () => bar.stop();
}

class Bar {
  readonly root: HTMLElement;
  readonly #model: AnyModel<State>;
  readonly #talk;
  readonly #texts: Record<string, string>;
  readonly #search: HTMLInputElement;
  readonly #chips = el("ul", { class: "wb-filter-chips" });
  readonly #news = el("span", { class: "wb-filter-news", role: "status" });
  readonly #count = el("output", { class: "wb-filter-count", "aria-live": "polite" });
  readonly #clear: HTMLButtonElement;
  readonly #open: HTMLButtonElement;
  readonly #badge = el("span", { class: "wb-filter-badge" });
  readonly #notice = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  readonly #panelCount = el("span", {});
  readonly #panel: HTMLElement;
  readonly #controls = new Map<string, Control>();
  readonly #sendLater = debounced(() => this.#send(), PAUSE);
  #conditions: Conditions;
  #asked = "";

  constructor(model: AnyModel<State>) {
    this.#model = model;
    this.#talk = talk(model, (message) => this.#told(message));
    const texts = (this.#texts = model.get("texts"));
    this.#conditions = model.get("shown").conditions;
    this.#search = el("input", {
      class: "wb-input", type: "search", placeholder: texts["search"] ?? "", "aria-label": texts["search"] ?? "",
      maxlength: 200, autocomplete: "off", oninput: () => this.#change("text", this.#search.value.trim()),
    });
    this.#clear = el("button", { type: "button", class: "wb-button wb-button-quiet wb-filter-clear", onclick: () => this.#clearAll() }, texts["clear"]);
    this.#open = el(
      "button",
      { type: "button", class: "wb-button", "aria-expanded": "false", "aria-haspopup": "dialog", onclick: () => this.#show(Boolean(this.#panel.hidden)) },
      icon("filter", 16), el("span", { class: "wb-filter-word" }, texts["filters"]), this.#badge,
    );
    this.#panel = this.#makePanel();
    this.root = el(
      "section",
      { class: "wb-root wb-filter", "aria-label": texts["filters"] ?? "" },
      el("div", { class: "wb-filter-row" }, el("div", { class: "wb-filter-search" }, icon("search", 16), this.#search), this.#open, this.#chips, this.#clear, this.#news, this.#count),
      this.#notice,
      this.#panel,
    );
    document.addEventListener("pointerdown", this.#outside);
    model.on("change:shown", this.#fromKernel);
    this.#draw(model.get("shown"));
  }

  /** A fresh count, and what somebody else did; what is being typed stays. */
  #told(message: Reply): void {
    if (message.kind !== "news") return;
    this.#count.textContent = this.#panelCount.textContent = String(message["count"] ?? "");
    const news = String(message["news"] ?? "");
    if (news) this.#news.replaceChildren(el("span", {}, news));
  }

  stop(): void {
    this.#sendLater.cancel();
    document.removeEventListener("pointerdown", this.#outside);
    this.#model.off("change:shown", this.#fromKernel);
    this.#talk.stop();
    this.root.remove();
  }

  readonly #fromKernel = (): void => this.#draw(this.#model.get("shown"));

  readonly #outside = (event: Event): void => {
    const target = event.target as Node;
    for (const choice of this.#panel.querySelectorAll<HTMLDetailsElement>("details[open]"))
      if (!choice.contains(target)) choice.open = false;
    if (!this.#panel.hidden && !this.root.contains(target)) this.#show(false);
  };

  #change(key: string, value: Condition): void {
    this.#conditions = withCondition(this.#conditions, key, value);
    this.#sendLater();
  }

  #clearAll(): void {
    this.#conditions = {};
    this.#search.value = "";
    this.#send();
  }

  #send(): void {
    this.#sendLater.cancel();
    this.root.setAttribute("aria-busy", "true");
    const settle = (act: () => void): void => {
      if (this.#asked !== request) return;
      this.root.removeAttribute("aria-busy");
      act();
    };
    const request = this.#talk.ask(
      "filter",
      { conditions: this.#conditions },
      (reply) => settle(() => this.#answered(reply)),
      () => settle(() => this.#say(this.#texts["late"] ?? "")),
    );
    this.#asked = request;
  }

  #answered(reply: Reply): void {
    if (reply.kind === "filtered") {
      this.#draw(reply as unknown as Shown);
      return;
    }
    const field = this.#controls.get(String(reply["field"] ?? ""));
    const message = String(reply["message"] ?? "");
    if (field && !this.#panel.hidden) field.refuse(message);
    else this.#say(message);
  }

  #say(message: string): void {
    this.#notice.textContent = message;
    this.#notice.hidden = message === "";
  }

  #draw(shown: Shown): void {
    this.#say("");
    this.#conditions = shown.conditions;
    const text = String(shown.conditions["text"] ?? "");
    if (this.#search.value.trim() !== text && document.activeElement !== this.#search) this.#search.value = text;
    for (const [key, field] of this.#controls) if (!field.root.contains(document.activeElement)) field.show(shown.conditions[key]);
    const chips = shown.chips.filter(({ key }) => key !== "text");
    this.#chips.replaceChildren(...chips.map((chip) => this.#chip(chip)));
    this.#badge.textContent = chips.length ? String(chips.length) : "";
    this.#badge.hidden = chips.length === 0;
    this.#clear.hidden = isBlank(shown.conditions["text"]) && chips.length === 0;
    this.#count.textContent = shown.count;
    this.#panelCount.textContent = shown.count;
  }

  #chip(chip: Chip): HTMLElement {
    const away = (): void => {
      this.#conditions = withCondition(this.#conditions, chip.key, null);
      this.#send();
      this.#search.focus();
    };
    const name = (this.#texts["remove"] ?? "").replace("{field}", chip.label);
    return el(
      "li",
      { class: "wb-chip", title: `${chip.label}: ${chip.text}` },
      el("span", {}, el("b", {}, `${chip.label} `), chip.text),
      el("button", { type: "button", "aria-label": name, onclick: away }, icon("close", 14)),
    );
  }

  #makePanel(): HTMLElement {
    const around = { texts: this.#texts, separators: this.#model.get("separators"), changed: (key: string, value: Condition) => this.#change(key, value) };
    const grid = el("div", { class: "wb-filter-grid" });
    for (const spec of this.#model.get("fields")) {
      const field = control(spec, around);
      this.#controls.set(spec.key, field);
      grid.append(field.root);
    }
    const close = el("button", { type: "button", class: "wb-icon-button", "aria-label": this.#texts["close"] ?? "", onclick: () => this.#show(false) }, icon("close"));
    const done = el("button", { type: "button", class: "wb-button wb-button-primary", onclick: () => this.#show(false) }, this.#texts["show"]);
    const clear = el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => this.#clearAll() }, this.#texts["clear"]);
    const panel = el(
      "div",
      { class: "wb-filter-panel", role: "dialog", "aria-label": this.#texts["filters"] ?? "", hidden: true },
      el("header", {}, el("h2", {}, this.#texts["filters"]), close),
      grid,
      el("footer", {}, this.#panelCount, clear, done),
    );
    panel.addEventListener("keydown", (event) => {
      keepFocusInside(panel, event);
      if (event.key === "Escape") this.#show(false);
    });
    return panel;
  }

  #show(open: boolean): void {
    if (this.#panel.hidden === !open) return;
    this.#panel.hidden = !open;
    this.#open.setAttribute("aria-expanded", String(open));
    if (open) this.#panel.querySelector<HTMLElement>(".wb-filter-grid :is(input, summary)")?.focus();
    else this.#open.focus();
  }
}

export default { render };
