import { hessian } from '@gradkit/autograd';
import {
  ArgumentError,
  add,
  jit,
  logSumExp,
  matmul,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
} from '@gradkit/core';
import { topological } from '@gradkit/core/graph';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { filled, float64 } from './vectors.ts';

/** 100 (x₁ − x₀²)² + (1 − x₀)² */
function rosenbrock(x: Tensor): Tensor {
  const [a, b] = [take(x, tensor(0, { dtype: 'int32' })), take(x, tensor(1, { dtype: 'int32' }))];
  return add(mul(square(sub(b, square(a))), 100), square(sub(1, a)));
}

describe('hessian', () => {
  test('of a quadratic is its matrix, symmetrised', () => {
    const a = float64([1, 2, 3, 4, 5, 6, 7, 8, 10], [3, 3]);
    const f = (w: Tensor) => sum(mul(w, matmul(a, w)));
    expect(hessian(f)(filled([3])).toArray()).toEqual([
      [2, 6, 10],
      [6, 10, 14],
      [10, 14, 20],
    ]);
  });

  test('of least squares is 2 Xᵀ X', () => {
    const x = float64([1, 2, 3, 4], [2, 2]);
    const f = (w: Tensor) => sum(square(sub(matmul(x, w), float64([1, -1]))));
    expect(hessian(f)(float64([0.5, 0.25])).toArray()).toEqual([
      [20, 28],
      [28, 40],
    ]);
  });

  test.each([
    [-1.2, 1],
    [1, 1],
    [0, 3],
  ])('of the Rosenbrock function at (%d, %d) is [[1200 a² − 400 b + 2, −400 a], [−400 a, 200]]', (a, b) => {
    const [aa, ab, ba, bb] = hessian(rosenbrock)(float64([a, b])).dataSync() as Float64Array;
    // Sums of three terms up to 1728: relative rounding 2⁻⁵³ each.
    expect(aa).toBeCloseTo(1200 * a * a - 400 * b + 2, 11);
    expect([ab, ba, bb]).toEqual([-400 * a, -400 * a, 200].map((x) => x + 0));
  });

  test('of log-sum-exp is diag(p) − p pᵀ with the softmax p', () => {
    const x = [0.1, -1, 2];
    const total = x.reduce((s, z) => s + Math.exp(z), 0);
    const p = x.map((z) => Math.exp(z) / total);
    const h = hessian((z: Tensor) => logSumExp(z))(float64(x)).toArray() as number[][];
    p.forEach((pi, i) => {
      p.forEach((pj, j) => {
        expect(h[i]?.[j]).toBeCloseTo((i === j ? pi : 0) - pi * pj, 15);
      });
    });
  });

  test('has the shape of the argument twice', () => {
    const h = hessian((w: Tensor) => sum(tanh(w)))(filled([2, 3]));
    expect(h.shape).toEqual([2, 3, 2, 3]);
    expect(hessian((w: Tensor) => mul(w, square(w)))(tensor(2)).item()).toBe(12);
    expect(hessian((w: Tensor) => sum(w))(tensor([], { shape: [0] })).shape).toEqual([0, 0]);
  });

  test('has a graph that does not grow with the number of elements', () => {
    const count = (n: number): number =>
      topological([hessian((w: Tensor) => sum(tanh(square(w))))(filled([n])).node]).length;
    expect(count(64)).toBe(count(2));
  });

  test('works inside jit, and with further arguments', () => {
    const h = jit(hessian((w: Tensor, scale: Tensor) => mul(sum(square(w)), scale)));
    expect(h(float64([1, 2]), float64([3], [])).toArray()).toEqual([
      [6, 0],
      [0, 6],
    ]);
  });

  test('speaks of itself in errors', () => {
    expect(() => hessian((w: Tensor) => square(w))(tensor([1, 2]))).toThrow('hessian: the loss must be a scalar');
    const tree = { w: tensor([1]) } as unknown as Tensor;
    expect(() => hessian((w: Tensor) => sum(w))(tree)).toThrow(ArgumentError);
    expect(() => hessian((w: Tensor) => sum(w))(tree)).toThrow('hessian: the argument must be one tensor');
  });

  test('types follow the function', () => {
    const f = (w: Tensor, scale: number) => mul(sum(w), scale);
    expectTypeOf(hessian(f)).toEqualTypeOf<(w: Tensor, scale: number) => Tensor>();
  });
});
