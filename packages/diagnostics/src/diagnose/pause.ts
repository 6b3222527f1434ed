import type { Signal } from '@gradkit/train';

/** How long a loop may keep the event loop waiting: about one frame. */
const frame = 16;

/** To be awaited in every turn of a long loop: lets pages breathe, and throws the reason of a signal that was given. */
export function pauses(signal: Signal | undefined): () => Promise<void> {
  let last = Date.now();
  return async () => {
    if (signal?.aborted) throw signal.reason;
    if (Date.now() - last < frame) return;
    const { setTimeout } = globalThis as unknown as { setTimeout(run: () => void, milliseconds: number): unknown };
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    last = Date.now();
    if (signal?.aborted) throw signal.reason;
  };
}
