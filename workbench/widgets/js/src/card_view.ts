/** One card. */
import { hue, initials } from "./avatar";
import type { Card, Texts } from "./board_data";
import { el, filled, icon, safeColour } from "./elements";

const TAGS_SHOWN = 3;

export interface CardLook {
  readonly stages: boolean;
  readonly fixed: boolean;
  readonly waiting: boolean;
}

export function cardView(card: Card, look: CardLook, texts: Texts): HTMLElement {
  const node = el(
    "article",
    {
      class: classes(card, look),
      role: "listitem",
      tabindex: -1,
      "data-card": card.id,
      "data-number": card.number,
      "aria-label": spoken(card, texts),
      "aria-roledescription": texts["card"],
      "aria-busy": look.waiting ? "true" : null,
    },
    el(
      "div",
      { class: "wb-card-top" },
      el("span", { class: "wb-card-contact", title: card.contact }, card.contact),
      card.news ? el("span", { class: "wb-card-news" }, card.news) : null,
      el("span", { class: "wb-card-number wb-number" }, `#${card.number}`),
      el(
        "button",
        { class: "wb-card-menu", type: "button", tabindex: -1, "aria-haspopup": "menu", "aria-label": filled(texts["move_card"], { title: card.title }) },
        icon("more", 16),
      ),
    ),
    el("div", { class: "wb-card-title", title: card.title }, card.title),
    tags(card),
    el(
      "div",
      { class: "wb-card-middle" },
      look.stages
        ? el("span", { class: "wb-card-chip wb-number" }, card.probability)
        : el("span", { class: "wb-card-stage", title: `${card.stage} · ${card.workflow}` }, el("span", { class: "wb-card-dot" }), el("span", {}, card.stage)),
      el("span", { class: "wb-card-net wb-number" }, card.net),
    ),
    meta(card, texts),
  );
  node.style.setProperty("--wb-card-colour", safeColour(card.colour));
  return node;
}

function classes(card: Card, look: CardLook): string {
  return [
    "wb-card",
    look.fixed && "wb-card-fixed",
    look.waiting && "wb-card-waiting",
    card.locked && "wb-card-locked",
    card.rotting && "wb-card-rotting",
  ].filter(Boolean).join(" ");
}

function tags(card: Card): HTMLElement | null {
  if (!card.tags.length) return null;
  const more = card.tags.length - TAGS_SHOWN;
  return el(
    "div",
    { class: "wb-card-tags", title: card.tags.join(", ") },
    ...card.tags.slice(0, TAGS_SHOWN).map((tag) => el("span", { class: "wb-card-tag" }, tag)),
    more > 0 && el("span", { class: "wb-card-tag" }, `+${more}`),
  );
}

function meta(card: Card, texts: Texts): HTMLElement {
  const entered = enteredBy(card, texts);
  return el(
    "div",
    { class: "wb-card-meta" },
    el(
      "span",
      { class: "wb-card-owner", title: [filled(texts["owner"], { name: card.owner }), entered].filter(Boolean).join("\n") },
      face(card.owner),
      entered && face(card.entered_by),
      el("span", { class: "wb-card-name" }, card.owner),
    ),
    el("span", { class: "wb-card-age wb-number", title: card.rotting ? texts["rotting"] : null }, card.age),
    card.due &&
      el(
        "span",
        {
          class: card.overdue ? "wb-card-due wb-card-overdue" : "wb-card-due",
          title: filled(texts[card.overdue ? "overdue" : "due"], { date: card.due_on ?? card.due }),
        },
        icon(card.overdue ? "warning" : "calendar", 13),
        card.due,
      ),
    card.locked && el("span", { class: "wb-card-lock", title: texts["locked"] }, icon("lock", 13)),
  );
}

/** Who entered the deal, where that is not its owner. */
function enteredBy(card: Card, texts: Texts): string {
  return card.entered_by && card.entered_by !== card.owner ? filled(texts["entered"], { name: card.entered_by }) : "";
}

function face(name: string): HTMLElement {
  const circle = el("span", { class: "wb-avatar", "aria-hidden": "true" }, initials(name));
  circle.style.setProperty("--wb-hue", String(hue(name)));
  return circle;
}

function spoken(card: Card, texts: Texts): string {
  return [
    card.title,
    card.contact,
    card.net,
    card.stage,
    card.probability,
    filled(texts["owner"], { name: card.owner }),
    enteredBy(card, texts),
    card.due && filled(texts[card.overdue ? "overdue" : "due"], { date: card.due_on ?? card.due }),
    card.rotting && texts["rotting"],
    card.locked && texts["locked"],
  ].filter(Boolean).join(", ");
}
