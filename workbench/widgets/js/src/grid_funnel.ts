/** Beside the list: of each success probability how many deals and how much; a click shows only those. */
import { el, icon } from "./elements";

export interface FunnelRow {
  key: string;
  label: string;
  percent: string;
  outcome: string;
  count: string;
  net: string;
  weighted: string;
  share: number;
  chosen: boolean;
}

export function funnelPanel(rows: readonly FunnelRow[], texts: Record<string, string>, choose: (key: string) => void, close: () => void): Node[] {
  return [
    el(
      "header",
      { class: "wb-funnel-head" },
      el("h3", {}, texts["funnel_title"]),
      el("button", { type: "button", class: "wb-icon-button", "aria-label": texts["close"], onclick: close }, icon("close", 16)),
    ),
    el("div", { class: "wb-funnel-rows" }, ...rows.map((row) => line(row, texts, choose))),
  ];
}

function line(row: FunnelRow, texts: Record<string, string>, choose: (key: string) => void): HTMLElement {
  const bar = el("i", {});
  bar.style.width = `${Math.round(Math.max(0, Math.min(1, row.share)) * 1000) / 10}%`;
  return el(
    "button",
    { type: "button", class: "wb-funnel-row", "data-outcome": row.outcome, "data-key": row.key, "aria-pressed": String(row.chosen), onclick: () => choose(row.key) },
    el("span", { class: "wb-funnel-name" }, el("span", {}, row.label), el("small", {}, row.percent)),
    el("span", { class: "wb-badge wb-number" }, row.count),
    el("span", { class: "wb-funnel-bar", "aria-hidden": "true" }, bar),
    el("span", { class: "wb-funnel-net wb-number" }, row.net),
    el("small", { class: "wb-funnel-weighted wb-number" }, `${texts["funnel_weighted"]}: ${row.weighted}`),
  );
}
