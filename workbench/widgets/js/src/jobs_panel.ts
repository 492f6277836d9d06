/** The drawer of jobs: what can be run, what is under way, what has ended. The page stays usable beside it. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import { download } from "./download";
import { el, filled, icon } from "./elements";
import { type Job, jobFacts } from "./job_view";
import { actionRow, type Actions } from "./jobs_actions";
import { type Reply, talk } from "./talk";

interface State {
  is_open: boolean;
  jobs: Job[];
  actions: Actions;
  texts: Record<string, string>;
}

export function render({ model, el: host }: RenderProps<State>): () => void {
  const panel = new JobsPanel(model);
  host.append(panel.root, panel.spoken);
  return () => panel.stop();
}

interface Row {
  node: HTMLElement;
  facts: HTMLElement;
  drawn: string;
}

class JobsPanel {
  readonly root = el("div", { class: "wb-root wb-jobs", hidden: true });
  readonly spoken = el("div", { class: "wb-root wb-visually-hidden", role: "status", "aria-live": "polite" });
  readonly #model: AnyModel<State>;
  readonly #talk;
  readonly #texts: Record<string, string>;
  readonly #drawer: HTMLElement;
  readonly #actions = el("div", { class: "wb-jobs-actions" });
  readonly #notice = el("div", { class: "wb-jobs-notice", "aria-live": "polite" });
  readonly #under = el("ul", { class: "wb-jobs-list" });
  readonly #ended = el("ul", { class: "wb-jobs-list" });
  readonly #underPart: HTMLElement;
  readonly #endedPart: HTMLElement;
  readonly #empty: HTMLElement;
  readonly #rows = new Map<string, Row>();
  readonly #stopping = new Set<string>();
  readonly #states = new Map<string, string>();
  #before: Element | null = null;

  constructor(model: AnyModel<State>) {
    this.#model = model;
    const texts = (this.#texts = model.get("texts"));
    this.#talk = talk(model, (message) => this.#told(message));
    this.#underPart = el("section", { "aria-label": texts["under_way"] }, el("h3", {}, texts["under_way"]), this.#under);
    this.#endedPart = el("section", { "aria-label": texts["ended"] }, el("h3", {}, texts["ended"]), this.#ended);
    this.#empty = el("div", { class: "wb-empty" }, icon("jobs", 28), el("h3", {}, texts["empty_title"]), el("p", {}, texts["empty_text"]));
    const close = el("button", { type: "button", class: "wb-icon-button", "aria-label": texts["close"], onclick: () => this.#close() }, icon("close", 20));
    this.#drawer = el(
      "div",
      { class: "wb-jobs-drawer", role: "dialog", "aria-labelledby": "wb-jobs-title", tabindex: -1, onkeydown: (event: KeyboardEvent) => this.#key(event) },
      el("header", { class: "wb-jobs-head" }, el("h2", { id: "wb-jobs-title" }, texts["jobs"]), close),
      this.#actions, this.#notice,
      el("div", { class: "wb-jobs-body", tabindex: -1 }, this.#underPart, this.#endedPart, this.#empty),
    );
    this.root.append(this.#drawer);
    model.on("change:is_open", this.#opened);
    model.on("change:jobs", this.#draw);
    model.on("change:actions", this.#drawActions);
    this.#draw();
    this.#drawActions();
    this.#opened();
  }

  stop(): void {
    this.#model.off("change:is_open", this.#opened);
    this.#model.off("change:jobs", this.#draw);
    this.#model.off("change:actions", this.#drawActions);
    this.#talk.stop();
    this.spoken.remove();
    this.root.remove();
  }

  readonly #opened = (): void => {
    const open = this.#model.get("is_open");
    if (open === !this.root.hidden) return;
    if (open) this.#before = document.activeElement;
    this.root.hidden = !open;
    if (open) this.#drawer.focus();
    else if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
  };

  #close(): void {
    this.root.hidden = true;
    this.#say("");
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
    this.#ask("close", {});
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    this.#close();
  }

  readonly #drawActions = (): void => {
    const actions = this.#model.get("actions");
    this.#actions.replaceChildren(...("reports" in actions ? actionRow(actions, this.#texts, (kind, body) => this.#ask(kind, body, this.#texts["sent"])) : []));
  };

  readonly #draw = (): void => {
    const jobs = this.#model.get("jobs");
    const known = new Set(jobs.map(({ id }) => id));
    if (jobs.some(({ id }) => !this.#rows.has(id))) this.#say("");
    for (const [id, row] of this.#rows) {
      if (known.has(id)) continue;
      row.node.remove();
      this.#rows.delete(id);
    }
    const focused = document.activeElement;
    this.#place(this.#under, jobs.filter(({ ended }) => !ended));
    this.#place(this.#ended, jobs.filter(({ ended }) => ended));
    if (focused instanceof HTMLElement && !focused.isConnected && !this.root.hidden) this.#drawer.focus();
    this.#underPart.hidden = this.#under.childElementCount === 0;
    this.#endedPart.hidden = this.#ended.childElementCount === 0;
    this.#empty.hidden = jobs.length > 0;
    this.#announce(jobs);
  };

  /** Only ends are spoken: a bar that speaks at every step says nothing. */
  #announce(jobs: readonly Job[]): void {
    for (const job of jobs) {
      const before = this.#states.get(job.id);
      if (job.ended && (before === "running" || before === "waiting")) {
        this.spoken.textContent = filled(this.#texts["said"], { title: job.title, state: job.label });
      }
      this.#states.set(job.id, job.state);
    }
  }

  #place(list: HTMLElement, jobs: readonly Job[]): void {
    jobs.forEach((job, at) => {
      const { node } = this.#row(job);
      if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
    });
  }

  #row(job: Job): Row {
    const drawn = JSON.stringify(job);
    const known = this.#rows.get(job.id);
    if (known?.drawn === drawn) return known;
    if (job.ended) this.#stopping.delete(job.id);
    if (known && !job.ended && known.node.dataset["ended"] === "false") {
      known.facts.replaceChildren(...jobFacts(job, this.#texts));
      known.drawn = drawn;
      return known;
    }
    const facts = el("div", { class: "wb-job-what" }, ...jobFacts(job, this.#texts));
    const node = el("li", { class: "wb-job", "data-job": job.id, "data-ended": String(job.ended), "data-state": job.state }, facts, job.ended ? this.#afterwards(job) : this.#meanwhile(job));
    known?.node.replaceWith(node);
    const row = { node, facts, drawn };
    this.#rows.set(job.id, row);
    return row;
  }

  #meanwhile(job: Job): HTMLElement {
    const texts = this.#texts;
    const stopping = this.#stopping.has(job.id);
    const button: HTMLButtonElement = el(
      "button",
      {
        type: "button", class: "wb-button wb-button-quiet", disabled: stopping, "aria-label": filled(texts["cancel"], { title: job.title }),
        onclick: () => {
          this.#stopping.add(job.id);
          button.disabled = true;
          button.textContent = texts["stopping"] ?? "";
          button.removeAttribute("aria-label");
          this.#ask("cancel", { job: job.id });
        },
      },
      texts[stopping ? "stopping" : "cancel_word"],
    );
    return el("div", { class: "wb-job-do" }, button);
  }

  #afterwards(job: Job): HTMLElement {
    const texts = this.#texts;
    const log = el("div", { class: "wb-job-log", hidden: true, tabindex: 0, role: "region", "aria-label": texts["log"] });
    const again = el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => this.#ask("again", { job: job.id }, texts["sent"]) }, icon("again", 14), texts["again"]);
    const show = el("button", { type: "button", class: "wb-button wb-button-quiet", "aria-expanded": "false", onclick: () => this.#log(job.id, log, show) }, texts["log"]);
    return el(
      "div",
      { class: "wb-job-after" },
      job.file && !job.file.small_enough && el("p", { class: "wb-hint" }, filled(texts["too_large"], { path: job.file.path })),
      el("div", { class: "wb-job-do" }, job.file?.small_enough && this.#downloadButton(job), again, show),
      log,
    );
  }

  #downloadButton(job: Job): HTMLElement {
    const file = job.file!;
    const offer = [this.#texts["download"], file.name, file.size].join(" · ");
    const word = el("span", {}, offer);
    const settle = (): void => {
      button.disabled = false;
      word.textContent = offer;
    };
    const button: HTMLButtonElement = el(
      "button",
      {
        type: "button", class: "wb-button wb-job-download",
        onclick: () => {
          button.disabled = true;
          download(this.#talk, job.id, file.name, this.#texts["late"] ?? "", {
            progress: (percent) => { word.textContent = filled(this.#texts["downloading"], { percent }); },
            done: settle,
            failed: (message) => { settle(); this.#say(message, "bad"); },
          });
        },
      },
      icon("download", 16), word,
    );
    return button;
  }

  #log(job: string, log: HTMLElement, button: HTMLElement): void {
    const show = log.hidden;
    button.setAttribute("aria-expanded", String(show));
    log.hidden = !show;
    if (!show) return;
    this.#talk.ask("log", { job }, (reply) => {
      const lines = reply.kind === "log" ? (reply["lines"] as { when: string; level: string; text: string }[]) : [];
      log.replaceChildren(
        ...(lines.length
          ? lines.map((line) => el("div", { class: `wb-log-${line.level}` }, el("time", {}, line.when), el("span", {}, line.text)))
          : [el("span", { class: "wb-hint" }, String(reply["message"] ?? this.#texts["empty_log"]))]),
      );
    });
  }

  #ask(kind: string, body: Record<string, unknown>, asked = ""): void {
    if (asked) this.#say(asked);
    this.#talk.ask(kind, body, (reply) => reply.kind === "refuse" && this.#failed(String(reply["message"] ?? "")), () => this.#failed(this.#texts["late"] ?? ""));
  }

  #failed(message: string): void {
    this.#goOn();
    this.#say(message, "bad");
  }

  #told(message: Reply): void {
    if (message.kind !== "trouble") return;
    this.#goOn();
    this.#say(String(message["message"] ?? ""), "bad");
  }

  /** Gives the buttons back to jobs that were not stopped after all. */
  #goOn(): void {
    for (const id of this.#stopping) this.#rows.get(id)?.node.remove();
    for (const id of this.#stopping) this.#rows.delete(id);
    this.#stopping.clear();
    this.#draw();
  }

  #say(text: string, tone = "plain"): void {
    this.#notice.replaceChildren(...(text ? [el("div", { class: `wb-notice wb-notice-${tone}` }, el("span", {}, text))] : []));
  }
}

export default { render };
