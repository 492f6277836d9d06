/** The page's navigation: views, person, theme, language; keeps the page's link in the address. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import { el, filled, icon } from "./elements";
import { historyStep, type Link, readLink, writeLink } from "./link";
import { type Talk, talk } from "./talk";
import { applyTheme, chooseTheme, THEMES, themeInUse } from "./theme";

interface View {
  key: string;
  label: string;
  icon: string;
  menu: boolean;
}

interface State {
  product: string;
  views: View[];
  view: string;
  person: { name: string; role: string };
  languages: { code: string; label: string }[];
  language: string;
  link: Link;
  owns_address: boolean;
  may_create: boolean;
  running: number;
  texts: Record<string, string>;
}

type Model = AnyModel<State>;

export function render({ model, el: host }: RenderProps<State>): () => void {
  const channel = talk(model);
  const bar = el("nav", { class: "wb-root wb-nav", "aria-label": model.get("texts")["navigation"] ?? "" });
  const list = el("ul", { class: "wb-nav-views" });
  const menu = personMenu(model);
  const create = createButton(model, channel);
  bar.append(el("div", { class: "wb-nav-brand" }, brandMark(), el("span", { class: "wb-nav-name" }, model.get("product"))));
  const jobs = jobsButton(model, channel);
  bar.append(...(create ? [create] : []), list, jobs.root, menu.root);
  host.append(bar);
  applyTheme();

  const drawViews = (): void => {
    const shown = model.get("view");
    const item = (view: View): HTMLLIElement => viewItem(view, view.key === shown, () => go(view.key));
    list.replaceChildren(...model.get("views").filter((view) => !view.menu).map(item));
    menu.views.replaceChildren(...model.get("views").filter((view) => view.menu).map(item));
  };
  const go = (key: string): void => {
    menu.close();
    for (const button of bar.querySelectorAll<HTMLElement>("[data-view]"))
      button.setAttribute("aria-current", button.dataset["view"] === key ? "page" : "false");
    channel.ask("view", { view: key }, (reply) => reply.kind === "refuse" && drawViews(), drawViews);
  };
  const stopSeeing = tellSeen(channel);
  const stopAddress = model.get("owns_address") ? followAddress(model, channel) : () => {};
  model.on("change:view", drawViews);
  model.on("change:views", drawViews);
  drawViews();
  return () => {
    model.off("change:view", drawViews);
    model.off("change:views", drawViews);
    stopAddress();
    stopSeeing();
    menu.stop();
    jobs.stop();
    channel.stop();
    bar.remove();
  };
}

function viewItem(view: View, current: boolean, go: () => void): HTMLLIElement {
  const button = el(
    "button",
    { type: "button", class: "wb-nav-item", "aria-current": current ? "page" : "false", "data-view": view.key, onclick: go },
    icon(view.icon, 20),
    el("span", { class: "wb-nav-label" }, view.label),
  );
  return el("li", {}, button);
}

function createButton(model: Model, channel: Talk): HTMLElement | null {
  if (!model.get("may_create")) return null;
  const text = model.get("texts")["new"] ?? "";
  return el(
    "button",
    { type: "button", class: "wb-button wb-button-primary wb-nav-new", title: text, onclick: () => void channel.ask("new") },
    icon("plus"),
    el("span", { class: "wb-nav-label" }, text),
  );
}

/** Opens the jobs; its badge counts those that are under way. */
function jobsButton(model: Model, channel: Talk): { root: HTMLElement; stop: () => void } {
  const text = model.get("texts")["jobs"] ?? "";
  const badge = el("span", { class: "wb-nav-badge wb-number", "aria-hidden": "true" });
  const root = el(
    "button",
    { type: "button", class: "wb-nav-item wb-nav-jobs", "aria-haspopup": "dialog", onclick: () => void channel.ask("jobs") },
    el("span", { class: "wb-nav-jobs-icon" }, icon("jobs", 20), badge),
    el("span", { class: "wb-nav-label" }, text),
  );
  const draw = (): void => {
    const count = model.get("running");
    badge.textContent = count > 9 ? "9+" : String(count);
    badge.hidden = count === 0;
    root.setAttribute("aria-label", count === 0 ? text : filled(model.get("texts")["running"], { count }));
  };
  model.on("change:running", draw);
  draw();
  return { root, stop: () => model.off("change:running", draw) };
}

function brandMark(): HTMLElement {
  const mark = el("span", { class: "wb-nav-mark", "aria-hidden": "true" });
  mark.append(el("i"), el("i"), el("i"));
  return mark;
}

/** Writes the kernel's link into the address, and tells the kernel when the person goes back or forward. */
function followAddress(model: Model, channel: Talk): () => void {
  const write = (): void => {
    const link = model.get("link");
    const step = historyStep(readLink(location.search), link);
    if (step === "none") return;
    const target = `${location.pathname}${writeLink(location.search, link)}${location.hash}`;
    if (step === "push") history.pushState(null, "", target);
    else history.replaceState(null, "", target);
  };
  const back = (): void => void channel.ask("go", { ...readLink(location.search) });
  model.on("change:link", write);
  window.addEventListener("popstate", back);
  write();
  return () => {
    model.off("change:link", write);
    window.removeEventListener("popstate", back);
  };
}

/** Tells the kernel whether the page is looked at: a hidden page asks the store for nothing. */
function tellSeen(channel: Talk): () => void {
  const tell = (): void => void channel.ask("seen", { seen: !document.hidden });
  document.addEventListener("visibilitychange", tell);
  tell();
  return () => document.removeEventListener("visibilitychange", tell);
}

function personMenu(model: Model): { root: HTMLElement; views: HTMLElement; close: () => void; stop: () => void } {
  const views = el("ul", { class: "wb-nav-more" });
  const person = model.get("person");
  const texts = model.get("texts");
  const panel = el(
    "div",
    { class: "wb-nav-panel", hidden: true, role: "group", "aria-label": texts["settings"] ?? "" },
    el("div", { class: "wb-nav-person" }, el("strong", {}, person.name), el("span", {}, person.role)),
    views,
    themeChoice(texts),
    model.get("owns_address") ? languageChoice(model) : null,
  );
  const button = el(
    "button",
    { type: "button", class: "wb-nav-item wb-nav-me", "aria-expanded": "false", title: `${person.name} · ${person.role}` },
    el("span", { class: "wb-nav-initials", "aria-hidden": "true" }, initials(person.name)),
    el("span", { class: "wb-nav-label" }, el("b", {}, person.name), el("small", {}, person.role)),
  );
  const root = el("div", { class: "wb-nav-menu" }, panel, button);
  const show = (open: boolean): void => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  const outside = (event: Event): void => {
    if (!root.contains(event.target as Node)) show(false);
  };
  button.addEventListener("click", () => show(Boolean(panel.hidden)));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      show(false);
      button.focus();
    }
  });
  document.addEventListener("pointerdown", outside);
  return { root, views, close: () => show(false), stop: () => document.removeEventListener("pointerdown", outside) };
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!].map((word) => [...word][0] ?? "") : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toUpperCase();
}

function themeChoice(texts: Record<string, string>): HTMLElement {
  const group = el("div", { class: "wb-segmented", role: "radiogroup", "aria-label": texts["theme"] ?? "" });
  const draw = (): void => {
    group.replaceChildren(
      ...THEMES.map((theme) =>
        el(
          "button",
          {
            type: "button", role: "radio", "aria-checked": String(theme.key === themeInUse()),
            onclick: () => { chooseTheme(theme.key); draw(); },
          },
          icon(theme.icon, 16),
          el("span", {}, texts[theme.key] ?? theme.key),
        ),
      ),
    );
  };
  draw();
  return el("div", { class: "wb-field" }, el("span", { class: "wb-label" }, texts["theme"]), group);
}

function languageChoice(model: Model): HTMLElement {
  const choice = el(
    "select",
    { class: "wb-input", onchange: () => location.assign(`${location.pathname}${writeLink(location.search, { ...model.get("link"), lang: choice.value })}`) },
    ...model.get("languages").map(({ code, label }) =>
      el("option", { value: code, lang: code, selected: code === model.get("language") }, label),
    ),
  );
  return el("label", { class: "wb-field" }, el("span", { class: "wb-label" }, model.get("texts")["language"]), choice);
}

export default { render };
