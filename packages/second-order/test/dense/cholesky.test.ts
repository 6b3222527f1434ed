import { describe, expect, it } from 'vitest';
import { cholesky } from '../../src/dense/cholesky.ts';
import { solveLower, solveLowerTransposed } from '../../src/dense/triangular.ts';
import { indefinite, largest, numbers, positive, product } from './matrices.ts';

describe('cholesky', () => {
  it.each(positive)('gives factors whose product is the matrix: $name', ({ n, a }) => {
    const l = a.slice();
    expect(cholesky(l, n)).toBe(n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += (l[i * n + k] as number) * (l[j * n + k] as number);
        expect(Math.abs(sum - (a[i * n + j] as number))).toBeLessThanOrEqual(1e-15 * n * largest(a));
      }
    }
  });

  it.each(positive)('solves systems with a residual at rounding level: $name', ({ n, a }) => {
    const b = Float64Array.from({ length: n }, numbers(3));
    const [l, x] = [a.slice(), b.slice()];
    cholesky(l, n);
    solveLower(l, x);
    solveLowerTransposed(l, x);
    const residual = largest(product(a, x).map((each, i) => each - (b[i] as number)));
    expect(residual).toBeLessThanOrEqual(1e-15 * n * largest(a) * largest(x));
  });

  it.each(indefinite)('says at which row a matrix is not positive definite: $name', ({ n, a }) => {
    const row = cholesky(a.slice(), n);
    expect(row).toBeLessThan(n);
    const leading = Float64Array.from(
      { length: row * row },
      (_, i) => a[Math.floor(i / row) * n + (i % row)] as number,
    );
    expect(cholesky(leading, row)).toBe(row);
  });

  it('does not read what is above the diagonal', () => {
    const a = Float64Array.of(4, Number.NaN, 2, 10);
    expect(cholesky(a, 2)).toBe(2);
    expect([a[0], a[2], a[3]]).toEqual([2, 1, 3]);
  });

  it('takes NaN and infinity for no pivot', () => {
    expect(cholesky(Float64Array.of(1, 0, Number.NaN, 1), 2)).toBe(1);
    expect(cholesky(Float64Array.of(Infinity), 1)).toBe(0);
  });
});
