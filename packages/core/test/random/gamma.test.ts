import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  beta,
  DTypeError,
  dirichlet,
  gamma,
  key,
  log,
  ShapeError,
  sum,
  take,
  tensor,
} from '../../src/index.ts';
import golden from '../golden/distributions.json' with { type: 'json' };
import { count, f64, kolmogorovBound, moments, sample } from './distribution.ts';

/** The largest distance between the shares of a sample below known quantiles and their probabilities. */
function distanceAt(values: readonly number[], quantiles: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(
    ...quantiles.map((quantile, i) => {
      const below = sorted.findIndex((x) => x > quantile);
      return Math.abs((below < 0 ? 1 : below / sorted.length) - (golden.probabilities[i] as number));
    }),
  );
}

const all = { shape: [count] };

describe('gamma', () => {
  it.each(golden.gammas)('has the quantiles of SciPy for α = $alpha', ({ alpha, quantiles }) => {
    for (const [i, dtype] of (['float32', 'float64'] as const).entries()) {
      const values = sample(gamma(key(20 + i), tensor(alpha, { dtype }), all));
      expect(distanceAt(values, quantiles)).toBeLessThan(kolmogorovBound);
      // The mean and the variance are α; four standard errors, the fourth central moment being 3α² + 6α.
      const { mean, variance } = moments(values);
      expect(Math.abs(mean - alpha)).toBeLessThan(4 * Math.sqrt(alpha / count));
      expect(Math.abs(variance - alpha)).toBeLessThan(4 * Math.sqrt((2 * alpha ** 2 + 6 * alpha) / count));
      // For small α, u^(1/α) may be too small for a number.
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    }
  });

  it('stays close to α when that is large', () => {
    const values = sample(gamma(key(3), 1e6, { shape: [2000] }));
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - 1e6)).toBeLessThan(4 * Math.sqrt(1e6 / 2000));
    expect(Math.abs(variance / 1e6 - 1)).toBeLessThan(4 * Math.sqrt(2 / 2000));
  });

  it('takes an array of parameters, broadcasts it, and draws anew for each element', () => {
    const alpha = tensor([0.5, 5, 50]);
    expect(gamma(key(1), alpha).shape).toEqual([3]);
    const x = gamma(key(1), alpha, { shape: [2, 3] });
    expect(new Set(sample(x)).size).toBe(6);
    expect(gamma(key(1), tensor(2, f64)).dtype).toBe('float64');
    expect(gamma(key(1), 2).shape).toEqual([]);
    expect(gamma(key(1), alpha, { shape: [0, 3] }).shape).toEqual([0, 3]);
  });

  it('gives the same numbers for the same key, and others for another', () => {
    expect(sample(gamma(key(5), 1.5, all))).toEqual(sample(gamma(key(5), 1.5, all)));
    expect(sample(gamma(key(5), 1.5))).not.toEqual(sample(gamma(key(6), 1.5)));
  });

  it('is 0 at α = 0 and NaN where α is negative or NaN', () => {
    expect(sample(gamma(key(0), tensor([0, -1, Number.NaN])))).toEqual([0, Number.NaN, Number.NaN]);
  });

  it('explains bad input', () => {
    expect(() => gamma(null as never, 1)).toThrow('gamma: expected a tensor');
    expect(() => beta(tensor([1]), 1, 1)).toThrow('beta: a key is uint32[2], got float32[1].');
    expect(() => dirichlet(tensor([1]), tensor([1, 2]))).toThrow('dirichlet: a key is uint32[2], got float32[1].');
    expect(() => gamma(key(0), tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => gamma(key(0), tensor([1, 2]), { shape: [3] })).toThrow(ShapeError);
    expect(() => gamma(tensor([1]), 1)).toThrow(ArgumentError);
    expect(() => gamma(key(0), 1, { size: [2] } as never)).toThrow('gamma: unknown option "size"');
  });
});

describe('beta', () => {
  it.each(golden.betas)('has the quantiles of SciPy for a = $a, b = $b', ({ a, b, quantiles }) => {
    const values = sample(beta(key(8), tensor(a, f64), b, all));
    expect(distanceAt(values, quantiles)).toBeLessThan(kolmogorovBound);
    const mean = a / (a + b);
    const variance = (mean * (1 - mean)) / (a + b + 1);
    expect(Math.abs(moments(values).mean - mean)).toBeLessThan(4 * Math.sqrt(variance / count));
  });

  it('broadcasts its parameters', () => {
    expect(beta(key(0), tensor([[1], [2]]), tensor([1, 2, 3])).shape).toEqual([2, 3]);
    expect(() => beta(key(0), tensor([1]), tensor([1], f64))).toThrow('beta: element types differ');
  });
});

describe('dirichlet', () => {
  it('sums to one, with the means and variances of its parameters', () => {
    const alpha = [0.2, 1, 3];
    const x = dirichlet(key(9), tensor(alpha, f64), { shape: [count] });
    expect(x.shape).toEqual([count, 3]);
    // Three quotients with a common divisor.
    for (const total of sample(sum(x, { axis: 1 }))) expect(Math.abs(total - 1)).toBeLessThan(2 ** -50);
    const total = 4.2;
    alpha.forEach((a, k) => {
      const { mean, variance } = moments(sample(take(x, k, { axis: 1 })));
      const [m, v] = [a / total, (a * (total - a)) / (total ** 2 * (total + 1))];
      expect(Math.abs(mean - m)).toBeLessThan(4 * Math.sqrt(v / count));
      // The fourth central moment of a beta distribution is at most that of two points, m (1 − m).
      expect(Math.abs(variance - v)).toBeLessThan(4 * Math.sqrt((m * (1 - m)) / count));
    });
  });

  it('does not fail where gamma samples underflow', () => {
    const x = dirichlet(key(2), tensor([1e-3, 1e-3]), { shape: [200] });
    expect(sample(x).every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(sample(sum(log(x), { axis: 1 })).some(Number.isNaN)).toBe(false);
  });

  it('needs an axis for its vectors', () => {
    expect(dirichlet(key(0), tensor([[1, 2, 3]])).shape).toEqual([1, 3]);
    expect(() => dirichlet(key(0), tensor(1))).toThrow('dirichlet: a scalar has no axes');
    expect(() => dirichlet(key(0), tensor([1, 2]), { shape: [-1] })).toThrow(ArgumentError);
  });
});
