import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError, slice, stack, tensor } from '../../src/index.ts';
import { svd, svdvals } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor, numberOf } from '../golden/numbers.ts';
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

describe('svd', () => {
  it.each(['float32', 'float64'] as const)(
    'gives orthonormal vectors and values with the right product, in %s',
    (dtype) => {
      for (const m of sizes) {
        for (const n of [0, 1, 2, 7, 17]) {
          const a = random([2, m, n], m + n, dtype);
          const { u, s, vh } = svd(a);
          const k = Math.min(m, n);
          expect([u.shape, s.shape, vh.shape]).toEqual([
            [2, m, k],
            [2, k],
            [2, k, n],
          ]);
          const bound = 8 * (Math.max(m, n) + 1) * unitRoundoff[dtype];
          expectWithin(product(u, diagonalMatrix(s), vh), a, bound * Math.max(1, Math.sqrt(m) * largest(a)));
          expectWithin(product(swapped(u), u), identity(k, [2]), bound);
          expectWithin(product(vh, swapped(vh)), identity(k, [2]), bound);
          const values = s.reshape([-1, Math.max(1, k)]).toArray() as number[][];
          expect(
            values.every((list) => list.every((x, i) => x >= 0 && (i === 0 || x <= (list[i - 1] as number)))),
          ).toBe(true);
        }
      }
    },
  );

  it.each(golden.svd)('has the singular values of NumPy: $name', ({ a, s }) => {
    expectGolden(svdvals(goldenTensor(a)), s, 100);
  });

  it('finds small singular values accurate relative to themselves where rows or columns are scaled', () => {
    for (const { name, a, s } of golden.exact.filter((row) => row.name.startsWith('scaled'))) {
      const values = svdvals(goldenTensor(a)).dataSync();
      s.values.forEach((value, i) => {
        const exact = numberOf(value);
        // Down to 1e-24 of the largest.
        expect(Math.abs((values[i] as number) - exact) / exact, `${name} ${i}`).toBeLessThan(1e-13);
      });
    }
  });

  it.each(golden.exact)('is off by rounding of the largest at most: $name', ({ a, s }) => {
    expectGolden(svdvals(goldenTensor(a)), s, 20);
  });

  it('completes the vectors of a matrix without full rank', () => {
    for (const a of [
      tensor(
        [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
        { dtype: 'float64' },
      ),
      product(random([6, 1]), random([1, 4])),
      identity(5).mul(tensor(Float64Array.of(0, 3, 0, 1, 2))),
    ]) {
      const { u, s, vh } = svd(a);
      const k = s.shape[0] as number;
      expectWithin(product(u, diagonalMatrix(s), vh), a, 1e-15);
      expectWithin(product(swapped(u), u), identity(k), 1e-14);
      expectWithin(product(vh, swapped(vh)), identity(k), 1e-14);
    }
  });

  it('makes the leading element of a left vector positive', () => {
    const { u } = svd(
      tensor([
        [-2, 0],
        [0, -1],
      ]),
    );
    expectWithin(u, identity(2), 0);
    for (const shape of [
      [7, 4],
      [4, 7],
    ]) {
      const rows = svd(random(shape)).u.toArray() as number[][];
      for (let j = 0; j < 4; j++) {
        const column = rows.map((row) => row[j] as number);
        const most = Math.max(...column.map(Math.abs));
        expect(column.find((x) => Math.abs(x) >= 0.9 * most)).toBeGreaterThan(0);
      }
    }
  });

  it('with fullMatrices has square factors', () => {
    for (const shape of [
      [5, 2],
      [2, 5],
      [3, 3],
      [4, 0],
      [0, 2],
    ]) {
      const a = random(shape);
      const [m, n] = shape as [number, number];
      const full = svd(a, { fullMatrices: true });
      expect([full.u.shape, full.vh.shape]).toEqual([
        [m, m],
        [n, n],
      ]);
      expectWithin(product(swapped(full.u), full.u), identity(m), 1e-14);
      expectWithin(product(full.vh, swapped(full.vh)), identity(n), 1e-14);
      const { u, s, vh } = svd(a);
      expect(full.s.toArray()).toEqual(s.toArray());
      expectWithin(slice(full.u, [0, 0], [m, Math.min(m, n)]), u, 0);
      expectWithin(slice(full.vh, [0, 0], [Math.min(m, n), n]), vh, 0);
    }
  });

  it('holds elements of any size, and is NaN where one is not finite', () => {
    for (const scale of [1e200, 1e-200]) {
      const { s } = svd(random([4, 3]).mul(scale));
      expectWithin(s.div(scale), svdvals(random([4, 3])), 1e-15);
    }
    const fine = tensor(
      [
        [2, 0],
        [0, 1],
      ],
      { dtype: 'float64' },
    );
    const all = svdvals(
      stack([
        fine,
        tensor(
          [
            [2, Number.NaN],
            [0, 1],
          ],
          { dtype: 'float64' },
        ),
        fine,
      ]),
    );
    expect(all.toArray()).toEqual([
      [2, 1],
      [Number.NaN, Number.NaN],
      [2, 1],
    ]);
  });

  it('refuses vectors and other options', () => {
    expect(() => svd(random([3]))).toThrow(ShapeError);
    expect(() => svd(random([3, 3]), { fullMatrices: 'no' } as never)).toThrow(ArgumentError);
    expect(() => svd(random([3, 3]), { full: true } as never)).toThrow('fullMatrices');
  });
});

describe('svdvals', () => {
  it('gives the values of svd', () => {
    expect(svdvals(random([2, 4, 6])).toArray()).toEqual(svd(random([2, 4, 6])).s.toArray());
    expect(largest(svdvals(identity(4)))).toBe(1);
  });
});
