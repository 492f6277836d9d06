/** The view of contacts: search and filters, any number of rows of which only those in view are here, and the drawer. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import { contactBar } from "./contacts_bar";
import { ContactDrawer } from "./contact_drawer";
import type { ContactRow, Pair, State } from "./contact_values";
import { debounced, el, icon } from "./elements";
import { type Reply, type Talk, talk } from "./talk";
import { Pages, rowTop, scrollToShow, type Sheet, surfaceHeight, visibleRows } from "./virtual";

const DESK_ROW = 44;
const PHONE_ROW = 68;
const PHONE = 640;
const COLUMNS: [key: string, text: string, sort: string][] = [
  ["name", "contacts", "name"], ["standing", "status", "customer_since"], ["place", "place", "city"], ["sector", "sector", "sector"],
  ["reach", "reach", ""], ["agent", "agent", ""], ["deals", "deals", ""], ["open_net", "open_net", ""],
];

export function render({ model, el: host }: RenderProps<State>): () => void {
  const view = new ContactsView(model);
  host.append(view.root);
  view.started();
  return () => view.stop();
}

class ContactsView {
  readonly root: HTMLElement;
  readonly #talk: Talk;
  readonly #texts: Record<string, string>;
  readonly #pages: Pages<ContactRow>;
  readonly #loading = new Set<number>();
  readonly #header = el("div", { class: "wb-contacts-header", role: "row", "aria-rowindex": 1 });
  readonly #surface = el("div", { class: "wb-grid-surface", role: "rowgroup" });
  readonly #port: HTMLElement;
  readonly #empty = el("div", { class: "wb-empty", hidden: true });
  readonly #notice = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  readonly #pairs = el("section", { class: "wb-contacts-pairs", hidden: true });
  readonly #drawn = new Map<number, HTMLElement>();
  readonly #bar;
  readonly #drawer: ContactDrawer;
  readonly #sized: ResizeObserver;
  readonly #fetchLater = debounced(() => this.#fetch(), 60);
  readonly #name = `wb-contacts-${Math.random().toString(36).slice(2, 8)}`;
  #frame = 0;
  #active = 0;
  #phone = false;

  constructor(readonly model: AnyModel<State>) {
    this.#texts = model.get("texts");
    this.#talk = talk(model);
    this.#pages = new Pages(model.get("page_size"));
    this.#bar = contactBar(model, {
      filter: (conditions) => this.#ask("filter", conditions), create: (lead) => this.#ask("new", { lead }), duplicates: () => this.#scan(),
    });
    this.#port = el("div", {
      class: "wb-grid-port", role: "grid", tabindex: 0, "aria-label": this.#texts["contacts"] ?? "",
      onscroll: () => this.#soon(), onkeydown: (event: KeyboardEvent) => this.#key(event), onclick: (event: MouseEvent) => this.#choose(event),
    }, this.#header, this.#surface);
    this.#drawer = new ContactDrawer(model, this.#talk);
    this.root = el("section", { class: "wb-root wb-grid wb-contacts" }, this.#bar.root, this.#notice, this.#port, this.#empty, this.#pairs, this.#drawer.root);
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
    this.model.off("change:head", this.#changed);
    this.#bar.stop();
    this.#drawer.stop();
    this.#talk.stop();
    this.root.remove();
  }

  get #head(): State["head"] {
    return this.model.get("head");
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
      this.#pairs.hidden = true;
    }
    this.#active = Math.min(this.#active, Math.max(0, head.total - 1));
    this.#bar.show();
    this.#drawHeader();
    this.#drawEmpty();
    this.#redraw();
  };

  #resized(): void {
    if (this.root.clientWidth === 0) return;
    this.#phone = this.root.clientWidth <= PHONE;
    this.root.classList.toggle("wb-contacts-phone", this.#phone);
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
        node = contactRow(row, index, `${this.#name}-${index}`);
        this.#drawn.set(index, node);
        this.#surface.append(node);
      }
      node.style.transform = `translateY(${rowTop(sheet, top, index)}px)`;
    }
    this.#mark();
    this.#fetchLater();
  }

  #fetch(): void {
    const { start, end } = visibleRows(this.#sheet, this.#port.scrollTop);
    const size = this.model.get("page_size");
    const revision = this.#head.revision;
    for (const page of this.#pages.missing(start, end)) {
      if (this.#loading.has(page)) continue;
      this.#loading.add(page);
      this.#talk.ask("rows", { offset: page * size, limit: size }, (reply) => this.#arrived(reply, page, revision), () => this.#failed(page, this.#texts["rows_late"] ?? ""));
    }
  }

  #arrived(reply: Reply, page: number, revision: number): void {
    if (revision !== this.#head.revision) return;
    if (reply.kind !== "page") {
      this.#failed(page, String(reply["message"] ?? ""));
      return;
    }
    this.#loading.delete(page);
    this.#pages.put(Number(reply["offset"]), reply["rows"] as ContactRow[]);
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
    this.#notice.replaceChildren(el("span", {}, message),
      ...(again ? [el("button", { type: "button", class: "wb-button", onclick: () => { this.#say(""); again(); } }, this.#texts["again"])] : []));
  }

  #drawHeader(): void {
    const { sort, descending } = this.#head;
    this.#header.replaceChildren(...COLUMNS.map(([key, text, by]) => {
      const sorted = by !== "" && by === sort;
      const label = el("span", {}, this.#texts[text]);
      return el("div", { class: "wb-cell", role: "columnheader", "data-column": key, "aria-sort": by === "" ? null : sorted ? (descending ? "descending" : "ascending") : "none" },
        by === "" ? label : el("button", { type: "button", tabindex: -1, onclick: () => this.#ask("sort", { by, descending: sorted ? !descending : by === "customer_since" }) },
          label, sorted && icon(descending ? "down" : "up", 14)));
    }));
  }

  #drawEmpty(): void {
    const none = this.#head.total === 0;
    const texts = this.#texts;
    this.#empty.hidden = !none || !this.#pairs.hidden;
    this.#port.hidden = none || !this.#pairs.hidden;
    if (!none) return;
    const bare = this.#head.bare;
    this.#empty.replaceChildren(icon(bare ? "person" : "search", 32), el("h3", {}, texts[bare ? "none_title" : "empty_title"]), el("p", {}, texts[bare ? "none_text" : "empty_text"]),
      el("div", { class: "wb-grid-offers" },
        !bare && el("button", { type: "button", class: "wb-button", onclick: () => this.#bar.clear() }, texts["clear"]),
        this.model.get("may_create") && el("button", { type: "button", class: "wb-button wb-button-primary", onclick: () => this.#ask("new", { lead: false }) }, texts["new_contact"])));
  }

  #scan(): void {
    this.#talk.ask("scan", {}, (reply) => {
      if (reply.kind === "pairs") this.#drawPairs(reply["pairs"] as Pair[]);
      else this.#say(String(reply["message"] ?? ""));
    }, () => this.#say(this.#texts["late"] ?? ""));
  }

  #drawPairs(pairs: readonly Pair[]): void {
    const texts = this.#texts;
    const back = el("button", { type: "button", class: "wb-button", onclick: () => { this.#pairs.hidden = true; this.#drawEmpty(); this.#redraw(); this.#port.focus(); } }, texts["back"]);
    const open = (id: string): void => this.#ask("open", { contact: id });
    const rows = pairs.map(({ one, one_name, other, other_name, likely, reasons }) =>
      el("li", {},
        el("div", {},
          el("button", { type: "button", class: "wb-contact-link", onclick: () => open(one) }, one_name),
          el("button", { type: "button", class: "wb-contact-link", onclick: () => open(other) }, other_name),
          el("small", {}, likely && el("span", { class: "wb-badge wb-badge-lost" }, texts["likely"]), el("span", {}, reasons))),
        el("button", { type: "button", class: "wb-button", onclick: () => this.#talk.ask("open", { contact: one }, (reply) => reply.kind !== "refuse" && this.#drawer.askMerge(one, other)) }, texts["merge"])));
    this.#pairs.replaceChildren(el("header", {}, el("h3", { tabindex: -1 }, texts["work_list"]), back),
      rows.length ? el("ul", {}, ...rows) : el("p", { class: "wb-contact-none" }, texts["work_list_none"]));
    this.#pairs.hidden = false;
    this.#drawEmpty();
    this.#pairs.querySelector<HTMLElement>("h3")?.focus();
  }

  #ask(kind: string, body: Record<string, unknown>): void {
    this.#talk.ask(kind, body, (reply) => reply.kind === "refuse" && this.#say(String(reply["message"] ?? "")), () => this.#say(this.#texts["late"] ?? ""));
  }

  #mark(): void {
    for (const [index, node] of this.#drawn) node.setAttribute("aria-selected", String(index === this.#active));
    const id = this.#drawn.get(this.#active)?.id;
    if (id) this.#port.setAttribute("aria-activedescendant", id);
    else this.#port.removeAttribute("aria-activedescendant");
  }

  #choose(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (!row) return;
    this.#active = Number(row.dataset["index"]);
    this.#mark();
    this.#open();
  }

  #open(): void {
    const row = this.#pages.row(this.#active);
    if (row) this.#ask("open", { contact: row.id });
  }

  #key(event: KeyboardEvent): void {
    const step = Math.max(1, Math.floor(this.#sheet.viewport / this.#sheet.rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, PageDown: this.#active + step, PageUp: this.#active - step, Home: 0, End: this.#head.total - 1,
    };
    if (event.key === "Enter" && event.target === this.#port) {
      event.preventDefault();
      this.#open();
      return;
    }
    const target = moves[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#active = Math.max(0, Math.min(this.#head.total - 1, target));
    this.#port.scrollTop = scrollToShow(this.#sheet, this.#port.scrollTop, this.#active);
    this.#draw();
  }
}

/** A contact as a row of the list; without one, a row that has not arrived. */
export function contactRow(row: ContactRow | undefined, index: number, id: string): HTMLElement {
  const node = el("div", { class: row ? "wb-grid-row wb-contacts-row" : "wb-grid-row wb-contacts-row wb-grid-waiting", role: "row", id, "aria-rowindex": index + 2, "data-index": index });
  const cell = (key: string, ...children: (Node | string | false)[]): void =>
    node.append(el("div", { class: "wb-cell", role: "gridcell", "data-column": key }, ...children));
  if (!row) {
    for (const [key] of COLUMNS) cell(key, el("i", { class: "wb-grid-bone" }));
    return node;
  }
  cell("name", icon(row.kind === "person" ? "person" : "home", 16), el("span", { class: "wb-contacts-name", title: row.name.length > 30 ? row.name : null }, row.name), row.parent !== "" && el("small", {}, row.parent));
  cell("standing", row.standing_label !== "" && el("span", { class: `wb-badge${row.standing === "customer" ? " wb-badge-won" : row.lead_status === "disqualified" ? "" : " wb-badge-lead"}` }, row.standing_label));
  for (const key of ["place", "sector", "reach", "agent"] as const) cell(key, el("span", { title: row[key].length > 24 ? row[key] : null }, row[key]));
  cell("deals", el("span", { class: "wb-number" }, row.deals));
  cell("open_net", el("span", { class: "wb-number" }, row.open_net));
  return node;
}

export default { render };
