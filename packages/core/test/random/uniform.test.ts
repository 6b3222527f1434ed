import { describe, expect, it } from 'vitest';
import { ArgumentError, DTypeError, key, tensor, uniform } from '../../src/index.ts';
import { count, distance, f64, kolmogorovBound, moments, sample } from './distribution.ts';

describe('uniform', () => {
  it('gives the numbers of jax.random.uniform', () => {
    // JAX 0.10.2: jax.random.uniform(jax.random.key(0), (5,)), and with minval=-3, maxval=5
    expect(uniform(key(0), [5]).toArray()).toEqual([
      0.9476670026779175, 0.9785798788070679, 0.33229148387908936, 0.46866846084594727, 0.569888710975647,
    ]);
    // 1 ulp of the sum's larger term for a multiplication and an addition that may be fused.
    uniform(key(0), [5], { min: -3, max: 5 })
      .dataSync()
      .forEach((x, i) => {
        const jax = [4.58133602142334, 4.828639030456543, -0.34166812896728516, 0.7493476867675781, 1.5591096878051758];
        expect(Math.abs(x - (jax[i] as number))).toBeLessThanOrEqual(2 ** -22);
      });
  });

  it('gives the numbers of jax.random.uniform in float64', () => {
    // JAX 0.10.2 with jax_enable_x64: jax.random.uniform(jax.random.key(0), (4,), dtype='float64')
    expect(uniform(key(0), [4], f64).toArray()).toEqual([
      0.41845711171638644, 0.21629545460551136, 0.9653214611189975, 0.5745005337275046,
    ]);
  });

  it.each(['float32', 'float64'] as const)('is uniform in %s: moments and distribution', (dtype) => {
    const values = sample(uniform(key(1), [count], { dtype }));
    const { mean, variance } = moments(values);
    // Four standard errors: σ/√n of the mean with σ² = 1/12; the variance's is √((1/80 − 1/144)/n).
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt((1 / 80 - 1 / 144) / count));
    expect(distance(values, (x) => x)).toBeLessThan(kolmogorovBound);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
  });

  it('spreads over [min, max), also where both are equal', () => {
    const values = sample(uniform(key(2), [count], { min: -2, max: 6 }));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThanOrEqual(6);
    expect(distance(values, (x) => (x + 2) / 8)).toBeLessThan(kolmogorovBound);
    expect(uniform(key(2), [2], { min: 3, max: 3 }).toArray()).toEqual([3, 3]);
  });

  it('takes 0 for 0 and undefined for the default', () => {
    expect(Math.max(...sample(uniform(key(3), [50], { min: -1, max: 0 })))).toBeLessThanOrEqual(0);
    expect(uniform(key(3), [5], { min: undefined, max: undefined, dtype: undefined }).toArray()).toEqual(
      uniform(key(3), [5]).toArray(),
    );
  });

  it('has the shape asked for, and the same numbers in any shape', () => {
    expect(uniform(key(4), []).shape).toEqual([]);
    expect(uniform(key(4), [0, 3]).shape).toEqual([0, 3]);
    expect([...uniform(key(4), [2, 3]).dataSync()]).toEqual([...uniform(key(4), [6]).dataSync()]);
  });

  it('explains bad input', () => {
    expect(() => uniform(key(0), [1], { min: -3e38, max: 3e38 })).toThrow('uniform: max - min overflows float32');
    expect(uniform(key(0), [9], { min: -3e38, max: 3e38, dtype: 'float64' }).dataSync().every(Number.isFinite)).toBe(
      true,
    );
    expect(() => uniform(key(0), [2], { min: 1, max: 0 })).toThrow(ArgumentError);
    expect(() => uniform(key(0), [2], { max: Infinity })).toThrow(
      'uniform: needs finite min ≤ max, got 0 and Infinity.',
    );
    expect(() => uniform(key(0), [2], { dtype: 'int32' })).toThrow(DTypeError);
    expect(() => uniform(key(0), [-2])).toThrow('uniform: extents are non-negative integers');
    expect(() => uniform(tensor([1, 2]), [2])).toThrow(
      'uniform: a key is uint32[2], got float32[2]. Use key(), split() or foldIn().',
    );
    expect(() => uniform(key(0), [2], { minval: 0 } as never)).toThrow('Did you mean "min"?');
  });
});
