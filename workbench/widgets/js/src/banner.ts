/** The banner over the page while what it shows may be old; marks every total, and has all read again after a gap. */
import type { RenderProps } from "@anywidget/types";
import { el, filled, icon } from "./elements";
import { talk } from "./talk";

interface Trouble {
  text?: string;
  why?: string;
  since?: string;
}

interface State {
  trouble: Trouble;
  texts: Record<string, string>;
}

/** The page's frame says this when it reaches the kernel again; `done` takes its own marks away. */
type Back = CustomEvent<{ done: () => void }>;

const AGAIN_MS = 2000;

export function render({ model, el: host }: RenderProps<State>): () => void {
  const channel = talk(model);
  const text = el("span", {});
  const why = el("small", {});
  const bar = el("div", { class: "wb-root wb-banner", role: "alert", hidden: true }, icon("warning", 18), el("div", {}, text, why));
  let slowSince = 0;
  const draw = (): void => {
    const texts = model.get("texts");
    const given = model.get("trouble");
    const what = given.text ?? (slowSince ? texts["slow"] : undefined) ?? "";
    text.textContent = what;
    why.textContent = given.why ?? "";
    bar.hidden = what === "";
    const since = given.since ?? new Date(slowSince).toISOString();
    markOld(host.closest<HTMLElement>(".wb-page"), what === "" ? "" : filled(texts["as_of"], { time: clock(since) }));
  };
  // The kernel answers in order: once it answers this, it has answered what was waited for.
  const slow = (event: Event): void => {
    if (slowSince) return;
    slowSince = (event as CustomEvent<number>).detail;
    draw();
    const ask = (): void => void channel.ask("there", {}, answered, ask);
    const answered = (): void => {
      slowSince = 0;
      draw();
    };
    ask();
  };
  const back = (event: Event): void => {
    event.preventDefault();
    const { done } = (event as Back).detail;
    const ask = (): void => void channel.ask("back", {}, (reply) => (reply.kind === "refuse" ? setTimeout(ask, AGAIN_MS) : done()), ask);
    ask();
  };
  window.addEventListener("wb-back", back);
  window.addEventListener("wb-slow", slow);
  model.on("change:trouble", draw);
  host.append(bar);
  requestAnimationFrame(draw); // the page's frame may not stand yet
  return () => {
    window.removeEventListener("wb-back", back);
    window.removeEventListener("wb-slow", slow);
    model.off("change:trouble", draw);
    channel.stop();
    bar.remove();
  };
}

/** Marks the totals within as possibly old; an empty mark takes it away. */
export function markOld(page: HTMLElement | null, mark: string): void {
  page?.classList.toggle("wb-old", mark !== "");
  if (mark === "") page?.style.removeProperty("--wb-as-of");
  else page?.style.setProperty("--wb-as-of", JSON.stringify(mark));
}

/** Writes the time of a moment as the person's clock shows it. */
export function clock(moment: string | undefined): string {
  const time = moment === undefined ? new Date() : new Date(moment);
  const language = document.documentElement.lang || "en";
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time);
}

export default { render };
