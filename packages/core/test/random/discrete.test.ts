import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  bernoulli,
  broadcastTo,
  categorical,
  DTypeError,
  key,
  randint,
  ShapeError,
  split,
  take,
  tensor,
  zeros,
} from '../../src/index.ts';
import { count, f64, sample } from './distribution.ts';

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

/** How often each number from 0 on was drawn. */
const counts = (values: readonly number[], categories: number): number[] =>
  Array.from({ length: categories }, (_, k) => values.filter((x) => x === k).length);

/** Σ (observed − expected)² / expected; its mean is the number of categories less one, its variance twice that. */
const chiSquared = (observed: readonly number[], expected: readonly number[]): number =>
  observed.reduce((total, n, k) => total + (n - (expected[k] as number)) ** 2 / (expected[k] as number), 0);

describe('categorical', () => {
  it('draws categories in proportion to exp(logits)', () => {
    const p = [0.5, 0.3, 0.15, 0.04, 0.01];
    for (const dtype of ['float32', 'float64'] as const) {
      const logits = tensor(
        p.map((x) => Math.log(x) + 7),
        { dtype },
      );
      const drawn = categorical(key(30), logits, { shape: [count] });
      expect(drawn.dtype).toBe('int32');
      const expected = p.map((x) => x * count);
      // Four standard deviations above the mean of 4: 4 + 4 √8.
      expect(chiSquared(counts(sample(drawn), 5), expected)).toBeLessThan(4 + 4 * Math.sqrt(8));
    }
  });

  it('draws rare categories as often as they should be', () => {
    // e⁻¹² of the rest: 6 in a million.
    const drawn = sample(categorical(key(31), tensor([0, -12]), { shape: [2_000_000] }));
    const hits = drawn.filter((k) => k === 1).length;
    const expected = 2_000_000 / (1 + Math.exp(12));
    expect(Math.abs(hits - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  it('never draws what has no probability', () => {
    const logits = tensor([Number.NEGATIVE_INFINITY, 0, Number.NEGATIVE_INFINITY]);
    expect(new Set(sample(categorical(key(1), logits, { shape: [1000] })))).toEqual(new Set([1]));
  });

  it('draws one for each row, along any axis, and as many as asked for', () => {
    expect(categorical(key(2), zeros([2, 5, 3])).shape).toEqual([2, 5]);
    expect(categorical(key(2), zeros([2, 5, 3]), { axis: 1 }).shape).toEqual([2, 3]);
    expect(categorical(key(2), zeros([2, 5, 3]), { axis: 0, shape: [4, 5, 3] }).shape).toEqual([4, 5, 3]);
    expect(categorical(key(2), zeros([1, 3]), { shape: [7] }).shape).toEqual([7]);
    expect(categorical(key(2), tensor([0, 1])).shape).toEqual([]);
    const certain = tensor([
      [0, Number.NEGATIVE_INFINITY],
      [Number.NEGATIVE_INFINITY, 0],
    ]);
    expect(categorical(key(2), certain, { axis: 0, shape: [3, 2] }).toArray()).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  it('draws independently from keys that were split', () => {
    const keys = split(key(33));
    const [a, b] = [0, 1].map((i) => sample(categorical(take(keys, i), zeros([4]), { shape: [count] })));
    const pairs = counts(
      (a as number[]).map((x, i) => 4 * x + ((b as number[])[i] as number)),
      16,
    );
    // Sixteen pairs equally often: fifteen degrees of freedom.
    expect(chiSquared(pairs, new Array<number>(16).fill(count / 16))).toBeLessThan(15 + 4 * Math.sqrt(30));
  });

  it('explains bad input', () => {
    expect(() => categorical(tensor([1]), tensor([0, 0]))).toThrow('categorical: a key is uint32[2], got float32[1].');
    expect(() => categorical(key(0), zeros([2, 0]))).toThrow('categorical: logits [2, 0] have no classes along axis 1');
    expect(categorical(key(0), zeros([0, 0])).shape).toEqual([0]);
    expect(() => categorical(key(0), tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => categorical(key(0), tensor(1))).toThrow('categorical: a scalar has no axes');
    expect(() => categorical(key(0), zeros([2, 3]), { shape: [] })).toThrow(
      'categorical: the shape [] has fewer axes than logits [2, 3] leave.',
    );
    expect(() => categorical(key(0), zeros([2, 3]), { shape: [4] })).toThrow(ShapeError);
    expect(() => categorical(key(0), zeros([2, 0]))).toThrow(ShapeError);
  });
});

describe('randint', () => {
  it('draws each integer equally often, the upper bound left out', () => {
    const values = sample(randint(key(40), [count], -2, 5));
    expect(
      chiSquared(
        counts(
          values.map((x) => x + 2),
          7,
        ),
        new Array<number>(7).fill(count / 7),
      ),
    ).toBeLessThan(6 + 4 * Math.sqrt(12));
    expect([Math.min(...values), Math.max(...values)]).toEqual([-2, 4]);
  });

  it('reaches over the whole range of a type', () => {
    const words = sample(randint(key(41), [count], 0, 2 ** 32, { dtype: 'uint32' }));
    // Every bit is set half of the time.
    for (let bit = 0; bit < 32; bit++) {
      const set = words.filter((x) => Math.floor(x / 2 ** bit) % 2 === 1).length;
      expect(Math.abs(set / count - 0.5)).toBeLessThan(4 / Math.sqrt(4 * count));
    }
    const signed = sample(randint(key(41), [count], -(2 ** 31), 2 ** 31));
    expect(Math.min(...signed)).toBeLessThan(-(2 ** 30));
    expect(Math.max(...signed)).toBeGreaterThan(2 ** 30);
    expect(Math.max(...sample(randint(key(42), [count], 0, 256, { dtype: 'uint8' })))).toBe(255);
  });

  it('has the shape and type asked for', () => {
    expect(randint(key(0), [2, 0], 0, 1).shape).toEqual([2, 0]);
    expect(randint(key(0), [2], 3, 4).toArray()).toEqual([3, 3]);
    expect(randint(key(0), [], 0, 2).dtype).toBe('int32');
  });

  it('explains bad input', () => {
    expect(() => randint(key(0), [2], 3, 3)).toThrow(
      'randint: needs integers min < max within [-2147483648, 2147483648] for int32, got 3 and 3.',
    );
    expect(() => randint(key(0), [2], 0.5, 3)).toThrow(ArgumentError);
    expect(() => randint(key(0), [2], 0, 257, { dtype: 'uint8' })).toThrow(ArgumentError);
    expect(() => randint(key(0), [2], 0, 2, { dtype: 'float32' })).toThrow(DTypeError);
  });
});
