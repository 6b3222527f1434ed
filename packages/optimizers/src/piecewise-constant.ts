import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import { type Schedule, schedule } from './learning-rate.ts';
import { checkRange } from './ranges.ts';

/** Options of {@link piecewiseConstant}. */
export interface PiecewiseConstantOptions {
  /** The last step of each piece but the final one, increasing. */
  readonly boundaries: readonly number[];
  /** The rate of each piece: one more than there are boundaries. */
  readonly values: readonly number[];
}

/**
 * A learning rate that changes at given steps.
 *
 * ```text
 * rate(step) = values[0]  where step ≤ boundaries[0]
 *              values[i]  where boundaries[i − 1] < step ≤ boundaries[i]
 *              the last value after the last boundary
 * ```
 *
 * @throws ArgumentError when boundaries do not increase, a value is negative, or their numbers do not fit
 * @example
 * ```ts
 * import { piecewiseConstant } from '@gradkit/optimizers';
 * const rate = piecewiseConstant({ boundaries: [100, 200], values: [0.1, 0.01, 0.001] });
 * console.log(rate(100), rate(101), rate(1000)); // 0.1 0.01 0.001
 * ```
 */
export function piecewiseConstant(options: PiecewiseConstantOptions): Schedule {
  checkOptions('piecewiseConstant', options, ['boundaries', 'values']);
  const { boundaries, values } = options;
  for (const [name, list] of Object.entries({ boundaries, values })) {
    if (Array.isArray(list) && list.every((number) => typeof number === 'number')) continue;
    throw new ArgumentError(`piecewiseConstant: ${name} must be a list of numbers, got ${describe(list)}.`);
  }
  if (values.length !== boundaries.length + 1) {
    throw new ArgumentError(
      `piecewiseConstant: ${boundaries.length} boundaries need ${boundaries.length + 1} values, got ${values.length}.`,
    );
  }
  if (!boundaries.every((boundary, i) => boundary > (boundaries[i - 1] ?? -Infinity))) {
    throw new ArgumentError(`piecewiseConstant: boundaries must increase, got [${boundaries.join(', ')}].`);
  }
  values.forEach((value, i) => {
    checkRange('piecewiseConstant', 'at least 0', { [`values[${i}]`]: value });
  });
  const last = values.at(-1) as number;
  return schedule(`piecewiseConstant: [${values.join(', ')}] changing after [${boundaries.join(', ')}]`, (step) => {
    const piece = boundaries.findIndex((boundary) => step <= boundary);
    return values[piece] ?? last;
  });
}
