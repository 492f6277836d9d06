/** Fetches a job's file through the kernel, piece by piece, and hands it to the browser as a download. */
import type { Reply, Talk } from "./talk";

export interface Download {
  progress(percent: number): void;
  done(): void;
  failed(message: string): void;
}

export function download(channel: Talk, job: string, name: string, late: string, told: Download): void {
  const parts: BlobPart[] = [];
  let got = 0;
  const next = (): void => void channel.ask("chunk", { job, offset: got }, arrived, () => told.failed(late));
  const arrived = (reply: Reply): void => {
    const piece = reply.buffers?.[0];
    const size = Number(reply["size"]);
    if (reply.kind !== "chunk" || !piece || reply["offset"] !== got) {
      told.failed(String(reply["message"] ?? late));
      return;
    }
    parts.push(piece as BlobPart);
    got += piece.byteLength;
    if (got < size && piece.byteLength > 0) {
      told.progress(Math.floor((100 * got) / size));
      next();
    } else if (got === size) {
      save(new Blob(parts), name);
      told.done();
    } else told.failed(late);
  };
  told.progress(0);
  next();
}

export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
