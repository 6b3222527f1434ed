import { checkOptions } from '@gradkit/core';
import type { Dataset } from './dataset.ts';
import { checkInteger, checkSeed, uniformIntegers } from './permutation.ts';
import { stateOf } from './view.ts';

/** Options of {@link bootstrap}. */
export interface BootstrapOptions {
  /** Any safe integer. */
  readonly seed: number;
  /** How many samples are drawn; default as many as there are. */
  readonly size?: number;
}

/**
 * Samples drawn with replacement, and those that were never drawn: what bagging trains a member on, and tests it with.
 *
 * ```text
 * each draw: a sample uniform among all n;  about (1 − 1/n)ⁿ ≈ 37 % are never drawn
 * ```
 *
 * @returns `sample`, in the order of drawing, and `outOfBag`, in the order of the data set: undefined if all were drawn
 * @throws ArgumentError when an option is wrong or missing
 * @see Efron, Bootstrap methods: Another look at the jackknife, 1979
 * @example
 * ```ts
 * import { bootstrap } from '@gradkit/data';
 * import { iris } from '@gradkit/data/iris';
 *
 * const { sample, outOfBag } = bootstrap(iris(), { seed: 1 });
 * console.log(sample.size, outOfBag?.size); // 150, about 55
 * ```
 */
export function bootstrap<F extends string>(
  dataset: Dataset<F>,
  options: BootstrapOptions,
): { readonly sample: Dataset<F>; readonly outOfBag: Dataset<F> | undefined } {
  stateOf('bootstrap', dataset);
  checkOptions('bootstrap', options, ['seed', 'size']);
  const { seed, size = dataset.size } = options ?? {};
  checkSeed('bootstrap', seed);
  checkInteger('bootstrap', 'size', size, 1, 2 ** 31 - 1);
  // No epoch has this number in practice: the draws have nothing to do with the orders of shuffle by the same seed.
  const below = uniformIntegers(seed, 2 ** 32 - 1);
  const drawn = Int32Array.from({ length: size }, () => below(dataset.size));
  const seen = new Set(drawn);
  const rest = Array.from({ length: dataset.size }, (_, i) => i).filter((i) => !seen.has(i));
  return {
    sample: dataset.select(drawn),
    outOfBag: rest.length === 0 ? undefined : dataset.select(rest),
  };
}
