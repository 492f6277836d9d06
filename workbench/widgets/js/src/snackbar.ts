/** One message at a time at the foot of the board, spoken by screen readers, with what can be done about it. */
import { el, icon } from "./elements";

const STAYS_MS = 8000;

export interface Action {
  readonly label: string;
  act(): void;
}

export interface Notice {
  readonly text: string;
  readonly trouble?: boolean;
  readonly actions?: readonly Action[];
}

export class Snackbar {
  readonly element: HTMLElement;
  private readonly calm = el("div", { role: "status" });
  private readonly alarm = el("div", { role: "alert" });
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly dismiss: string) {
    this.element = el("div", { class: "wb-snackbars" }, this.calm, this.alarm);
  }

  /** Shows a notice; trouble stays until it is dismissed. */
  show({ text, trouble = false, actions = [] }: Notice): void {
    this.clear();
    const buttons = actions.map(({ label, act }) => {
      const button = el("button", { class: "wb-snackbar-do", type: "button" }, label);
      button.addEventListener("click", () => {
        this.clear();
        act();
      });
      return button;
    });
    const close = el("button", { class: "wb-snackbar-close", type: "button", "aria-label": this.dismiss }, icon("close", 16));
    close.addEventListener("click", () => this.clear());
    const bar = el("div", { class: trouble ? "wb-snackbar wb-snackbar-trouble" : "wb-snackbar" }, el("span", { class: "wb-snackbar-text" }, text), ...buttons, close);
    (trouble ? this.alarm : this.calm).append(bar);
    if (trouble) return;
    const leave = (): void => {
      this.timer = setTimeout(() => this.clear(), STAYS_MS);
    };
    for (const stay of ["pointerenter", "focusin"]) bar.addEventListener(stay, () => clearTimeout(this.timer));
    for (const go of ["pointerleave", "focusout"]) bar.addEventListener(go, leave);
    leave();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.calm.replaceChildren();
    this.alarm.replaceChildren();
  }
}
