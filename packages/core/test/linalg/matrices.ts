import { expect } from 'vitest';
import {
  broadcastTo,
  cast,
  type DType,
  matmul,
  type Shape,
  sizeOf,
  sub,
  type Tensor,
  tensor,
  transpose,
} from '../../src/index.ts';
import { type GoldenArray, goldenTensor } from '../golden/numbers.ts';

/** The largest relative error of one rounding. */
export const unitRoundoff = { float32: 2 ** -24, float64: 2 ** -53 };

type Float = keyof typeof unitRoundoff;

/** Around the lanes of registers and the rounds of loops. */
export const sizes: readonly number[] = [0, 1, 2, 3, 5, 7, 8, 17, 33];

/** Numbers between -1 and 1 that look random. */
export function random(shape: Shape, seed = 0, dtype: DType = 'float64'): Tensor {
  const golden = 0.6180339887498949;
  const values = Float64Array.from({ length: sizeOf(shape) }, (_, i) => {
    const x = Math.sin((i + 1) * 12.9898 + seed * 78.233) * 43758.5453 + golden * i;
    return 2 * (x - Math.floor(x)) - 1;
  });
  return cast(tensor(values, { shape }), dtype);
}

/** A positive definite matrix with eigenvalues from 1 on. */
export function definite(shape: Shape, seed = 0, dtype: DType = 'float64'): Tensor {
  const x = random(shape, seed);
  const n = shape.at(-1) as number;
  return cast(matmul(x, swapped(x)).add(identity(n)), dtype);
}

/** Unit matrices, one for each index of the axes before them. */
export function identity(n: number, lead: Shape = []): Tensor {
  const values = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  return broadcastTo(tensor(values, { shape: [n, n] }), [...lead, n, n]);
}

/** Matrices transposed. */
export function swapped(x: Tensor): Tensor {
  const axes = x.shape.map((_, i) => i);
  return transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** Numbers on the diagonal of a matrix: `[…, n] → […, n, n]`. */
export function diagonalMatrix(values: Tensor): Tensor {
  const n = values.shape.at(-1) as number;
  return values.reshape([...values.shape, 1]).mul(cast(identity(n), values.dtype));
}

/** The largest magnitude; 0 of nothing, NaN if there is one. */
export function largest(x: Tensor): number {
  let most = 0;
  for (const each of x.dataSync()) if (!(Math.abs(each) <= most)) most = Math.abs(each);
  return most;
}

/** The matrix product in float64, of elements as they are. */
export function product(...factors: readonly Tensor[]): Tensor {
  return factors.map((x) => cast(x, 'float64')).reduce(matmul);
}

/** Expects the shape, and no element further off than `bound`. */
export function expectWithin(actual: Tensor, expected: Tensor, bound: number): void {
  expect(actual.shape).toEqual(expected.shape);
  const difference = largest(sub(cast(actual, 'float64'), cast(expected, 'float64')));
  expect(difference).toBeLessThanOrEqual(bound);
}

/** Expects what a file says, within a multiple of the unit roundoff of the largest element. */
export function expectGolden(actual: Tensor, golden: GoldenArray, roundings: number): void {
  const expected = goldenTensor(golden);
  expect(actual.dtype).toBe(golden.dtype);
  expectWithin(actual, expected, roundings * unitRoundoff[golden.dtype as Float] * largest(expected));
}
