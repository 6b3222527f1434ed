import {
  ArgumentError,
  assign,
  checkOptions,
  DataError,
  describe,
  full,
  jit,
  slice,
  type Tensor,
  tensor,
} from '@gradkit/core';
import { checkLayer } from '../check-layer.ts';
import { checkCount } from '../check-options.ts';
import type { AnyLayer, Model } from '../model.ts';
import type { Values } from '../values.ts';
import type { BatchStatistics, Moments } from './batch-statistics.ts';

/**
 * One batch of inputs: a tensor, or fields of a sample such as `{ x, y }`. A model of several inputs takes fields named as they
 * are; other fields are not looked at.
 */
export type InputBatch = Tensor | Readonly<Record<string, Tensor>>;

/** Inputs as batches that can be gone through again and again, or all inputs in one tensor. */
export type InputData = Tensor | Iterable<InputBatch> | AsyncIterable<InputBatch>;

/** Options of {@link recalibrateBatchNorm}. */
export interface RecalibrateBatchNormOptions {
  /** Samples at a time of inputs that are one tensor; default 256. Results do not depend on it, but for rounding. */
  readonly batchSize?: number | undefined;
}

/**
 * Replaces the moving statistics of every batch normalisation by those of all the data: the mean and the variance over the whole
 * training set, as the layer sees it outside training.
 *
 * ```text
 * μ = (1/n) Σ x,  σ² = (1/n) Σ (x − μ)²      over all n values of a feature that the data has
 * ```
 *
 * Layer by layer, in the order in which they are applied: later layers see what earlier ones give with their new statistics. That
 * takes as many passes over the data as there are layers. Moments of batches are combined in float64, without differences of
 * large numbers. A layer that is applied at several places gets the statistics of all of them.
 *
 * @param data such as `dataset.batch(256)`; it is gone through several times, so that a generator will not do
 * @throws ArgumentError when the model is none, or the data is not one of these
 * @throws DataError when there is no data, or none the second time, or a batch lacks an input of the model
 * @see Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate shift, algorithm
 * 2, ICML 2015
 * @see Chan, Golub and LeVeque, Algorithms for computing the sample variance, The American Statistician 1983
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { batchNormalization, recalibrateBatchNorm, sequential } from '@gradkit/layers';
 *
 * const layer = batchNormalization();
 * const model = sequential([layer]);
 * await recalibrateBatchNorm(model, [tensor([[1], [2]]), tensor([[6]])]);
 * console.log(layer.state.map(({ value }) => value.toArray())); // [[3], [4.666…]]
 * ```
 */
export async function recalibrateBatchNorm(
  model: AnyLayer,
  data: InputData,
  options: RecalibrateBatchNormOptions = {},
): Promise<void> {
  checkLayer('recalibrateBatchNorm: the model', model);
  checkOptions('recalibrateBatchNorm', options, ['batchSize']);
  const { batchSize = 256 } = options;
  checkCount('recalibrateBatchNorm', 'batchSize', batchSize);
  const batches = batchesOf(data, batchSize);

  let order: readonly BatchStatistics[] | undefined;
  for (let place = 0; order === undefined || place < order.length; place++) {
    const measure = jit((x: Values) => momentsAt(model, x, (order as readonly BatchStatistics[])[place]));
    const total = new CombinedMoments();
    for await (const batch of batches) {
      const x = inputsOf(model, batch);
      order ??= orderOf(model, x);
      if (order.length === 0) return;
      for (const { mean, variance, count } of measure(x)) {
        total.add(mean.dataSync(), variance.dataSync(), count.dataSync());
        for (const result of [mean, variance, count]) result.dispose();
      }
    }
    if (order === undefined) throw new DataError('recalibrateBatchNorm: there is no data.');
    const { mean, variance } = order[place] as BatchStatistics;
    assign([
      [mean, tensor(total.mean('recalibrateBatchNorm', place))],
      [variance, tensor(total.variance())],
    ]);
  }
}

/** The batch normalisations of a model, in the order in which they are applied first. */
function orderOf(model: AnyLayer, x: Values): readonly BatchStatistics[] {
  const order = new Set<BatchStatistics>();
  model.apply(x as never, { training: false, observe: (statistics) => order.add(statistics) });
  return [...order];
}

/** The moments of what goes into one of them, at all places where it is applied. */
function momentsAt(model: AnyLayer, x: Values, wanted: BatchStatistics | undefined) {
  const found: Moments[] = [];
  model.apply(x as never, {
    training: false,
    observe(statistics, input, mask) {
      if (statistics === wanted) found.push(statistics.momentsOf(input, mask));
    },
  });
  return found.map(({ mean, variance, count }) => ({
    mean,
    variance,
    count: typeof count === 'number' ? full(mean.shape, count) : count,
  }));
}

/** Mean and variance of values that come in groups. */
class CombinedMoments {
  #counts = new Float64Array();
  #means = new Float64Array();
  /** Sums of squared deviations from the mean. */
  #deviations = new Float64Array();

  add(means: ArrayLike<number>, variances: ArrayLike<number>, counts: ArrayLike<number>): void {
    if (this.#counts.length === 0) {
      this.#counts = new Float64Array(means.length);
      this.#means = new Float64Array(means.length);
      this.#deviations = new Float64Array(means.length);
    }
    this.#counts.forEach((before, i) => {
      const count = counts[i] as number;
      if (count === 0) return;
      const after = before + count;
      const distance = (means[i] as number) - (this.#means[i] as number);
      this.#means[i] = (this.#means[i] as number) + (distance * count) / after;
      this.#deviations[i] =
        (this.#deviations[i] as number) +
        (variances[i] as number) * count +
        (distance * distance * before * count) / after;
      this.#counts[i] = after;
    });
  }

  mean(where: string, place: number): Float32Array {
    if (this.#counts.length === 0 || this.#counts.includes(0)) {
      throw new DataError(
        `${where}: ${place === 0 ? 'there is no data' : 'the data gave batches once, and none when gone through again'}. Pass something that can be gone through several times, such as dataset.batch(256) or an array.`,
      );
    }
    return Float32Array.from(this.#means);
  }

  variance(): Float32Array {
    return Float32Array.from(this.#deviations, (sum, i) => sum / (this.#counts[i] as number));
  }
}

const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value;

function batchesOf(data: InputData, batchSize: number): Iterable<InputBatch> | AsyncIterable<InputBatch> {
  if (!isTensor(data)) {
    if (typeof data === 'object' && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data))
      return data;
    throw new ArgumentError(
      `recalibrateBatchNorm: the data is a tensor, or batches such as dataset.batch(256), got ${describe(data)}.`,
    );
  }
  const samples = data.shape[0] ?? 0;
  return {
    *[Symbol.iterator]() {
      for (let from = 0; from < samples; from += batchSize) yield slice(data, [from], [from + batchSize]);
    },
  };
}

/** What the model takes from a batch. */
function inputsOf(model: AnyLayer & Partial<Pick<Model, 'inputNames'>>, batch: InputBatch): Values {
  if (isTensor(batch)) return batch;
  const named = (name: string): Tensor => {
    const value = batch[name];
    if (isTensor(value)) return value;
    throw new DataError(
      `recalibrateBatchNorm: a batch has no tensor in its field "${name}"; its fields: ${Object.keys(batch).join(', ')}.`,
    );
  };
  return model.inputNames?.map(named) ?? named('x');
}
