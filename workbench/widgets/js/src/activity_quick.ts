/** One line to plan an activity; what was understood stands below it before anything is saved. */
import type { Ask, Texts } from "./activity_data";
import { debounced, el, icon } from "./elements";
import type { Reply } from "./talk";

const WAIT_MS = 140;

interface Fact {
  key: string;
  icon: string;
  text: string;
  tone: string;
}

export interface Quick {
  readonly element: HTMLElement;
  focus(): void;
  stop(): void;
}

export function quickEntry(texts: Texts, ask: Ask, planned: (reply: Reply) => void): Quick {
  const help = `wb-quick-${Math.random().toString(36).slice(2, 8)}`;
  const input = el("input", {
    class: "wb-input wb-quick-line", type: "text", maxlength: 500, placeholder: texts["quick_hint"], "aria-label": texts["quick"],
    "aria-describedby": help, autocomplete: "off", enterkeyhint: "done",
  });
  const add = el("button", { type: "submit", class: "wb-button wb-button-primary" }, icon("plus", 16), el("span", {}, texts["add"]));
  const preview = el("div", { class: "wb-quick-facts", "aria-live": "polite" });
  const trouble = el("p", { class: "wb-error", role: "alert", hidden: true });
  const hint = el("p", { class: "wb-hint", id: help }, texts["quick_help"]);
  const form = el("form", { class: "wb-quick", onsubmit: (event: SubmitEvent) => plan(event) }, el("div", { class: "wb-quick-row" }, icon("plus", 18), input, add), preview, trouble, hint);
  const say = (text: string): void => {
    trouble.textContent = text;
    trouble.hidden = text === "";
  };
  const clear = (): void => {
    preview.replaceChildren();
    say("");
    hint.hidden = false;
  };
  const look = debounced((): void => {
    const text = input.value;
    if (text.trim() === "") return clear();
    ask("activity-understand", { text }, (reply) => {
      if (reply.kind !== "understood" || input.value !== text) return;
      const facts = (reply["facts"] as Fact[] | undefined) ?? [];
      hint.hidden = facts.length > 0;
      preview.replaceChildren(...facts.map(chip));
      say(String(reply["trouble"] ?? ""));
    });
  }, WAIT_MS);
  const plan = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === "" || add.disabled) return;
    look.cancel();
    add.disabled = true;
    const free = (): void => {
      add.disabled = false;
      input.focus();
    };
    ask("activity-quick", { text }, (reply) => {
      free();
      if (reply.kind === "refuse") return say(String(reply["message"] ?? ""));
      input.value = "";
      clear();
      planned(reply);
    }, () => {
      free();
      say(texts["late"] ?? "");
    });
  };
  input.addEventListener("input", () => {
    say("");
    look();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    input.value = "";
    clear();
    input.blur();
  });
  return { element: form, focus: () => input.focus(), stop: () => look.cancel() };
}

function chip(fact: Fact): HTMLElement {
  return el("span", { class: `wb-chip wb-quick-${["warn", "quiet", "strong"].includes(fact.tone) ? fact.tone : "plain"}`, "data-fact": fact.key }, fact.icon !== "" && icon(fact.icon, 14), el("span", {}, fact.text));
}
