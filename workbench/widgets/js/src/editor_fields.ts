/** The editor's controls: each shows a value, tells a change, and can hold an error in words. */
import { type Separators, readAmount, writeAmount } from "./amount";
import { words } from "./conditions";
import { debounced, el, icon } from "./elements";
import type { EditorField } from "./editor_values";
import type { FieldValue } from "./merge";

export interface Hit {
  id: string;
  name: string;
  place: string;
}

export interface Around {
  texts: Record<string, string>;
  separators: Separators;
  changed(key: string, value: FieldValue): void;
  contacts(text: string, answered: (hits: Hit[]) => void): void;
}

export interface Control {
  root: HTMLElement;
  spec: EditorField;
  /** How the control writes the value it holds. */
  words(value: FieldValue): string;
  show(value: FieldValue, name?: string): void;
  lock(locked: boolean): void;
  refuse(message: string): void;
  dispute(node: HTMLElement | null): void;
  focus(): void;
}

interface Inner {
  root: HTMLElement;
  stop: HTMLElement;
  show(value: FieldValue, name?: string): void;
  lock(locked: boolean): void;
}

type Tell = (value: FieldValue, problem?: string) => void;

let made = 0;

export function control(spec: EditorField, around: Around): Control {
  const id = `wb-edit-${++made}`;
  const error = el("span", { class: "wb-error", id: `${id}-error`, role: "alert", hidden: true });
  const place = el("div", { hidden: true });
  const refuse = (message: string): void => {
    error.textContent = message;
    error.hidden = message === "";
    if (message) inner.stop.setAttribute("aria-invalid", "true");
    else inner.stop.removeAttribute("aria-invalid");
  };
  const inner = BUILDERS[spec.kind](spec, around, (value, problem = "") => {
    refuse(problem);
    if (!problem) around.changed(spec.key, value);
  });
  inner.stop.id = id;
  inner.stop.setAttribute("aria-describedby", `${id}-error`);
  const label = el("label", { class: "wb-label", for: id }, spec.label, spec.required && el("span", { "aria-hidden": "true" }, " *"));
  const root = el("div", { class: spec.wide ? "wb-field wb-edit-wide" : "wb-field", "data-field": spec.key }, label, inner.root, place, error);
  return {
    root,
    spec,
    words: (value) => (inner.stop instanceof HTMLInputElement && value !== null ? inner.stop.value : ""),
    show: (value, name) => inner.show(value, name),
    lock: (locked) => inner.lock(locked),
    refuse,
    dispute(node) {
      place.hidden = node === null;
      place.replaceChildren(...(node ? [node] : []));
    },
    focus: () => inner.stop.focus(),
  };
}

function plain(value: FieldValue): string {
  return typeof value === "string" ? value : "";
}

function typed(input: HTMLInputElement | HTMLTextAreaElement, read: () => void, write: (value: FieldValue) => string): Inner {
  input.addEventListener("input", read);
  return { root: input, stop: input, show: (value) => void (input.value = write(value)), lock: (locked) => void (input.readOnly = locked) };
}

type Builder = (spec: EditorField, around: Around, tell: Tell) => Inner;

const BUILDERS: Record<EditorField["kind"], Builder> = {
  text: (_spec, _around, tell) => {
    const input = el("input", { class: "wb-input", maxlength: 500, autocomplete: "off" });
    return typed(input, () => tell(input.value), plain);
  },
  notes: (_spec, _around, tell) => {
    const input = el("textarea", { class: "wb-input", rows: 4, maxlength: 20000 });
    return typed(input, () => tell(input.value || null), plain);
  },
  tags: (_spec, _around, tell) => {
    const input = el("input", { class: "wb-input", maxlength: 500, autocomplete: "off" });
    return typed(input, () => tell(words(input.value)), (value) => (Array.isArray(value) ? value.join(", ") : ""));
  },
  date: (_spec, _around, tell) => {
    const input = el("input", { class: "wb-input", type: "date", max: "9999-12-31" });
    return typed(input, () => tell(input.value || null), plain);
  },
  amount: (_spec, { separators, texts }, tell) => {
    const input = el("input", { class: "wb-input wb-input-number", inputmode: "decimal", maxlength: 40, autocomplete: "off" });
    const inner = typed(
      input,
      () => {
        const amount = readAmount(input.value, separators);
        if (amount === undefined) tell(null, texts["not_amount"]);
        else tell(amount);
      },
      (value) => writeAmount(plain(value), separators),
    );
    input.addEventListener("change", () => {
      const amount = readAmount(input.value, separators);
      if (amount !== undefined) input.value = writeAmount(amount, separators);
    });
    return inner;
  },
  choice: (spec, { texts }, tell) => {
    const input = el("select", { class: "wb-input", onchange: () => tell(input.value || null) });
    if (!spec.required) input.append(el("option", { value: "" }, texts["none"]));
    for (const { value, label } of spec.options ?? []) input.append(el("option", { value }, label));
    return {
      root: input,
      stop: input,
      show(value, name) {
        const wanted = plain(value);
        if (wanted && ![...input.options].some((option) => option.value === wanted)) input.append(el("option", { value: wanted }, name || "–"));
        input.value = wanted;
      },
      lock: (locked) => void (input.disabled = locked),
    };
  },
  rate: (spec, around, tell) => BUILDERS.amount(spec, around, tell),
  stars: stars,
  contact: contact,
};

function stars(spec: EditorField, { texts }: Around, tell: Tell): Inner {
  let shown = 0;
  let fixed = false;
  const root = el("div", { class: "wb-stars", role: "group", "aria-label": spec.label });
  const draw = (): void => {
    root.replaceChildren(
      ...[1, 2, 3, 4, 5].map((star) =>
        el(
          "button",
          {
            type: "button", disabled: fixed, "aria-pressed": String(star <= shown), "aria-label": (texts["stars"] ?? "").replace("{count}", String(star)),
            onclick: () => {
              shown = star === shown ? 0 : star;
              draw();
              root.querySelectorAll("button")[star - 1]?.focus();
              tell(shown ? String(shown) : null);
            },
          },
          star <= shown ? "★" : "☆",
        ),
      ),
    );
  };
  return {
    root,
    stop: root,
    show(value) {
      shown = Number(plain(value)) || 0;
      draw();
    },
    lock(locked) {
      fixed = locked;
      draw();
    },
  };
}

function contact(spec: EditorField, around: Around, tell: Tell): Inner {
  const list = el("ul", { class: "wb-hits", role: "listbox", hidden: true, id: `wb-hits-${++made}`, "aria-label": spec.label });
  const input = el("input", {
    class: "wb-input", role: "combobox", autocomplete: "off", maxlength: 200, "aria-expanded": "false", "aria-controls": list.id, placeholder: around.texts["find_contact"] ?? "",
  });
  let name = "";
  let active = -1;
  let hits: Hit[] = [];
  const close = (): void => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (hit: Hit | null): void => {
    name = hit?.name ?? "";
    input.value = name;
    close();
    tell(hit?.id ?? null);
  };
  const mark = (): void => {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    const chosen = list.children[active];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    }
  };
  const draw = (found: Hit[]): void => {
    if (document.activeElement !== input) return;
    hits = found;
    active = -1;
    list.replaceChildren(
      ...(found.length
        ? found.map((hit, index) =>
            el("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", onpointerdown: (event: Event) => { event.preventDefault(); choose(hit); } },
              el("span", {}, hit.name), el("small", {}, hit.place)))
        : [el("li", { class: "wb-hint" }, around.texts["no_contact"])]),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const search = debounced(() => around.contacts(input.value.trim(), draw), 200);
  input.addEventListener("input", () => (input.value.trim() ? search() : choose(null)));
  input.addEventListener("blur", () => {
    search.cancel();
    close();
    input.value = name;
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % Math.max(1, hits.length);
      mark();
    } else if (event.key === "Enter" && hits[active]) choose(hits[active]!);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    root: el("div", { class: "wb-combobox" }, input, icon("search", 16), list),
    stop: input,
    show(value, shownName) {
      name = plain(value) ? (shownName ?? name) : "";
      input.value = name;
    },
    lock: (locked) => void (input.readOnly = locked),
  };
}
