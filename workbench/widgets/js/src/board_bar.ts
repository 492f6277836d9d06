/** Above the columns: the total of the board, and what can be chosen about it. */
import type { BoardData, Choice, Texts, Total } from "./board_data";
import { el, filled, icon } from "./elements";

export interface BarChoices {
  sort(key: string): void;
  workflow(key: string): void;
  density(key: string): void;
}

export class BoardBar {
  readonly element = el("div", { class: "wb-board-bar" });
  private readonly sums = el("div", { class: "wb-board-total", role: "group" });

  constructor(
    private readonly texts: Texts,
    private readonly choices: BarChoices,
  ) {}

  show(board: BoardData): void {
    const { texts, choices } = this;
    this.sums.setAttribute("aria-label", texts["total"] ?? "");
    this.element.replaceChildren(
      this.sums,
      ...(board.note ? [el("p", { class: "wb-board-note" }, icon("warning", 14), el("span", {}, board.note))] : []),
      el(
        "div",
        { class: "wb-board-choices" },
        board.workflows.length > 1 && select(texts["workflow"], board.workflows, board.workflow, choices.workflow),
        select(texts["sort"], board.sorts, board.sort, choices.sort),
        density(texts["density"], board.densities, board.density, choices.density),
      ),
    );
  }

  total(total: Total): void {
    this.sums.replaceChildren(
      el("span", { class: "wb-board-count wb-number" }, total.count),
      el("strong", { class: "wb-board-net wb-number" }, total.net),
      el("span", { class: "wb-board-weighted wb-number", title: this.texts["weighted_why"] }, filled(this.texts["weighted"], { amount: total.weighted })),
    );
  }
}

function select(label: string | undefined, choices: readonly Choice[], chosen: string | null, choose: (key: string) => void): HTMLElement {
  const input = el("select", { class: "wb-input wb-select" });
  for (const { key, label: text } of choices) input.append(el("option", { value: key, selected: key === chosen }, text));
  input.addEventListener("change", () => choose(input.value));
  return el("label", { class: "wb-choice" }, el("span", { class: "wb-choice-label" }, label ?? ""), input);
}

function density(label: string | undefined, choices: readonly Choice[], chosen: string, choose: (key: string) => void): HTMLElement {
  const group = el("div", { class: "wb-segments", role: "group", "aria-label": label });
  for (const { key, label: text } of choices) {
    const button = el("button", { class: "wb-segment", type: "button", "aria-pressed": String(key === chosen) }, text);
    button.addEventListener("click", () => {
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === button));
      choose(key);
    });
    group.append(button);
  }
  return group;
}
