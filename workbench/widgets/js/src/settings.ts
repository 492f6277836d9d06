/** The settings: tables to choose from, the rows of one, its last changes, and all of it as one file. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import type { Separators } from "./amount";
import { save } from "./download";
import { el, icon, safeColour } from "./elements";
import { answer, Notice } from "./editor_notice";
import type { Change, Column, Row, Step, Table, Texts } from "./settings_data";
import { RowForm } from "./settings_form";
import { waysMatrix } from "./settings_ways";
import { type Reply, talk } from "./talk";

interface State {
  tables: { key: string; label: string }[];
  table: Table;
  separators: Separators;
  texts: Texts;
}

const LARGEST_FILE = 150_000;

export function render({ model, el: host }: RenderProps<State>): () => void {
  const view = new SettingsView(model);
  host.append(view.root);
  return () => view.stop();
}

class SettingsView {
  readonly root: HTMLElement;
  readonly #model: AnyModel<State>;
  readonly #texts: Texts;
  readonly #talk;
  readonly #notice = new Notice(() => this.root.querySelector<HTMLElement>("h2")?.focus());
  readonly #menu = el("nav", { class: "wb-set-tables" });
  readonly #main = el("div", { class: "wb-set-main" });
  readonly #preview = el("div", { class: "wb-set-preview", hidden: true });
  #form: RowForm | null = null;
  #retired = false;

  constructor(model: AnyModel<State>) {
    this.#model = model;
    this.#texts = model.get("texts");
    this.#talk = talk(model);
    this.root = el("div", { class: "wb-root wb-set" }, this.#menu, el("div", { class: "wb-set-page" }, this.#notice.root, this.#preview, this.#main));
    model.on("change:table", this.#draw);
    this.#draw();
  }

  stop(): void {
    this.#model.off("change:table", this.#draw);
    this.#talk.stop();
    this.root.remove();
  }

  readonly #draw = (): void => {
    const table = this.#model.get("table");
    const active = document.activeElement instanceof HTMLElement && this.root.contains(document.activeElement) ? document.activeElement : null;
    const held = active?.dataset["do"] ?? active?.dataset["way"];
    const typing = this.#form !== null && this.#form.root.contains(active);
    this.#drawMenu(table);
    this.#main.replaceChildren(
      this.#head(table), this.#rows(table),
      ...(table.key === "stage" && table.rows.length ? [waysMatrix(table.rows.filter((row) => !row.retired), table.ways, this.#texts, (source, target, allowed) => this.#send("way", { source, target, allowed }))] : []),
      ...(table.changes.length ? [this.#changes(table.changes)] : []),
    );
    if (typing && active?.isConnected) active.focus();
    else if (held) this.#main.querySelector<HTMLElement>(`[data-do="${CSS.escape(held)}"], [data-way="${CSS.escape(held)}"]`)?.focus();
  };

  #drawMenu(table: Table): void {
    const texts = this.#texts;
    const choose = (key: string): void => this.#choose(key, "");
    const select = el("select", { class: "wb-input", "aria-label": texts["tables"], onchange: () => choose(select.value) }, ...this.#model.get("tables").map(({ key, label }) => el("option", { value: key }, label)));
    select.value = table.key;
    const held = this.#menu.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["table"] : undefined;
    this.#menu.setAttribute("aria-label", texts["tables"] ?? "");
    this.#menu.replaceChildren(
      el("h2", { tabindex: -1 }, texts["settings"]),
      el("ul", {}, ...this.#model.get("tables").map(({ key, label }) =>
        el("li", {}, el("button", { type: "button", "data-table": key, "aria-current": key === table.key ? "page" : null, onclick: () => choose(key) }, label)))),
      select,
      el("div", { class: "wb-set-file" }, this.#exportButton(), this.#importButton()),
    );
    if (held) this.#menu.querySelector<HTMLElement>(`[data-table="${CSS.escape(held)}"]`)?.focus();
  }

  #choose(table: string, within: string): void {
    this.#form = null;
    this.#notice.clear();
    this.#talk.ask("table", { table, within }, (reply) => reply.kind === "refuse" && this.#notice.say(String(reply["message"]), "bad"), () => this.#late());
  }

  #head(table: Table): HTMLElement {
    const texts = this.#texts;
    const group = el("select", { class: "wb-input", onchange: () => this.#choose(table.key, group.value) }, ...table.groups.map(({ value, label }) => el("option", { value }, label)));
    group.value = table.within;
    const some = table.rows.some((row) => row.retired);
    const retired = el("input", { type: "checkbox", "data-do": "retired", onchange: () => { this.#retired = retired.checked; this.#draw(); } });
    retired.checked = this.#retired;
    return el(
      "header",
      { class: "wb-set-head" },
      el("h3", {}, table.label),
      table.groups.length > 0 && el("label", { class: "wb-set-group" }, el("span", { class: "wb-label" }, texts["group"]), group),
      some && el("label", { class: "wb-check" }, retired, el("span", {}, texts["show_retired"])),
      el("span", { class: "wb-edit-gap" }),
      el("button", { type: "button", class: "wb-button wb-button-primary", "data-do": "add", onclick: () => this.#edit(null) }, icon("plus", 16), texts["add"]),
    );
  }

  #rows(table: Table): HTMLElement {
    const texts = this.#texts;
    const rows = table.rows.filter((row) => this.#retired || !row.retired);
    const adding = this.#form?.of === "";
    if (!rows.length && !adding) return el("div", { class: "wb-empty" }, icon("list", 28), el("h3", {}, texts["empty"]), el("p", {}, texts["empty_why"]));
    const heads = [...table.columns.map(({ label }) => label), ...(table.used ? [texts["used"] ?? ""] : [])];
    const width = heads.length + 1;
    const form = (): HTMLElement => el("tr", {}, el("td", { colspan: width, class: "wb-set-editing" }, this.#form!.root));
    return el(
      "div",
      { class: "wb-set-scroll" },
      el(
        "table",
        { class: "wb-set-rows" },
        el("thead", {}, el("tr", {}, ...heads.map((label) => el("th", { scope: "col" }, label)), el("th", {}, el("span", { class: "wb-visually-hidden" }, texts["actions"])))),
        el("tbody", {}, ...(adding ? [form()] : []), ...rows.map((row, place) => (this.#form?.of === row.key ? form() : this.#row(table, row, place, rows.length)))),
      ),
    );
  }

  #row(table: Table, row: Row, place: number, count: number): HTMLElement {
    const texts = this.#texts;
    const act = (name: string, drawing: string, label: string | undefined, run: () => void, fixed = false): HTMLElement =>
      el("button", { type: "button", class: "wb-icon-button", "data-do": `${name}/${row.key}`, "aria-label": `${label}: ${row.name}`, title: label, disabled: fixed, onclick: run }, icon(drawing, 16));
    return el(
      "tr",
      { class: row.retired ? "wb-set-retired" : null },
      ...table.columns.map((column) => this.#cell(column, row)),
      table.used && el("td", { class: "wb-number", "data-label": texts["used"] }, row.used_text),
      el(
        "td",
        { class: "wb-set-do" },
        table.ordered && act("up", "up", texts["up"], () => this.#send("move", { key: row.key, down: false }), place === 0),
        table.ordered && act("down", "down", texts["down"], () => this.#send("move", { key: row.key, down: true }), place === count - 1),
        act("edit", "edit", texts["edit"], () => this.#edit(row)),
        table.retires && act("retire", row.retired ? "again" : "archive", texts[row.retired ? "bring_back" : "retire"], () => this.#send("retire", { key: row.key, retired: !row.retired })),
      ),
    );
  }

  #cell(column: Column, row: Row): HTMLElement {
    const text = row.texts[column.key] ?? "";
    const swatch = column.kind === "colour" && el("i", { class: "wb-set-swatch", "aria-hidden": "true" });
    if (swatch) swatch.style.background = safeColour(row.values[column.key]);
    const number = ["percent", "amount", "rate", "whole"].includes(column.kind);
    return el("td", { class: number ? "wb-number" : null, "data-label": column.label }, swatch, column.key === "name" && row.retired ? `${text} · ${this.#texts["retired"]}` : text);
  }

  #edit(row: Row | null): void {
    const columns = this.#model.get("table").columns;
    const close = (): void => {
      this.#form = null;
      this.#draw();
      this.#main.querySelector<HTMLElement>(row ? `[data-do="edit/${CSS.escape(row.key)}"]` : '[data-do="add"]')?.focus();
    };
    const within = this.#model.get("table");
    this.#form = new RowForm(columns, row, this.#model.get("separators"), this.#texts, {
      save: (values) => {
        const given = row === null && within.within_key ? { ...values, [within.within_key]: within.within } : values;
        this.#send(row ? "update" : "add", row ? { key: row.key, values } : { values: given }, close);
      },
      cancel: close,
    });
    this.#draw();
    this.#form.focus();
  }

  #changes(changes: readonly Change[]): HTMLElement {
    const texts = this.#texts;
    const entry = (change: Change): HTMLElement =>
      el(
        "li",
        {},
        el("div", {}, el("strong", {}, change.name), " ", change.added && el("span", {}, texts["added"]), el("span", {}, change.who), el("time", {}, change.when)),
        change.fields.length > 0 && el("ul", {}, ...change.fields.map(({ label, before, after }) => el("li", {}, el("b", {}, `${label} `), el("s", {}, before), " → ", el("span", {}, after)))),
        !change.added && el("button", { type: "button", class: "wb-button wb-button-quiet wb-history-undo", "data-do": `undo/${change.unit}`, onclick: () => this.#send("undo", { unit: change.unit }) }, icon("undo", 14), texts["undo"]),
      );
    return el("details", { class: "wb-set-changes" }, el("summary", {}, texts["changes"]), el("ol", { class: "wb-history" }, ...changes.map(entry)));
  }

  #exportButton(): HTMLElement {
    const get = (): void => void this.#talk.ask("export", {}, (reply) => {
      if (reply.kind === "file") save(new Blob([String(reply["text"])], { type: "application/json" }), String(reply["name"]));
      else this.#notice.say(String(reply["message"] ?? ""), "bad");
    }, () => this.#late());
    return el("button", { type: "button", class: "wb-button", "data-do": "export", onclick: get }, icon("download", 16), this.#texts["export"]);
  }

  #importButton(): HTMLElement {
    const file = el("input", { type: "file", accept: ".json,application/json", class: "wb-visually-hidden", tabindex: -1 });
    file.addEventListener("change", () => {
      const chosen = file.files?.[0];
      file.value = "";
      if (chosen && chosen.size > LARGEST_FILE) this.#notice.say(this.#texts["file_too_large"] ?? "", "bad");
      else if (chosen) void chosen.text().then((text) => this.#look(text));
    });
    return el("span", {}, el("button", { type: "button", class: "wb-button", "data-do": "import", onclick: () => file.click() }, icon("backup", 16), this.#texts["import"]), file);
  }

  /** Shows what a file would change before it is taken over. */
  #look(text: string): void {
    this.#talk.ask("import_preview", { text }, (reply) => {
      if (reply.kind === "preview") this.#propose(text, reply["steps"] as Step[]);
      else this.#notice.say(String(reply["message"] ?? ""), "bad");
    }, () => this.#late());
  }

  #propose(text: string, steps: readonly Step[]): void {
    const texts = this.#texts;
    const away = (): void => {
      this.#preview.hidden = true;
      this.#preview.replaceChildren();
    };
    if (!steps.length) {
      this.#notice.say(texts["import_nothing"] ?? "", "good");
      return;
    }
    const line = ({ table, name, what, fields }: Step): HTMLElement =>
      el("li", {}, el("small", {}, table), el("span", {}, el("strong", {}, name), ` ${what}`),
        fields.length > 0 && el("ul", {}, ...fields.map(({ label, before, after }) => el("li", {}, el("b", {}, `${label} `), el("s", {}, before), " → ", el("span", {}, after)))));
    this.#preview.replaceChildren(
      el("h3", { tabindex: -1 }, texts["import_title"]),
      el("ol", {}, ...steps.map(line)),
      el("div", { class: "wb-set-form-do" }, answer(texts["cancel"], away), answer(texts["import_apply"], () => this.#send("import", { text }, away), "wb-button-primary")),
    );
    this.#preview.hidden = false;
    this.#preview.querySelector<HTMLElement>("h3")?.focus();
  }

  #send(kind: string, body: Record<string, unknown>, done: () => void = () => {}): void {
    this.#talk.ask(kind, body, (reply) => this.#answered(reply, done), () => this.#late());
  }

  #answered(reply: Reply, done: () => void): void {
    const message = String(reply["message"] ?? "");
    if (reply.kind !== "saved") {
      if (!this.#form?.refuse(String(reply["field"] ?? ""), message)) this.#notice.say(message, "bad");
      this.#draw();
      return;
    }
    done();
    const unit = reply["unit"];
    this.#notice.say(message, "good", typeof unit === "string" ? [answer(this.#texts["undo"], () => this.#send("undo", { unit }))] : []);
  }

  #late(): void {
    this.#notice.say(this.#texts["late"] ?? "", "bad");
  }
}

export default { render };
