/** The band that says which past day the page shows. */
import type { AnyModel, RenderProps } from "@anywidget/types";
import { el, icon } from "./elements";
import { talk } from "./talk";

interface State {
  past: { text?: string; day?: string; latest?: string; sense?: "was" | "known" };
  texts: Record<string, string>;
}

export function render({ model, el: host }: RenderProps<State>): () => void {
  const channel = talk(model as AnyModel<State>);
  const texts = model.get("texts");
  const root = el("section", { class: "wb-root wb-past", "aria-label": texts["band"], hidden: true });
  const error = el("span", { class: "wb-error", role: "alert", hidden: true });
  const ask = (day: string, sense: string): void => {
    if (!day) return;
    channel.ask("day", { day, sense }, (reply) => {
      error.textContent = String(reply["message"] ?? "");
      error.hidden = reply.kind !== "refuse";
    });
  };
  const draw = (): void => {
    const { text, day, latest, sense } = model.get("past");
    root.hidden = !text;
    if (!text) return;
    const input = el("input", { class: "wb-input", type: "date", max: latest, value: day, "aria-label": texts["day"], onchange: () => ask(input.value, sense ?? "was") });
    const choice = (key: "was" | "known"): HTMLElement =>
      el("button", { type: "button", role: "radio", "aria-checked": String(key === sense), title: texts[`${key}_why`], onclick: () => ask(day ?? "", key) }, texts[key]);
    error.hidden = true;
    root.replaceChildren(
      icon("calendar", 18),
      el("p", {}, el("strong", {}, text), " ", el("span", {}, texts["fixed"])),
      error, input,
      el("div", { class: "wb-segmented", role: "radiogroup", "aria-label": texts["band"] }, choice("was"), choice("known")),
      el("button", { type: "button", class: "wb-button wb-button-primary", onclick: () => void channel.ask("today") }, texts["today"]),
    );
  };
  host.append(root);
  model.on("change:past", draw);
  draw();
  return () => {
    model.off("change:past", draw);
    channel.stop();
    root.remove();
  };
}

export default { render };
