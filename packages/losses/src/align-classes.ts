import { equalShapes, formatShape, normalizeAxis, ShapeError, type Tensor } from '@gradkit/core';
import { alignTarget, withoutUnit } from './shapes.ts';

/** The truth as one number per class, with where the classes are and how many. */
export function alignClasses(
  where: string,
  yTrue: Tensor,
  yPred: Tensor,
  along: number | undefined,
): { readonly target: Tensor; readonly axis: number; readonly classes: number } {
  const axis = normalizeAxis(where, along ?? -1, yPred.rank);
  const classes = yPred.shape[axis] ?? 1;
  if (classes < 2) {
    throw new ShapeError(
      `${where}: a prediction of shape ${formatShape(yPred.shape)} has no classes to choose from. ` +
        'Use binaryCrossentropy() for one output.',
    );
  }
  const ids = equalShapes(withoutUnit(yTrue.shape), yPred.shape.toSpliced(axis, 1));
  const hint = ids
    ? 'The truth looks like class ids: use sparseCategoricalCrossentropy().'
    : 'The truth has one number per class, such as oneHot(ids, classes).';
  return { target: alignTarget(where, yTrue, yPred, hint), axis, classes };
}
