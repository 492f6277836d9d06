/** One control per search field; each tells its new condition and can show another one. */
import { type Separators, readAmount, writeAmount } from "./amount";
import { type Condition, ends, many, type Plain, range, words } from "./conditions";
import { el, icon } from "./elements";

export interface Option {
  value: string;
  label: string;
  group?: string;
}

export interface FieldSpec {
  key: string;
  label: string;
  kind: "text" | "whole" | "words" | "choices" | "days" | "day" | "numbers" | "flag";
  options?: Option[];
  hint?: string;
}

export interface Control {
  root: HTMLElement;
  show(value: Condition | undefined): void;
  refuse(message: string): void;
}

export interface Surroundings {
  texts: Record<string, string>;
  separators: Separators;
  changed(key: string, value: Condition): void;
}

export function control(spec: FieldSpec, around: Surroundings): Control {
  const error = el("span", { class: "wb-error", role: "alert", hidden: true });
  const inner = BUILDERS[spec.kind](spec, {
    ...around,
    changed: (key, value) => {
      error.hidden = true;
      around.changed(key, value);
    },
  });
  const grouped = inner.inputs.length !== 1;
  const root = grouped
    ? el("fieldset", { class: "wb-field" }, el("legend", {}, spec.label), inner.root, error)
    : el("label", { class: "wb-field" }, el("span", { class: "wb-label" }, spec.label), inner.root, error);
  if (spec.kind === "flag") root.classList.add("wb-field-flag");
  return {
    root,
    show(value) {
      error.hidden = true;
      inner.show(value);
    },
    refuse(message) {
      error.textContent = message;
      error.hidden = false;
    },
  };
}

interface Inner {
  root: HTMLElement;
  inputs: HTMLElement[];
  show(value: Condition | undefined): void;
}

type Builder = (spec: FieldSpec, around: Surroundings) => Inner;

const BUILDERS: Record<FieldSpec["kind"], Builder> = {
  text: (spec, around) => line(spec, around, {}, (text) => text.trim(), (value) => String(value ?? "")),
  whole: (spec, around) =>
    line(spec, around, { inputmode: "numeric" }, (text) => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : text.trim()), (value) => String(value ?? "")),
  words: (spec, around) => line(spec, around, {}, words, (value) => many(value).join(", ")),
  day: (spec, around) => line(spec, around, { type: "date" }, (text) => text, (value) => String(value ?? "")),
  days: (spec, around) => pair(spec, around, { type: "date" }, (text) => text, (text) => text),
  numbers: (spec, around) =>
    pair(
      spec, around, { inputmode: "decimal", class: "wb-input wb-input-number" },
      (text) => readAmount(text, around.separators) ?? text.trim(),
      (text) => (/^-?\d+(\.\d+)?$/.test(text) ? writeAmount(text, around.separators).replace(/\D00$/, "") : text),
    ),
  choices: choices,
  flag: (spec, around) => {
    const box = el("input", { type: "checkbox", onchange: () => around.changed(spec.key, box.checked) });
    return { root: box, inputs: [box], show: (value) => void (box.checked = value === true) };
  },
};

function line(
  spec: FieldSpec, around: Surroundings, attributes: Record<string, string>,
  read: (text: string) => Condition, write: (value: Condition | undefined) => string,
): Inner {
  const input = el("input", {
    class: "wb-input", autocomplete: "off", placeholder: spec.hint ?? null, maxlength: 500, ...attributes,
    onchange: () => around.changed(spec.key, read(input.value)),
  });
  return { root: input, inputs: [input], show: (value) => void (input.value = write(value)) };
}

function pair(
  spec: FieldSpec, around: Surroundings, attributes: Record<string, string>,
  read: (text: string) => Plain, write: (text: string) => string,
): Inner {
  const told = (): void => around.changed(spec.key, range(String(read(low.value) ?? ""), String(read(high.value) ?? "")));
  const made = (word: string): HTMLInputElement =>
    el("input", { class: "wb-input", autocomplete: "off", "aria-label": `${spec.label} – ${word}`, ...attributes, onchange: told });
  const low = made(around.texts["from"] ?? "");
  const high = made(around.texts["to"] ?? "");
  return {
    root: el("span", { class: "wb-pair" }, low, el("span", { "aria-hidden": "true" }, "–"), high),
    inputs: [low, high],
    show(value) {
      const [from, to] = ends(value);
      low.value = write(from);
      high.value = write(to);
    },
  };
}

function choices(spec: FieldSpec, around: Surroundings): Inner {
  const options = spec.options ?? [];
  const chosen = new Set<string>();
  const summary = el("summary", { class: "wb-input" }, el("span", {}), icon("chevron", 16));
  const boxes = el("div", { class: "wb-choices-list" });
  const find = el("input", { class: "wb-input", type: "search", placeholder: around.texts["find"] ?? "", "aria-label": around.texts["find"] ?? "", oninput: () => draw() });
  const root = el("details", { class: "wb-choices" }, summary, el("div", { class: "wb-choices-panel" }, options.length > 8 && find, boxes));
  const say = (): void => {
    const names = options.filter(({ value }) => chosen.has(value)).map(({ label }) => label);
    summary.firstElementChild!.textContent = names.length ? names.join(", ") : (around.texts["any"] ?? "");
    summary.classList.toggle("wb-choices-any", names.length === 0);
  };
  const toggle = (value: string, on: boolean): void => {
    if (on) chosen.add(value);
    else chosen.delete(value);
    say();
    around.changed(spec.key, [...chosen]);
  };
  const draw = (): void => {
    const wanted = find.value.trim().toLocaleLowerCase();
    const rows: Node[] = [];
    let group: string | undefined;
    for (const option of options) {
      if (wanted && !`${option.label} ${option.group ?? ""}`.toLocaleLowerCase().includes(wanted)) continue;
      if (option.group && option.group !== group) rows.push(el("b", {}, option.group));
      group = option.group;
      const box = el("input", { type: "checkbox", checked: chosen.has(option.value), onchange: () => toggle(option.value, box.checked) });
      rows.push(el("label", {}, box, el("span", {}, option.label)));
    }
    boxes.replaceChildren(...(rows.length ? rows : [el("p", { class: "wb-hint" }, around.texts["nothing"])]));
  };
  root.addEventListener("toggle", () => root.open && draw());
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.open) {
      event.stopPropagation();
      root.open = false;
      summary.focus();
    }
  });
  return {
    root,
    inputs: [],
    show(value) {
      chosen.clear();
      for (const item of many(value)) chosen.add(item);
      say();
      if (root.open) draw();
    },
  };
}
