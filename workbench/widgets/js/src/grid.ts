/** The list of opportunities: any number of rows, of which only those in view are here. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import { debounced, el, icon, safeColour } from "./elements";
import { cell, type Column, type Row } from "./grid_cells";
import { type Reply, talk } from "./talk";
import { Pages, rowTop, scrollToShow, type Sheet, surfaceHeight, visibleRows } from "./virtual";

interface Head {
  revision: number;
  total: number;
  rows: Row[];
  totals: { label: string; text: string }[];
  note: string;
  sort: string;
  descending: boolean;
  keep: boolean;
}

interface State {
  columns: Column[];
  page_size: number;
  head: Head;
  texts: Record<string, string>;
  may_create: boolean;
}

const DESK_ROW = 40;
const PHONE_ROW = 68;
const PHONE = 640;

export function render({ model, el: host }: RenderProps<State>): () => void {
  const grid = new Grid(model);
  host.append(grid.root);
  grid.started();
  return () => grid.stop();
}

class Grid {
  readonly root: HTMLElement;
  readonly #model: AnyModel<State>;
  readonly #talk;
  readonly #texts: Record<string, string>;
  readonly #pages: Pages<Row>;
  readonly #loading = new Set<number>();
  readonly #header = el("div", { class: "wb-grid-header", role: "row", "aria-rowindex": 1 });
  readonly #surface = el("div", { class: "wb-grid-surface", role: "rowgroup" });
  readonly #port: HTMLElement;
  readonly #foot = el("div", { class: "wb-grid-foot", "aria-live": "polite" });
  readonly #empty = el("div", { class: "wb-empty", hidden: true });
  readonly #notice = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  readonly #drawn = new Map<number, HTMLElement>();
  readonly #sized: ResizeObserver;
  readonly #fetchLater = debounced(() => this.#fetch(), 60);
  readonly #name = `wb-grid-${Math.random().toString(36).slice(2, 8)}`;
  #frame = 0;
  #active = 0;
  #phone = false;

  constructor(model: AnyModel<State>) {
    this.#model = model;
    this.#texts = model.get("texts");
    this.#talk = talk(model);
    this.#pages = new Pages(model.get("page_size"));
    this.#port = el(
      "div",
      {
        class: "wb-grid-port", role: "grid", tabindex: 0, "aria-label": this.#texts["list"] ?? "",
        onscroll: () => this.#soon(), onkeydown: (event: KeyboardEvent) => this.#key(event),
        onclick: (event: MouseEvent) => this.#choose(event), ondblclick: (event: MouseEvent) => this.#openAt(event),
      },
      this.#header,
      this.#surface,
    );
    this.root = el("section", { class: "wb-root wb-grid" }, this.#notice, this.#port, this.#empty, this.#foot);
    this.#sized = new ResizeObserver(() => this.#resized());
    model.on("change:head", this.#changed);
  }

  started(): void {
    this.#phone = this.root.clientWidth > 0 && this.root.clientWidth <= PHONE;
    this.#sized.observe(this.root);
    this.#changed();
  }

  stop(): void {
    this.#sized.disconnect();
    this.#fetchLater.cancel();
    cancelAnimationFrame(this.#frame);
    this.#model.off("change:head", this.#changed);
    this.#talk.stop();
    this.root.remove();
  }

  get #head(): Head {
    return this.#model.get("head");
  }

  get #sheet(): Sheet {
    const rowHeight = this.#phone ? PHONE_ROW : DESK_ROW;
    return { total: this.#head.total, rowHeight, viewport: Math.max(rowHeight, this.#port.clientHeight - this.#header.offsetHeight) };
  }

  readonly #changed = (): void => {
    const head = this.#head;
    this.#pages.clear();
    this.#loading.clear();
    if (head.rows.length) this.#pages.put(0, head.rows);
    this.#say("");
    if (!head.keep) {
      this.#active = 0;
      this.#port.scrollTop = 0;
    }
    this.#active = Math.min(this.#active, Math.max(0, head.total - 1));
    this.#drawHeader();
    this.#drawFoot();
    this.#drawEmpty();
    this.#redraw();
  };

  #resized(): void {
    if (this.root.clientWidth === 0) return;
    this.#phone = this.root.clientWidth <= PHONE;
    this.root.classList.toggle("wb-grid-phone", this.#phone);
    this.#redraw();
  }

  #soon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #redraw(): void {
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
    this.#draw();
  }

  #draw(): void {
    if (this.root.clientWidth === 0) return;
    const sheet = this.#sheet;
    const top = this.#port.scrollTop;
    this.#surface.style.height = `${surfaceHeight(sheet)}px`;
    this.#port.setAttribute("aria-rowcount", String(sheet.total + 1));
    const { start, end } = visibleRows(sheet, top);
    for (const [index, node] of this.#drawn) {
      if (index >= start && index < end) continue;
      node.remove();
      this.#drawn.delete(index);
    }
    for (let index = start; index < end; index++) {
      let node = this.#drawn.get(index);
      const row = this.#pages.row(index);
      if (!node || (row && node.classList.contains("wb-grid-waiting"))) {
        node?.remove();
        node = this.#row(index, row);
        this.#drawn.set(index, node);
        this.#surface.append(node);
      }
      node.style.transform = `translateY(${rowTop(sheet, top, index)}px)`;
    }
    this.#mark();
    this.#fetchLater();
  }

  #row(index: number, row: Row | undefined): HTMLElement {
    const node = el("div", {
      class: row ? "wb-grid-row" : "wb-grid-row wb-grid-waiting", role: "row", id: `${this.#name}-${index}`,
      "aria-rowindex": index + 2, "data-index": index,
    });
    node.style.setProperty("--wb-stage", safeColour(row?.colour));
    if (row && row.status !== "open") node.classList.add(`wb-grid-${row.status === "won" ? "won" : "lost"}`);
    for (const column of this.#model.get("columns")) node.append(cell(column, row));
    return node;
  }

  #fetch(): void {
    const { start, end } = visibleRows(this.#sheet, this.#port.scrollTop);
    const size = this.#model.get("page_size");
    const revision = this.#head.revision;
    for (const page of this.#pages.missing(start, end)) {
      if (this.#loading.has(page)) continue;
      this.#loading.add(page);
      this.#talk.ask(
        "rows",
        { offset: page * size, limit: size, revision },
        (reply) => this.#arrived(reply, page, revision),
        () => this.#failed(page, this.#texts["late"] ?? ""),
      );
    }
  }

  #arrived(reply: Reply, page: number, revision: number): void {
    if (revision !== this.#head.revision) return;
    if (reply.kind !== "page") {
      this.#failed(page, String(reply["message"] ?? ""));
      return;
    }
    this.#loading.delete(page);
    this.#pages.put(Number(reply["offset"]), reply["rows"] as Row[]);
    this.#say("");
    this.#draw();
  }

  #failed(page: number, message: string): void {
    this.#say(message, () => {
      this.#loading.delete(page);
      this.#fetch();
    });
  }

  #say(message: string, again?: () => void): void {
    this.#notice.hidden = message === "";
    this.#notice.replaceChildren(
      el("span", {}, message),
      ...(again ? [el("button", { type: "button", class: "wb-button", onclick: () => { this.#say(""); again(); } }, this.#texts["again"])] : []),
    );
  }

  #drawHeader(): void {
    const { sort, descending } = this.#head;
    this.#header.replaceChildren(
      ...this.#model.get("columns").map(({ key, label, kind }) => {
        const sorted = key === sort;
        const button = el(
          "button",
          { type: "button", tabindex: -1, onclick: () => this.#sort(key) },
          el("span", {}, label), sorted && icon(descending ? "down" : "up", 14),
        );
        return el(
          "div",
          { class: `wb-cell wb-cell-${kind}`, role: "columnheader", "data-column": key, "aria-sort": sorted ? (descending ? "descending" : "ascending") : "none" },
          button,
        );
      }),
    );
  }

  #sort(by: string): void {
    const { sort, descending } = this.#head;
    const turned = by === sort ? !descending : ["number", "net", "weighted", "percent"].includes(by);
    this.#ask("sort", { by, descending: turned });
  }

  #ask(kind: string, body: Record<string, unknown>): void {
    this.#talk.ask(kind, body, (reply) => reply.kind === "refuse" && this.#say(String(reply["message"] ?? "")), () => this.#say(this.#texts["late"] ?? ""));
  }

  #drawFoot(): void {
    const { totals, note } = this.#head;
    this.#foot.replaceChildren(
      ...totals.map(({ label, text }) => el("span", { class: "wb-grid-total" }, el("small", {}, label), el("b", { class: "wb-number" }, text))),
    );
    if (note) this.#foot.append(el("span", { class: "wb-grid-note" }, icon("warning", 16), el("span", {}, note)));
  }

  #drawEmpty(): void {
    const bare = this.#head.total === 0;
    this.#empty.hidden = !bare;
    this.#port.hidden = bare;
    this.#foot.hidden = bare;
    if (!bare) return;
    this.#empty.replaceChildren(
      icon("search", 32),
      el("h3", {}, this.#texts["empty_title"]),
      el("p", {}, this.#texts["empty_text"]),
      el(
        "div",
        { class: "wb-grid-offers" },
        el("button", { type: "button", class: "wb-button", onclick: () => this.#ask("clear", {}) }, this.#texts["clear"]),
        this.#model.get("may_create") && el("button", { type: "button", class: "wb-button wb-button-primary", onclick: () => this.#ask("new", {}) }, this.#texts["new"]),
      ),
    );
  }

  #mark(): void {
    for (const [index, node] of this.#drawn) node.setAttribute("aria-selected", String(index === this.#active));
    const id = this.#drawn.get(this.#active)?.id;
    if (id) this.#port.setAttribute("aria-activedescendant", id);
    else this.#port.removeAttribute("aria-activedescendant");
  }

  #index(event: Event): number | undefined {
    const row = (event.target as Element).closest<HTMLElement>("[data-index]");
    return row ? Number(row.dataset["index"]) : undefined;
  }

  #choose(event: MouseEvent): void {
    const index = this.#index(event);
    if (index === undefined) return;
    this.#active = index;
    this.#mark();
    if (this.#phone || (event.target as Element).closest(".wb-grid-open")) this.#open(index);
  }

  #openAt(event: MouseEvent): void {
    const index = this.#index(event);
    if (index !== undefined && !this.#phone) this.#open(index);
  }

  #open(index: number): void {
    const row = this.#pages.row(index);
    if (row) this.#ask("open", { opportunity: row.id });
  }

  #key(event: KeyboardEvent): void {
    const step = Math.max(1, Math.floor(this.#sheet.viewport / this.#sheet.rowHeight) - 1);
    const last = this.#head.total - 1;
    const moves: Record<string, number> = {
      ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, PageDown: this.#active + step, PageUp: this.#active - step, Home: 0, End: last,
    };
    if (event.key === "Enter" && event.target === this.#port) {
      event.preventDefault();
      this.#open(this.#active);
      return;
    }
    const target = moves[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#active = Math.max(0, Math.min(last, target));
    this.#port.scrollTop = scrollToShow(this.#sheet, this.#port.scrollTop, this.#active);
    this.#draw();
  }
}

export default { render };
