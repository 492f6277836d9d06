/** The cells of the list. */
import { el, icon, safeColour } from "./elements";
import type { Group } from "./grid_layout";

export interface Row {
  id: string;
  version: number;
  cells: Record<string, string>;
  colour: string;
  percent: number;
  status: string;
  overdue?: boolean;
}

export interface Column {
  key: string;
  label: string;
  kind: "text" | "number" | "stage" | "probability" | "date";
  width: number;
  least: number;
  grow: number;
  sorts: boolean;
  control: string | null;
}

export function cell(column: Column, row: Row | undefined, place: number): HTMLElement {
  const text = row?.cells[column.key] ?? "";
  const node = el("div", { class: `wb-cell wb-cell-${column.kind}`, role: "gridcell", "data-column": column.key, "aria-colindex": place + 2 });
  if (!row) {
    node.append(el("i", { class: "wb-grid-bone" }));
  } else if (column.kind === "probability") {
    const full = el("i", {});
    full.style.width = `${Math.max(0, Math.min(100, row.percent))}%`;
    node.append(el("span", { class: "wb-grid-bar", "aria-hidden": "true" }, full), el("span", { class: "wb-number" }, text));
  } else if (column.kind === "stage") {
    node.append(el("i", { class: "wb-grid-dot", "aria-hidden": "true" }), el("span", {}, text));
  } else {
    if (column.key === "expected_close_date" && row.overdue) node.classList.add("wb-grid-overdue");
    node.append(el("span", { class: column.key === "title" ? "wb-grid-open" : null, title: text.length > 18 ? text : null }, text));
  }
  return node;
}

/** The box by which a row or a group is selected; it takes no tab stop, the space bar does the same. */
export function box(label: string, checked: boolean, mixed = false): HTMLElement {
  const input = el("input", { type: "checkbox", class: "wb-grid-check", tabindex: -1, "aria-label": label });
  input.checked = checked;
  input.indeterminate = mixed;
  return el("div", { class: "wb-cell wb-cell-box", role: "gridcell", "aria-colindex": 1 }, input);
}

export function groupHead(group: Group, open: boolean, labels: { expand: string; select: string }, selectable: boolean): Node[] {
  const dot = group.colour && el("i", { class: "wb-grid-dot", "aria-hidden": "true" });
  if (dot) dot.style.background = safeColour(group.colour);
  const twist = el("span", { class: open ? "wb-grid-twist wb-grid-twist-open" : "wb-grid-twist", title: labels.expand }, icon("chevron", 16));
  return [
    selectable ? box(labels.select, false) : el("div", { class: "wb-cell wb-cell-box" }),
    el(
      "div",
      { class: "wb-grid-group-head", role: "gridcell", "aria-colindex": 2 },
      twist, dot, el("strong", {}, group.label), el("span", { class: "wb-badge" }, group.text),
      el("span", { class: "wb-grid-group-sums wb-number" }, el("b", {}, group.net), el("span", {}, group.weighted)),
    ),
  ];
}
