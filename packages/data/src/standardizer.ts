import {
  ArgumentError,
  checkOptions,
  DataError,
  DTypeError,
  formatShape,
  ShapeError,
  type Tensor,
  type TypedArray,
  tensor,
} from '@gradkit/core';
import { emptyLike, gatherRows } from './column.ts';
import type { Dataset, FieldInfo, Sample } from './dataset.ts';
import { stateOf, viewOf } from './view.ts';

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
 * mean = Σᵢ xᵢ / n, stddev = √(Σᵢ (xᵢ − mean)² / n), in two passes in double precision.
 *
 * @param dataset with a floating-point field
 * @throws DataError when the field has values that are not finite; DTypeError when it is not floating-point
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
  const { shape, dtype } = fieldOf(field, dataset);
  const { mean, stddev } = statistics(field, (dataset as Sample<string>)[field] as Tensor);
  const learned = (values: Float64Array): Tensor => tensor(values, { shape, dtype });
  return {
    mean: learned(mean),
    stddev: learned(stddev),
    apply<G extends string>(other: Dataset<G>): Dataset<G> {
      const info = fieldOf(field, other);
      if (formatShape(info.shape) !== formatShape(shape)) {
        throw new ShapeError(
          `standardizer: "${field}" has samples of shape ${formatShape(info.shape)}, statistics have ${formatShape(shape)}.`,
        );
      }
      const state = stateOf('standardizer', other);
      if (state.maps.length > 0) {
        throw new ArgumentError(
          'standardizer: the data set is mapped, which happens after standardizing. Apply, then map.',
        );
      }
      const columns = Object.entries(state.columns).map(([name, column]) => {
        const values = gatherRows(column, state.members);
        return [name, { ...column, values: name === field ? scaled(values, mean, stddev) : values }];
      });
      return viewOf({
        ...state,
        columns: Object.fromEntries(columns),
        members: state.members.map((_, i) => i),
      });
    },
  };
}

function fieldOf(field: string, dataset: unknown): FieldInfo {
  const { fields } = stateOf('standardizer', dataset);
  const info = fields[field];
  if (info === undefined) {
    throw new ArgumentError(`standardizer: no field "${field}"; there is ${Object.keys(fields).join(', ')}.`);
  }
  if (info.dtype !== 'float32' && info.dtype !== 'float64') {
    throw new DTypeError(
      `standardizer: "${field}" is ${info.dtype}, and only floating-point fields can be standardized.`,
    );
  }
  return info;
}

function statistics(field: string, whole: Tensor): { mean: Float64Array; stddev: Float64Array } {
  const values = whole.dataSync();
  const samples = whole.shape[0] as number;
  const size = values.length / samples;
  const bad = values.findIndex((value: number) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new DataError(
      `standardizer: "${field}" of sample ${Math.floor(bad / size)} is ${values[bad]} at element ${bad % size}. ` +
        'Fill or filter what is not finite first.',
    );
  }
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

function scaled(values: TypedArray, mean: Float64Array, stddev: Float64Array): TypedArray {
  const result = emptyLike(values, values.length);
  for (let i = 0; i < values.length; i++) {
    const feature = i % mean.length;
    result[i] = ((values[i] as number) - (mean[feature] as number)) / (stddev[feature] || 1);
  }
  return result;
}
