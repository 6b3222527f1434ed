import { describe, expect, it } from 'vitest';
import { ArgumentError, bernoulli, broadcastTo, DTypeError, key, ShapeError, tensor } from '../../src/index.ts';
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
