import { checkOptions, foldIn, key, type Tensor, tensor, uniform } from '@gradkit/core';
import { columnFrom } from '../column.ts';
import { type Dataset, datasetOf } from '../dataset.ts';
import { checkInteger, permutation } from '../permutation.ts';
import { completed, deviates, type SyntheticOptions } from './labelled-points.ts';

/** Options of {@link regression}. */
export interface RegressionOptions extends SyntheticOptions {
  /** Number of coordinates of `x`; default 100. */
  readonly features?: number;
  /** How many of them `y` depends on; default 10, or all if there are fewer. */
  readonly informative?: number;
  /** Added to `y`; default 0. */
  readonly bias?: number;
}

/** A data set with the truth behind it. */
export type RegressionDataset = Dataset<'x' | 'y'> & {
  /** What `y` depends on, [features]; 0 for all coordinates that tell nothing. */
  readonly coefficients: Tensor;
};

/**
 * A linear problem of which the solution is known, with coordinates that tell nothing: what L1 regularization finds.
 *
 * ```text
 * x ~ N(0, I),  y = x · w + bias + noise · z,  z ~ N(0, 1),  w uniform in [0, 100) for informative coordinates, else 0
 * ```
 *
 * x [samples, features] float32, y [samples] float32. The options are those of scikit-learn's `make_regression`.
 *
 * @returns the data set, with the property `coefficients`
 * @throws ArgumentError when an option is wrong
 * @see Pedregosa and others, Scikit-learn: Machine learning in Python, 2011
 * @example
 * ```ts
 * import { regression } from '@gradkit/data/synthetic';
 *
 * const data = regression({ samples: 50, features: 20, informative: 3, noise: 1, seed: 1 });
 * console.log(data.x.shape, data.coefficients.dataSync().filter((w) => w !== 0).length); // [50, 20] 3
 * ```
 */
export function regression(options: RegressionOptions = {}): RegressionDataset {
  checkOptions('regression', options, ['samples', 'seed', 'noise', 'shuffle', 'features', 'informative', 'bias']);
  const { features = 100, informative = Math.min(10, features), bias = 0, ...rest } = options;
  const { samples, seed, noise, shuffle } = completed('regression', rest);
  checkInteger('regression', 'features', features, 1, 2 ** 31 - 1);
  checkInteger('regression', 'informative', informative, 0, features);
  const from = key(seed);
  const x = deviates(foldIn(from, 0), samples, features);
  const weights = uniform(foldIn(from, 1), [informative], { max: 100 }).dataSync();
  const added = deviates(foldIn(from, 2), samples, 1);
  // Which coordinates are informative is random, too, unless samples are to stay as they are made.
  const places = shuffle ? permutation(features, { seed }) : Int32Array.from({ length: features }, (_, i) => i);
  const coefficients = new Float32Array(features);
  weights.forEach((weight, i) => {
    coefficients[places[i] as number] = weight;
  });
  const y = Float64Array.from({ length: samples }, (_, i) => {
    let sum = bias + noise * (added[i] as number);
    for (let j = 0; j < features; j++) sum += (x[i * features + j] as number) * (coefficients[j] as number);
    return sum;
  });
  const data = datasetOf(
    'regression',
    { x: columnFrom(x, [features], 'float32'), y: columnFrom(y, [], 'float32') },
    {},
  );
  return Object.assign(data, { coefficients: tensor(coefficients) });
}
