import type { BatchSource, Sample } from '@gradkit/data';

type Drawn = IteratorResult<Sample<string>, unknown>;

/** Draws batches one after the other. What comes is a promise only if one has to wait for it. */
export interface Draw {
  next(): Drawn | Promise<Drawn>;
  /** Closes what is read from, when the loop ends before the batches do. */
  close(): Promise<void>;
}

/** The batches of a source, without the first `skip`. */
export function drawFrom(source: BatchSource<string>, skip = 0): Draw {
  const iterator: Iterator<Sample<string>> | AsyncIterator<Sample<string>> =
    source[Symbol.iterator]?.() ?? source[Symbol.asyncIterator]();
  const skipped = async (): Promise<Drawn> => {
    for (; skip > 0; skip--) await iterator.next();
    return iterator.next();
  };
  return {
    next: () => (skip > 0 ? skipped() : iterator.next()),
    async close() {
      await iterator.return?.();
    },
  };
}

/** What a caller may end a run with: an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export function throwIfAborted(signal: Signal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/**
 * Gives batches to `use`, one after the other, while `goOn` and until there are no more. Nothing is waited for that is no
 * promise: steps on data in memory follow each other at once, but for the pauses of `breathe`.
 */
export async function useBatches(
  draw: Draw,
  signal: Signal | undefined,
  breathe: () => Promise<void> | undefined,
  goOn: () => boolean,
  use: (batch: Sample<string>) => void | Promise<void>,
): Promise<void> {
  throwIfAborted(signal);
  while (goOn()) {
    const pending = draw.next();
    const { done, value } = pending instanceof Promise ? await unlessAborted(pending, signal) : pending;
    if (done) return;
    const used = use(value as Sample<string>);
    if (used !== undefined) await used;
    const pause = breathe();
    if (pause !== undefined) await pause;
    throwIfAborted(signal);
  }
}

/** What the promise gives; rejects at once when the signal says so. */
export async function unlessAborted<T>(promise: Promise<T>, signal: Signal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let listener = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    listener = () => reject(signal.reason);
    if (signal.aborted) listener();
    else signal.addEventListener('abort', listener);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', listener);
  }
}

/** Closes what was drawn from; after an abort nobody waits for it. */
export async function close(draw: Draw, signal: Signal | undefined): Promise<void> {
  const closed = draw.close();
  if (signal?.aborted) closed.catch(() => {});
  else await closed;
}
