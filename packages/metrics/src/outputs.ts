import { formatShape, ShapeError, type Tensor } from '@gradkit/core';
import { alignTarget } from './shapes.ts';

/** The truth in the shape of predictions that have so many outputs in their last axis; `[B]` has one. */
export function alignOutputs(where: string, yTrue: Tensor, yPred: Tensor, outputs: number): Tensor {
  const target = alignTarget(where, yTrue, yPred);
  const found = yPred.rank < 2 ? 1 : yPred.shape.at(-1);
  if (found === outputs) return target;
  throw new ShapeError(
    `${where}: predictions ${formatShape(yPred.shape)} do not have ${outputs} ${outputs === 1 ? 'output' : 'outputs'} in ` +
      `their last axis. Give ${where}({ outputs: ${found} }).`,
  );
}
