import { checkOptions, sum, type Tensor } from '@gradkit/core';
import { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.ts';
import type { Metric } from './metric.ts';

/** How often each class was taken for each other, and the sums of it. */
export interface ClassCounts {
  /** Row = true class, column = predicted class. */
  readonly counts: Tensor;
  /** Of each true class. */
  readonly rows: Tensor;
  /** Of each predicted class. */
  readonly columns: Tensor;
  readonly total: Tensor;
}

/** A number that follows from a confusion matrix. Better is larger. */
export function classMetric(
  where: string,
  options: ConfusionMatrixOptions,
  of: (counts: ClassCounts) => Tensor,
): Metric<Tensor> {
  checkOptions(where, options, ['classes', 'name', 'threshold', 'ignoreClass']);
  return {
    ...confusionMatrix({ ...options, name: options.name ?? where }),
    direction: 'max',
    result: (counts) =>
      of({ counts, rows: sum(counts, { axis: 1 }), columns: sum(counts, { axis: 0 }), total: sum(counts) }),
  };
}
