import { describe, expect, it } from 'vitest';
import { applyTransposedQ, factorize, type PivotedQr, pivotedQr } from '../../src/dense/pivoted-qr.ts';

/** Factorizes the matrix of these rows. */
function factorsOf(rows: readonly (readonly number[])[]): PivotedQr {
  const [m, n] = [rows.length, rows[0].length];
  const qr = pivotedQr(m, n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) qr.columns[j * m + i] = rows[i][j];
  factorize(qr);
  return qr;
}

/** R, with zeros where A has no more rows. */
function triangleOf({ m, n, columns, diagonal }: PivotedQr): number[][] {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, k) => (i === k ? diagonal[i] : i < k && i < m ? columns[k * m + i] : 0)),
  );
}

const random = (m: number, n: number): number[][] =>
  Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => Math.sin(1 + 7 * i + 3 * j * j + i * j)));

describe('factorize', () => {
  it.each([
    [1, 1],
    [3, 3],
    [7, 4],
    [2, 5],
    [30, 6],
  ])('gives Q, R and P of a %d × %d matrix: the rows of QᵀA are those of R', (m, n) => {
    const a = random(m, n);
    const qr = factorsOf(a);
    const r = triangleOf(qr);
    for (let k = 0; k < n; k++) {
      const column = Float64Array.from(a, (row) => row[qr.pivots[k]]);
      applyTransposedQ(qr, column);
      for (let i = 0; i < m; i++) expect(column[i]).toBeCloseTo(i < n ? r[i][k] : 0, 13);
      expect(qr.norms[qr.pivots[k]]).toBeCloseTo(Math.hypot(...column), 13);
    }
    expect(qr.rank).toBe(Math.min(m, n));
  });

  it('puts the longest remaining column first', () => {
    const { diagonal, pivots } = factorsOf([
      [1, 0, 5],
      [0, 3, 0],
      [0, 0, 1],
    ]);
    expect([...pivots]).toEqual([2, 1, 0]);
    const sizes = Array.from(diagonal, Math.abs);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  it('counts independent columns, however they are scaled', () => {
    const scales = [1e-120, 1, 1e90, 1e-8];
    const full = random(6, 4).map((row) => row.map((each, j) => each * scales[j]));
    expect(factorsOf(full).rank).toBe(4);
    const dependent = full.map(([a, b, c]) => [a, b, c, a * 1e120 - 2 * b]);
    expect(factorsOf(dependent).rank).toBe(3);
    expect(factorsOf([[0, 0]]).rank).toBe(0);
  });

  it('keeps norms right where cancellation takes all digits of what is left', () => {
    // Läuchli's matrix: after one reflection, what is left of the other columns is 1e-8 of them.
    const e = 1e-8;
    const qr = factorsOf([
      [1, 1, 1],
      [e, 0, 0],
      [0, e, 0],
      [0, 0, e],
    ]);
    expect(qr.rank).toBe(3);
    expect(Math.abs(qr.diagonal[1])).toBeCloseTo(Math.SQRT2 * e, 18);
    expect(Math.abs(qr.diagonal[2])).toBeCloseTo(Math.sqrt(1.5) * e, 18);
  });

  it('survives numbers of which the squares leave the range', () => {
    const { diagonal } = factorsOf([[3e200], [4e200]]);
    expect(Math.abs(diagonal[0])).toBeCloseTo(5e200, -187);
    expect(Math.abs(factorsOf([[3e-200], [4e-200]]).diagonal[0]) / 5e-200).toBeCloseTo(1, 14);
  });
});
