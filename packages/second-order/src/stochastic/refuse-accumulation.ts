import { ArgumentError } from '@gradkit/core';
import type { OptimizerOptions } from '@gradkit/optimizers';

/** @throws ArgumentError when several gradients are to make one update of a method that looks at one batch from several places */
export function refuseAccumulation(where: string, { gradientAccumulationSteps: steps = 1 }: OptimizerOptions): void {
  if (steps === 1) return;
  throw new ArgumentError(
    `${where}: cannot accumulate gradients, since what it measures belongs to one batch. Make batches larger instead of ` +
      'gradientAccumulationSteps.',
  );
}
