import { describe, expect, it } from 'vitest';
import { ArgumentError, DTypeError, erf, key, normal, type Tensor, tensor, truncatedNormal } from '../../src/index.ts';
import { expectClose } from '../functions/expect-close.ts';
import { count, distance, f64, kolmogorovBound, moments, sample } from './distribution.ts';

/** The standard normal distribution function, by the error function of the float64 interpreter. */
function normalDistribution(points: number[]): Map<number, number> {
  const z = tensor(
    points.map((x) => x * Math.SQRT1_2),
    f64,
  );
  const values = erf(z).dataSync();
  return new Map(points.map((x, i) => [x, (1 + (values[i] as number)) / 2]));
}

describe('normal', () => {
  it('gives the numbers of jax.random.normal', () => {
    // JAX 0.10.2. Ulps: 3 for each inverse error function and 2 for the scaling.
    const jax = [1.622642159461975, 2.0252647399902344, -0.4335944354534149, -0.07861734926700592, 0.17609089612960815];
    expectClose(normal(key(0), [5]), jax, 8);
    // With jax_enable_x64. Ulps: where erf is flat, up to 64 in the inverse.
    const jax64 = [-0.2058421394796434, -0.7847657764467411, 1.8160866726679836, 0.1878440128937887];
    expectClose(normal(key(0), [4], f64), jax64, 64);
  });

  it.each(['float32', 'float64'] as const)('is normal in %s: moments and distribution', (dtype) => {
    const values = sample(normal(key(5), [count], { dtype }));
    const { mean, variance } = moments(values);
    // Four standard errors: 1/√n of the mean, √(2/n) of the variance.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    const distribution = normalDistribution(values);
    expect(distance(values, (x) => distribution.get(x) as number)).toBeLessThan(kolmogorovBound);
  });

  it('is scaled and moved', () => {
    const [z, x] = [normal(key(6), [100]), normal(key(6), [100], { mean: -3, stddev: 0.5 })];
    // Halving is exact; the addition rounds once, at most 2⁻²² for numbers below 8.
    x.dataSync().forEach((value, i) => {
      expect(Math.abs(value - ((z.dataSync()[i] as number) * 0.5 - 3))).toBeLessThanOrEqual(2 ** -22);
    });
    expect(normal(key(6), [2], { mean: 1, stddev: 0 }).toArray()).toEqual([1, 1]);
  });

  it('explains bad input', () => {
    expect(() => normal(key(0), [2], { stddev: -1 })).toThrow(ArgumentError);
    expect(() => normal(key(0), [2], { mean: Number.NaN })).toThrow(
      'normal: needs a finite mean and a stddev not below 0',
    );
    expect(() => normal(key(0), [2], { dtype: 'uint8' })).toThrow(DTypeError);
    expect(() => normal(key(0), [2], { stdev: 1 } as never)).toThrow('Did you mean "stddev"?');
  });
});

describe('truncatedNormal', () => {
  it('gives the numbers of jax.random.truncated_normal', () => {
    // JAX 0.10.2. The bounds of the uniform numbers are computed in double here and in single precision there: 1e-6.
    const cases: [Tensor, number[]][] = [
      [
        truncatedNormal(key(0), [5]),
        [1.4559592008590698, 1.714748740196228, -0.4126753509044647, -0.07503343373537064, 0.16800101101398468],
      ],
      [
        truncatedNormal(key(3), [5], { lower: -1, upper: 3 }),
        [-0.7692952156066895, 1.6135886907577515, 0.5352914333343506, 2.017375946044922, -0.27283206582069397],
      ],
    ];
    for (const [ours, jax] of cases) {
      ours.dataSync().forEach((x, i) => {
        expect(Math.abs(x - (jax[i] as number))).toBeLessThan(1e-6);
      });
    }
  });

  it('has the distribution of a normal within the bounds', () => {
    const values = sample(truncatedNormal(key(7), [count], f64));
    const [low, high] = [normalDistribution([-2]).get(-2) as number, normalDistribution([2]).get(2) as number];
    const inside = normalDistribution(values);
    expect(distance(values, (x) => ((inside.get(x) as number) - low) / (high - low))).toBeLessThan(kolmogorovBound);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2);
    // The closed form: 1 − 2·2φ(2)/(Φ(2) − Φ(−2)) = 0.8796². Four standard errors, with the kurtosis below 3.
    expect(Math.abs(moments(values).variance - 0.87962566 ** 2)).toBeLessThan(4 * Math.sqrt(2 / count));
  });

  it('scales after truncating', () => {
    const values = sample(truncatedNormal(key(8), [1000], { mean: 10, stddev: 3 }));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...values)).toBeLessThanOrEqual(16);
  });

  it('cuts on one side only, or not at all, for infinite bounds', () => {
    const right = sample(truncatedNormal(key(9), [count], { lower: 0, upper: Infinity }));
    expect(Math.min(...right)).toBeGreaterThanOrEqual(0);
    expect(right.every(Number.isFinite)).toBe(true);
    // The half-normal distribution has mean √(2/π) and variance 1 − 2/π.
    expect(Math.abs(moments(right).mean - Math.sqrt(2 / Math.PI))).toBeLessThan(
      4 * Math.sqrt((1 - 2 / Math.PI) / count),
    );
    expect(sample(truncatedNormal(key(0), [5], { lower: -Infinity, upper: Infinity }))).toEqual(
      sample(normal(key(0), [5])),
    );
  });

  it('explains bad input', () => {
    expect(() => truncatedNormal(key(0), [2], { lower: 1, upper: 1 })).toThrow(ArgumentError);
    expect(() => truncatedNormal(key(0), [2], { lower: 2, upper: 1 })).toThrow(
      'truncatedNormal: needs lower < upper, got 2 and 1.',
    );
    expect(() => truncatedNormal(key(0), [2], { stddev: -1 })).toThrow('truncatedNormal: needs a finite mean');
  });
});
