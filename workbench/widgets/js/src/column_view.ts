/** One column: its header band and its list of cards, brought up to date in place. */
import type { Texts } from "./board_data";
import type { Column } from "./board_state";
import { el, filled, icon, safeColour } from "./elements";

export class ColumnView {
  readonly element: HTMLElement;
  readonly list: HTMLElement;
  private readonly head: HTMLElement;
  private readonly body: HTMLElement;
  private readonly more: HTMLButtonElement;
  private readonly nothing: HTMLElement;
  private remaining = 0;

  constructor(
    readonly key: string,
    private readonly texts: Texts,
  ) {
    this.head = el("header", { class: "wb-column-head" });
    this.nothing = el("p", { class: "wb-column-empty" }, texts["empty_column"]);
    this.list = el("div", { class: "wb-list", role: "list", "data-column": key });
    this.more = el("button", { class: "wb-button wb-button-quiet wb-more", type: "button", "data-do": "more" });
    this.body = el("div", { class: "wb-column-body" }, this.list, this.more);
    this.element = el("section", { class: "wb-column", "data-column": key }, this.head, this.body);
  }

  header(column: Column, folded: boolean): void {
    const { element } = this;
    element.classList.toggle("wb-folded", folded);
    element.classList.toggle("wb-over-limit", column.wip !== null && column.count > column.wip);
    element.dataset["outcome"] = column.outcome;
    element.style.setProperty("--wb-column-colour", safeColour(column.colour));
    element.setAttribute("aria-label", [column.label, column.percent, column.count_label, column.net].filter(Boolean).join(", "));
    const focused = this.head.contains(document.activeElement);
    this.head.replaceChildren(...(folded ? this.strip(column) : this.band(column)));
    if (focused) this.head.querySelector("button")?.focus();
    this.remaining = column.remaining;
    this.more.hidden = folded || column.remaining === 0;
    this.loading(this.more.disabled);
  }

  /** Shows these nodes in this order, touching only those that are not yet in place. */
  fill(nodes: readonly HTMLElement[]): void {
    const wanted = nodes.length ? nodes : [this.nothing];
    const keep = new Set<Element>(wanted);
    for (const child of [...this.list.children]) if (!keep.has(child)) child.remove();
    wanted.forEach((node, at) => {
      if (this.list.children[at] !== node) this.list.insertBefore(node, this.list.children[at] ?? null);
    });
  }

  loading(busy: boolean): void {
    this.more.disabled = busy;
    this.more.textContent = busy ? (this.texts["loading"] ?? "") : filled(this.texts["more"], { count: this.remaining });
  }

  focusFold(): void {
    this.head.querySelector<HTMLElement>(".wb-fold")?.focus();
  }

  private band(column: Column): HTMLElement[] {
    const line = el(
      "div",
      { class: "wb-column-line" },
      el("h3", { class: "wb-column-name", title: column.label }, column.label),
      column.percent && el("span", { class: "wb-column-percent wb-number" }, column.percent),
      el("span", { class: "wb-pill wb-number", title: column.count_label }, pill(column)),
      this.foldButton(column, false),
    );
    const sums = el(
      "div",
      { class: "wb-column-sums wb-number" },
      el("span", { class: "wb-column-net" }, column.net),
      el("span", { class: "wb-column-weighted", title: this.texts["weighted_why"] }, filled(this.texts["weighted"], { amount: column.weighted })),
    );
    const days = column.days && el("div", { class: "wb-column-days wb-number" }, filled(this.texts["days"], column.days));
    return days ? [line, sums, days] : [line, sums];
  }

  private strip(column: Column): HTMLElement[] {
    return [
      this.foldButton(column, true),
      el("span", { class: "wb-pill wb-number", title: column.count_label }, pill(column)),
      el(
        "div",
        { class: "wb-strip" },
        el("h3", { class: "wb-column-name" }, column.label),
        el("span", { class: "wb-column-net wb-number" }, column.net),
      ),
    ];
  }

  private foldButton(column: Column, folded: boolean): HTMLButtonElement {
    const label = filled(this.texts[folded ? "expand" : "collapse"], { column: column.label });
    return el(
      "button",
      { class: "wb-fold", type: "button", "data-do": "fold", "aria-expanded": String(!folded), "aria-label": label, title: label },
      icon(folded ? "unfold" : "fold", 16),
    );
  }
}

function pill(column: Column): string {
  return column.wip === null ? column.count_text : `${column.count_text}/${column.wip}`;
}
