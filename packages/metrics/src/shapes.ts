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

/** The truth in the shape and element type of the prediction; `[B]` and `[B, 1]` mean the same. */
export function alignTarget(where: string, yTrue: Tensor, yPred: Tensor): Tensor {
  checkPrediction(where, yPred);
  const target = cast(yTrue, yPred.dtype);
  if (equalShapes(yTrue.shape, yPred.shape)) return target;
  if (!equalShapes(withoutUnit(yTrue.shape), withoutUnit(yPred.shape))) throw misfit(where, yTrue, yPred);
  return reshape(target, yPred.shape);
}

/** The shape without a last axis of extent 1. */
export function withoutUnit(shape: Shape): Shape {
  return shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
}

export function misfit(where: string, yTrue: Tensor, yPred: Tensor, hint = 'Give them one shape.'): ShapeError {
  return new ShapeError(
    `${where}: truth ${formatShape(yTrue.shape)} does not fit predictions ${formatShape(yPred.shape)}. ${hint}`,
  );
}
