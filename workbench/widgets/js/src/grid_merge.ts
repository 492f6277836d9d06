/** Two deals become one: side by side in a dialog, with what moves along. */
import { el, icon } from "./elements";
import { type MergePreview, ownChoices } from "./contact_values";
import { mergePanel } from "./merge_panel";
import type { Reply, Talk } from "./talk";

type Texts = Record<string, string>;

export interface Merged {
  text: string;
  unit: string;
}

export class MergeDialog {
  readonly element: HTMLDialogElement;
  readonly #body = el("div", { class: "wb-bulk-body" });
  readonly #error = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });

  constructor(host: HTMLElement, private readonly talk: Talk, private readonly texts: Texts, private readonly done: (merged: Merged | null) => void) {
    this.element = el(
      "dialog",
      { class: "wb-root wb-bulk", "aria-label": texts["merge_title"] },
      el("header", { class: "wb-bulk-head" }, el("span", { class: "wb-edit-gap" }), el("button", { type: "button", class: "wb-icon-button", "aria-label": texts["close"], onclick: () => this.#close(null) }, icon("close", 18))),
      this.#error, this.#body,
    );
    this.element.addEventListener("cancel", (event) => { event.preventDefault(); this.#close(null); });
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    host.append(this.element);
    this.element.showModal?.();
  }

  look(keep: string, drop: string): void {
    this.#ask("merge_preview", { keep, drop }, (reply) => this.#draw(reply["preview"] as MergePreview, String(reply["refused"] ?? "")));
  }

  #draw(preview: MergePreview, refused: string): void {
    this.#error.hidden = true;
    if (refused) this.#say(refused);
    this.#body.replaceChildren(
      mergePanel(preview, this.texts, {
        swap: () => this.look(preview.drop.id, preview.keep.id),
        cancel: () => this.#close(null),
        merge: (shown, chosen, why) => {
          const { lines, ...choices } = ownChoices(shown, new Map(Object.entries(chosen)));
          const { keep, drop } = shown;
          this.#ask("merge_deals", { keep: keep.id, drop: drop.id, seen_keep: keep.version, seen_drop: drop.version, choices, lines: lines ?? "", why }, (reply) =>
            this.#close({ text: String(reply["text"]), unit: String(reply["unit"]) }));
        },
      }),
    );
    this.#body.querySelector<HTMLElement>("input,button")?.focus();
  }

  #ask(kind: string, body: Record<string, unknown>, answered: (reply: Reply) => void): void {
    this.talk.ask(kind, body, (reply) => (reply.kind === "refuse" ? this.#say(String(reply["message"] ?? "")) : answered(reply)), () => this.#say(this.texts["late"] ?? ""));
  }

  #say(message: string): void {
    this.#error.textContent = message;
    this.#error.hidden = false;
  }

  #close(merged: Merged | null): void {
    this.element.close?.();
    this.element.remove();
    this.done(merged);
  }
}
