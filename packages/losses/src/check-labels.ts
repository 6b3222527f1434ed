import { ArgumentError, checkOptions, DataError, type Tensor, type TypedArray } from '@gradkit/core';

/** Options of {@link checkLabels}. */
export interface CheckLabelsOptions {
  /** A label to accept although it is no class; default: none. */
  readonly ignoreClass?: number | undefined;
}

/**
 * Throws unless every label is a class id: an integer from 0 to `classes` − 1.
 *
 * Reads the values, so call it on the data before training, not inside `jit`.
 *
 * @throws DataError naming the first label that is none; ArgumentError when `classes` is not a positive integer
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { checkLabels } from '@gradkit/losses';
 * checkLabels(tensor([0, 2, 1]), 3); // all fine, so nothing happens
 * ```
 */
export function checkLabels(yTrue: Tensor | TypedArray, classes: number, options: CheckLabelsOptions = {}): void {
  checkOptions('checkLabels', options, ['ignoreClass']);
  if (!Number.isInteger(classes) || classes < 1) {
    throw new ArgumentError(`checkLabels: classes must be a positive integer, got ${classes}.`);
  }
  const labels = 'dataSync' in yTrue ? yTrue.dataSync() : yTrue;
  labels.forEach((label: number, index: number) => {
    if ((Number.isInteger(label) && label >= 0 && label < classes) || label === options.ignoreClass) return;
    const hint = label === classes ? ` Are the classes numbered from 1? They must start at 0.` : '';
    throw new DataError(
      `checkLabels: label ${label} at index ${index} is not a class: ${classes} classes are 0 to ${classes - 1}.${hint}`,
    );
  });
}
