import { checkOptions, exp } from '@gradkit/core';
import { type LossFunction, lossMetric } from './loss-metric.ts';
import type { Metric } from './metric.ts';
import type { MeanState } from './streaming-mean.ts';

/** Options of {@link perplexity}. */
export interface PerplexityOptions {
  /** Default `perplexity`. */
  readonly name?: string | undefined;
}

/**
 * Among how many equally likely words a language model hesitates: the exponential of its mean cross-entropy.
 *
 * ```text
 * result = exp(mean of −log p[yTrue])   over all tokens of all batches, by weight
 * ```
 *
 * The loss says what predictions and labels are, and which labels to ignore, such as padding:
 * `perplexity(sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 0 }))`. The result is a float64 scalar, NaN
 * before the first token.
 *
 * @param loss a cross-entropy, in nats
 * @throws ArgumentError when the loss is no function
 * @see Jelinek, Mercer, Bahl and Baker, Perplexity: a Measure of the Difficulty of Speech Recognition Tasks, J. Acoustical
 * Society of America 62, 1977
 * @example
 * ```ts
 * import { tensor, zeros } from '@gradkit/core';
 * import { sparseCategoricalCrossentropy } from '@gradkit/losses';
 * import { computeMetric, perplexity } from '@gradkit/metrics';
 * const metric = perplexity(sparseCategoricalCrossentropy({ fromLogits: true }));
 * console.log(computeMetric(metric, tensor([3, 1]), zeros([2, 8])).item().toFixed(4)); // 8.0000
 * ```
 */
export function perplexity(loss: LossFunction, options: PerplexityOptions = {}): Metric<MeanState> {
  checkOptions('perplexity', options, ['name']);
  const crossentropy = lossMetric(loss, { name: options.name ?? 'perplexity' });
  return { ...crossentropy, result: (state) => exp(crossentropy.result(state)) };
}
