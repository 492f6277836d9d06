/** What a key means on a focused card, and which card the arrows lead to. */
import { type State, columnOf } from "./board_state";

export type Command = "open" | "menu" | "left" | "right" | { focus: string };

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);

export const undoes = ({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): boolean =>
  (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === "z";

export function command(state: State, card: string, key: Key, folded: (column: string) => boolean): Command | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  if (key.shiftKey) return key.key === "ArrowLeft" ? "left" : key.key === "ArrowRight" ? "right" : null;
  if (key.key === "Enter") return "open";
  if (key.key.toLowerCase() === "m" || key.key === "ContextMenu") return "menu";
  if (!ARROWS.has(key.key)) return null;
  const focus = reached(state, card, key.key, folded);
  return focus === null ? null : { focus };
}

function reached(state: State, card: string, key: string, folded: (column: string) => boolean): string | null {
  const here = columnOf(state, card);
  if (!here) return null;
  const at = here.ids.indexOf(card);
  if (key === "Home") return here.ids[0] ?? null;
  if (key === "End") return here.ids.at(-1) ?? null;
  if (key === "ArrowUp") return here.ids[at - 1] ?? null;
  if (key === "ArrowDown") return here.ids[at + 1] ?? null;
  const step = key === "ArrowLeft" ? -1 : 1;
  for (let next = state.columns.indexOf(here) + step; state.columns[next]; next += step) {
    const { key: name, ids } = state.columns[next]!;
    if (!folded(name) && ids.length) return ids[Math.min(at, ids.length - 1)]!;
  }
  return null;
}
