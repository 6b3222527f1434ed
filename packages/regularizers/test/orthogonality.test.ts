import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type OrthogonalityOptions, orthogonality } from '../src/index.ts';

const penalty = (rows: readonly (readonly number[])[], options: OrthogonalityOptions): number =>
  orthogonality(options)(tensor(rows, { dtype: 'float64' })).item();

describe('orthogonality', () => {
  it('is 0 at right angles, and the factor for parallel vectors, however long and in whichever direction', () => {
    expect(
      penalty(
        [
          [2, 0, 0],
          [0, 0, -7],
        ],
        { factor: 3 },
      ),
    ).toBe(0);
    expect(
      penalty(
        [
          [1, 2],
          [-10, -20],
        ],
        { factor: 3 },
      ),
    ).toBeCloseTo(3, 14);
  });

  it('is the mean cosine of all pairs', () => {
    // Angles of 45°, 45° and 90°.
    expect(
      penalty(
        [
          [1, 0],
          [1, 1],
          [0, 5],
        ],
        { factor: 1 },
      ),
    ).toBeCloseTo((2 * Math.SQRT1_2) / 3, 14);
  });

  it('looks at rows unless told otherwise', () => {
    const matrix = [
      [1, 1],
      [1, 1],
      [1, -1],
    ];
    // Rows 1 and 2 are parallel, row 3 at right angles to both; the columns have cosine (1 + 1 − 1) / 3.
    expect(penalty(matrix, { factor: 1 })).toBeCloseTo(1 / 3, 14);
    expect(penalty(matrix, { factor: 1, mode: 'columns' })).toBeCloseTo(1 / 3, 14);
    expect(penalty([...matrix, [1, -1]], { factor: 1 })).toBeCloseTo(2 / 6, 14);
    expect(penalty([...matrix, [1, -1]], { factor: 1, mode: 'columns' })).toBe(0);
  });

  it('is 0 for a single vector, none, and zeros', () => {
    expect(penalty([[1, 2, 3]], {})).toBe(0);
    expect(orthogonality()(tensor([], { shape: [0, 3] })).item()).toBe(0);
    expect(
      penalty(
        [
          [0, 0],
          [1, 2],
        ],
        {},
      ),
    ).toBe(0);
  });

  it('rejects what is no matrix and options that are none', () => {
    expect(() => orthogonality()(tensor([1, 2]))).toThrow(
      /orthogonality: expected a matrix \[rows, columns\], got \[2\]/,
    );
    expect(() => orthogonality({ factor: -1 })).toThrow(/orthogonality: factor must be/);
    expect(() => orthogonality({ mode: 'diagonals' as 'rows' })).toThrow(
      /mode is 'rows' or 'columns', got "diagonals"/,
    );
  });
});
