import {
  cast,
  DTypeError,
  equalShapes,
  formatShape,
  reshape,
  type Shape,
  ShapeError,
  type Tensor,
} from '@gradkit/core';

/** Throws unless predictions are floats. */
export function checkPrediction(where: string, { dtype, shape }: Tensor): void {
  if (dtype !== 'float32' && dtype !== 'float64') {
    throw new DTypeError(
      `${where}: predictions must be float32 or float64, got ${dtype}${formatShape(shape)}. ` +
        'The order is (yTrue, yPred): are they swapped?',
    );
  }
}

/**
 * The truth in the shape and element type of the prediction. `[B]` and `[B, 1]` mean the same; other shapes must be
 * equal, because broadcasting a target is nearly always a mistake.
 */
export function alignTarget(
  where: string,
  yTrue: Tensor,
  yPred: Tensor,
  hint = 'Give the target the shape of the output.',
): Tensor {
  checkPrediction(where, yPred);
  const target = cast(yTrue, yPred.dtype);
  if (equalShapes(yTrue.shape, yPred.shape)) return target;
  if (yPred.rank > 0 && equalShapes(withoutUnit(yTrue.shape), withoutUnit(yPred.shape)))
    return reshape(target, yPred.shape);
  throw new ShapeError(
    `${where}: the shapes of truth ${formatShape(yTrue.shape)} and prediction ${formatShape(yPred.shape)} differ. ${hint}`,
  );
}

/** The shape without a last axis of extent 1. */
export function withoutUnit(shape: Shape): Shape {
  return shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
}
