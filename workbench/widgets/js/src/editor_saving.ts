/** The editor's talk with the kernel about changes: one at a time, each answered or said to be late. */
import type { Draft } from "./editor_draft";
import { answer, type Notice } from "./editor_notice";
import type { Deal, Texts } from "./editor_values";
import type { Reply, Talk } from "./talk";

export interface SavingAround {
  talk: Talk;
  draft: Draft;
  texts: Texts;
  notice: Notice;
  shown(): Deal | null;
  /** How a probability closes a deal. */
  closing(): Record<string, string>;
  askReason(outcome: string, answered: (answer: Record<string, string>) => void): void;
  /** A newer version is there; what was typed goes on top of it. */
  decide(stored: Deal, message: string): void;
  /** A value was refused. */
  refuse(field: string, message: string): void;
  nameProblems(): void;
  changed(): void;
}

export class Saving {
  #busy = false;

  constructor(private readonly around: SavingAround) {}

  get busy(): boolean {
    return this.#busy;
  }

  save(more: Record<string, string> = {}): void {
    const { draft, texts, notice } = this.around;
    const deal = this.around.shown();
    if (!deal || this.#busy || deal.read_only || !draft.settled) return;
    if (draft.problems.size) {
      this.around.nameProblems();
      return;
    }
    const values = draft.changes;
    const outcome = this.around.closing()[String(values["probability_id"] ?? "")];
    if (outcome && !more["reason"]) {
      this.around.askReason(outcome, (said) => this.save(said));
      notice.say(texts["why_first"] ?? "", "warn");
    } else if (deal.id === null) {
      this.send("create", { values, lines: draft.lines });
    } else if (draft.dirty) {
      this.#change("save", { changes: values, ...(draft.linesChanged ? { lines: draft.lines } : {}), ...more });
    }
  }

  move(stage: string, said: Record<string, string>): void {
    this.#change("move", { stage, ...said });
  }

  archive(archived: boolean): void {
    this.#change("archive", { archived });
  }

  undo(unit: string, many: boolean): void {
    this.unlessDirty(() => this.#change("undo", { unit, many }));
  }

  unlessDirty(act: () => void): void {
    if (this.around.draft.dirty) this.around.notice.say(this.around.texts["save_first"] ?? "", "warn");
    else act();
  }

  send(kind: string, body: Record<string, unknown>): void {
    if (this.#busy) return;
    const { talk, draft, notice, texts } = this.around;
    this.#busy = true;
    draft.send();
    this.around.changed();
    talk.ask(kind, body, (reply) => this.#answered(reply), () => {
      this.#settle();
      notice.say(texts["late"] ?? "", "bad");
    });
  }

  #change(kind: string, body: Record<string, unknown>): void {
    const deal = this.around.shown();
    this.send(kind, { opportunity: deal?.id ?? null, seen: deal?.version ?? 0, ...body });
  }

  #answered(reply: Reply): void {
    const { notice } = this.around;
    const message = String(reply["message"] ?? "");
    this.#settle();
    if (reply.kind === "saved") notice.say(message, "good", this.#back(reply["unit"]));
    else if (reply.kind === "changed") this.around.decide(reply["deal"] as Deal, message);
    else if (reply.kind === "ask") notice.say(message, "warn");
    else if (reply.kind === "refuse") this.around.refuse(String(reply["field"] ?? ""), message);
  }

  #settle(): void {
    this.#busy = false;
    this.around.draft.refused();
    this.around.changed();
  }

  #back(unit: unknown): HTMLElement[] {
    return typeof unit === "string" ? [answer(this.around.texts["undo"], () => this.undo(unit, false))] : [];
  }
}
