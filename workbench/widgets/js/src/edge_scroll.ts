/** Scrolls the columns sideways while a card is held near their left or right edge, so that it reaches columns out of sight. */
const REACH = 72;
const FASTEST = 22;

/** How far to scroll in a frame: nothing in the middle, faster the nearer to an edge; past it, the fastest. */
export function pace(x: number, left: number, right: number): number {
  const reach = Math.min(REACH, (right - left) / 4);
  const before = left + reach - x;
  const after = x - (right - reach);
  if (before > 0) return -Math.ceil(Math.min(1, before / reach) * FASTEST);
  if (after > 0) return Math.ceil(Math.min(1, after / reach) * FASTEST);
  return 0;
}

/** Follows the pointer of a drag, mouse or touch, while `dragging` says so; returns how to stop for good. */
export function edgeScroll(columns: HTMLElement, dragging: () => boolean): () => void {
  let step = 0;
  let frame = 0;
  const move = (): void => {
    frame = 0;
    if (step === 0 || !dragging()) return;
    const before = columns.scrollLeft;
    columns.scrollLeft += step;
    if (columns.scrollLeft !== before) frame = requestAnimationFrame(move);
  };
  const follow = (event: DragEvent | TouchEvent): void => {
    const point = "touches" in event ? event.touches[0] : event;
    if (!point || !dragging()) return;
    const { left, right } = columns.getBoundingClientRect();
    step = pace(point.clientX, Math.max(left, 0), Math.min(right, innerWidth));
    if (step !== 0 && frame === 0) frame = requestAnimationFrame(move);
  };
  document.addEventListener("dragover", follow, true);
  document.addEventListener("touchmove", follow, { capture: true, passive: true });
  return () => {
    step = 0;
    cancelAnimationFrame(frame);
    document.removeEventListener("dragover", follow, true);
    document.removeEventListener("touchmove", follow, true);
  };
}
