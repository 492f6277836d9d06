/** Says, while a new deal is entered, which deals look like it. */
import type { Draft } from "./editor_draft";
import type { Deal, Texts } from "./editor_values";
import { debounced, el, icon } from "./elements";
import type { Talk } from "./talk";

interface Found {
  id: string;
  name: string;
  net: string;
  reasons: string;
}

const ASKED = ["title", "contact_id", "currency", "net"];

export class Alike {
  readonly root = el("div", { class: "wb-edit-alike", "aria-live": "polite", hidden: true });
  #asked = "";
  readonly #later = debounced(() => this.#ask(), 400);

  constructor(private readonly draft: Draft, private readonly talk: Talk, private readonly texts: Texts, private readonly open: (opportunity: string) => void) {}

  show(deal: Deal): void {
    if (deal.id !== null) {
      this.root.hidden = true;
      this.#asked = "";
    } else if (this.#key() !== this.#asked) this.#later();
  }

  stop(): void {
    this.#later.cancel();
  }

  #values(): Record<string, unknown> {
    return Object.fromEntries(ASKED.map((key) => [key, this.draft.values[key] ?? null]));
  }

  #key(): string {
    return JSON.stringify(this.#values());
  }

  #ask(): void {
    const { title, contact_id: contact } = this.draft.values;
    this.#asked = this.#key();
    if (!title || !contact) {
      this.root.hidden = true;
      return;
    }
    const asked = this.#asked;
    this.talk.ask("alike", { values: this.#values() }, (reply) => {
      if (reply.kind === "alike" && asked === this.#asked) this.#draw(reply["found"] as Found[]);
    });
  }

  #draw(found: readonly Found[]): void {
    this.root.hidden = found.length === 0;
    this.root.replaceChildren(
      el("div", { class: "wb-notice wb-notice-warn" }, icon("warning", 16), el("strong", {}, this.texts["alike"])),
      el("ul", { class: "wb-holder-rows" }, ...found.map(({ id, name, net, reasons }) =>
        el("li", {}, el("button", { type: "button", onclick: () => this.open(id) }, el("span", { class: "wb-holder-title" }, name), el("small", {}, reasons), el("span", { class: "wb-number" }, net))))),
    );
  }
}
