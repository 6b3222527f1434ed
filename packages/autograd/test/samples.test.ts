import { grad, jvp, vjp } from '@gradkit/autograd';
import { beta, dirichlet, exponential, gamma, key, log, mean, square, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { float64, inner } from './vectors.ts';

const count = 20_000;
const shape = [count];

/** A number that is a mean over many samples, with its standard error: within four of them. */
function expectMean(values: Tensor, expected: number): void {
  const list = [...values.dataSync()];
  const average = list.reduce((total, x) => total + x, 0) / list.length;
  const variance = list.reduce((total, x) => total + (x - average) ** 2, 0) / list.length;
  expect(Math.abs(average - expected)).toBeLessThan(4 * Math.sqrt(variance / list.length));
}

/** dz/dα of every sample. */
function slopes(of: (alpha: Tensor) => Tensor, alpha: number): Tensor {
  const [, tangent] = jvp(of)([float64([alpha], [])], [float64([1], [])]);
  return tangent;
}

describe('gamma', () => {
  // E z = α and E z² = α² + α, so that E dz/dα = 1 and E d(z²)/dα = 2α + 1.
  test.each([0.1, 0.9, 1, 3, 40])('has slopes that move the moments as α = %f does', (alpha) => {
    const of = (a: Tensor): Tensor => gamma(key(1), a, { shape });
    expectMean(slopes(of, alpha), 1);
    expectMean(
      slopes((a) => square(of(a)), alpha),
      2 * alpha + 1,
    );
  });

  test('has second derivatives: E d²(z³)/dα² = 6α + 6', () => {
    const of = (a: Tensor): Tensor => {
      const z = gamma(key(2), a, { shape });
      return z.mul(z).mul(z);
    };
    expectMean(
      jvp((a: Tensor) => jvp(of)([a], [float64([1], [])])[1])([float64([2.5], [])], [float64([1], [])])[1],
      21,
    );
  });

  test('has the same derivative in reverse, and in float32', () => {
    const alpha = float64([0.4, 1.2, 7]);
    const [z, pullback] = vjp((a: Tensor) => gamma(key(3), a), alpha);
    const [, tangent] = jvp((a: Tensor) => gamma(key(3), a))([alpha], [float64([1, 1, 1])]);
    expect(inner(pullback(float64([1, 2, 3]))[0], float64([1, 1, 1]))).toBeCloseTo(
      inner(float64([1, 2, 3]), tangent),
      12,
    );
    expect(z.shape).toEqual([3]);
    const g = grad((a: Tensor) => sum(gamma(key(3), a, { shape: [1000] })))(tensor(2));
    expect(g.dtype).toBe('float32');
    expect(Number.isFinite(g.item())).toBe(true);
  });
});

describe('beta and dirichlet', () => {
  test('move the mean a / (a + b) as a does', () => {
    expectMean(
      slopes((a) => beta(key(4), a, 3, { shape }), 1.5),
      3 / 4.5 ** 2,
    );
  });

  test('move the mean of ln x, the digamma function of α less that of their sum', () => {
    // ψ'(1) = π²/6 and ψ'(2) = π²/6 − 1 for the first of two parameters, both 1.
    const of = (a: Tensor): Tensor => log(dirichlet(key(5), a, { shape })).reshape([count, 2]);
    const [, tangent] = jvp(of)([float64([1, 1])], [float64([1, 0])]);
    expectMean(mean(tangent.mul(float64([2, 0])), { axis: 1 }), 1);
  });
});

describe('exponential', () => {
  test('carries derivatives through what is made of it', () => {
    const scale = float64([3], []);
    const g = grad((s: Tensor) => mean(exponential(key(6), shape, { dtype: 'float64' }).mul(s)))(scale);
    expect(Math.abs(g.item() - 1)).toBeLessThan(4 / Math.sqrt(count));
  });
});
