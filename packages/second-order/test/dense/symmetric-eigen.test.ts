import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../src/dense/symmetric-eigen.ts';
import { tridiagonal } from '../../src/dense/tridiagonal.ts';
import { indefinite, largest, numbers, positive, product, symmetric } from './matrices.ts';

const examples = [...positive, ...indefinite];

describe('symmetricEigen', () => {
  it.each(examples)('gives vectors that the matrix only stretches, orthogonal to each other: $name', ({ n, a }) => {
    const eigen = symmetricEigen(n);
    expect(eigen.decompose(a)).toBe(true);
    const bound = 1e-14 * n;
    for (let i = 0; i < n; i++) {
      const v = eigen.vectors.slice(i * n, (i + 1) * n);
      const off = product(a, v).map((each, k) => each - (eigen.values[i] as number) * (v[k] as number));
      expect(largest(off)).toBeLessThanOrEqual(bound * largest(a));
      for (let j = 0; j <= i; j++) {
        const w = eigen.vectors.subarray(j * n, (j + 1) * n);
        const dot = v.reduce((sum, each, k) => sum + each * (w[k] as number), 0);
        expect(Math.abs(dot - (i === j ? 1 : 0))).toBeLessThanOrEqual(bound);
      }
    }
  });

  it('knows the eigenvalues of the second difference: 2 − 2·cos(kπ / (n + 1))', () => {
    const n = 50;
    const eigen = symmetricEigen(n);
    eigen.decompose(symmetric(n, (i, j) => (i === j ? 2 : i - j === 1 ? -1 : 0)));
    const sorted = eigen.values.slice().sort();
    sorted.forEach((each, k) => {
      expect(each).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13);
    });
  });

  it('knows those of the matrix 2·I + 1·1ᵀ: 2, and 2 + n once', () => {
    const eigen = symmetricEigen(6);
    eigen.decompose(symmetric(6, (i, j) => (i === j ? 3 : 1)));
    const sorted = eigen.values.slice().sort();
    for (const each of sorted.subarray(0, 5)) expect(each).toBeCloseTo(2, 13);
    expect(sorted[5]).toBeCloseTo(8, 13);
  });

  it('says that a matrix is not finite', () => {
    for (const wrong of [Number.NaN, Infinity]) {
      expect(symmetricEigen(2).decompose(Float64Array.of(1, wrong, wrong, 1))).toBe(false);
      expect(symmetricEigen(1).decompose(Float64Array.of(wrong))).toBe(false);
      expect(symmetricEigen(3).decompose(symmetric(3, (i, j) => (i + j === 4 ? wrong : 1)))).toBe(false);
    }
  });
});

describe('tridiagonal', () => {
  it.each(examples)('is the matrix, seen from other axes: $name', ({ n, a }) => {
    const reduced = tridiagonal(n);
    reduced.reduce(a);
    const x = Float64Array.from({ length: n }, numbers(8));
    const y = x.slice();
    reduced.toTridiagonal(y);
    const { diagonal: d, beside: e } = reduced;
    const image = y.map(
      (each, i) => (d[i] as number) * each + (e[i] as number) * (y[i + 1] ?? 0) + (e[i - 1] ?? 0) * (y[i - 1] ?? 0),
    );
    reduced.fromTridiagonal(image);
    reduced.fromTridiagonal(y);
    expect(largest(y.map((each, i) => each - (x[i] as number)))).toBeLessThanOrEqual(1e-15 * n);
    const expected = product(a, x);
    expect(largest(image.map((each, i) => each - (expected[i] as number)))).toBeLessThanOrEqual(1e-14 * n * largest(a));
  });
});
