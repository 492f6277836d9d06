/** A list that is mounted for the open deal and follows by itself: activities, interactions. */
import type { Deal, Part } from "./editor_values";
import { el } from "./elements";

export interface MountedList<Data> {
  (): void;
  update(data: Data): void;
}

export class ListPart<Data> implements Part {
  readonly root = el("div", { class: "wb-edit-list" });
  #mounted: MountedList<Data> | null = null;
  #of = "";

  constructor(private readonly mount: (host: HTMLElement, data: Data) => MountedList<Data>) {}

  /** What an earlier deal left is taken away; the list of this one comes when it is looked at. */
  show(deal: Deal): void {
    if (deal.id !== this.#of) this.#clear();
  }

  fill(data: unknown, of: string): void {
    if (this.#mounted && this.#of === of) this.#mounted.update(data as Data);
    else {
      this.#clear();
      this.#mounted = this.mount(this.root, data as Data);
      this.#of = of;
    }
  }

  focus(): void {
    this.root.querySelector<HTMLElement>("input,button")?.focus();
  }

  stop(): void {
    this.#clear();
    this.root.remove();
  }

  #clear(): void {
    this.#mounted?.();
    this.#mounted = null;
    this.#of = "";
    this.root.replaceChildren();
  }
}
