import { checkFlags, checkOptions } from '@gradkit/core';
import { classLabels, countLabels } from './class-labels.ts';
import type { Dataset } from './dataset.ts';
import { checkInteger, checkSeed, permutation } from './permutation.ts';
import { orderOf } from './rows.ts';
import { stateOf } from './view.ts';

/** Options of {@link kFold}. */
export interface KFoldOptions {
  /** Number of parts, from 2 to the number of samples, which leaves one out at a time; default 5. */
  readonly folds?: number;
  /** Deals samples at random, by any safe integer; default: in order. */
  readonly seed?: number;
  /** Gives each part the same number of samples of every class, but for one; classes are the values of `y`. Default false. */
  readonly stratify?: boolean;
}

/**
 * All divisions for cross-validation: every sample is in the test part of exactly one of them.
 *
 * ```text
 * test parts have ⌊n / folds⌋ or ⌈n / folds⌉ samples; the training part is all others
 * ```
 *
 * Samples keep their order in each part. With `folds` equal to the number of samples this is leave-one-out.
 *
 * @throws ArgumentError when an option is wrong; DataError, ShapeError when `y` does not hold classes and is to be stratified
 * @see Stone, Cross-validatory choice and assessment of statistical predictions, 1974
 * @example
 * ```ts
 * import { kFold } from '@gradkit/data';
 * import { iris } from '@gradkit/data/iris';
 *
 * for (const { train, test } of kFold(iris(), { folds: 5, seed: 1, stratify: true })) console.log(train.size, test.size); // 120 30
 * ```
 */
export function kFold<F extends string>(
  dataset: Dataset<F>,
  options: KFoldOptions = {},
): readonly { readonly train: Dataset<F>; readonly test: Dataset<F> }[] {
  const state = stateOf('kFold', dataset);
  checkOptions('kFold', options, ['folds', 'seed', 'stratify']);
  const { size } = dataset;
  const { folds = 5, seed, stratify = false } = options;
  checkInteger('kFold', 'folds', folds, 2, size);
  if (seed !== undefined) checkSeed('kFold', seed);
  checkFlags('kFold', { stratify });

  const order = seed === undefined ? Int32Array.from({ length: size }, (_, i) => i) : permutation(size, { seed });
  const labels = stratify ? classLabels('kFold', 'to stratify', state.columns, orderOf(state)) : undefined;
  const foldOf = new Int32Array(size);
  const quotas = labels === undefined ? [even(size, folds)] : stratified(labels, folds);
  const classIds = labels === undefined ? [undefined] : [...countLabels(labels).keys()];
  classIds.forEach((id, place) => {
    const members = id === undefined ? order : order.filter((sample) => labels?.[sample] === id);
    let at = 0;
    quotas[place]?.forEach((count, fold) => {
      for (let i = 0; i < count; i++) foldOf[members[at++] as number] = fold;
    });
  });
  const positions = Array.from(foldOf.keys());
  return Array.from({ length: folds }, (_, fold) => ({
    train: dataset.select(positions.filter((i) => foldOf[i] !== fold)),
    test: dataset.select(positions.filter((i) => foldOf[i] === fold)),
  }));
}

/** As equal counts as possible; the first ones are larger. */
function even(size: number, folds: number): number[] {
  return Array.from({ length: folds }, (_, fold) => Math.floor(size / folds) + (fold < size % folds ? 1 : 0));
}

/** How many of each class go to each part: samples sorted by class are dealt in turn, so that parts are equal, too. */
function stratified(labels: readonly number[], folds: number): number[][] {
  const counts = [...countLabels(labels).values()];
  let dealt = 0;
  return counts.map((count) => {
    const quota = Array.from({ length: folds }, (_, fold) => {
      const skipped = (((fold - dealt) % folds) + folds) % folds;
      return Math.ceil(Math.max(0, count - skipped) / folds);
    });
    dealt += count;
    return quota;
  });
}
