/** Many deals at once: which fields get which value, what that would do, and the change. */
import { el, filled, icon } from "./elements";
import type { Option } from "./grid_edit";
import type { Chosen } from "./grid_selection";
import type { Reply, Talk } from "./talk";

interface BulkField {
  key: string;
  label: string;
  control: string;
  options: Option[];
  required: boolean;
}

interface Form {
  fields: BulkField[];
  reasons: Record<string, Option[]>;
  closing: Record<string, string>;
}

interface Line {
  key: string;
  value: string;
}

type Texts = Record<string, string>;

export interface BulkOutcome {
  text: string;
  unit: string | null;
}

export class BulkDialog {
  readonly element: HTMLDialogElement;
  readonly #body = el("div", { class: "wb-bulk-body" });
  readonly #error = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  readonly #foot = el("footer", { class: "wb-bulk-foot" });
  #form: Form | null = null;
  #lines: Line[] = [];
  #reason = "";
  #note = "";

  constructor(
    host: HTMLElement,
    private readonly talk: Talk,
    private readonly texts: Texts,
    private readonly chosen: Chosen,
    private readonly done: (outcome: BulkOutcome | null) => void,
  ) {
    const title = el("h2", { id: "wb-bulk-title" }, texts["bulk_title"]);
    this.element = el(
      "dialog",
      { class: "wb-root wb-bulk", "aria-labelledby": "wb-bulk-title" },
      el("header", { class: "wb-bulk-head" }, title, el("button", { type: "button", class: "wb-icon-button", "aria-label": texts["close"], onclick: () => this.#close(null) }, icon("close", 18))),
      this.#error, this.#body, this.#foot,
    );
    this.element.addEventListener("cancel", (event) => { event.preventDefault(); this.#close(null); });
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    host.append(this.element);
    this.element.showModal?.();
  }

  /** Begins with the choice of fields. */
  edit(): void {
    this.#ask("bulk_form", {}, (reply) => {
      this.#form = reply as unknown as Form;
      this.#lines = [{ key: this.#form.fields[0]?.key ?? "", value: "" }];
      this.#drawForm();
    });
  }

  /** Begins with the preview of a change that is known. */
  preview(changes: Record<string, string>): void {
    this.#ask("bulk_preview", { changes, ...this.chosen }, (reply) => this.#drawPreview(reply));
  }

  #ask(kind: string, body: Record<string, unknown>, answered: (reply: Reply) => void): void {
    this.#error.hidden = true;
    for (const button of this.#foot.querySelectorAll("button")) button.disabled = true;
    this.#foot.setAttribute("aria-busy", "true");
    const over = (): void => {
      this.#foot.removeAttribute("aria-busy");
      for (const button of this.#foot.querySelectorAll("button")) button.disabled = false;
    };
    this.talk.ask(
      kind, body,
      (reply) => {
        over();
        if (reply.kind === "refuse" || reply.kind === "ask") this.#say(String(reply["message"] ?? ""));
        else answered(reply);
      },
      () => { over(); this.#say(this.texts["late"] ?? ""); },
    );
  }

  #say(message: string): void {
    this.#error.textContent = message;
    this.#error.hidden = false;
  }

  #close(outcome: BulkOutcome | null): void {
    this.element.close?.();
    this.element.remove();
    this.done(outcome);
  }

  #drawForm(): void {
    const form = this.#form!;
    const taken = new Set(this.#lines.map(({ key }) => key));
    const rows = this.#lines.map((line, at) => this.#row(form, line, at, taken));
    const outcome = this.#outcome();
    this.#body.replaceChildren(
      el("div", { class: "wb-bulk-lines" }, ...rows),
      ...(taken.size < form.fields.length
        ? [el("button", { type: "button", class: "wb-button wb-button-quiet wb-bulk-more", onclick: () => { this.#lines.push({ key: form.fields.find(({ key }) => !taken.has(key))!.key, value: "" }); this.#drawForm(); } }, icon("plus", 16), el("span", {}, this.texts["bulk_add"]))]
        : []),
      ...(outcome ? [this.#closing(form.reasons[outcome] ?? [])] : []),
    );
    this.#foot.replaceChildren(
      el("button", { type: "button", class: "wb-button", onclick: () => this.#close(null) }, this.texts["cancel"]),
      el("button", { type: "button", class: "wb-button wb-button-primary", "data-do": "preview", onclick: () => this.preview(this.#changes()) }, this.texts["preview"]),
    );
  }

  #row(form: Form, line: Line, at: number, taken: ReadonlySet<string>): HTMLElement {
    const field = form.fields.find(({ key }) => key === line.key)!;
    const choice = el("select", { class: "wb-input", "aria-label": this.texts["bulk_field"], "data-bulk": "field" });
    for (const { key, label } of form.fields) {
      if (key === line.key || !taken.has(key)) choice.append(el("option", { value: key }, label));
    }
    choice.value = line.key;
    choice.addEventListener("change", () => {
      this.#lines[at] = { key: choice.value, value: "" };
      this.#drawForm();
    });
    return el(
      "div",
      { class: "wb-bulk-line" },
      choice,
      this.#value(field, line),
      this.#lines.length > 1 && el("button", { type: "button", class: "wb-icon-button", "aria-label": filled(this.texts["bulk_remove"], { field: field.label }), onclick: () => { this.#lines.splice(at, 1); this.#drawForm(); } }, icon("close", 16)),
    );
  }

  #value(field: BulkField, line: Line): HTMLElement {
    const label = `${this.texts["bulk_value"]}: ${field.label}`;
    if (field.options.length) {
      const select = el("select", { class: "wb-input", "aria-label": label, "data-bulk": "value" });
      for (const { value, label: text } of field.options) select.append(el("option", { value }, text));
      line.value = field.options.some(({ value }) => value === line.value) ? line.value : (field.options[0]?.value ?? "");
      select.value = line.value;
      select.addEventListener("change", () => { line.value = select.value; this.#drawForm(); });
      return select;
    }
    const input = el("input", { class: "wb-input", type: field.control === "date" ? "date" : "text", maxlength: 2000, "aria-label": label, "data-bulk": "value", placeholder: field.control === "date" ? null : this.texts["empty_value"] });
    input.value = line.value;
    input.addEventListener("input", () => (line.value = input.value));
    return input;
  }

  #outcome(): string | undefined {
    const closing = this.#lines.find(({ key }) => key === "stage_id" || key === "probability_id");
    return closing && this.#form!.closing[closing.value];
  }

  #closing(reasons: readonly Option[]): HTMLElement {
    const select = el("select", { class: "wb-input", "data-bulk": "reason" });
    select.append(...reasons.map(({ value, label }) => el("option", { value }, label)));
    if (!reasons.some(({ value }) => value === this.#reason)) this.#reason = reasons[0]?.value ?? "";
    select.value = this.#reason;
    select.addEventListener("change", () => (this.#reason = select.value));
    const note = el("input", { class: "wb-input", type: "text", maxlength: 500 });
    note.value = this.#note;
    note.addEventListener("input", () => (this.#note = note.value));
    const field = (text: string | undefined, node: HTMLElement): HTMLElement => el("label", { class: "wb-field" }, el("span", { class: "wb-label" }, text), node);
    return el("div", { class: "wb-bulk-closing" }, field(this.texts["reason"], select), field(this.texts["note"], note));
  }

  #changes(): Record<string, string> {
    const changes: Record<string, string> = Object.fromEntries(this.#lines.map(({ key, value }) => [key, value]));
    if (this.#outcome()) {
      if (this.#reason) changes["reason_id"] = this.#reason;
      if (this.#note.trim()) changes["note"] = this.#note.trim();
    }
    return changes;
  }

  #drawPreview(reply: Reply): void {
    const preview = reply as unknown as Preview;
    const { counts } = preview;
    const facts = [
      el("li", { class: "wb-bulk-changing" }, filled(this.texts["will_change"], { count: counts["changing"]! })),
      preview.unchanged > 0 && el("li", {}, filled(this.texts["stay"], { count: counts["unchanged"]! })),
      preview.refused_count > 0 && el("li", { class: "wb-bulk-refused" }, filled(this.texts["cannot"], { count: counts["refused"]! })),
    ];
    const part = preview.looked_at < preview.count && el("p", { class: "wb-notice wb-notice-warn" }, el("span", {}, filled(this.texts["first_only"], { count: counts["looked_at"]!, all: counts["all"]! })));
    const parts: (HTMLElement | false)[] = [
        el("ul", { class: "wb-bulk-facts" }, ...facts),
      part,
        preview.reasons.length > 0 && el("ul", { class: "wb-bulk-reasons" }, ...preview.reasons.map(({ why, count }) => el("li", {}, el("b", {}, `${count} × `), why))),
        preview.changing > 0 && el("table", { class: "wb-bulk-effect" }, el("caption", {}, this.texts["effect"]), ...preview.effect.map((one) => el("tr", {}, el("th", { scope: "row" }, one.label), el("td", { class: "wb-number" }, one.before), el("td", {}, "→"), el("td", { class: "wb-number" }, one.after), el("td", { class: "wb-number wb-bulk-difference" }, one.difference)))),
        preview.samples.length > 0 && el("h3", {}, this.texts["examples"]),
        el("ul", { class: "wb-bulk-samples" }, ...preview.samples.map(sample)),
    ];
    this.#body.replaceChildren(...parts.filter((node) => node !== false));
    this.#foot.replaceChildren(
      ...(this.#form ? [el("button", { type: "button", class: "wb-button", onclick: () => this.#drawForm() }, this.texts["back"])] : [el("button", { type: "button", class: "wb-button", onclick: () => this.#close(null) }, this.texts["cancel"])]),
      el("button", { type: "button", class: "wb-button wb-button-primary", "data-do": "apply", disabled: preview.changing === 0, onclick: () => this.#apply() }, this.texts["apply"]),
    );
    this.#foot.querySelector<HTMLElement>("[data-do=apply]")?.focus();
  }

  #apply(): void {
    this.#ask("bulk_apply", {}, (reply) => this.#close({ text: String(reply["text"] ?? ""), unit: (reply["unit"] as string | null) ?? null }));
  }
}

interface Preview {
  count: number;
  looked_at: number;
  changing: number;
  unchanged: number;
  refused_count: number;
  counts: Record<string, string>;
  reasons: { why: string; count: string }[];
  refused: { number: string; title: string; why: string }[];
  samples: { number: string; title: string; fields: { label: string; before: string; after: string }[] }[];
  effect: { label: string; before: string; after: string; difference: string }[];
}

function sample({ number, title, fields }: Preview["samples"][number]): HTMLElement {
  return el(
    "li",
    {},
    el("span", { class: "wb-bulk-deal" }, `${number} · ${title}`),
    ...fields.map(({ label, before, after }) => el("span", { class: "wb-bulk-field" }, el("small", {}, label), el("del", {}, before), el("ins", {}, after))),
  );
}
