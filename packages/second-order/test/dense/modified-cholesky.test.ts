import { describe, expect, it } from 'vitest';
import { cholesky } from '../../src/dense/cholesky.ts';
import { modifiedCholesky } from '../../src/dense/modified-cholesky.ts';
import { indefinite, largest, numbers, positive, product, symmetric } from './matrices.ts';

/** (A + E)⁻¹, column by column. */
function inverse(a: Float64Array, n: number): Float64Array {
  const factors = modifiedCholesky(n);
  factors.factor(a);
  const columns = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    columns[i * n + i] = 1;
    factors.solve(columns.subarray(i * n, (i + 1) * n));
  }
  return columns;
}

describe('modifiedCholesky', () => {
  it.each(positive)('adds nothing to a matrix that is positive definite: $name', ({ n, a }) => {
    const factors = modifiedCholesky(n);
    const added = factors.factor(a);
    expect(added).toBeLessThanOrEqual(1e-15 * n * largest(a));
    const b = Float64Array.from({ length: n }, numbers(3));
    const x = b.slice();
    factors.solve(x);
    const residual = largest(product(a, x).map((each, i) => each - (b[i] as number)));
    expect(residual).toBeLessThanOrEqual(1e-14 * n * largest(a) * largest(x));
  });

  it.each(indefinite)('makes any other one positive definite by a diagonal: $name', ({ n, a }) => {
    const scale = largest(a) || 1;
    const scaled = a.map((each) => each / scale);
    const added = modifiedCholesky(n).factor(scaled);
    expect(added).toBeGreaterThan(0);
    const inverted = inverse(scaled, n);
    const lower = inverted.slice();
    expect(cholesky(lower, n)).toBe(n);
    // A + E from its inverse, for matrices that are not too close to singular.
    if (largest(inverted) > 1e6) return;
    const back = inverse(inverted, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const difference = (back[i * n + j] as number) - (scaled[i * n + j] as number);
        if (i === j) expect(difference).toBeGreaterThan(-1e-8);
        else expect(Math.abs(difference)).toBeLessThan(1e-8);
        expect(difference).toBeLessThanOrEqual(added + 1e-8);
      }
    }
  });

  it('turns a diagonal to its absolute values', () => {
    const a = symmetric(3, (i, j) => (i === j ? ([-4, 2, -1][i] as number) : 0));
    const factors = modifiedCholesky(3);
    expect(factors.factor(a)).toBe(8);
    const x = Float64Array.of(4, 2, 1);
    factors.solve(x);
    expect(x).toEqual(Float64Array.of(1, 1, 1));
  });

  it('scales with the matrix', () => {
    for (const { n, a } of indefinite.slice(3, 9)) {
      const [one, other] = [modifiedCholesky(n), modifiedCholesky(n)];
      const added = one.factor(a);
      expect(other.factor(a.map((each) => each * 2 ** 40))).toBe(added * 2 ** 40);
    }
  });
});
