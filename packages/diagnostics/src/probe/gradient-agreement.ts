import { add, cast, mul, type Parameter, square, sum, type Tensor, tensor, type Variable, where } from '@gradkit/core';
import { joined } from './joined.ts';
import type { Keeper } from './measured-step.ts';

/** At most so many kernels are looked at, and no more when they hold this part of all weights: the smallest ones. */
const [most, part] = [12, 0.1];
/** Gradients that are compared with each other, at least. */
const enough = 16;

/** Where sums over steps are kept. */
export interface Agreement {
  /** Σ g of each kernel that is looked at, in part. */
  readonly sums: readonly Variable[];
  /** Σ ‖g‖². */
  readonly squares: Variable;
  /** The number of gradients in the sums. */
  readonly count: Variable;
}

/**
 * Whether the gradients of different steps agree. Of each kernel's gradient it keeps the product with a fixed vector of random
 * signs s, which has one number for each row: `E (g s)·(h s) = g·h`, so that lengths and angles stay the same on average, and the
 * product becomes part of the loops that compute the gradient.
 *
 * @param begins whether the sums begin anew with this step
 * @returns what to write at every step, and where; undefined where there is no kernel
 */
export function gradientAgreement(
  gradients: readonly Tensor[],
  parameters: readonly Parameter[],
  keep: Keeper,
  begins: Tensor,
): { readonly agreement: Agreement; readonly writes: readonly (readonly [Variable, Tensor])[] } | undefined {
  const chosen = chosenKernels(gradients);
  if (chosen.length === 0) return undefined;
  const before = (kept: Variable): Tensor => where(begins, 0, kept.value);
  const rows = chosen.map((i) => {
    const gradient = gradients[i] as Tensor;
    return sum(mul(gradient, signs(gradient)), { axis: -1 });
  });
  const sums = rows.map((row, i) => {
    const { name } = parameters[chosen[i] as number] as Parameter;
    return keep.shared(`agreement/${name}`, row.shape, row.dtype);
  });
  const [squares, count] = [keep.shared('squares', [], 'float64'), keep.shared('count', [], 'float64')];
  const length = sum(joined(rows.map((row) => sum(square(cast(row, 'float64'))))));
  return {
    agreement: { sums, squares, count },
    writes: [
      ...sums.map((target, i) => [target, add(before(target), rows[i] as Tensor)] as const),
      [squares, add(before(squares), length)],
      [count, add(before(count), 1)],
    ],
  };
}

/**
 * The mean product of two gradients, in mean squared lengths: `(‖Σ g‖² − Σ ‖g‖²) / ((n − 1) Σ ‖g‖²)`; undefined as long as there
 * are too few.
 */
export function readAgreement({ sums, squares, count }: Agreement): number | undefined {
  const number = count.value.item();
  const apart = squares.value.item();
  if (number < enough || !(apart > 0)) return undefined;
  let together = 0;
  for (const each of sums) for (const value of each.value.dataSync()) together += value * value;
  return (together - apart) / ((number - 1) * apart);
}

/** Which kernels are looked at, by their places. */
function chosenKernels(gradients: readonly Tensor[]): readonly number[] {
  const kernels = gradients.flatMap(({ rank, size }, place) => (rank > 1 && size > 0 ? [{ place, size }] : []));
  const all = kernels.reduce((sum, { size }) => sum + size, 0);
  const chosen: number[] = [];
  let weights = 0;
  // Of equal size those at even places first, so that they lie apart.
  kernels.sort((a, b) => a.size - b.size || (a.place % 4) - (b.place % 4) || a.place - b.place);
  for (const { place, size } of kernels) {
    if (chosen.length === most || weights >= part * all) break;
    chosen.push(place);
    weights += size;
  }
  return chosen;
}

/** Signs without a pattern, the same in every run, for the last axis of a gradient. */
function signs({ shape, dtype }: Tensor): Tensor {
  let state = 1;
  const values = Array.from({ length: shape.at(-1) as number }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >= 2 ** 31 ? 1 : -1;
  });
  return tensor(values, { dtype });
}
