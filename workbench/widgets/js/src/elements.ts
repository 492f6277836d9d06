/** Builds elements; every string becomes a text node, so text from people stays text. */
export type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Attributes = Record<string, Value>;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) assign(node, name, value);
  node.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return node;
}

export function assign(node: Element, name: string, value: Value): void {
  if (typeof value === "function") {
    node.addEventListener(name.slice(2), value as unknown as EventListener);
  } else if (value === false || value === null || value === undefined) {
    node.removeAttribute(name);
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

const PATHS: Record<string, string> = {
  home: "M3 10.5 12 3l9 7.5M5.5 9v11h5v-6h3v6h5V9",
  list: "M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01",
  progress: "M4 4h4v16H4zM10 4h4v11h-4zM16 4h4v7h-4z",
  stages: "M3 6h5l3 6-3 6H3l3-6zM13 6h5l3 6-3 6h-5l3-6z",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4",
  filter: "M3 5h18l-7 8v6l-4 2v-8z",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  check: "M5 12.5l4.5 4.5L19 7.5",
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  archive: "M3 4h18v5H3zM5 9v11h14V9M10 13h4",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 8l6-2.5M12 13l8.5-3.500M12 18l6.500-3",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-5 4-7 8-7s8 2 8 7",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  chevron: "M6 9l6 6 6-6",
  warning: "M12 4 2.500 20h19zM12 10v4M12 17h.01",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  fold: "M11 6l-6 6 6 6M19 6l-6 6 6 6",
  unfold: "M5 6l6 6-6 6M13 6l6 6-6 6",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  jobs: "M12 3a9 9 0 1 0 9 9M12 7v5l3 2M16 3.5h4.500v4.500",
  download: "M12 4v11M7 10l5 5 5-5M4 20h16",
  report: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  backup: "M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0",
  again: "M20 12a8 8 0 1 1-2.500-5.800M20 3v4h-4",
  activities: "M9 6h12M9 12h12M9 18h12M3 6l1.500 1.500L7 5M3 12l1.500 1.500L7 11M3 18l1.500 1.500L7 17",
  call: "M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2z",
  mail: "M3 6h18v12H3zM3 7l9 7 9-7",
  meeting: "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 20c0-4 3-6 6-6s6 2 6 6M16 5.500a3 3 0 0 1 0 5.500M18 14.500c2 .8 3 2.800 3 5.500",
  visit: "M12 3a7 7 0 0 0-7 7c0 5 7 11 7 11s7-6 7-11a7 7 0 0 0-7-7zM12 7.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z",
  demo: "M3 4h18v11H3zM12 15v5M8 20h8M10 7.500v4l3.500-2z",
  task: "M4 4h16v16H4zM8 12l3 3 5-6",
  note: "M5 3h14v18H5zM9 8h6M9 12h6M9 16h3",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  settings: "M4 7h10M18 7h2M14 4v6M4 17h4M12 17h8M8 14v6",
  history: "M4 12a8 8 0 1 0 2.500-5.800M4 3v4h4M12 7v5l3 2",
  dot: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
};

export function icon(name: string, size = 18): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS["dot"]!);
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", class: "wb-icon",
  })) drawing.setAttribute(key, String(value));
  drawing.append(path);
  return drawing;
}

/** Fills {named} places of a message that the kernel translated. */
export function filled(message: string | undefined, values: Record<string, string | number> = {}): string {
  return (message ?? "").replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Accepts only #rgb and #rrggbb, so that a colour from a table cannot carry other CSS. */
export function safeColour(text: unknown): string {
  return typeof text === "string" && /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text) ? text : "#64748b";
}

export function debounced<A extends unknown[]>(act: (...input: A) => void, ms: number): ((...input: A) => void) & { cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (...input: A): void => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...input), ms);
  };
  return Object.assign(later, { cancel: () => clearTimeout(timer) });
}

/** Keeps Tab inside a dialog. */
export function keepFocusInside(dialog: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== "Tab") return;
  const stops = [...dialog.querySelectorAll<HTMLElement>("a[href],button,input,select,textarea,summary,[tabindex]")].filter(
    (stop) => stop.tabIndex >= 0 && !stop.hasAttribute("disabled") && stop.getClientRects().length > 0,
  );
  const first = stops[0];
  const last = stops.at(-1);
  if (!first || !last) return;
  const active = document.activeElement;
  if (event.shiftKey && (active === first || !dialog.contains(active))) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (active === last || !dialog.contains(active))) {
    event.preventDefault();
    first.focus();
  }
}
