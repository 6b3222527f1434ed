import { jit, key, matmul, type Shape, type Tensor, transpose } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { identity, orthogonal } from '../src/index.ts';
import { moments } from './moments.ts';

/** Largest distance of a matrix from the unit matrix. */
function fromUnit(product: Tensor): number {
  const n = product.shape[0] as number;
  return Math.max(...Array.from(product.dataSync(), (value, i) => Math.abs(value - (i % (n + 1) === 0 ? 1 : 0))));
}

const flat = (value: Tensor): Tensor => value.reshape([-1, value.shape.at(-1) as number]);

describe('orthogonal', () => {
  const tall: Shape[] = [
    [6, 4],
    [5, 5],
    [3, 3, 2, 8],
    [7, 1],
  ];
  const wide: Shape[] = [
    [4, 6],
    [2, 2, 2, 9],
    [1, 7],
  ];

  it('has orthonormal columns, or rows where there are more columns', () => {
    for (const shape of [...tall, ...wide]) {
      for (const [dtype, tolerance] of [
        // Each element of a product of at most 18 terms, from factors that are rounded once.
        ['float32', 1e-6],
        ['float64', 2e-15],
      ] as const) {
        const value = orthogonal()(shape, dtype, key(1));
        expect([value.shape, value.dtype]).toEqual([shape, dtype]);
        const matrix = flat(value);
        const product = tall.includes(shape) ? matmul(transpose(matrix), matrix) : matmul(matrix, transpose(matrix));
        expect(fromUnit(product), `${dtype} ${shape}`).toBeLessThan(tolerance);
      }
    }
  });

  it('is multiplied by the gain, also by 0 and by negative ones', () => {
    const plain = orthogonal()([4, 3], 'float64', key(1)).dataSync();
    for (const gain of [2.5, -1, 0]) {
      const scaled = orthogonal({ gain })([4, 3], 'float64', key(1)).dataSync();
      scaled.forEach((value, i) => {
        expect(value).toBeCloseTo(gain * (plain[i] as number), 15);
      });
    }
  });

  it('draws every orthogonal matrix alike', () => {
    // Without the signs of the diagonal, the factors of Householder have q₁₁ < 0 half as often again as not, and the trace has
    // another mean. For Haar's measure on O(n), E tr = 0, E tr² = 1, E qᵢⱼ² = 1/n, and half of the determinants are −1.
    const draws = 1000;
    const initializer = jit((from: Tensor) => orthogonal()([3, 3], 'float32', from));
    const matrices = Array.from({ length: draws }, (_, seed) => [...initializer(key(seed)).dataSync()]);
    const traces = matrices.map((q) => (q[0] as number) + (q[4] as number) + (q[8] as number));
    const trace = moments(traces);
    // Five standard errors; tr² has a variance of at most 3.
    expect(Math.abs(trace.mean)).toBeLessThan(5 / Math.sqrt(draws));
    expect(Math.abs(trace.variance - 1)).toBeLessThan(5 * Math.sqrt(3 / draws));
    for (let i = 0; i < 9; i++) {
      const { mean, variance } = moments(matrices.map((q) => q[i] as number));
      expect(Math.abs(mean), `q${i}`).toBeLessThan(5 / Math.sqrt(3 * draws));
      // On the sphere the fourth moment of a coordinate is 1/5.
      expect(Math.abs(variance - 1 / 3), `q${i}`).toBeLessThan(5 * Math.sqrt((1 / 5 - 1 / 9) / draws));
    }
    const rotations = matrices.filter(([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]) => {
      return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) > 0;
    }).length;
    expect(Math.abs(rotations / draws - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / draws));
  });

  it('gives the same values for the same key or seed', () => {
    const draw = (options: { seed?: number }, seed: number): ArrayLike<number> =>
      orthogonal(options)([3, 3], 'float32', key(seed)).dataSync();
    expect(draw({}, 1)).toEqual(draw({}, 1));
    expect(draw({}, 1)).not.toEqual(draw({}, 2));
    expect(draw({ seed: 5 }, 1)).toEqual(draw({}, 5));
  });

  it('takes empty shapes, and rejects those without two axes', () => {
    expect(orthogonal()([0, 3], 'float32', key(1)).shape).toEqual([0, 3]);
    expect(orthogonal()([3, 0], 'float32', key(1)).shape).toEqual([3, 0]);
    expect(() => orthogonal()([3], 'float32', key(1))).toThrow(
      /orthogonal: expected at least two axes \[in, out\], got \[3\]/,
    );
    expect(() => orthogonal({ gain: Number.NaN })).toThrow(/orthogonal: gain must be a finite number/);
  });
});

describe('identity', () => {
  it('is the unit matrix times the gain, also where it is not square', () => {
    expect(identity()([2, 2], 'float32', key(0)).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(identity({ gain: -2 })([3, 2], 'float64', key(0)).toArray().toString()).toBe('-2,0,0,-2,0,0');
    expect(identity()([2, 3], 'float64', key(0)).dtype).toBe('float64');
  });

  it('rejects what is no matrix', () => {
    expect(() => identity()([2], 'float32', key(0))).toThrow(/identity: expected two axes \[in, out\], got \[2\]/);
    expect(() => identity()([2, 2, 2], 'float32', key(0))).toThrow(/identity: expected two axes/);
    expect(() => identity({ gain: Infinity })).toThrow(/identity: gain must be a finite number/);
  });
});
