/** Above the list: what can be done with the selection, and how the list is looked at. */
import { el, filled, icon } from "./elements";
import type { Column } from "./grid_cells";
import { type Shown, stepped, toggled } from "./grid_columns";
import { gridIcon } from "./grid_icons";
import { popup } from "./grid_popup";

export interface Grouping {
  key: string;
  label: string;
}

export interface ToolActions {
  group(by: string): void;
  arrange(shown: Shown[]): void;
  funnel(): void;
  export(ending: string): void;
  views(anchor: HTMLElement): void;
  change(): void;
  merge(): void;
  archive(): void;
  unselect(): void;
}

export interface Tooling {
  group: string | null;
  columns: readonly Shown[];
  funnel: boolean;
  view: { id: string | null; name: string; changed: boolean };
  archived: boolean;
}

type Texts = Record<string, string>;

export class Tools {
  readonly element = el("div", { class: "wb-grid-tools", role: "toolbar" });
  readonly #picked = el("div", { class: "wb-grid-picked", role: "status" });
  readonly #group = el("select", { class: "wb-input wb-grid-group-by" });
  readonly #view: HTMLButtonElement;
  readonly #funnel: HTMLButtonElement;
  #tooling: Tooling = { group: null, columns: [], funnel: false, view: { id: null, name: "", changed: false }, archived: false };

  constructor(
    private readonly texts: Texts,
    private readonly columns: ReadonlyMap<string, Column>,
    groupings: readonly Grouping[],
    private readonly may: { change: boolean; export: boolean },
    private readonly actions: ToolActions,
  ) {
    this.element.setAttribute("aria-label", texts["tools"] ?? "");
    this.#group.append(el("option", { value: "" }, texts["no_group"]), ...groupings.map(({ key, label }) => el("option", { value: key }, label)));
    this.#group.addEventListener("change", () => actions.group(this.#group.value));
    this.#view = this.#button("views", gridIcon("views"), (anchor) => actions.views(anchor));
    this.#funnel = this.#button("funnel", gridIcon("funnel"), () => actions.funnel());
    this.element.append(
      this.#picked,
      el(
        "div",
        { class: "wb-grid-choices" },
        el("label", { class: "wb-choice wb-grid-by" }, el("span", { class: "wb-choice-label" }, texts["group"]), this.#group),
        this.#button("columns", gridIcon("columns"), (anchor) => this.#chooser(anchor)),
        this.#funnel,
        may.export && this.#button("export", icon("download", 16), (anchor) => this.#endings(anchor)),
        this.#view,
      ),
    );
  }

  show(tooling: Tooling): void {
    this.#tooling = tooling;
    this.#group.value = tooling.group ?? "";
    this.#funnel.setAttribute("aria-pressed", String(tooling.funnel));
    const { name, changed } = tooling.view;
    const label = this.#view.querySelector("span");
    if (label) label.textContent = name ? `${name}${changed ? ` (${this.texts["view_changed"]})` : ""}` : (this.texts["views"] ?? "");
  }

  picked(count: number, total: number): void {
    if (count === 0) {
      this.#picked.replaceChildren();
      return;
    }
    const text = filled(this.texts[count === total ? "selected_all" : "selected"], { count: count.toLocaleString(document.documentElement.lang || undefined) });
    const archive = this.#tooling.archived ? "restore" : "archive";
    this.#picked.replaceChildren(
      el("span", { class: "wb-grid-count" }, text),
      ...(this.may.change
        ? [
            el("button", { type: "button", class: "wb-button", "data-do": "change", onclick: () => this.actions.change() }, gridIcon("pencil"), el("span", {}, this.texts["change"])),
            ...(count === 2 ? [el("button", { type: "button", class: "wb-button", "data-do": "merge", onclick: () => this.actions.merge() }, icon("unfold", 16), el("span", {}, this.texts["merge"]))] : []),
            el("button", { type: "button", class: "wb-button", "data-do": "archive", onclick: () => this.actions.archive() }, icon("archive", 16), el("span", {}, this.texts[archive])),
          ]
        : []),
      el("button", { type: "button", class: "wb-icon-button", "aria-label": this.texts["unselect"], title: this.texts["unselect"], onclick: () => this.actions.unselect() }, icon("close", 16)),
    );
  }

  #button(key: string, drawing: Node, act: (anchor: HTMLElement) => void): HTMLButtonElement {
    const button = el("button", { type: "button", class: "wb-button wb-button-quiet", "data-do": key, title: this.texts[key] }, drawing, el("span", {}, this.texts[key]));
    button.addEventListener("click", () => act(button));
    return button;
  }

  #endings(anchor: HTMLElement): void {
    const open = popup(this.element, anchor, this.texts["export_title"] ?? "", [
      el("strong", { class: "wb-popup-title" }, this.texts["export_title"]),
      ...["csv", "xlsx", "parquet"].map((ending) =>
        el("button", { type: "button", class: "wb-popup-item", onclick: () => { open.close(); this.actions.export(ending); } }, icon("download", 16), el("span", {}, { csv: "CSV", xlsx: "Excel", parquet: "Parquet" }[ending])),
      ),
    ]);
  }

  #chooser(anchor: HTMLElement): void {
    const list = el("div", { class: "wb-popup-list" });
    const draw = (focus = ""): void => {
      const shown = this.#tooling.columns;
      const there = new Set(shown.map(([key]) => key));
      const order = [...shown.map(([key]) => key), ...[...this.columns.keys()].filter((key) => !there.has(key))];
      list.replaceChildren(...order.map((key) => this.#line(key, shown, change)));
      if (focus) list.querySelector<HTMLElement>(`[data-focus="${focus}"]`)?.focus();
    };
    const change = (next: Shown[], focus: string): void => {
      this.#tooling = { ...this.#tooling, columns: next };
      this.actions.arrange(next);
      draw(focus);
    };
    draw();
    const open = popup(this.element, anchor, this.texts["columns"] ?? "", [
      el("strong", { class: "wb-popup-title" }, this.texts["columns"]),
      list,
      el("p", { class: "wb-hint wb-popup-hint" }, this.texts["columns_hint"]),
      el("button", { type: "button", class: "wb-button", onclick: () => { open.close(); this.actions.arrange([]); } }, this.texts["usual"]),
    ]);
  }

  #line(key: string, shown: readonly Shown[], change: (next: Shown[], focus: string) => void): HTMLElement {
    const { label } = this.columns.get(key)!;
    const at = shown.findIndex(([name]) => name === key);
    const check = el("input", { type: "checkbox", "data-focus": `${key}-check` });
    check.checked = at >= 0;
    check.addEventListener("change", () => change(toggled(shown, key), `${key}-check`));
    const step = (by: number, drawing: string, text: string | undefined): HTMLElement =>
      el(
        "button",
        {
          type: "button", class: "wb-icon-button", "data-focus": `${key}${by}`, "aria-label": filled(text, { column: label }),
          disabled: at < 0 || at + by < 0 || at + by >= shown.length, onclick: () => change(stepped(shown, key, by), `${key}${by}`),
        },
        icon(drawing, 14),
      );
    return el("div", { class: "wb-popup-line" }, el("label", {}, check, el("span", {}, label)), step(-1, "up", this.texts["move_up"]), step(1, "down", this.texts["move_down"]));
  }
}
