/** The form of one row of the settings, in its place in the table. */
import { readAmount, type Separators, writeAmount } from "./amount";
import { el } from "./elements";
import type { Column, Row, Texts } from "./settings_data";

export interface FormActions {
  save(values: Record<string, string>): void;
  cancel(): void;
}

const NUMBERS = new Set(["percent", "amount", "rate"]);
let made = 0;

export class RowForm {
  readonly root: HTMLFormElement;
  readonly of: string;
  readonly #inputs = new Map<string, HTMLInputElement | HTMLSelectElement>();
  readonly #errors = new Map<string, HTMLElement>();

  constructor(columns: readonly Column[], row: Row | null, private readonly separators: Separators, private readonly texts: Texts, on: FormActions) {
    this.of = row?.key ?? "";
    this.root = el(
      "form",
      {
        class: "wb-set-form", "aria-label": row ? row.name : texts["add"],
        onsubmit: (event: Event) => {
          event.preventDefault();
          const values = this.#values();
          if (values) on.save(values);
        },
        onkeydown: (event: KeyboardEvent) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          on.cancel();
        },
      },
      ...columns.map((column) => this.#field(column, row)),
      el(
        "div",
        { class: "wb-set-form-do" },
        el("button", { type: "button", class: "wb-button", onclick: () => on.cancel() }, texts["cancel"]),
        el("button", { type: "submit", class: "wb-button wb-button-primary" }, texts[row ? "save" : "create"]),
      ),
    );
  }

  focus(): void {
    [...this.#inputs.values()].find((input) => !input.disabled)?.focus();
  }

  /** Says what is wrong beside its field; tells whether there is such a field. */
  refuse(key: string, message: string): boolean {
    const error = this.#errors.get(key);
    const input = this.#inputs.get(key);
    if (!error || !input) return false;
    error.textContent = message;
    error.hidden = message === "";
    if (message) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (message) input.focus();
    return true;
  }

  #field(column: Column, row: Row | null): HTMLElement {
    const id = `wb-set-${++made}`;
    const input = this.#input(column, row?.values[column.key] ?? (column.kind === "colour" ? "#4263eb" : ""), id);
    const error = el("span", { class: "wb-error", role: "alert", id: `${id}-error`, hidden: true });
    input.setAttribute("aria-describedby", error.id);
    input.disabled = column.fixed && row !== null;
    input.addEventListener("input", () => this.refuse(column.key, ""));
    this.#inputs.set(column.key, input);
    this.#errors.set(column.key, error);
    return el(
      "div",
      { class: "wb-field", "data-field": column.key },
      el("label", { class: "wb-label", for: id }, column.label, column.required && el("span", { "aria-hidden": "true" }, " *")),
      input, error,
    );
  }

  #input(column: Column, value: string, id: string): HTMLInputElement | HTMLSelectElement {
    if (column.kind === "choice" || column.kind === "reference") {
      const known = column.options.some((option) => option.value === value);
      const select = el(
        "select",
        { class: "wb-input", id },
        ...(column.required && known ? [] : [el("option", { value: "" }, this.texts["none"])]),
        ...column.options.map((option) => el("option", { value: option.value }, option.label)),
      );
      select.value = known ? value : "";
      return select;
    }
    const type = column.kind === "colour" ? "color" : column.kind === "day" ? "date" : "text";
    const mode = NUMBERS.has(column.kind) ? "decimal" : column.kind === "whole" ? "numeric" : null;
    const input = el("input", { class: mode ? "wb-input wb-input-number" : "wb-input", id, type, inputmode: mode, maxlength: type === "text" ? 120 : null, autocomplete: "off" });
    input.value = column.kind === "amount" ? writeAmount(value, this.separators) : NUMBERS.has(column.kind) ? value.replace(".", this.separators.decimal) : value;
    return input;
  }

  #values(): Record<string, string> | null {
    const values: Record<string, string> = {};
    for (const [key, input] of this.#inputs) {
      if (input.disabled) continue;
      const number = input instanceof HTMLInputElement && input.inputMode === "decimal";
      const read = number ? readAmount(input.value.replace("%", ""), this.separators) : input.value;
      values[key] = read === undefined ? input.value : read ?? "";
    }
    return values;
  }
}
