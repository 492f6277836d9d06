/** The columns that are shown, in order, with their widths; all changes return a new list. */
import type { Column } from "./grid_cells";

export type Shown = readonly [key: string, width: number];

export const NARROWEST = 48;
export const WIDEST = 900;
const BOX = 36;

/** The columns for the style sheet, and how wide they are at least. */
export function template(shown: readonly Shown[], columns: ReadonlyMap<string, Column>): { columns: string; least: number } {
  let least = BOX;
  const parts = shown.map(([key, width]) => {
    const column = columns.get(key);
    if (!column) return "0px";
    const fixed = width || column.width;
    least += fixed || column.least;
    return fixed ? `${fixed}px` : `minmax(${column.least}px, ${column.grow || 1}fr)`;
  });
  return { columns: [`${BOX}px`, ...parts].join(" "), least };
}

/** Puts a column before another one, or last. */
export function moved(shown: readonly Shown[], key: string, before: string | null): Shown[] {
  const one = shown.find(([name]) => name === key);
  if (!one || key === before) return [...shown];
  const rest = shown.filter(([name]) => name !== key);
  const at = before === null ? rest.length : rest.findIndex(([name]) => name === before);
  rest.splice(at < 0 ? rest.length : at, 0, one);
  return rest;
}

/** Moves a column some places to the left or right. */
export function stepped(shown: readonly Shown[], key: string, step: number): Shown[] {
  const from = shown.findIndex(([name]) => name === key);
  if (from < 0) return [...shown];
  const to = Math.max(0, Math.min(shown.length - 1, from + step));
  const rest = shown.filter(([name]) => name !== key);
  rest.splice(to, 0, shown[from]!);
  return rest;
}

export function resized(shown: readonly Shown[], key: string, width: number): Shown[] {
  const fit = Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
  return shown.map((pair) => (pair[0] === key ? [key, fit] : pair));
}

/** Shows a column, last; or leaves it out, unless it is the only one. */
export function toggled(shown: readonly Shown[], key: string): Shown[] {
  if (!shown.some(([name]) => name === key)) return [...shown, [key, 0]];
  return shown.length > 1 ? shown.filter(([name]) => name !== key) : [...shown];
}
