import type { Sample } from './dataset.ts';

/**
 * Batches that are drawn one after the other: what a training loop needs of its data. Those of data in memory
 * ({@link Batches}) can be iterated synchronously and have a length; those of a {@link StreamDataset} are read while the
 * loop runs.
 */
export interface BatchSource<F extends string = 'x' | 'y'> extends AsyncIterable<Sample<F>> {
  /** Number of batches of an epoch; `Infinity` if they never end, `undefined` if nobody knows before the end. */
  readonly length: number | undefined;
  /** Samples per batch; the last may have fewer. */
  readonly batchSize: number;
  /** The batches of another epoch, from 0: in its order, and with its random changes. */
  epoch(epoch: number): BatchSource<F>;
  /** There only if batches can be drawn without waiting. */
  [Symbol.iterator]?(): Iterator<Sample<F>>;
}
