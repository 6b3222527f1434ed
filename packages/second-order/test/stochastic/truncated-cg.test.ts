import { add, exp, jit, matmul, mul, neg, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { truncatedCg } from '../../src/stochastic/truncated-cg.ts';

const f64 = { dtype: 'float64' } as const;
const close = (found: Tensor, expected: readonly number[], tolerance: number): void => {
  [...found.dataSync()].forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(tolerance);
  });
};

describe('truncatedCg', () => {
  const matrix = tensor(
    [
      [4, 1, 0],
      [1, 3, -1],
      [0, -1, 2],
    ],
    f64,
  );
  const product = (v: Tensor): Tensor => matmul(matrix, v);
  // A x = −g for x = (1, −2, 3).
  const gradient = tensor([-2, 8, -8], f64);
  const start = tensor([0, 0, 0], f64);

  it('solves a system of three in three iterations, wherever it begins', () => {
    for (const from of [start, tensor([5, 5, -7], f64)]) {
      const { x, value } = truncatedCg(product, gradient, from, { maxIterations: 3, tolerance: 0 });
      close(x, [1, -2, 3], 1e-12);
      // ½ xᵀ A x + gᵀ x = ½ gᵀ x at the minimum.
      expect(value.item()).toBeCloseTo((-2 - 16 - 24) / 2, 10);
    }
  });

  it('makes the value smaller with every iteration', () => {
    const values = [1, 2, 3].map((maxIterations) =>
      truncatedCg(product, gradient, start, { maxIterations, tolerance: 0 }).value.item(),
    );
    expect(values[1]).toBeLessThan(values[0] as number);
    expect(values[2]).toBeLessThan(values[1] as number);
  });

  it('ends when the residual is rounding, and goes on no further within compiled programs', () => {
    const run = jit(() => truncatedCg(product, gradient, start, { maxIterations: 200, tolerance: 0 }).x);
    close(run(), [1, -2, 3], 1e-12);
  });

  it('stays at the start where it is a minimum already', () => {
    const { x } = truncatedCg(product, gradient, tensor([1, -2, 3], f64), { maxIterations: 5, tolerance: 0 });
    expect(x.toArray()).toEqual([1, -2, 3]);
    const flat = truncatedCg(product, mul(gradient, 0), start, { maxIterations: 5, tolerance: 0 });
    expect(flat.x.toArray()).toEqual([0, 0, 0]);
    expect(flat.value.item()).toBeCloseTo(0, 15);
  });

  it('ends where the curvature is not positive', () => {
    const hollow = tensor([2, -1], f64);
    const along = (v: Tensor): Tensor => mul(hollow, v);
    const { x } = truncatedCg(along, tensor([0, 1], f64), tensor([0, 0], f64), { maxIterations: 5, tolerance: 0 });
    expect(x.toArray()).toEqual([0, 0]);
    const broken = truncatedCg((v) => mul(v, Number.NaN), tensor([0, 1], f64), tensor([0, 0], f64), {
      maxIterations: 5,
      tolerance: 0,
    });
    expect([...broken.x.dataSync()].some((value) => Number.isFinite(value) && value !== 0)).toBe(false);
  });

  it('ends by slow progress: the value falls less than the tolerance for each of ten iterations', () => {
    // Curvatures from 1 to 10⁴, evenly on a logarithmic scale: progress is slow.
    const curvatures = exp(
      mul(
        tensor(
          Array.from({ length: 60 }, (_, i) => i / 59),
          f64,
        ),
        Math.log(1e4),
      ),
    );
    const ones = tensor(new Array(60).fill(1), f64);
    const along = (v: Tensor): Tensor => mul(curvatures, v);
    const value = (tolerance: number, maxIterations = 250): number =>
      truncatedCg(along, neg(ones), mul(ones, 0), { maxIterations, tolerance }).value.item();
    const best = -0.5 * (1 / 1 + [...curvatures.dataSync()].slice(1).reduce((total, each) => total + 1 / each, 0));
    expect(value(0)).toBeCloseTo(best, 8);
    const slow = value(0.03);
    expect(slow).toBeGreaterThan(best);
    // It is the value after some number of iterations, and the rule holds there first.
    const trail = [0, ...Array.from({ length: 40 }, (_, i) => value(0, i + 1))];
    const end = trail.findIndex((each, i) => {
      const k = Math.max(10, Math.floor(i / 10));
      return i > k && each < 0 && (each - (trail[i - k] as number)) / each < k * 0.03;
    });
    expect(end).toBeGreaterThan(10);
    expect(slow).toBeCloseTo(trail[end] as number, 12);
  });

  it('works in float32', () => {
    const single = tensor(matrix.toArray() as number[][]);
    const along = (v: Tensor): Tensor => matmul(single, v);
    const { x } = truncatedCg(along, tensor([-2, 8, -8]), tensor([0, 0, 0]), { maxIterations: 6, tolerance: 0 });
    close(x, [1, -2, 3], 1e-5);
    expect(sum(add(x, 0)).dtype).toBe('float32');
  });
});
