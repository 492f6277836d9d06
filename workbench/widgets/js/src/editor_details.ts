/** The form of a deal: fields in sections; what both sides changed waits for a choice beside its field. */
import { type Around, type Control, control } from "./editor_fields";
import type { Draft } from "./editor_draft";
import { disputeQuestion, worded } from "./editor_parts";
import type { Deal, EditorField, Part } from "./editor_values";
import { el, icon } from "./elements";
import { type FieldValue, same } from "./merge";

export interface DetailsAround extends Omit<Around, "changed"> {
  fields: readonly EditorField[];
  sections: readonly { key: string; label: string }[];
  draft: Draft;
  /** Something was typed or chosen. */
  changed(): void;
}

const RATES = new Set(["rate", "rate_date"]);
const AMOUNTS = ["gross", "discount", "net", "expected_revenue"] as const;

export class Details implements Part {
  readonly root = el("div", { class: "wb-edit-form" });
  readonly #controls = new Map<string, Control>();
  readonly #shown = new Map<string, FieldValue>();
  #drawn = "";
  #deal!: Deal;
  readonly #locked: HTMLElement;

  constructor(private readonly around: DetailsAround) {
    this.#locked = el("p", { class: "wb-edit-locked", hidden: true }, icon("lock", 14), el("span", {}, around.texts["locked"]));
  }

  show(deal: Deal): void {
    this.#deal = deal;
    const specs = this.around.fields.filter((spec) => (!spec.only_closed || deal.status !== "open") && (!spec.only_new || deal.id === null));
    const drawn = `${deal.id}/${specs.map(({ key }) => key).join()}`;
    if (drawn !== this.#drawn) this.#draw(specs);
    this.#drawn = drawn;
    for (const spec of specs) this.#fill(spec);
    this.#ratesFollow();
    for (const key of this.#controls.keys()) this.#controls.get(key)!.dispute(null);
    for (const key of this.around.draft.disputed) this.#dispute(key);
  }

  focus(): void {
    this.#controls.get("title")?.focus();
  }

  field(key: string): Control | undefined {
    return this.#controls.get(key);
  }

  /** Shows the sums of the lines in the locked amounts. */
  amounts(totals: Record<(typeof AMOUNTS)[number], string | null>, locked: boolean): void {
    this.#lock(locked);
    for (const key of AMOUNTS) {
      const field = this.#controls.get(key);
      if (locked && field && !same(this.#shown.get(key), totals[key])) {
        field.show(totals[key]);
        this.#shown.set(key, totals[key]);
      }
    }
  }

  stop(): void {
    this.root.remove();
  }

  #draw(specs: readonly EditorField[]): void {
    this.#controls.clear();
    this.#shown.clear();
    this.root.replaceChildren();
    for (const section of this.around.sections) {
      const grid = el("div", { class: "wb-edit-grid" });
      for (const spec of specs) if (spec.section === section.key) grid.append(this.#field(spec).root);
      const box = el("section", { class: "wb-edit-section" }, el("h3", {}, section.label), section.key === "amounts" && this.#locked, grid);
      if (grid.childElementCount) this.root.append(box);
    }
  }

  #field(spec: EditorField): Control {
    const field = control(spec, { ...this.around, changed: (key, value) => this.#changed(key, value) });
    field.root.addEventListener("input", () => this.#problem(spec.key, field));
    this.#controls.set(spec.key, field);
    return field;
  }

  #fill(spec: EditorField): void {
    const field = this.#controls.get(spec.key)!;
    const value = this.around.draft.values[spec.key] ?? null;
    const unread = this.around.draft.problems.has(spec.key);
    if (!unread && (!this.#shown.has(spec.key) || !same(this.#shown.get(spec.key), value))) {
      field.show(value, value === (this.#deal.values[spec.key] ?? this.#deal.draft?.[spec.key]) || this.#deal.id === null ? this.#deal.names[spec.key] : undefined);
      field.refuse("");
      this.#shown.set(spec.key, value);
    }
    field.lock(this.#deal.read_only !== "");
  }

  #lock(locked: boolean): void {
    this.#locked.hidden = !locked;
    for (const key of AMOUNTS) this.#controls.get(key)?.lock(locked || this.#deal.read_only !== "");
  }

  #problem(key: string, field: Control): void {
    if (field.root.querySelector('[aria-invalid="true"]')) this.around.draft.problems.add(key);
    else this.around.draft.problems.delete(key);
    this.around.changed();
  }

  #changed(key: string, value: FieldValue): void {
    this.around.draft.values[key] = value;
    this.around.draft.problems.delete(key);
    this.#shown.set(key, value);
    this.#amountsFollow(key);
    if (key === "currency") this.#ratesFollow();
    this.around.changed();
  }

  /** Net typed alone empties the discount; gross or discount typed leave the net to the kernel. */
  #amountsFollow(key: string): void {
    if (key === "net") for (const name of ["gross", "discount"]) this.#reset(name, this.around.draft.opened(name));
    if (key === "gross" || key === "discount") this.#reset("net", null);
  }

  #reset(key: string, shown: FieldValue): void {
    this.around.draft.values[key] = this.around.draft.opened(key);
    this.#controls.get(key)?.show(shown);
    this.#shown.set(key, shown);
  }

  /** The base currency has no rate to look at. */
  #ratesFollow(): void {
    const foreign = this.around.draft.values["currency"] !== this.#deal.base;
    for (const key of RATES) {
      const field = this.#controls.get(key);
      if (field) field.root.hidden = !foreign;
    }
  }

  #dispute(key: string): void {
    const { draft, texts } = this.around;
    const field = this.#controls.get(key);
    if (!field) return;
    const mine = draft.values[key] ?? null;
    const theirs = this.#deal.values[key] ?? null;
    const name = this.#deal.names[key];
    const choose = (value: FieldValue): void => {
      draft.values[key] = value;
      draft.disputed.delete(key);
      field.show(value, value === theirs ? name : undefined);
      this.#shown.set(key, value);
      field.dispute(null);
      this.around.changed();
      field.focus();
    };
    field.dispute(disputeQuestion(texts, {
      mine: worded(field.spec, mine, field.words(mine)),
      theirs: worded(field.spec, theirs, name ?? ""),
    }, (side) => choose(side === "mine" ? mine : theirs)));
  }
}
