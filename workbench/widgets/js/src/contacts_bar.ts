/** Search, filters and actions above the list of contacts. */
import type { AnyModel } from "@anywidget/types";
import type { Conditions, State } from "./contact_values";
import { debounced, el, icon } from "./elements";

export interface BarActs {
  filter(conditions: Conditions): void;
  create(lead: boolean): void;
  duplicates(): void;
}

const SELECTS = ["standing", "lead_status", "contact_kind", "country", "region", "sector", "agent"] as const;
const NOTHING: Conditions = { text: "", standing: "", lead_status: "", contact_kind: "", country: "", region: "", sector: "", agent: "", archived: false };

export function contactBar(model: AnyModel<State>, acts: BarActs): { root: HTMLElement; show(): void; clear(): void; stop(): void } {
  const texts = model.get("texts");
  const conditions = (): Conditions => ({
    text: search.value.trim(), archived: archived.checked, ...Object.fromEntries([...selects].map(([key, select]) => [key, select.value])),
  });
  const told = (): void => acts.filter(conditions());
  const soon = debounced(told, 200);
  const search = el("input", { class: "wb-input", type: "search", maxlength: 200, placeholder: texts["search"] ?? "", "aria-label": texts["search"] ?? "", oninput: soon });
  const selects = new Map(SELECTS.map((key) => [key, el("select", { class: "wb-input", "aria-label": texts[key] ?? "", "data-filter": key, onchange: told })]));
  const archived = el("input", { type: "checkbox", onchange: told });
  const count = el("span", { class: "wb-contacts-count", "aria-live": "polite" });
  const clear = el("button", { type: "button", class: "wb-button wb-button-quiet", hidden: true, onclick: () => cleared() }, texts["clear"]);
  const cleared = (): void => {
    fill(NOTHING);
    told();
    search.focus();
  };
  const more = el("details", { class: "wb-contacts-more" }, el("summary", { class: "wb-button" }, icon("filter", 16), el("span", {}, texts["filters"])),
    el("div", {}, ...SELECTS.slice(1).map((key) => el("label", { class: "wb-field" }, el("span", { class: "wb-label" }, texts[key]), selects.get(key)!)),
      el("label", { class: "wb-contacts-check" }, archived, el("span", {}, texts["show_archived"]))));
  const create = model.get("may_create") ? [
    el("button", { type: "button", class: "wb-button", onclick: () => acts.create(true) }, icon("plus", 16), texts["new_lead"]),
    el("button", { type: "button", class: "wb-button wb-button-primary", onclick: () => acts.create(false) }, icon("plus", 16), texts["new_contact"]),
  ] : [];
  const root = el("div", { class: "wb-contacts-bar" },
    el("div", { class: "wb-contacts-search" }, icon("search", 16), search), selects.get("standing")!, more, clear, count,
    el("span", { class: "wb-edit-gap" }),
    el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => acts.duplicates() }, texts["work_list"]), ...create);
  const outside = (event: Event): void => {
    if (more.open && !more.contains(event.target as Node)) more.open = false;
  };
  document.addEventListener("pointerdown", outside);
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    event.stopPropagation();
    more.open = false;
    more.querySelector("summary")?.focus();
  });

  function options(key: string): { value: string; label: string }[] {
    if (key === "standing") return [["lead", "leads"], ["customer", "customers"], ["other", "others"]].map(([value, text]) => ({ value: value!, label: texts[text!] ?? "" }));
    if (key === "contact_kind") return [["company", "companies"], ["person", "people"]].map(([value, text]) => ({ value: value!, label: texts[text!] ?? "" }));
    return (model.get("choices")[key] ?? []).map((choice) => (typeof choice === "string" ? { value: choice, label: choice } : choice));
  }

  function fill(filters: Conditions): void {
    if (document.activeElement !== search || filters === NOTHING) search.value = String(filters["text"] ?? "");
    archived.checked = filters["archived"] === true;
    for (const [key, select] of selects) {
      const wanted = String(filters[key] ?? "");
      const all = key === "standing" ? texts["all"] : "–";
      select.replaceChildren(el("option", { value: "" }, all), ...options(key).map(({ value, label }) => el("option", { value }, label)));
      if (wanted && ![...select.options].some((option) => option.value === wanted)) select.append(el("option", { value: wanted }, wanted));
      select.value = wanted;
    }
  }

  return {
    root,
    show() {
      const { filters, counted, bare } = model.get("head");
      fill(filters);
      count.textContent = counted;
      clear.hidden = bare;
    },
    clear: cleared,
    stop() {
      soon.cancel();
      document.removeEventListener("pointerdown", outside);
    },
  };
}
