import type { BatchSource } from '../batch-source.ts';
import type { BatchOptions, Dataset, MapContext, Sample } from '../dataset.ts';

/** Options of {@link StreamDataset.shuffle}. */
export interface StreamShuffleOptions {
  /** Any safe integer. */
  readonly seed: number;
  /** How many samples wait to be drawn from; default 1,024. From as many as there are, every order is equally likely. */
  readonly bufferSize?: number;
}

/** Options of {@link StreamDataset.toDataset}. */
export interface CollectOptions {
  /** Refuses more data, in bytes; default 2^31. */
  readonly maxBytes?: number;
}

/**
 * Samples that are read while they are used: from a file larger than memory, a database, a generator. An immutable
 * description like {@link Dataset}, and nothing is read before it is asked for, but samples come in their order only, and
 * have to be waited for. Every iteration starts the source again.
 */
export interface StreamDataset<F extends string = 'x' | 'y'> extends AsyncIterable<Sample<F>> {
  /** Number of samples of an epoch; `Infinity` if they never end, `undefined` if nobody knows before the end. */
  readonly size: number | undefined;
  readonly classes: number | undefined;
  readonly classNames: readonly string[] | undefined;
  readonly featureNames: readonly string[] | undefined;
  /** The stream as it is in an epoch, from 0: shuffled anew, and with that epoch in the context of mapped functions. */
  epoch(epoch: number): StreamDataset<F>;
  /**
   * A stream whose batches went through `change`, whenever they are drawn, as {@link Dataset.map}: `change` gets and returns
   * tensors whose first axis counts samples, and must treat each sample alone.
   */
  map<G extends string>(change: (batch: Sample<F>, context: MapContext) => Sample<G>): StreamDataset<G>;
  /** The samples for which `keep` holds. */
  filter(keep: (sample: Sample<F>) => boolean): StreamDataset<F>;
  /** The samples drawn from a buffer at random, by seed and epoch only: drawing twice gives the same order twice. */
  shuffle(options: StreamShuffleOptions): StreamDataset<F>;
  /** The first `count` samples; all of them if there are fewer. */
  take(count: number): StreamDataset<F>;
  /** All but the first `count` samples. */
  skip(count: number): StreamDataset<F>;
  /** The samples `count` times, or without end. Repetition r of epoch e is what epoch e · count + r is otherwise. */
  repeat(count?: number): StreamDataset<F>;
  /** Reads up to `count` samples before they are asked for: while a step is computed, the next samples arrive. */
  prefetch(count: number): StreamDataset<F>;
  /** The samples in groups of `size`; the last is smaller if they do not divide. */
  batch(size: number, options?: BatchOptions): StreamBatches<F>;
  /** Reads all samples into memory. Maps are kept, and get positions in the data set as indices. */
  toDataset(options?: CollectOptions): Promise<Dataset<F>>;
}

/** The samples of a stream in groups; each group is read when it is asked for. */
export interface StreamBatches<F extends string = 'x' | 'y'> extends BatchSource<F> {
  epoch(epoch: number): StreamBatches<F>;
  /** Batches that go through `change` when they are drawn. Here `change` may mix the samples of a batch, as mixUp does. */
  map<G extends string>(change: (batch: Sample<F>, context: MapContext) => Sample<G>): StreamBatches<G>;
  /** Reads up to `count` batches before they are asked for. */
  prefetch(count: number): StreamBatches<F>;
}
