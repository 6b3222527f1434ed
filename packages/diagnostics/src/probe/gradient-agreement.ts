import {
  add,
  cast,
  type DType,
  equal,
  greaterEqual,
  logicalAnd,
  mul,
  type Parameter,
  square,
  sum,
  type Tensor,
  tensor,
  type Variable,
  where,
  zeros,
} from '@gradkit/core';
import { joined } from './joined.ts';

/** At most so many kernels are looked at, and no more when they hold this part of all weights: the smallest ones. */
const [most, part] = [12, 0.1];
/** Gradients that are compared with each other, at least. */
const enough = 16;

/** Sums over steps, graph and where they are kept. */
export interface AgreementStep {
  readonly assignments: readonly (readonly [Variable, Tensor])[];
  /** What looking at them begins with. */
  readonly sums: readonly Tensor[];
  /** Σ ‖g‖² and the number of gradients. */
  readonly totals: readonly Tensor[];
}

/**
 * Whether the gradients of different steps agree. Of each kernel's gradient it keeps the product with a fixed vector of random
 * signs s, which has one number for each row: `E (g s)·(h s) = g·h`, so that lengths and angles stay the same on average, and the
 * product becomes part of the loops that compute the gradient.
 */
export function gradientAgreement(
  sharedVariable: (name: string, initial: () => Tensor) => Variable,
): (gradients: readonly Tensor[], parameters: readonly Parameter[], due: Tensor) => AgreementStep | undefined {
  const keep = (name: string, shape: readonly number[], dtype: DType): Variable =>
    sharedVariable(`agreement/${name}`, () => zeros(shape, { dtype }));
  return (gradients, parameters, due) => {
    const chosen = chosenKernels(gradients);
    if (chosen.length === 0) return undefined;
    const [count, squares] = [keep('count', [], 'float64'), keep('squares', [], 'float64')];
    const begins = equal(count.value, 0);
    const rows = chosen.map((i) => {
      const gradient = gradients[i] as Tensor;
      return sum(mul(gradient, signs(gradient)), { axis: -1 });
    });
    const sums = rows.map((row, i) => {
      const target = keep((parameters[chosen[i] as number] as Parameter).name, row.shape, row.dtype);
      return [target, add(where(begins, 0, target.value), row)] as const;
    });
    const length = sum(joined(rows.map((row) => sum(square(cast(row, 'float64'))))));
    const total = add(where(begins, 0, squares.value), length);
    const number = add(count.value, 1);
    const isRead = logicalAnd(due, greaterEqual(number, enough));
    return {
      assignments: [...sums, [squares, total], [count, where(isRead, 0, number)]],
      sums: sums.map(([, each]) => each),
      totals: [total, number],
    };
  };
}

/** ‖Σ g‖², Σ ‖g‖² and the number of gradients. */
export function agreementNumbers(sums: readonly Tensor[], totals: readonly Tensor[]): Tensor {
  return joined([sum(joined(sums.map((each) => sum(square(cast(each, 'float64')))))), ...totals]);
}

/** The mean product of two gradients, in mean squared lengths: `(‖Σ g‖² − Σ ‖g‖²) / ((n − 1) Σ ‖g‖²)`. */
export function readAgreement([together, apart, count]: readonly [number, number, number]): number | undefined {
  return count < enough || !(apart > 0) ? undefined : (together - apart) / ((count - 1) * apart);
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
