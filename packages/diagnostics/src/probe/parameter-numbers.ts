import { mul, slice, square, sub, sum, type Tensor, zeros } from '@gradkit/core';
import type { ParameterMeasures } from '../training-record.ts';
import { joined } from './joined.ts';

/**
 * Squares of float32 below 10⁻³⁸ are zero, above 10³⁸ infinite: each sum is taken of numbers that are multiplied, and of numbers
 * that are divided. Powers of two change no digit.
 */
const [enlarged, reduced] = [2 ** 40, 2 ** -70];

/**
 * How many numbers one parameter has: both sums for its gradient, its content, and its update; and of a kernel two sums of what its
 * units differ by from the first.
 */
export const numbersPerParameter = 8;

/** One parameter at one step. */
export interface Changed {
  readonly gradient: Tensor;
  readonly before: Tensor;
  readonly after: Tensor;
}

/** Numbers of one parameter at every step, and scalars that are finite as long as its parts are. */
export interface ParameterNumbers {
  readonly numbers: Tensor;
  readonly gradient: Tensor;
  readonly before: Tensor;
  readonly update: Tensor;
}

/**
 * Sums along the last axis first: those become part of the very loops that compute gradients and updates, which then need not be
 * kept for another look at them.
 */
function sumOfSquares(x: Tensor, factor: number): Tensor {
  return sum(sum(square(mul(x, factor)), { axis: -1 }));
}

/** Graph of the sums for one parameter: cheap enough for every step. */
export function parameterNumbers({ gradient, before, after }: Changed): ParameterNumbers {
  const parts = [gradient, before, sub(after, before)].map((x) => (x.rank === 0 ? x.reshape([1]) : x));
  const sums = parts.map((x) => [sumOfSquares(x, enlarged), sumOfSquares(x, reduced)] as const);
  const [ofGradient, ofContent, ofUpdate] = sums.map(([, small]) => small) as [Tensor, Tensor, Tensor];
  return {
    numbers: joined([...sums.flat(), ...unitSums(before)]),
    gradient: ofGradient,
    before: ofContent,
    update: ofUpdate,
  };
}

const hasUnits = (shape: readonly number[]): boolean => shape.length > 1 && (shape.at(-1) as number) > 1;

/** Σ d² and Σ (Σ d)² of the differences d from the first unit: both are 0 where all units are the same, to the last digit. */
function unitSums(content: Tensor): readonly Tensor[] {
  if (!hasUnits(content.shape)) return [zeros([]), zeros([])];
  const first = slice(content, [], [...content.shape.slice(0, -1), 1]);
  const differences = sub(content, first);
  return [sum(sum(square(differences), { axis: -1 })), sum(square(sum(differences, { axis: -1 })))];
}

/** What the numbers of a parameter mean. */
export function readParameter(
  { name, shape }: Pick<ParameterMeasures, 'name' | 'shape'>,
  numbers: ArrayLike<number>,
): ParameterMeasures {
  const normAt = (i: number): number => {
    const large = numbers[2 * i] as number;
    return Number.isFinite(large) ? Math.sqrt(large) / enlarged : Math.sqrt(numbers[2 * i + 1] as number) / reduced;
  };
  const [gradientNorm, weightNorm, updateNorm] = [normAt(0), normAt(1), normAt(2)];
  const [squares, ofSums] = [numbers[6] as number, numbers[7] as number];
  // Around the mean of the units instead of the first.
  const spread = Math.sqrt(Math.max(0, squares - ofSums / (shape.at(-1) ?? 1)));
  return {
    name,
    shape,
    size: shape.reduce((product, extent) => product * extent, 1),
    ...(hasUnits(shape) ? { unitSpread: weightNorm === 0 ? 0 : spread / weightNorm } : {}),
    gradientNorm,
    updateNorm,
    weightNorm,
  };
}
