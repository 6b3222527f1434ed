import { checkOptions, type Tensor } from '@gradkit/core';
import type { Dataset } from './dataset.ts';
import { checkRange } from './option-checks.ts';
import { learnableField, scaledField } from './scaling.ts';

/** Options of {@link minMaxScaler}. */
export interface MinMaxScalerOptions {
  /** The field to scale; default `x`. */
  readonly field?: string;
  /** Where the smallest and the largest value go; default [0, 1]. */
  readonly range?: readonly [number, number];
}

/** The range of every element of a field, and what to do with it. */
export interface MinMaxScaler {
  /** Smallest values, with the shape of one sample. */
  readonly min: Tensor;
  /** Largest values, with the shape of one sample. */
  readonly max: Tensor;
  /** The data set with scaled values in place of the field. */
  apply<F extends string>(dataset: Dataset<F>): Dataset<F>;
}

/**
 * Learns the smallest and largest value of every feature from one data set, to bring it and others into a range. Learn from
 * the training part only, and apply the same numbers to the others, which may then go beyond the range.
 *
 * ```text
 * x′ = low + (x − min) / (max − min) · (high − low)
 * ```
 *
 * A feature that is always the same becomes `low`. Where values far from the others must not decide, use `standardizer`.
 *
 * @param dataset with a floating-point field
 * @throws DataError when the field has values that are not finite; DTypeError when it is not floating-point; ArgumentError
 * when there is no such field or the range is wrong
 * @see Han, Kamber, Pei, Data mining: Concepts and techniques, 2011
 * @example
 * ```ts
 * import { minMaxScaler } from '@gradkit/data';
 * import { wine } from '@gradkit/data/wine';
 *
 * const { train, test } = wine().split(0.8, { seed: 1, stratify: true });
 * const scaling = minMaxScaler(train, { range: [-1, 1] });
 * console.log(scaling.apply(train).take(1).x.shape, scaling.apply(test).size); // [1, 13] 36
 * ```
 */
export function minMaxScaler<F extends string>(dataset: Dataset<F>, options: MinMaxScalerOptions = {}): MinMaxScaler {
  checkOptions('minMaxScaler', options, ['field', 'range']);
  const { field = 'x', range = [0, 1] } = options;
  checkRange('minMaxScaler', 'range', range);
  const [low, high] = range;
  const { values, size, shape, asTensor } = learnableField('minMaxScaler', field, dataset);
  const min = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const element = i % size;
    min[element] = Math.min(min[element] as number, values[i] as number);
    max[element] = Math.max(max[element] as number, values[i] as number);
  }
  const scale = max.map((largest, element) => (high - low) / (largest - (min[element] as number) || 1));
  return {
    min: asTensor(min),
    max: asTensor(max),
    apply: (other) =>
      scaledField(
        'minMaxScaler',
        field,
        other,
        shape,
        (value, element) => low + (value - (min[element] as number)) * (scale[element] as number),
      ),
  };
}
