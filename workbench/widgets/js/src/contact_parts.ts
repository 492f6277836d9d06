/** The tabs of a contact's drawer that show: people, deals, activities, history, duplicates; and the forms of a lead. */
import type { Contact, Likeness } from "./contact_values";
import { el, icon } from "./elements";

type Texts = Record<string, string>;

let made = 0;

function empty(text: string | undefined): HTMLElement {
  return el("p", { class: "wb-contact-none" }, text);
}

function entry(title: string, facts: string, more: { open?: () => void; mark?: HTMLElement | false; end?: string } = {}): HTMLElement {
  const name = more.open
    ? el("button", { type: "button", class: "wb-contact-link", onclick: more.open }, title)
    : el("strong", {}, title);
  return el("li", { class: "wb-contact-entry" },
    el("div", {}, name, more.mark, more.end !== undefined && el("b", { class: "wb-number" }, more.end)), facts !== "" && el("small", {}, facts));
}

export function peopleList(contact: Contact, texts: Texts, acts: { open(id: string): void; add(): void }): HTMLElement {
  const list = contact.people.map(({ id, name, facts }) => entry(name, facts, { open: () => acts.open(id) }));
  return el("div", {},
    list.length ? el("ul", { class: "wb-contact-list" }, ...list) : empty(texts["no_people"]),
    contact.may_create && !contact.merged && el("button", { type: "button", class: "wb-button", onclick: () => acts.add() }, icon("plus", 16), texts["add_person"]));
}

export function dealList(contact: Contact, texts: Texts, open: (id: string) => void): HTMLElement {
  if (!contact.deals.length) return empty(texts["no_deals"]);
  return el("ul", { class: "wb-contact-list" }, ...contact.deals.map(({ id, title, status, status_label, net, facts, number }) =>
    entry(title, `${number} · ${facts}`, {
      open: () => open(id), end: net,
      mark: el("span", { class: `wb-badge${status === "open" ? "" : ` wb-badge-${status === "won" ? "won" : "lost"}`}` }, status_label),
    })));
}

export function activityList(contact: Contact, texts: Texts, open: (deal: string) => void): HTMLElement {
  if (!contact.activities.length) return empty(texts["no_activities"]);
  return el("ul", { class: "wb-contact-list" }, ...contact.activities.map(({ subject, facts, deal, deal_id }) =>
    entry(subject, [facts, deal].filter(Boolean).join(" · "), deal_id ? { open: () => open(deal_id) } : {})));
}

export function contactHistory(contact: Contact, texts: Texts, acts: { undo(unit: string): void; unmerge(unit: string): void }): HTMLElement {
  const items = contact.history.map(({ what, who, when, why, fields }) =>
    el("li", {},
      el("div", {}, el("strong", {}, what), " ", el("span", {}, who), el("time", {}, when)),
      why !== "" && el("p", {}, why),
      fields.length > 0 && el("ul", {}, ...fields.map(({ label, before, after }) =>
        el("li", {}, el("b", {}, `${label} `), el("s", {}, before), " → ", el("span", {}, after))))));
  const free = contact.read_only === "";
  return el("section", { class: "wb-edit-section" },
    el("div", { class: "wb-contact-acts" },
      free && contact.undo !== null && el("button", { type: "button", class: "wb-button", onclick: () => acts.undo(contact.undo!) }, icon("undo", 16), texts["undo"]),
      free && contact.unmerge !== null && el("button", { type: "button", class: "wb-button", onclick: () => acts.unmerge(contact.unmerge!) }, icon("undo", 16), texts["unmerge"])),
    el("ol", { class: "wb-history" }, ...items));
}

export function likenessList(found: readonly Likeness[], texts: Texts, acts: { open(id: string): void; merge?: (id: string) => void }): HTMLElement {
  return el("ul", { class: "wb-contact-list" }, ...found.map(({ id, name, place, likely, reasons }) => {
    const item = entry(name, [place, reasons].filter(Boolean).join(" · "), {
      open: () => acts.open(id), mark: likely && el("span", { class: "wb-badge wb-badge-lost" }, texts["likely"]),
    });
    if (acts.merge) item.append(el("button", { type: "button", class: "wb-button", onclick: () => acts.merge!(id) }, texts["merge"]));
    return item;
  }));
}

export interface Asked {
  key: string;
  label: string;
  value?: string;
  required?: boolean;
}

/** A small form in place: what is asked, cancel, confirm. */
export function askForm(title: string, asked: readonly Asked[], texts: Texts, confirm: (given: Record<string, string>) => void, cancel: () => void): HTMLFormElement {
  const inputs = asked.map(({ key, label, value, required }) => {
    const id = `wb-ask-${++made}`;
    const input = el("input", { class: "wb-input", id, name: key, maxlength: 500, required: required ?? false, autocomplete: "off", "aria-describedby": `${id}-error` });
    input.value = value ?? "";
    return {
      input,
      root: el("div", { class: "wb-field" }, el("label", { class: "wb-label", for: id }, label), input, el("span", { class: "wb-error", id: `${id}-error`, role: "alert", hidden: true })),
    };
  });
  const form = el("form", { class: "wb-question wb-contact-ask", "aria-label": title },
    el("strong", {}, title), ...inputs.map(({ root }) => root),
    el("div", { class: "wb-question-answers" },
      el("button", { type: "button", class: "wb-button", onclick: cancel }, texts["cancel"]),
      el("button", { type: "submit", class: "wb-button wb-button-primary" }, texts["confirm"])));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    confirm(Object.fromEntries(inputs.map(({ input }) => [input.name, input.value.trim()])));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  });
  return form;
}

/** Shows why one answer of a form in place was refused; false where the form does not ask that. */
export function refuseAnswer(form: HTMLElement | null, field: string, message: string): boolean {
  const input = [...(form?.querySelectorAll<HTMLInputElement>("input[name]") ?? [])].find(({ name }) => name === field);
  const error = input?.parentElement?.querySelector<HTMLElement>(".wb-error");
  if (!input || !error) return false;
  error.textContent = message;
  error.hidden = false;
  input.setAttribute("aria-invalid", "true");
  input.focus();
  return true;
}
