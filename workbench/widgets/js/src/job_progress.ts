/** A job's progress bar in a notebook. */
import type { RenderProps } from "@anywidget/types";
import { el, filled } from "./elements";
import { type Job, jobFacts } from "./job_view";
import { talk } from "./talk";
import { applyTheme } from "./theme";

interface State {
  job: Job;
  texts: Record<string, string>;
}

export function render({ model, el: host }: RenderProps<State>): () => void {
  applyTheme();
  const channel = talk(model);
  const texts = model.get("texts");
  const facts = el("div", { class: "wb-job-what" });
  const cancel: HTMLButtonElement = el(
    "button",
    {
      type: "button", class: "wb-button wb-button-quiet",
      onclick: () => {
        cancel.disabled = true;
        cancel.textContent = texts["stopping"] ?? "";
        channel.ask("cancel");
      },
    },
    texts["cancel_word"],
  );
  const spoken = el("div", { class: "wb-visually-hidden", role: "status" });
  const root = el("section", { class: "wb-root wb-job wb-job-alone" }, facts, cancel, spoken);
  const draw = (): void => {
    const job = model.get("job");
    facts.replaceChildren(...jobFacts(job, texts), ...(job.file ? [el("p", { class: "wb-job-facts" }, job.file.path)] : []));
    cancel.hidden = job.ended;
    cancel.setAttribute("aria-label", filled(texts["cancel"], { title: job.title }));
    if (job.ended) spoken.textContent = filled(texts["said"], { title: job.title, state: job.label });
  };
  model.on("change:job", draw);
  host.append(root);
  draw();
  return () => {
    model.off("change:job", draw);
    channel.stop();
    root.remove();
  };
}

export default { render };
