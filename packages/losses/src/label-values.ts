import {
  arange,
  cast,
  equal,
  equalShapes,
  expandDims,
  formatShape,
  greaterEqual,
  less,
  logicalAnd,
  normalizeAxis,
  reshape,
  ShapeError,
  sum,
  type Tensor,
  where,
} from '@gradkit/core';
import { checkPrediction } from './shapes.ts';

/** Class ids, with where the classes of predictions are and how many. */
export interface Labels {
  /** int32, in the shape of the predictions without classes. */
  readonly ids: Tensor;
  readonly axis: number;
  readonly classes: number;
}

/** The truth as class ids that fit the predictions. */
export function alignLabels(where: string, yTrue: Tensor, yPred: Tensor, along = -1): Labels {
  checkPrediction(where, yPred);
  const axis = normalizeAxis(where, along, yPred.rank);
  const samples = yPred.shape.toSpliced(axis, 1);
  const classes = yPred.shape[axis] ?? 0;
  if (classes < 2) {
    throw new ShapeError(
      `${where}: a prediction of shape ${formatShape(yPred.shape)} has no classes to choose from. ` +
        'Use binaryCrossentropy() for one output.',
    );
  }
  if (!equalShapes(yTrue.shape, samples) && !equalShapes(yTrue.shape, [...samples, 1])) {
    const hint = equalShapes(yTrue.shape, yPred.shape)
      ? 'The truth has one number per class: use categoricalCrossentropy().'
      : `Labels must be ${formatShape(samples)} or ${formatShape([...samples, 1])}.`;
    throw new ShapeError(
      `${where}: labels ${formatShape(yTrue.shape)} do not fit predictions ${formatShape(yPred.shape)}. ${hint}`,
    );
  }
  return { ids: reshape(cast(yTrue, 'int32'), samples), axis, classes };
}

/**
 * Of the values of all classes that of the label. A comparison with the class numbers instead of an indexed read: it joins
 * the kernel that computes the rows.
 */
export function valueOfLabel(values: Tensor, { ids, axis, classes }: Labels): Tensor {
  const numbers = arange(0, classes, 1, { dtype: 'int32' });
  const behind = values.rank - 1 - axis;
  const along = behind === 0 ? numbers : reshape(numbers, [classes, ...new Array<number>(behind).fill(1)]);
  return sum(where(equal(expandDims(ids, axis), along), values, 0), { axis });
}

/** The values of samples, NaN where the label is no class: it cannot throw, since labels are not known yet. */
export function unlessNoClass(values: Tensor, { ids, classes }: Labels): Tensor {
  return where(logicalAnd(greaterEqual(ids, 0), less(ids, classes)), values, Number.NaN);
}
