/** Intents that wait for the kernel's answer, each with its own time limit: a dead kernel must not look like success. */
import { watchSlow } from "./talk";

export const PATIENCE_MS = 8000;

interface Waiting<I> {
  readonly quick: () => void;
  readonly intent: I;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Intents<I> {
  private readonly waiting = new Map<number, Waiting<I>>();
  // Two views of one board hear each other's answers: they must not share numbers.
  private last = Math.floor(Math.random() * 2 ** 40);

  constructor(
    private readonly send: (message: I & { request: number }) => void,
    private readonly late: (intent: I) => void,
    private readonly patience = PATIENCE_MS,
  ) {}

  /** Sends an intent and starts its clock; what cannot be sent is late at once. */
  ask(intent: I): number {
    const request = ++this.last;
    const timer = setTimeout(() => this.expire(request), this.patience);
    this.waiting.set(request, { intent, timer, quick: watchSlow() });
    try {
      this.send({ ...intent, request });
    } catch {
      queueMicrotask(() => this.expire(request));
    }
    return request;
  }

  /** Sends an intent that needs no answer. */
  tell(intent: I): void {
    try {
      this.send({ ...intent, request: ++this.last });
    } catch {
      this.late(intent);
    }
  }

  /** Takes an intent off the list; undefined when it was late or never asked. */
  answered(request: number): I | undefined {
    const found = this.waiting.get(request);
    if (!found) return undefined;
    clearTimeout(found.timer);
    found.quick();
    this.waiting.delete(request);
    return found.intent;
  }

  /** The intent that waits under a number, left on the list. */
  waitingFor(request: number): I | undefined {
    return this.waiting.get(request)?.intent;
  }

  some(holds: (intent: I) => boolean): boolean {
    return [...this.waiting.values()].some(({ intent }) => holds(intent));
  }

  stop(): void {
    for (const { timer, quick } of this.waiting.values()) {
      clearTimeout(timer);
      quick();
    }
    this.waiting.clear();
  }

  private expire(request: number): void {
    const intent = this.answered(request);
    if (intent !== undefined) this.late(intent);
  }
}
