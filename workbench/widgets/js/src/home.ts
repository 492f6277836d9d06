/** Home: key figures, what closes next, what changed last; at the first start, how to begin. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import { el, icon, safeColour } from "./elements";
import { type Job, jobFacts } from "./job_view";
import { talk } from "./talk";

interface Figure {
  label: string;
  count: string;
  amount: string;
  tone: string;
  view: string;
}

interface Item {
  id: string;
  title: string;
  detail: string;
  amount: string;
  when: string;
  colour: string;
  late: boolean;
}

interface Offer {
  key: string;
  title: string;
  text: string;
  command: string;
  button: string;
}

interface Shown {
  greeting: string;
  subtitle: string;
  note: string;
  figures: Figure[];
  lists: { key: string; title: string; empty: string; more: string; items: Item[] }[];
  offers: Offer[];
}

interface State {
  shown: Shown;
  job: Job | Record<string, never>;
  texts: Record<string, string>;
}

export function render({ model, el: host }: RenderProps<State>): () => void {
  const channel = talk(model);
  const root = el("section", { class: "wb-root wb-home" });
  const notice = el("div", { class: "wb-notice wb-notice-bad", role: "alert", hidden: true });
  const work = el("section", { class: "wb-panel wb-home-job", hidden: true });
  const say = (message: string): void => {
    notice.textContent = message;
    notice.hidden = message === "";
  };
  const send = (kind: string, body: Record<string, unknown>, settled: () => void = () => {}): void => {
    const late = (): void => {
      settled();
      say(model.get("texts")["late"] ?? "");
    };
    channel.ask(kind, body, (reply) => {
      settled();
      if (reply.kind === "refuse") say(String(reply["message"] ?? ""));
    }, late);
  };
  const draw = (): void => {
    const shown = model.get("shown");
    root.replaceChildren(
      notice,
      el("header", {}, el("h1", {}, shown.greeting), el("p", {}, shown.subtitle)),
      work,
      ...(shown.offers.length ? [offers(shown.offers, model, send)] : [figures(shown.figures, send), noteLine(shown.note), lists(shown.lists, send)]),
    );
    drawJob();
  };
  const drawJob = (): void => {
    const given = model.get("job");
    const busy = "id" in given;
    work.hidden = !busy;
    work.replaceChildren(...(busy ? jobFacts(given as Job, model.get("texts")) : []));
    for (const button of root.querySelectorAll<HTMLButtonElement>("[data-offer=demo]")) button.disabled = busy;
  };
  model.on("change:shown", draw);
  model.on("change:job", drawJob);
  draw();
  host.append(root);
  return () => {
    model.off("change:shown", draw);
    model.off("change:job", drawJob);
    channel.stop();
    root.remove();
  };
}

type Send = (kind: string, body: Record<string, unknown>, settled?: () => void) => void;

function figures(given: Figure[], send: Send): HTMLElement {
  return el(
    "div",
    { class: "wb-figures" },
    ...given.map((figure) =>
      el(
        "button",
        { type: "button", class: `wb-figure wb-figure-${figure.tone}`, onclick: () => send("show", { figure: figure.view }) },
        el("span", { class: "wb-figure-label" }, figure.label),
        el("b", { class: "wb-number" }, figure.amount),
        el("span", { class: "wb-figure-count wb-number" }, figure.count),
      ),
    ),
  );
}

function noteLine(note: string): HTMLElement {
  return el("div", { class: "wb-notice wb-notice-warn", hidden: note === "" }, icon("warning", 16), el("span", {}, note));
}

function lists(given: Shown["lists"], send: Send): HTMLElement {
  return el(
    "div",
    { class: "wb-home-lists" },
    ...given.map((list) =>
      el(
        "section",
        { class: "wb-panel" },
        el("header", {}, el("h2", {}, list.title),
          list.more !== "" && el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => send("show", { figure: list.key }) }, list.more)),
        list.items.length
          ? el("ul", {}, ...list.items.map((item) => itemRow(item, send)))
          : el("p", { class: "wb-hint" }, list.empty),
      ),
    ),
  );
}

function itemRow(item: Item, send: Send): HTMLElement {
  const row = el(
    "button",
    { type: "button", class: "wb-home-item", onclick: () => send("open", { opportunity: item.id }) },
    el("span", { class: "wb-home-what" }, el("b", {}, item.title), el("small", {}, item.detail)),
    el("span", { class: "wb-home-sum" }, el("b", { class: "wb-number" }, item.amount), el("small", { class: item.late ? "wb-home-late" : null }, item.when)),
  );
  row.style.setProperty("--wb-stage", safeColour(item.colour));
  return el("li", {}, row);
}

function offers(given: Offer[], model: AnyModel<State>, send: Send): HTMLElement {
  return el(
    "div",
    { class: "wb-offers" },
    ...given.map((offer) =>
      el(
        "section",
        { class: "wb-panel" },
        el("h2", {}, offer.title),
        el("p", {}, offer.text),
        offer.command !== "" && el("code", { tabindex: 0 }, offer.command),
        offer.button !== "" && offerButton(offer, model.get("texts")["working"] ?? "", send),
      ),
    ),
  );
}

function offerButton(offer: Offer, working: string, send: Send): HTMLElement {
  const button: HTMLButtonElement = el(
    "button",
    {
      type: "button", "data-offer": offer.key, class: offer.key === "demo" ? "wb-button wb-button-primary" : "wb-button",
      onclick: () => {
        button.disabled = true;
        button.textContent = working;
        send("begin", { offer: offer.key }, () => {
          button.disabled = false;
          button.textContent = offer.button;
        });
      },
    },
    offer.button,
  );
  return button;
}

export default { render };
