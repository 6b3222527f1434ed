import { argmax, cast, equalShapes, formatShape, reshape, ShapeError, type Tensor } from '@gradkit/core';
import { checkPrediction, misfit, withoutUnit } from './shapes.ts';

/** The predicted class of each sample, `[B, …]` of `[B, …, C]`. */
export function predictedClasses(where: string, yPred: Tensor): Tensor {
  checkPrediction(where, yPred);
  if (yPred.rank < 2 || (yPred.shape.at(-1) as number) < 2) {
    throw new ShapeError(
      `${where}: predictions ${formatShape(yPred.shape)} have no classes to choose from in their last axis.`,
    );
  }
  return argmax(yPred, { axis: -1 });
}

/** Class ids `[B, …]` or `[B, …, 1]` as int32 `[B, …]`. */
export function trueClasses(where: string, yTrue: Tensor, yPred: Tensor): Tensor {
  const samples = yPred.shape.slice(0, -1);
  if (equalShapes(yTrue.shape, samples) || equalShapes(withoutUnit(yTrue.shape), samples)) {
    return reshape(cast(yTrue, 'int32'), samples);
  }
  throw misfit(where, yTrue, yPred, 'Give one class id for each row of predictions.');
}

/** One number per class `[B, …, C]` as the class ids of the largest, `[B, …]`. */
export function largestClasses(where: string, yTrue: Tensor, yPred: Tensor): Tensor {
  if (equalShapes(yTrue.shape, yPred.shape)) return argmax(yTrue, { axis: -1 });
  throw misfit(where, yTrue, yPred, 'Give one number per class, such as oneHot(ids, classes).');
}
