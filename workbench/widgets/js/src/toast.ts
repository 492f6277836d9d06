/** Short notices of the whole page; a good one goes by itself, a bad one waits for the person. */
import type { RenderProps } from "@anywidget/types";
import { el, icon } from "./elements";
import { type Reply, talk } from "./talk";

interface State {
  texts: Record<string, string>;
  waiting: Reply[];
}

const SHOWN_FOR = 6000;
const MOST = 3;

export function render({ model, el: host }: RenderProps<State>): () => void {
  const root = el("div", { class: "wb-root wb-toasts", role: "region", "aria-live": "polite", "aria-label": model.get("texts")["notices"] ?? "" });
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const channel = talk(model, (message) => message.kind === "notice" && show(message));
  const show = (message: Reply): void => {
    const tone = ["good", "bad", "warn"].includes(String(message["tone"])) ? String(message["tone"]) : "plain";
    const close = (): void => toast.remove();
    const action = String(message["action"] ?? "");
    const toast = el(
      "div",
      { class: `wb-toast wb-toast-${tone}`, role: tone === "bad" ? "alert" : "status" },
      icon(tone === "good" ? "check" : "warning", 16),
      el("span", {}, String(message["text"] ?? "")),
      action !== "" && el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: () => { channel.ask("act", { notice: message["notice"] }); close(); } }, action),
      el("button", { type: "button", class: "wb-icon-button", "aria-label": model.get("texts")["close"] ?? "", onclick: close }, icon("close", 16)),
    );
    root.append(toast);
    while (root.childElementCount > MOST) root.firstElementChild?.remove();
    if (tone !== "bad") timers.add(setTimeout(close, SHOWN_FOR));
  };
  host.append(root);
  for (const message of model.get("waiting")) show(message);
  channel.ask("ready");
  return () => {
    for (const timer of timers) clearTimeout(timer);
    channel.stop();
    root.remove();
  };
}

export default { render };
