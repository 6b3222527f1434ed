import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  DTypeError,
  foldIn,
  key,
  memory,
  normal,
  randomBits,
  ShapeError,
  split,
  take,
  tensor,
  threefry2x32,
} from '../../src/index.ts';

describe('threefry2x32', () => {
  it('has the known answers of Random123 for twenty rounds', () => {
    // kat_vectors of Random123 1.14: counter, key, result
    expect(threefry2x32(0, 0, 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
    const ones = 0xffffffff;
    expect(threefry2x32(ones, ones, ones, ones)).toEqual([0x1cb996fc, 0xbb002be7]);
    expect(threefry2x32(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toEqual([0xc4923a9c, 0x483df7a0]);
  });
});

describe('key', () => {
  it('is the seed in two words, high word first', () => {
    expect(key(0).toArray()).toEqual([0, 0]);
    expect(key(42).toArray()).toEqual([0, 42]);
    expect(key(2 ** 32 - 1).toArray()).toEqual([0, 4294967295]);
    expect(key(2 ** 40 + 5).toArray()).toEqual([256, 5]);
    expect([key(1).dtype, key(1).shape]).toEqual(['uint32', [2]]);
  });

  it('is the two’s complement for a negative seed, as jax.random.key in 64 bits', () => {
    // JAX 0.10.2 with jax_enable_x64
    expect(key(-1).toArray()).toEqual([4294967295, 4294967295]);
    expect(key(-(2 ** 40)).toArray()).toEqual([4294967040, 0]);
  });

  it('explains seeds that are none', () => {
    expect(() => key(0.5)).toThrow(ArgumentError);
    expect(() => key(2 ** 60)).toThrow('key: a seed is a safe integer');
    expect(() => key('7' as never)).toThrow('key: a seed is a safe integer, got "7".');
  });
});

describe('split', () => {
  it('gives the keys of jax.random.split', () => {
    // JAX 0.10.2
    expect(split(key(0)).toArray()).toEqual([
      [1797259609, 2579123966],
      [928981903, 3453687069],
    ]);
    expect(split(key(42), 3).toArray()).toEqual([
      [1832780943, 270669613],
      [64467757, 2916123636],
      [2465931498, 255383827],
    ]);
  });

  it('gives the first keys of a longer split', () => {
    expect(take(split(key(9), 100), [0, 1]).toArray()).toEqual(split(key(9)).toArray());
    expect(split(key(9), 0).shape).toEqual([0, 2]);
  });

  it('gives keys that can be split again', () => {
    const [first, second] = [take(split(key(1)), 0), take(split(key(1)), 1)];
    expect(split(first).toArray()).not.toEqual(split(second).toArray());
  });

  it('explains bad input', () => {
    expect(() => split(tensor([1, 2]))).toThrow(ArgumentError);
    expect(() => split(split(key(0)))).toThrow('split: a key is uint32[2], got uint32[2, 2].');
    expect(() => split(key(0), 1.5)).toThrow(ArgumentError);
    expect(() => split(7)).toThrow('split: a key is uint32[2], got float32[].');
  });
});

describe('foldIn', () => {
  it('of another number is the same program', () => {
    normal(foldIn(key(0), 1), [5]).dataSync();
    const { programs } = memory();
    for (let i = 2; i < 20; i++) normal(foldIn(key(i), i), [5]).dataSync();
    expect(memory().programs).toBe(programs);
  });

  it('gives the keys of jax.random.fold_in', () => {
    // JAX 0.10.2
    expect(foldIn(key(0), 1).toArray()).toEqual([928981903, 3453687069]);
    expect(foldIn(key(42), 123456789).toArray()).toEqual([801338215, 1032655946]);
    expect(foldIn(key(42), 2 ** 32 - 1).toArray()).toEqual([2398536845, 3890976714]);
  });

  it('takes the number from a scalar tensor of any integer type', () => {
    for (const dtype of ['int32', 'uint32', 'uint8'] as const) {
      expect(foldIn(key(0), tensor(1, { dtype })).toArray()).toEqual([928981903, 3453687069]);
    }
    expect(foldIn(key(42), tensor(-1, { dtype: 'int32' })).toArray()).toEqual([2398536845, 3890976714]);
  });

  it('explains bad input', () => {
    expect(() => foldIn(key(0), -1)).toThrow(ArgumentError);
    expect(() => foldIn(key(0), 2 ** 32)).toThrow('foldIn: a number is an integer in [0, 2^32), got 4294967296.');
    expect(() => foldIn(key(0), 0.5)).toThrow(ArgumentError);
    expect(() => foldIn(key(0), tensor(1))).toThrow(DTypeError);
    expect(() => foldIn(key(0), tensor([1], { dtype: 'int32' }))).toThrow(ShapeError);
    expect(() => foldIn(tensor([0, 1]), 1)).toThrow('foldIn: a key is uint32[2]');
  });
});

describe('randomBits', () => {
  it('gives the words of jax.random.bits', () => {
    // JAX 0.10.2
    expect(randomBits(key(7), [2, 3]).toArray()).toEqual([
      [2895194379, 4185947648, 1300703658],
      [1906787632, 3139134342, 2709822315],
    ]);
  });

  it('depends on the position in row-major order only', () => {
    expect([...randomBits(key(7), [3, 2]).dataSync()]).toEqual([...randomBits(key(7), [6]).dataSync()]);
    expect(randomBits(key(7), []).item()).toBe(2895194379);
    expect(randomBits(key(7), [0]).toArray()).toEqual([]);
  });

  it('sets each bit half the time', () => {
    const n = 10_000;
    const words = randomBits(key(3), [n]).dataSync();
    for (let bit = 0; bit < 32; bit++) {
      const set = words.filter((w) => (w >>> bit) & 1).length;
      // Five standard errors of a proportion, for 32 tests at once.
      expect(Math.abs(set / n - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / n));
    }
  });

  it('explains bad input', () => {
    expect(() => randomBits(tensor([true, true]), [2])).toThrow('randomBits: a key is uint32[2], got bool[2].');
    expect(() => randomBits(key(0), 3 as never)).toThrow(ArgumentError);
  });
});
