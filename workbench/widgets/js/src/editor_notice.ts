/** What the editor says over its parts, with what can be done about it. */
import { el } from "./elements";

export class Notice {
  #good = false;
  readonly root = el("div", { class: "wb-edit-notices", "aria-live": "polite" });

  /** `letGo` is called when what had the focus is gone with the notice. */
  constructor(private readonly letGo: () => void) {}

  say(message: string, tone: "good" | "warn" | "bad", answers: readonly HTMLElement[] = []): void {
    this.#good = tone === "good";
    this.#set(message ? [el("div", { class: `wb-notice wb-notice-${tone}` }, el("span", {}, message), ...answers)] : []);
  }

  /** Something new was typed: that the last change went well is said no longer. */
  typed(): void {
    if (this.#good) this.clear();
  }

  clear(): void {
    this.#good = false;
    this.#set([]);
  }

  #set(nodes: readonly HTMLElement[]): void {
    const held = this.root.contains(document.activeElement);
    this.root.replaceChildren(...nodes);
    if (held) this.letGo();
  }
}

export function answer(label: string | undefined, act: () => void, tone = ""): HTMLButtonElement {
  return el("button", { type: "button", class: `wb-button ${tone}`.trim(), onclick: act }, label);
}
