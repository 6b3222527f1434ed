import { describe, expect, it } from 'vitest';
import { stack, tensor } from '../../src/index.ts';
import { eigh, eigvalsh } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import {
  diagonalMatrix,
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

describe('eigh', () => {
  it.each(['float32', 'float64'] as const)(
    'gives orthonormal vectors and values with the right product, in %s',
    (dtype) => {
      for (const n of [...sizes, 60]) {
        for (const lead of [[], [3]]) {
          const x = random([...lead, n, n], n, dtype);
          const a = x.add(swapped(x));
          const { eigenvalues, eigenvectors: v } = eigh(a);
          expect([eigenvalues.shape, v.shape]).toEqual([
            [...lead, n],
            [...lead, n, n],
          ]);
          // Golub & Van Loan, 4th ed., section 8.3.
          const bound = 8 * (n + 1) * unitRoundoff[dtype];
          expectWithin(
            product(v, diagonalMatrix(eigenvalues), swapped(v)),
            a,
            bound * Math.max(1, Math.sqrt(n) * largest(a)),
          );
          expectWithin(product(swapped(v), v), identity(n, lead), bound);
          expect(isAscending(eigenvalues.reshape([-1, Math.max(1, n)]).toArray() as number[][])).toBe(true);
        }
      }
    },
  );

  it.each(golden.eigh)('has the eigenvalues of NumPy: $name', ({ a, eigenvalues }) => {
    const { eigenvalues: values, eigenvectors: v } = eigh(goldenTensor(a));
    expectGolden(values, eigenvalues, 100);
    const n = a.shape.at(-1) as number;
    const unit = a.dtype === 'float32' ? 1e-6 : 1e-14;
    expectWithin(product(swapped(v), v), identity(n, a.shape.slice(0, -2)), unit);
    expectWithin(product(v, diagonalMatrix(values), swapped(v)), goldenTensor(a), 10 * unit * largest(goldenTensor(a)));
  });

  it('makes the leading element of a vector positive', () => {
    const { eigenvectors } = eigh(
      tensor(
        [
          [2, 1],
          [1, 2],
        ],
        { dtype: 'float64' },
      ),
    );
    const half = Math.SQRT1_2;
    expectWithin(
      eigenvectors,
      tensor(
        [
          [half, half],
          [-half, half],
        ],
        { dtype: 'float64' },
      ),
      1e-15,
    );
    const rows = eigh(random([9, 9])).eigenvectors.toArray() as number[][];
    for (let j = 0; j < 9; j++) {
      const column = rows.map((row) => row[j] as number);
      const most = Math.max(...column.map(Math.abs));
      expect(column.find((x) => Math.abs(x) >= 0.9 * most)).toBeGreaterThan(0);
    }
  });

  it('takes the symmetric part', () => {
    expectWithin(
      eigvalsh(
        tensor(
          [
            [2, 2],
            [0, 2],
          ],
          { dtype: 'float64' },
        ),
      ),
      tensor([1, 3], { dtype: 'float64' }),
      1e-15,
    );
  });

  it('knows diagonal matrices exactly, of any size', () => {
    for (const scale of [1e200, 1, 1e-200, 5e-324]) {
      const { eigenvalues, eigenvectors } = eigh(
        tensor(
          [
            [3, 0, 0],
            [0, -1, 0],
            [0, 0, 2],
          ],
          { dtype: 'float64' },
        ).mul(scale),
      );
      expect(eigenvalues.toArray()).toEqual([-scale, 2 * scale, 3 * scale]);
      expectWithin(
        eigenvectors,
        tensor([
          [0, 0, 1],
          [1, 0, 0],
          [0, 1, 0],
        ]),
        0,
      );
    }
  });

  it('is NaN where an element is not finite, and only there', () => {
    const wrong = [Number.NaN, Number.POSITIVE_INFINITY].map((x) =>
      tensor(
        [
          [1, 0],
          [0, x],
        ],
        { dtype: 'float64' },
      ),
    );
    const fine = tensor(
      [
        [1, 0],
        [0, 2],
      ],
      { dtype: 'float64' },
    );
    const { eigenvalues, eigenvectors } = eigh(stack([fine, ...wrong, fine]));
    expect(eigenvalues.toArray()).toEqual([
      [1, 2],
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
      [1, 2],
    ]);
    expect((eigenvectors.toArray() as unknown[])[3]).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('eigvalsh', () => {
  it('gives the values of eigh', () => {
    const a = random([2, 6, 6]);
    expect(eigvalsh(a).toArray()).toEqual(eigh(a).eigenvalues.toArray());
    expect(() => eigvalsh(random([2, 3]))).toThrow('eigvalsh: needs square matrices, got [2, 3].');
  });
});

const isAscending = (lists: readonly (readonly number[])[]): boolean =>
  lists.every((list) => list.every((x, i) => i === 0 || x >= (list[i - 1] as number)));
