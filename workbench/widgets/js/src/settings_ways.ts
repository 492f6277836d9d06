/** Which stage can follow which: a matrix of marks. */
import { el, filled } from "./elements";
import type { Row, Texts } from "./settings_data";

export function waysMatrix(stages: readonly Row[], ways: readonly (readonly [string, string])[], texts: Texts, set: (source: string, target: string, allowed: boolean) => void): HTMLElement {
  const allowed = new Set(ways.map(([source, target]) => `${source}/${target}`));
  const cell = (source: Row, target: Row): HTMLElement => {
    if (source.key === target.key) return el("td", { class: "wb-ways-self" });
    const mark = el("input", {
      type: "checkbox", "aria-label": filled(texts["way"], { source: source.name, target: target.name }), "data-way": `${source.key}/${target.key}`,
      onchange: () => set(source.key, target.key, mark.checked),
    });
    mark.checked = allowed.has(`${source.key}/${target.key}`);
    return el("td", {}, el("label", {}, mark));
  };
  return el(
    "section",
    { class: "wb-ways" },
    el("h3", {}, texts["ways"]),
    el("p", { class: "wb-hint" }, texts["ways_hint"]),
    el(
      "div",
      { class: "wb-ways-scroll", tabindex: 0, role: "region", "aria-label": texts["ways"] },
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, texts["ways_from"]), ...stages.map((stage) => el("th", { scope: "col" }, el("span", {}, stage.name))))),
        el("tbody", {}, ...stages.map((source) => el("tr", {}, el("th", { scope: "row" }, source.name), ...stages.map((target) => cell(source, target))))),
      ),
    ),
  );
}
