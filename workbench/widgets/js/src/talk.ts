/** Asks the kernel and waits a bounded time: a dead kernel is said to the person instead of nothing happening. */
export interface Reply {
  kind: string;
  request?: string;
  /** What travelled beside the message as it is. */
  buffers?: DataView[];
  [field: string]: unknown;
}

export interface Channel {
  send(content: unknown): void;
  on(event: "msg:custom", listen: (content: unknown, buffers?: DataView[]) => void): void;
  off(event: "msg:custom", listen: (content: unknown, buffers?: DataView[]) => void): void;
}

export interface Talk {
  ask(kind: string, body?: Record<string, unknown>, answered?: (reply: Reply) => void, late?: () => void): string;
  stop(): void;
}

const SLOW_MS = 3000;

/** Lets the page's banner know that a question waits unusually long; returns how to take it back. */
export function watchSlow(): () => void {
  const timer = setTimeout(() => globalThis.dispatchEvent?.(new CustomEvent("wb-slow", { detail: Date.now() - SLOW_MS })), SLOW_MS);
  return () => clearTimeout(timer);
}

const mark = Math.random().toString(36).slice(2, 8);
let count = 0;

export function talk(channel: Channel, unasked: (message: Reply) => void = () => {}, patience = 15_000): Talk {
  const waiting = new Map<string, { answered: (reply: Reply) => void; timer: ReturnType<typeof setTimeout> }>();
  const listen = (content: unknown, buffers: DataView[] = []): void => {
    if (typeof content !== "object" || content === null || typeof (content as Reply).kind !== "string") return;
    const message = buffers.length ? { ...(content as Reply), buffers } : (content as Reply);
    const entry = message.request === undefined ? undefined : waiting.get(message.request);
    if (entry) {
      clearTimeout(entry.timer);
      waiting.delete(message.request!);
      entry.answered(message);
    } else if (message.request === undefined || message.request === null) {
      unasked(message);
    }
  };
  channel.on("msg:custom", listen);
  return {
    ask(kind, body = {}, answered = () => {}, late = () => {}) {
      const request = `${mark}-${++count}`;
      const quick = watchSlow();
      const timer = setTimeout(() => {
        waiting.delete(request);
        late();
      }, patience);
      waiting.set(request, { answered: (reply) => { quick(); answered(reply); }, timer });
      try {
        channel.send({ ...body, kind, request });
      } catch {
        clearTimeout(timer);
        quick();
        waiting.delete(request);
        setTimeout(late, 0);
      }
      return request;
    },
    stop() {
      channel.off("msg:custom", listen);
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
