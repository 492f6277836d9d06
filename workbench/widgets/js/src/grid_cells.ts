/** The cells of the list. */
import { el } from "./elements";

export interface Row {
  id: string;
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
}

export function cell(column: Column, row: Row | undefined): HTMLElement {
  const text = row?.cells[column.key] ?? "";
  const node = el("div", { class: `wb-cell wb-cell-${column.kind}`, role: "gridcell", "data-column": column.key });
  if (!row) {
    node.append(el("i", { class: "wb-grid-bone" }));
  } else if (column.kind === "probability") {
    const full = el("i", {});
    full.style.width = `${Math.max(0, Math.min(100, row.percent))}%`;
    node.append(el("span", { class: "wb-grid-bar", "aria-hidden": "true" }, full), el("span", { class: "wb-number" }, text));
  } else if (column.kind === "stage") {
    node.append(el("i", { class: "wb-grid-dot", "aria-hidden": "true" }), el("span", {}, text));
  } else {
    if (column.kind === "date" && row.overdue) node.classList.add("wb-grid-overdue");
    node.append(el("span", { class: column.key === "title" ? "wb-grid-open" : null, title: text.length > 24 ? text : null }, text));
  }
  return node;
}
