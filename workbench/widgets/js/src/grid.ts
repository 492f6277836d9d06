/** The list of opportunities: sorted, grouped, changed in place or many at once; only the rows in view are here. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import type { Separators } from "./amount";
import { el, icon } from "./elements";
import { BulkDialog, type BulkOutcome } from "./grid_bulk";
import { MergeDialog } from "./grid_merge";
import type { Column, Row } from "./grid_cells";
import { type Shown, template } from "./grid_columns";
import { type CellAnswer, CellEditor } from "./grid_edit";
import { type FunnelRow, funnelPanel } from "./grid_funnel";
import { Head, type Sorting } from "./grid_head";
import { Hands } from "./grid_hands";
import { Sheet, type Sight } from "./grid_sheet";
import { type Grouping, Tools } from "./grid_tools";
import { ViewsMenu } from "./grid_views";
import { Snackbar } from "./snackbar";
import { talk } from "./talk";

interface HeadData extends Sight, Sorting {
  totals: { label: string; text: string }[];
  note: string;
  funnel: FunnelRow[] | null;
  view: { id: string | null; name: string; changed: boolean };
  archived: boolean;
}

interface State {
  columns: Column[];
  groupings: Grouping[];
  page_size: number;
  most_ids: number;
  head: HeadData;
  texts: Record<string, string>;
  separators: Separators;
  may: { create: boolean; change: boolean; export: boolean };
}

const PHONE = 640;
const SLOW_MS = 60_000; // for changes of many deals
const FALLING = new Set(["number", "net", "weighted", "percent"]);
const KEPT = "wb-grid-columns";
const KEPT_FUNNEL = "wb-grid-funnel";

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
  readonly #slow;
  readonly #texts: Record<string, string>;
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #sheet: Sheet;
  readonly #hands: Hands;
  readonly #head: Head;
  readonly #tools: Tools;
  readonly #snackbar: Snackbar;
  readonly #foot = el("div", { class: "wb-grid-foot", "aria-live": "polite" });
  readonly #empty = el("div", { class: "wb-empty", hidden: true });
  readonly #notice = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  readonly #funnel = el("aside", { class: "wb-funnel", hidden: true });
  readonly #sized: ResizeObserver;
  #shown: Shown[] = [];
  #undo: { unit: string; many: boolean } | null = null;
  #editor: CellEditor | null = null;

  constructor(model: AnyModel<State>) {
    const texts = model.get("texts");
    const may = model.get("may");
    this.#model = model;
    this.#texts = texts;
    this.#talk = talk(model);
    this.#slow = talk(model, () => {}, SLOW_MS);
    this.#columns = new Map(model.get("columns").map((column) => [column.key, column]));
    this.#snackbar = new Snackbar(texts["dismiss"] ?? "");
    this.#head = new Head(this.#columns, texts, { sort: (by, second) => this.#sort(by, second), arrange: (shown, done) => this.#arrange(shown, done), all: (on) => this.#hands.all(on) }, may.change);
    const around = { talk: this.#talk, texts, columns: this.#columns, pageSize: model.get("page_size"), mostIds: model.get("most_ids"), selectable: may.change };
    this.#sheet = new Sheet(around, this.#head.element, { picked: () => this.#picked(), say: (message, again) => this.#say(message, again) });
    this.#hands = new Hands(this.#sheet, around, {
      open: (id) => this.#ask("open", { opportunity: id }), edit: (row, column, cell) => this.#edit(row, column, cell), picked: () => this.#picked(),
      undo: () => this.#takeBack(), say: (message) => this.#say(message),
    });
    this.#tools = new Tools(texts, this.#columns, model.get("groupings"), may, {
      group: (by) => this.#ask("group", { by }), arrange: (shown) => this.#arrange(shown, true), funnel: () => this.#toggleFunnel(),
      export: (ending) => this.#ask("export", { ending }), views: (anchor) => void new ViewsMenu(this.root, anchor, this.#talk, texts),
      change: () => this.#bulk().edit(), merge: () => this.#merge(), archive: () => this.#bulk().preview({ archived: this.#data.archived ? "no" : "yes" }), unselect: () => this.#hands.all(false),
    });
    this.root = el(
      "section",
      { class: "wb-root wb-grid" },
      this.#tools.element, this.#notice, el("div", { class: "wb-grid-body" }, this.#sheet.port, this.#empty, this.#funnel), this.#foot, this.#snackbar.element,
    );
    this.#sized = new ResizeObserver(() => this.#resized());
    model.on("change:head", this.#changed);
  }

  started(): void {
    this.#sheet.phone = this.root.clientWidth > 0 && this.root.clientWidth <= PHONE;
    this.#sized.observe(this.root);
    this.#changed();
    if (!this.#data.view.id) this.#remembered();
  }

  stop(): void {
    this.#sized.disconnect();
    this.#sheet.stop();
    this.#editor?.close();
    this.#model.off("change:head", this.#changed);
    this.#talk.stop();
    this.#slow.stop();
    this.root.remove();
  }

  get #data(): HeadData {
    return this.#model.get("head");
  }

  readonly #changed = (): void => {
    const data = this.#data;
    this.#say("");
    this.#shown = data.columns;
    this.#measure();
    this.#head.show(data.columns, data);
    this.#tools.show({ group: data.group, columns: data.columns, funnel: data.funnel !== null, view: data.view, archived: data.archived });
    this.#drawFoot(data);
    this.#drawEmpty(data);
    this.#drawFunnel(data);
    if (!data.keep) this.#hands.forget();
    this.#sheet.show(data);
  };

  #resized(): void {
    if (this.root.clientWidth === 0) return;
    this.#sheet.phone = this.root.clientWidth <= PHONE;
    this.root.classList.toggle("wb-grid-phone", this.#sheet.phone);
    this.#sheet.redraw();
  }

  #measure(): void {
    const { columns, least } = template(this.#shown, this.#columns);
    this.root.style.setProperty("--wb-columns", columns);
    this.root.style.setProperty("--wb-least", `${least}px`);
  }

  #ask(kind: string, body: Record<string, unknown>): void {
    this.#talk.ask(kind, body, (reply) => reply.kind === "refuse" && this.#say(String(reply["message"] ?? "")), () => this.#say(this.#texts["late"] ?? ""));
  }

  #say(message: string, again?: () => void): void {
    this.#notice.hidden = message === "";
    this.#notice.replaceChildren(
      el("span", {}, message),
      ...(again ? [el("button", { type: "button", class: "wb-button", onclick: () => { this.#say(""); again(); } }, this.#texts["again"])] : []),
      ...(message && !again ? [el("button", { type: "button", class: "wb-icon-button", "aria-label": this.#texts["close"], onclick: () => this.#say("") }, icon("close", 16))] : []),
    );
  }

  #sort(by: string, second: boolean): void {
    const { sort, descending, then, then_descending } = this.#data;
    const rank = by === sort ? descending : by === then && second ? then_descending : undefined;
    this.#ask("sort", { by, descending: rank === undefined ? FALLING.has(by) : !rank, second });
  }

  /** Shows the columns at once; the kernel is told when the person has let go. */
  #arrange(shown: Shown[], done: boolean): void {
    if (shown.length) {
      this.#shown = shown;
      this.#measure();
    }
    if (!done) return;
    keep(KEPT, shown);
    this.#ask("columns", { columns: shown });
  }

  /** Columns and funnel as this browser last had them, where no saved view says otherwise. */
  #remembered(): void {
    const columns = kept(KEPT);
    if (Array.isArray(columns) && columns.length) this.#ask("columns", { columns });
    if (kept(KEPT_FUNNEL) === true && !this.#sheet.phone && this.#data.funnel === null) this.#ask("funnel", { shown: true });
  }

  #toggleFunnel(): void {
    const shown = this.#data.funnel === null;
    keep(KEPT_FUNNEL, shown);
    this.#ask("funnel", { shown });
  }

  #drawFunnel({ funnel }: HeadData): void {
    this.#funnel.hidden = funnel === null;
    this.#funnel.setAttribute("aria-label", this.#texts["funnel_title"] ?? "");
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(".wb-funnel [data-key]")?.dataset["key"];
    this.#funnel.replaceChildren(...(funnel ? funnelPanel(funnel, this.#texts, (row) => this.#ask("funnel_row", { row }), () => this.#toggleFunnel()) : []));
    if (focused) [...this.#funnel.querySelectorAll<HTMLElement>("[data-key]")].find((each) => each.dataset["key"] === focused)?.focus();
  }

  #drawFoot({ totals, note }: HeadData): void {
    this.#foot.replaceChildren(
      ...totals.map(({ label, text }) => el("span", { class: "wb-grid-total" }, el("small", {}, label), el("b", { class: "wb-number" }, text))),
    );
    if (note) this.#foot.append(el("span", { class: "wb-grid-note" }, icon("warning", 16), el("span", {}, note)));
  }

  #drawEmpty({ total }: HeadData): void {
    const bare = total === 0;
    this.#empty.hidden = !bare;
    this.#sheet.port.hidden = bare;
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
        this.#model.get("may").create && el("button", { type: "button", class: "wb-button wb-button-primary", onclick: () => this.#ask("new", {}) }, this.#texts["new"]),
      ),
    );
  }

  #picked(): void {
    const { total } = this.#data;
    const count = this.#sheet.selection.count(total);
    this.#tools.picked(count, total);
    this.#head.selected(count > 0, count > 0 && count === total);
  }

  #bulk(): BulkDialog {
    return new BulkDialog(this.root, this.#slow, this.#texts, this.#sheet.selection.chosen(), (outcome) => this.#changedMany(outcome));
  }

  #merge(): void {
    const [keep, drop] = this.#sheet.selection.chosen().ids;
    if (!keep || !drop) return this.#say(this.#texts["merge_two"] ?? "");
    new MergeDialog(this.root, this.#slow, this.#texts, (merged) => this.#changedMany(merged)).look(keep, drop);
  }

  #changedMany(outcome: BulkOutcome | null): void {
    this.#sheet.focus();
    if (!outcome) return;
    this.#hands.all(false);
    this.#done(outcome.text, outcome.unit, true);
  }

  #done(text: string, unit: string | null, many: boolean): void {
    this.#undo = unit ? { unit, many } : null;
    this.#snackbar.show({ text, actions: unit ? [{ label: this.#texts["undo"] ?? "", act: () => this.#takeBack() }] : [] });
  }

  #takeBack(): void {
    const undo = this.#undo;
    if (!undo) return;
    this.#undo = null;
    this.#slow.ask(
      "undo", { ...undo },
      (reply) => this.#snackbar.show({ text: String(reply["text"] ?? reply["message"] ?? ""), trouble: reply.kind === "refuse" }),
      () => this.#say(this.#texts["late"] ?? ""),
    );
  }

  #edit(row: Row, column: Column, cell: HTMLElement): void {
    this.#editor?.close();
    const { left, width } = cell.getBoundingClientRect();
    const { top, height } = (cell.closest("[data-index]") ?? cell).getBoundingClientRect();
    const at = new DOMRect(left, top, width, height);
    this.#talk.ask(
      "cell", { opportunity: row.id, column: column.key },
      (reply) => (reply.kind === "cell" ? this.#openCell(row, column, at, reply as unknown as CellAnswer) : this.#cellRefused(at, String(reply["message"] ?? ""))),
      () => this.#say(this.#texts["late"] ?? ""),
    );
  }

  #openCell(row: Row, column: Column, at: DOMRect, answer: CellAnswer): void {
    const editor = new CellEditor(this.root, at, column.label, answer, this.#texts, this.#model.get("separators"), {
      save: (value, reason) =>
        void this.#talk.ask(
          "edit", { opportunity: row.id, column: column.key, value, reason, seen: answer.version },
          (reply) => {
            if (reply.kind === "ask") editor.ask(String(reply["outcome"] ?? ""), String(reply["message"] ?? ""));
            else if (reply.kind !== "edited") editor.refuse(String(reply["message"] ?? ""));
            else {
              if (reply["row"]) this.#sheet.replace(reply["row"] as Row);
              this.#undo = { unit: String(reply["unit"]), many: false };
              editor.close();
            }
          },
          () => editor.refuse(this.#texts["late"] ?? ""),
        ),
      closed: (move) => {
        this.#editor = null;
        this.#sheet.focus();
        if (move) this.#hands.step(move);
      },
    });
    this.#editor = editor;
  }

  /** A cell that cannot be changed says why, at the cell. */
  #cellRefused(at: DOMRect, message: string): void {
    const bubble = el("div", { class: "wb-grid-edit wb-grid-bubble", role: "alert", popover: "auto" }, message);
    bubble.style.left = `${Math.min(at.left, innerWidth - 260)}px`;
    bubble.style.top = `${at.bottom}px`;
    bubble.addEventListener("toggle", (event) => (event as ToggleEvent).newState === "closed" && bubble.remove());
    this.root.append(bubble);
    bubble.showPopover?.();
    setTimeout(() => bubble.remove(), 6000);
  }
}

function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing shows the usual columns next time
  }
}

function kept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

export default { render };
