import { classLabels, countLabels } from './class-labels.ts';
import type { Dataset } from './dataset.ts';
import { orderOf } from './rows.ts';
import { stateOf } from './view.ts';

/**
 * Weights that make rare classes count as much as frequent ones, by class id.
 *
 * ```text
 * w_c = n / (k · n_c)
 * ```
 *
 * with n samples, n_c of class c, and k classes that occur: their mean over all samples is 1. A class that does not occur has
 * weight 0.
 *
 * @param dataset with class ids as `y`
 * @returns a weight for each class id from 0
 * @throws ArgumentError, ShapeError, DataError when `y` does not hold class ids
 * @see King, Zeng, Logistic regression in rare events data, 2001
 * @example
 * ```ts
 * import { classWeights, dataset } from '@gradkit/data';
 *
 * const data = dataset({ x: [1, 2, 3, 4], y: [0, 0, 0, 1] }, { classes: 2 });
 * console.log(classWeights(data)); // [0.666…, 2]
 * ```
 */
export function classWeights<F extends string>(dataset: Dataset<F>): readonly number[] {
  const state = stateOf('classWeights', dataset);
  const labels = classLabels('classWeights', 'to weigh classes', state.columns, orderOf(state));
  const counts = countLabels(labels);
  const classes = state.info.classes ?? Math.max(...counts.keys()) + 1;
  return Array.from({ length: classes }, (_, id) => {
    const count = counts.get(id);
    return count === undefined ? 0 : labels.length / (counts.size * count);
  });
}
