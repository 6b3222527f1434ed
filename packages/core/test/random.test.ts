import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  bernoulli,
  broadcastTo,
  DTypeError,
  erf,
  key,
  normal,
  ShapeError,
  type Tensor,
  tensor,
  truncatedNormal,
  uniform,
} from '../src/index.ts';
import { expectClose } from './functions/expect-close.ts';

const f64 = { dtype: 'float64' } as const;
const count = 20_000;
const sample = (t: Tensor): number[] => [...t.dataSync()];

/**
 * The largest distance between the empirical and the true distribution function. Kolmogorov: for n samples it exceeds
 * 1.95 / √n with probability 0.001; the keys are fixed, so the test either always passes or never.
 */
function distance(values: number[], distribution: (x: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, i) => {
      const p = distribution(x);
      return Math.max(p - i / values.length, (i + 1) / values.length - p);
    }),
  );
}
const kolmogorovBound = 1.95 / Math.sqrt(count);

const moments = (values: number[]) => {
  const mean = values.reduce((s, x) => s + x, 0) / values.length;
  return { mean, variance: values.reduce((s, x) => s + (x - mean) ** 2, 0) / values.length };
};

/** The standard normal distribution function, by the error function of the float64 interpreter. */
function normalDistribution(points: number[]): Map<number, number> {
  const z = tensor(
    points.map((x) => x * Math.SQRT1_2),
    f64,
  );
  const values = erf(z).dataSync();
  return new Map(points.map((x, i) => [x, (1 + (values[i] as number)) / 2]));
}

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

describe('bernoulli', () => {
  it('gives the truth values of jax.random.bernoulli', () => {
    // JAX 0.10.2: jax.random.bernoulli(jax.random.key(0), 0.4, (8,))
    expect(bernoulli(key(0), [8], { p: 0.4 }).toArray()).toEqual([false, false, true, false, false, true, true, false]);
  });

  it('is true with probability p', () => {
    for (const p of [0.1, 0.5, 0.9]) {
      const hits = sample(bernoulli(key(10), [count], { p })).reduce((s, x) => s + x, 0);
      // Four standard errors of a proportion.
      expect(Math.abs(hits / count - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count));
    }
    expect(bernoulli(key(10), [1]).dtype).toBe('bool');
  });

  it('is certain at 0 and 1', () => {
    expect(sample(bernoulli(key(11), [1000], { p: 0 })).some((x) => x !== 0)).toBe(false);
    expect(sample(bernoulli(key(11), [1000], { p: 1 })).every((x) => x === 1)).toBe(true);
  });

  it('accepts a tensor of probabilities that broadcasts to the shape', () => {
    expect(bernoulli(key(12), [2, 2], { p: tensor([0, 1]) }).toArray()).toEqual([
      [false, true],
      [false, true],
    ]);
    expect(bernoulli(key(12), [3], { p: broadcastTo(tensor([1], f64), [3]) }).toArray()).toEqual([true, true, true]);
  });

  it('explains bad input', () => {
    expect(() => bernoulli(key(0), [2], { p: 1.5 })).toThrow(ArgumentError);
    expect(() => bernoulli(key(0), [2], { p: Number.NaN })).toThrow('bernoulli: p is in [0, 1], got NaN.');
    expect(() => bernoulli(key(0), [2], { p: tensor([[0], [1]]) })).toThrow(ShapeError);
    expect(() => bernoulli(key(0), [2], { p: tensor([1], { dtype: 'int32' }) })).toThrow(DTypeError);
    expect(() => bernoulli(key(0), [2], { rate: 0.5 } as never)).toThrow('bernoulli: unknown option "rate"');
  });
});
