import { add, cast, checkOptions, div, equal, floor, mul, type Tensor, where } from '@gradkit/core';
import { checkCount, checkRange } from './ranges.ts';

/** Options of the moving average of parameters. */
export interface MovingAverage {
  /** Share of the past in the average, in [0, 1); default 0.99. */
  readonly momentum?: number | undefined;
  /** Number of updates after which parameters are set to their averages, again and again; default never. */
  readonly overwriteEvery?: number | undefined;
}

/** A parameter and its average after an update. */
export interface Averaged {
  readonly parameter: Tensor;
  readonly average: Tensor;
}

/** What the options make of a parameter and its average, at a step counted from 1, an int32 scalar. */
export function movingAverage(
  owner: string,
  options: MovingAverage,
): (step: Tensor, parameter: Tensor, average: Tensor, constrain: (value: Tensor) => Tensor) => Averaged {
  checkOptions(`${owner}: ema`, options, ['momentum', 'overwriteEvery']);
  const { momentum = 0.99, overwriteEvery } = options;
  checkRange(`${owner}: ema`, 'in [0, 1)', { momentum });
  if (overwriteEvery !== undefined) checkCount(`${owner}: ema`, 1, { overwriteEvery });

  return (step, parameter, average, constrain) => {
    // The first update has no past: the average begins there.
    const blended = add(mul(average, momentum), mul(parameter, 1 - momentum));
    const next = where(equal(step, 1), parameter, blended);
    if (overwriteEvery === undefined) return { parameter, average: next };
    // A quotient of integers is whole only if there is no remainder, whose code every optimizer would otherwise bring.
    const periods = div(cast(step, 'float64'), overwriteEvery);
    const isDue = equal(floor(periods), periods);
    return { parameter: where(isDue, constrain(next), parameter), average: next };
  };
}
