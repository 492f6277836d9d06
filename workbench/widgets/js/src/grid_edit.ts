/** A cell that is changed in place: the control lies over the cell, and says there what is wrong. */
import { readAmount, type Separators, writeAmount } from "./amount";
import { el } from "./elements";

export interface Option {
  value: string;
  label: string;
}

export interface CellAnswer {
  control: string;
  value: string;
  version: number;
  options: Option[];
  reasons: Record<string, Option[]>;
}

export interface EditActions {
  /** Sends the value; the cell stays open until it is closed or refused. */
  save(value: string, reason: string | null): void;
  /** The person is done; `move` says to which side the keyboard goes on. */
  closed(move: number): void;
}

type Texts = Record<string, string>;

export class CellEditor {
  readonly element: HTMLElement;
  readonly #error = el("div", { class: "wb-grid-edit-error", role: "alert", hidden: true });
  readonly #control: HTMLInputElement | HTMLSelectElement;
  readonly #question = el("div", { class: "wb-grid-edit-question", hidden: true });
  readonly #begun: string;
  #reason: HTMLSelectElement | null = null;
  #busy = false;
  #open = true;
  #move = 0;

  constructor(
    host: HTMLElement, at: DOMRect, label: string,
    private readonly answer: CellAnswer,
    private readonly texts: Texts,
    private readonly separators: Separators,
    private readonly actions: EditActions,
  ) {
    this.#control = control(answer, label, separators);
    this.#begun = this.#control.value;
    this.element = el("div", { class: "wb-grid-edit", popover: "manual" }, this.#control, this.#question, this.#error);
    this.element.style.left = `${Math.max(4, Math.min(at.left, innerWidth - Math.max(at.width, 160) - 4))}px`;
    this.element.style.top = `${at.top}px`;
    this.element.style.width = `${Math.max(at.width, 160)}px`;
    this.element.style.setProperty("--wb-cell-height", `${at.height}px`);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focusout", (event) => this.#left(event));
    if (this.#control instanceof HTMLSelectElement) this.#control.addEventListener("change", () => this.#save());
    host.append(this.element);
    this.element.showPopover?.();
    this.#control.focus();
    if (this.#control instanceof HTMLInputElement && this.#control.type === "text") this.#control.select();
  }

  /** The kernel refused: the words stand at the cell, and what was typed stays. */
  refuse(message: string): void {
    this.#busy = false;
    this.#error.textContent = message;
    this.#error.hidden = false;
    this.#control.setAttribute("aria-invalid", "true");
    this.#control.focus();
  }

  /** The change closes the deal: the reason is asked in place. */
  ask(outcome: string, message: string): void {
    this.#busy = false;
    const options = this.answer.reasons[outcome] ?? [];
    this.#reason = el("select", { class: "wb-input", "aria-label": this.texts["reason"] });
    this.#reason.append(el("option", { value: "" }, this.texts["reason"]), ...options.map(({ value, label }) => el("option", { value }, label)));
    this.#reason.addEventListener("change", () => this.#save());
    this.#question.replaceChildren(el("p", {}, message), this.#reason);
    this.#question.hidden = false;
    this.#error.hidden = true;
    this.#reason.focus();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.element.remove();
    this.actions.closed(this.#move);
  }

  #save(): void {
    if (this.#busy || !this.#open) return;
    const typed = this.#control.value;
    if (typed === this.#begun && !this.#reason) return this.close();
    const value = this.answer.control === "amount" ? readAmount(typed, this.separators) : typed;
    if (value === undefined) return this.refuse(this.texts["no_amount"] ?? "");
    if (this.#reason && !this.#reason.value) return;
    this.#busy = true;
    this.#error.hidden = true;
    this.actions.save(value ?? "", this.#reason?.value || null);
  }

  #key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      this.#move = event.key === "Tab" ? (event.shiftKey ? -1 : 1) : 0;
      this.#save();
    }
  }

  #left(event: FocusEvent): void {
    const to = event.relatedTarget as Node | null;
    if (to && this.element.contains(to)) return;
    if (this.#busy || !this.#open || !this.#error.hidden) return;
    if (this.#reason || this.#control.value === this.#begun) this.close();
    else this.#save();
  }
}

function control(answer: CellAnswer, label: string, separators: Separators): HTMLInputElement | HTMLSelectElement {
  if (answer.control === "choice") {
    const select = el("select", { class: "wb-input", "aria-label": label });
    for (const { value, label: text } of answer.options) select.append(el("option", { value }, text));
    select.value = answer.value;
    return select;
  }
  const input = el("input", { class: "wb-input", type: answer.control === "date" ? "date" : "text", maxlength: 2000, "aria-label": label });
  input.value = answer.control === "amount" ? writeAmount(answer.value, separators) : answer.value;
  if (answer.control === "amount") input.classList.add("wb-input-number");
  return input;
}
