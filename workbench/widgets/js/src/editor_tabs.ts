/** The strip of tabs over the editor's parts; arrow keys go from one to the next. */
import { el } from "./elements";

export interface TabSpec {
  key: string;
  label: string;
}

export class TabStrip {
  readonly root: HTMLElement;
  #shown = "";
  readonly #buttons = new Map<string, HTMLButtonElement>();

  constructor(tabs: readonly TabSpec[], label: string, private readonly choose: (key: string) => void) {
    this.root = el("div", { class: "wb-tabs", role: "tablist", "aria-label": label, onkeydown: (event: KeyboardEvent) => this.#key(event) });
    for (const { key, label: text } of tabs) {
      const button = el(
        "button",
        { type: "button", role: "tab", class: "wb-tab", id: `wb-tab-${key}`, "aria-controls": `wb-panel-${key}`, onclick: () => choose(key) },
        el("span", {}, text),
        el("span", { class: "wb-tab-mark", hidden: true }),
      );
      this.#buttons.set(key, button);
      this.root.append(button);
    }
  }

  get shown(): string {
    return this.#shown;
  }

  show(key: string): void {
    this.#shown = key;
    for (const [name, button] of this.#buttons) {
      button.setAttribute("aria-selected", String(name === key));
      button.tabIndex = name === key ? 0 : -1;
    }
    this.#buttons.get(key)?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  offer(keys: readonly string[]): void {
    for (const [name, button] of this.#buttons) button.hidden = !keys.includes(name);
  }

  /** A count, or a dot where something is not saved. */
  mark(key: string, text: string, changed: boolean, why: string): void {
    const mark = this.#buttons.get(key)?.querySelector<HTMLElement>(".wb-tab-mark");
    if (!mark) return;
    mark.hidden = text === "" && !changed;
    mark.textContent = text;
    mark.classList.toggle("wb-tab-changed", changed);
    mark.title = changed ? why : "";
  }

  #key(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, Home: -1000, End: 1000 };
    const step = steps[event.key];
    if (step === undefined || event.altKey) return;
    event.preventDefault();
    const keys = [...this.#buttons].filter(([, button]) => !button.hidden).map(([key]) => key);
    const next = keys[Math.max(0, Math.min(keys.length - 1, keys.indexOf(this.#shown) + step))]!;
    this.choose(next);
    this.#buttons.get(next)?.focus();
  }
}
