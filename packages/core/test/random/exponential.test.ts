import { describe, expect, it } from 'vitest';
import { DTypeError, exponential, gumbel, key, laplace, type Tensor } from '../../src/index.ts';
import { count, distance, kolmogorovBound, moments, sample } from './distribution.ts';

/** Euler's constant. */
const euler = 0.5772156649015329;

const distributions: Readonly<
  Record<
    string,
    {
      readonly draw: (seed: number, dtype: 'float32' | 'float64') => Tensor;
      readonly distribution: (x: number) => number;
      readonly mean: number;
      readonly variance: number;
      /** The fourth central moment. */
      readonly fourth: number;
    }
  >
> = {
  exponential: {
    draw: (seed, dtype) => exponential(key(seed), [count], { dtype }),
    distribution: (x) => -Math.expm1(-x),
    mean: 1,
    variance: 1,
    fourth: 9,
  },
  gumbel: {
    draw: (seed, dtype) => gumbel(key(seed), [count], { dtype }),
    distribution: (x) => Math.exp(-Math.exp(-x)),
    mean: euler,
    variance: Math.PI ** 2 / 6,
    fourth: (3 + 12 / 5) * (Math.PI ** 2 / 6) ** 2,
  },
  laplace: {
    draw: (seed, dtype) => laplace(key(seed), [count], { dtype }),
    distribution: (x) => (x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2),
    mean: 0,
    variance: 2,
    fourth: 24,
  },
};

describe.each(Object.entries(distributions))('%s', (_, { draw, distribution, mean, variance, fourth }) => {
  it.each(['float32', 'float64'] as const)('has its distribution and moments in %s', (dtype) => {
    const drawn = draw(50, dtype);
    expect(drawn.dtype).toBe(dtype);
    const values = sample(drawn);
    expect(distance(values, distribution)).toBeLessThan(kolmogorovBound);
    const found = moments(values);
    // Four standard errors.
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / count));
    expect(Math.abs(found.variance - variance)).toBeLessThan(4 * Math.sqrt((fourth - variance ** 2) / count));
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe('exponential, gumbel and laplace', () => {
  it('are exponential positive, and have the shape asked for', () => {
    expect(Math.min(...sample(exponential(key(51), [count])))).toBeGreaterThan(0);
    expect(gumbel(key(0), [2, 0]).shape).toEqual([2, 0]);
    expect(laplace(key(0), []).shape).toEqual([]);
  });

  it('explain bad input', () => {
    expect(() => exponential(key(0), [2], { dtype: 'int32' })).toThrow(DTypeError);
    expect(() => gumbel(key(0), [-1])).toThrow('gumbel: extents are non-negative integers');
    expect(() => laplace(key(0), [1], { scale: 2 } as never)).toThrow('laplace: unknown option "scale"');
  });
});
