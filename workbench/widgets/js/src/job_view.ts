/** A job in the browser: its title, progress bar, result; the same in the drawer, on Home and in notebooks. */
import { el, filled, icon } from "./elements";

export interface JobFile {
  name: string;
  size: string;
  small_enough: boolean;
  path: string;
}

export interface Job {
  id: string;
  kind: string;
  title: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  label: string;
  share: number;
  percent: string;
  step: string;
  time: string;
  who: string;
  result: string;
  error: string;
  file: JobFile | null;
  ended: boolean;
}

/** The bar of a job under way; a waiting one has no value yet. */
export function progressBar(job: Job, texts: Record<string, string>): HTMLElement {
  const known = job.state === "running";
  const percent = Math.round(job.share * 100);
  const bar = el(
    "div",
    {
      class: "wb-progress", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": known ? percent : null,
      "aria-valuetext": known ? [job.percent, job.step].filter(Boolean).join(", ") : job.label, "aria-label": filled(texts["progress"], { title: job.title }),
    },
    el("i", {}),
  );
  bar.style.setProperty("--wb-share", `${known ? Math.max(percent, 2) : 0}%`);
  return bar;
}

/** What stands about a job beside its buttons. */
export function jobFacts(job: Job, texts: Record<string, string>): HTMLElement[] {
  const state = el("span", { class: `wb-badge wb-job-state wb-job-${job.state}` }, job.label);
  const head = el("div", { class: "wb-job-head" }, el("b", { class: "wb-job-title", title: job.title }, job.title), state);
  const facts = job.ended ? [job.result, job.time, job.who] : [job.step, job.percent, job.time, job.who];
  const line = el("p", { class: "wb-job-facts wb-number" }, facts.filter(Boolean).join(" · "));
  return [
    head,
    ...(job.ended ? [] : [progressBar(job, texts)]),
    ...(line.textContent ? [line] : []),
    ...(job.error ? [el("p", { class: "wb-job-error" }, icon("warning", 14), el("span", {}, job.error))] : []),
  ];
}
