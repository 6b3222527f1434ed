import { checkOptions, type Tensor } from '@gradkit/core';
import type { Dataset } from './dataset.ts';
import { type Learnable, learnableField, scaledField } from './scaling.ts';

/** Options of {@link standardizer}. */
export interface StandardizerOptions {
  /** The field to standardize; default `x`. */
  readonly field?: string;
}

/** Mean and standard deviation of every element of a field, and what to do with them. */
export interface Standardizer {
  /** Shape of one sample. */
  readonly mean: Tensor;
  /** Shape of one sample; 0 where an element is the same in all samples. */
  readonly stddev: Tensor;
  /** The data set with (value − mean) / stddev in place of the field; elements of stddev 0 are only centred. */
  apply<F extends string>(dataset: Dataset<F>): Dataset<F>;
}

/**
 * Learns mean and standard deviation of every feature from one data set, to bring it and others to mean 0 and standard
 * deviation 1. Learn from the training part only, and apply the same numbers to the others.
 *
 * ```text
 * x′ = (x − mean) / stddev,  mean = Σᵢ xᵢ / n,  stddev = √(Σᵢ (xᵢ − mean)² / n)
 * ```
 *
 * Statistics are computed in two passes in double precision. A feature that is always the same is only centred.
 *
 * @param dataset with a floating-point field
 * @throws DataError when the field has values that are not finite; DTypeError when it is not floating-point
 * @see LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998
 * @example
 * ```ts
 * import { standardizer } from '@gradkit/data';
 * import { wine } from '@gradkit/data/wine';
 *
 * const { train, test } = wine().split(0.8, { seed: 1, stratify: true });
 * const scaling = standardizer(train);
 * const [scaledTrain, scaledTest] = [scaling.apply(train), scaling.apply(test)];
 * console.log(scaling.mean.toArray(), scaledTrain.size, scaledTest.size);
 * ```
 */
export function standardizer<F extends string>(dataset: Dataset<F>, options: StandardizerOptions = {}): Standardizer {
  checkOptions('standardizer', options, ['field']);
  const { field = 'x' } = options;
  const learnable = learnableField('standardizer', field, dataset);
  const { shape, asTensor } = learnable;
  const { mean, stddev } = statistics(learnable);
  return {
    mean: asTensor(mean),
    stddev: asTensor(stddev),
    apply: (other) =>
      scaledField(
        'standardizer',
        field,
        other,
        shape,
        (value, element) => (value - (mean[element] as number)) / (stddev[element] || 1),
      ),
  };
}

function statistics({ values, size }: Learnable): { mean: Float64Array; stddev: Float64Array } {
  const samples = values.length / size;
  const average = (term: (value: number, feature: number) => number): Float64Array => {
    const sums = new Float64Array(size);
    for (let i = 0; i < values.length; i++) {
      sums[i % size] = (sums[i % size] as number) + term(values[i] as number, i % size);
    }
    return sums.map((sum) => sum / samples);
  };
  const mean = average((value) => value);
  const residual = average((value, feature) => value - (mean[feature] as number));
  const square = average((value, feature) => (value - (mean[feature] as number)) ** 2);
  const stddev = square.map((value, feature) => {
    // The mean of the residuals is zero but for rounding, which is taken out; what is left of a constant is rounding too.
    const spread = value - (residual[feature] as number) ** 2;
    const rounding = (samples * Number.EPSILON * (mean[feature] as number)) ** 2;
    return spread > rounding ? Math.sqrt(spread) : 0;
  });
  return { mean, stddev };
}
