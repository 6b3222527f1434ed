import { describe, expect, it } from 'vitest';
import { ArgumentError, abs, broadcastTo, cast, ShapeError, takeAlongAxis, tensor } from '../../src/index.ts';
import { qr } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import {
  expectGolden,
  expectWithin,
  identity,
  largest,
  product,
  random,
  sizes,
  swapped,
  unitRoundoff,
} from './matrices.ts';

const modes = ['reduced', 'complete'] as const;

describe('qr', () => {
  it.each(['float32', 'float64'] as const)(
    'gives orthonormal columns and a triangle with the right product, in %s',
    (dtype) => {
      for (const m of sizes) {
        for (const n of [0, 1, 3, 8, 17]) {
          for (const mode of modes) {
            for (const pivoting of [false, true]) {
              const a = random([2, m, n], m + n, dtype);
              const { q, r, permutation } = qr(a, { mode, pivoting });
              const k = mode === 'complete' ? m : Math.min(m, n);
              expect([q.shape, r.shape, permutation.shape]).toEqual([
                [2, m, k],
                [2, k, n],
                [2, n],
              ]);
              // Golub & Van Loan, 4th ed., section 5.2.2: both are off by rounding alone, whatever the matrix.
              const bound = 4 * (Math.max(m, n) + 2) * unitRoundoff[dtype];
              const taken = n === 0 ? a : takeAlongAxis(a, broadcastTo(permutation.reshape([2, 1, n]), [2, m, n]));
              expectWithin(product(q, r), taken, bound * Math.max(1, Math.sqrt(m) * largest(a)));
              expectWithin(product(swapped(q), q), identity(k, [2]), bound);
              expect(isTriangular(cast(r, 'float64').toArray() as number[][][])).toBe(true);
            }
          }
        }
      }
    },
  );

  // NumPy's LAPACK has the same signs; only where a column needs no reflection it makes none.
  it.each(golden.qr)('agrees with NumPy: $name', ({ name, a, q, r }) => {
    const found = qr(goldenTensor(a));
    if (name !== 'permuted') {
      expectGolden(found.q, q, 1e3);
      expectGolden(found.r, r, 1e3);
    } else {
      expectGolden(abs(found.q), { ...q, values: q.values.map(Math.abs) }, 0);
    }
  });

  it('reflects also where nothing has to be turned: the determinant of Q is known', () => {
    const { q, r } = qr(
      tensor([
        [1, 0],
        [0, 1],
      ]),
    );
    expect(q.toArray()).toEqual([
      [-1, 0],
      [0, 1],
    ]);
    expect(r.toArray()).toEqual([
      [-1, 0],
      [0, 1],
    ]);
    const none = qr(
      tensor([
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
    );
    expectWithin(product(swapped(none.q), none.q), identity(2), 0);
    expect(largest(none.r)).toBe(0);
  });

  it('with pivoting, takes the longest column that is left', () => {
    const { r, permutation } = qr(
      tensor([
        [1, 0, 4],
        [0, 3, 0],
      ]),
      { pivoting: true },
    );
    expect(permutation.toArray()).toEqual([2, 1, 0]);
    expect(r.toArray()).toEqual([
      [-4, 0, -1],
      [0, 3, 0],
    ]);
    const diagonal = (qr(random([9, 9]), { pivoting: true }).r.toArray() as number[][]).map((row, i) =>
      Math.abs(row[i] as number),
    );
    expect(diagonal).toEqual(diagonal.toSorted((x, y) => y - x));
    expect(qr(random([3, 4])).permutation.toArray()).toEqual([0, 1, 2, 3]);
  });

  it('holds columns whose squares overflow or vanish', () => {
    for (const scale of [1e200, 1e-200]) {
      const a = random([5, 3]).mul(scale);
      const { q, r } = qr(a);
      expectWithin(product(q, r).div(scale), random([5, 3]), 1e-15);
    }
  });

  it('refuses vectors and other options', () => {
    expect(() => qr(random([3]))).toThrow(ShapeError);
    expect(() => qr(random([3, 3]), { mode: 'raw' } as never)).toThrow(ArgumentError);
    expect(() => qr(random([3, 3]), { pivoting: 1 } as never)).toThrow(ArgumentError);
    expect(() => qr(random([3, 3]), { pivots: true } as never)).toThrow('Did you mean "pivoting"?');
  });
});

const isTriangular = (batch: readonly (readonly (readonly number[])[])[]): boolean =>
  batch.every((rows) => rows.every((row, i) => row.every((x, j) => j >= i || x === 0)));
