/** A small panel beside the button that opened it; it closes by itself when the person looks elsewhere. */
import { el } from "./elements";

const GAP = 4;

export interface Popup {
  readonly panel: HTMLElement;
  close(): void;
}

export function popup(host: HTMLElement, anchor: HTMLElement, label: string, content: readonly Node[], closed: () => void = () => {}): Popup {
  const panel = el("div", { class: "wb-popup", role: "dialog", "aria-label": label, popover: "auto" }, ...content);
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    anchor.setAttribute("aria-expanded", "false");
    panel.remove();
    closed();
  };
  panel.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "closed") close();
  });
  panel.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
    anchor.focus();
  });
  host.append(panel);
  panel.showPopover?.();
  anchor.setAttribute("aria-expanded", "true");
  place(panel, anchor);
  panel.querySelector<HTMLElement>("input, button, select")?.focus();
  return { panel, close };
}

/** Puts a panel below its anchor, or above where there is no room. */
export function place(panel: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const below = at.bottom + GAP + size.height <= innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - size.height);
  panel.style.top = `${Math.min(top, Math.max(GAP, innerHeight - size.height - GAP))}px`;
  panel.style.left = `${Math.max(GAP, Math.min(at.right - size.width, innerWidth - size.width - GAP))}px`;
}
