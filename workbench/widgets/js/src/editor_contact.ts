/** Who holds a deal: the contact as a card, its person, its people, its other deals. */
import type { Deal, Part, Texts } from "./editor_values";
import { el, icon } from "./elements";

interface Card {
  id: string;
  name: string;
  badges: { text: string; tone: string }[];
  phones: string[];
  emails: string[];
  website: string;
  notes: string;
  facts: { label: string; value: string }[];
}

export interface ContactData {
  contact: Card | null;
  person: Card | null;
  people: { id: string; name: string; facts: string }[];
  deals: { id: string; title: string; status: string; status_label: string; facts: string; net: string }[];
}

export interface ContactActions {
  open(opportunity: string): void;
  /** Absent where contacts are not shown beside the editor. */
  contact?: ((contact: string) => void) | undefined;
}

export class ContactPart implements Part {
  readonly root = el("div", { class: "wb-edit-contact" });

  constructor(private readonly texts: Texts, private readonly on: ContactActions) {}

  show(_deal: Deal): void {
    // The card is read by itself, when the tab is looked at.
  }

  fill({ contact, person, people, deals }: ContactData): void {
    const texts = this.texts;
    if (!contact) {
      this.root.replaceChildren(el("div", { class: "wb-empty" }, icon("person", 28), el("h3", {}, texts["no_holder"]), el("p", {}, texts["choose_holder"])));
      return;
    }
    this.root.replaceChildren(
      this.#card(contact, ""),
      ...(person ? [this.#card(person, texts["person"] ?? "")] : []),
      ...(people.length ? [section(texts["people"], people.map(({ id, name, facts }) => row(name, facts, "", () => this.on.contact?.(id), this.on.contact === undefined)))] : []),
      ...(deals.length
        ? [section(texts["other_deals"], deals.map((deal) => row(deal.title, `${deal.status_label} · ${deal.facts}`, deal.net, () => this.on.open(deal.id), false)))]
        : []),
    );
  }

  focus(): void {
    this.root.querySelector<HTMLElement>("a,button")?.focus();
  }

  stop(): void {
    this.root.remove();
  }

  #card(card: Card, role: string): HTMLElement {
    const texts = this.texts;
    const open = this.on.contact;
    return el(
      "section",
      { class: "wb-holder" },
      el(
        "header",
        {},
        el("div", {}, role !== "" && el("small", {}, role), el("h3", {}, card.name), ...card.badges.map(({ text, tone }) => el("span", { class: `wb-badge wb-badge-${tone}` }, text))),
        open !== undefined && el("button", { type: "button", class: "wb-button", onclick: () => open(card.id) }, texts["open_contact"]),
      ),
      el(
        "dl",
        {},
        ...card.phones.map((phone) => fact(texts["phone"], link(`tel:${phone.replace(/[^\d+]/g, "")}`, phone, "call"))),
        ...card.emails.map((mail) => fact(texts["email"], link(`mailto:${encodeURIComponent(mail)}`, mail, "mail"))),
        ...(card.website ? [fact(texts["website"], website(card.website))] : []),
        ...card.facts.map(({ label, value }) => fact(label, value)),
      ),
      card.notes !== "" && el("p", { class: "wb-holder-notes" }, card.notes),
    );
  }
}

function fact(label: string | undefined, value: Node | string): HTMLElement {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

function link(target: string, text: string, drawing: string): HTMLElement {
  return el("a", { href: target }, icon(drawing, 14), el("span", {}, text));
}

/** Only an address of the web becomes a link. */
function website(text: string): HTMLElement {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  const fits = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  return fits ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text) : el("span", {}, text);
}

function section(title: string | undefined, rows: HTMLElement[]): HTMLElement {
  return el("section", { class: "wb-edit-section" }, el("h3", {}, title), el("ul", { class: "wb-holder-rows" }, ...rows));
}

function row(title: string, facts: string, amount: string, open: () => void, fixed: boolean): HTMLElement {
  const inner = [el("span", { class: "wb-holder-title" }, title), el("small", {}, facts), amount !== "" && el("span", { class: "wb-number" }, amount)];
  return el("li", {}, fixed ? el("div", {}, ...inner) : el("button", { type: "button", onclick: open }, ...inner));
}
