/** "Move to": the columns as a menu, for keyboards, phones and those who would rather not drag. */
import { el, icon, safeColour } from "./elements";

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  readonly refused: string | null;
}

const GAP = 4;

/** Shows the menu beside an element, with the cursor on one of the items; returns how to close it. */
export function moveMenu(
  host: HTMLElement, anchor: HTMLElement, title: string, items: readonly MenuItem[], first: string | null,
  choose: (key: string) => void, closed: () => void,
): () => void {
  const rows = items.map((item) => row(item));
  const menu = el("div", { class: "wb-menu", role: "menu", "aria-label": title, popover: "auto" }, el("div", { class: "wb-menu-title", "aria-hidden": "true" }, title), ...rows);
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    menu.remove();
    closed();
  };
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "closed") close();
  });
  menu.addEventListener("click", (event) => {
    const at = rows.findIndex((one) => one.contains(event.target as Node));
    const item = items[at];
    if (!item || item.refused !== null) return;
    close();
    choose(item.key);
  });
  menu.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
      return;
    }
    const next = step(rows, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  host.append(menu);
  menu.showPopover?.();
  place(menu, anchor);
  const possible = rows.filter((_row, at) => items[at]!.refused === null);
  (possible.find((one) => items[rows.indexOf(one)]!.key === first) ?? possible[0] ?? rows[0])?.focus();
  return close;
}

function row(item: MenuItem): HTMLElement {
  const dot = el("span", { class: "wb-menu-dot" });
  dot.style.background = safeColour(item.colour);
  return el(
    "button",
    { class: "wb-menu-item", type: "button", role: "menuitem", tabindex: -1, "data-key": item.key, "aria-disabled": item.refused === null ? null : "true" },
    dot,
    el("span", { class: "wb-menu-label" }, item.label),
    item.refused !== null && el("span", { class: "wb-menu-why" }, item.refused),
    item.refused === null && icon("chevron", 14),
  );
}

function step(rows: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (key === "Home") return rows[0];
  if (key === "End") return rows.at(-1);
  if (key === "ArrowDown") return rows[(at + 1) % rows.length];
  if (key === "ArrowUp") return rows[(at - 1 + rows.length) % rows.length];
  return undefined;
}

function place(menu: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + GAP + size.height <= innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - size.height);
  menu.style.top = `${Math.min(top, Math.max(GAP, innerHeight - size.height - GAP))}px`;
  menu.style.left = `${Math.max(GAP, Math.min(at.right - size.width, innerWidth - size.width - GAP))}px`;
}
