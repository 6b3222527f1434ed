import { describe, expect, it } from 'vitest';
import { ArgumentError, cast, DTypeError, ShapeError, stack, tensor } from '../../src/index.ts';
import { cholesky, choleskySolve } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import {
  definite,
  expectGolden,
  expectWithin,
  largest,
  product,
  random,
  sizes,
  swapped,
  unitRoundoff,
} from './matrices.ts';

describe('cholesky', () => {
  it.each(['float32', 'float64'] as const)('gives a factor whose square is the matrix, in %s', (dtype) => {
    for (const n of sizes) {
      for (const lead of [[], [2, 3]]) {
        const a = definite([...lead, n, n], n, dtype);
        const l = cholesky(a);
        expect(l.dtype).toBe(dtype);
        // Each element of the product is a sum of at most n terms (Higham: Accuracy and Stability, 2nd ed., theorem 10.3).
        expectWithin(product(l, swapped(l)), a, (n + 3) * unitRoundoff[dtype] * largest(a));
      }
    }
  });

  // A relative change of the matrix changes the factor by up to the condition number: 1e7 for the Hilbert matrix.
  it.each(golden.cholesky)('agrees with NumPy: $name', ({ name, a, l }) => {
    expectGolden(cholesky(goldenTensor(a)), l, name === 'Hilbert' ? 1e6 : 1e3);
  });

  it('has zeros in the other triangle', () => {
    const l = cholesky(definite([3, 3])).toArray() as number[][];
    expect([l[0]?.[1], l[0]?.[2], l[1]?.[2]]).toEqual([0, 0, 0]);
    const u = cholesky(definite([3, 3]), { upper: true });
    expect(u.toArray()).toEqual(swapped(cholesky(definite([3, 3]))).toArray());
  });

  it('takes the symmetric part', () => {
    expect(
      cholesky(
        tensor([
          [4, 3],
          [1, 5],
        ]),
      ).toArray(),
    ).toEqual([
      [2, 0],
      [1, 2],
    ]);
  });

  it('is NaN where a matrix is not positive definite, and only there', () => {
    const wrong = [
      tensor(
        [
          [1, 2],
          [2, 1],
        ],
        { dtype: 'float64' },
      ),
      tensor(
        [
          [0, 0],
          [0, 1],
        ],
        { dtype: 'float64' },
      ),
      tensor(
        [
          [Number.NaN, 0],
          [0, 1],
        ],
        { dtype: 'float64' },
      ),
      tensor(
        [
          [-1, 0],
          [0, 1],
        ],
        { dtype: 'float64' },
      ),
    ];
    const fine = definite([2, 2]);
    const all = cholesky(stack([fine, ...wrong, fine])).toArray() as number[][][];
    for (const each of all.slice(1, -1))
      expect(each).toEqual([
        [Number.NaN, 0],
        [Number.NaN, Number.NaN],
      ]);
    expect(all[0]).toEqual(cholesky(fine).toArray());
    expect(all[5]).toEqual(all[0]);
  });

  it('refuses what is no square matrix of floats, and other options', () => {
    expect(() => cholesky(tensor([1, 2]))).toThrow(ShapeError);
    expect(() => cholesky(tensor([[1, 2]]))).toThrow('cholesky: needs square matrices, got [1, 2].');
    expect(() => cholesky(tensor([[1]], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => cholesky(definite([2, 2]), { uper: true } as never)).toThrow('Did you mean "upper"?');
    expect(() => cholesky(definite([2, 2]), { upper: 1 } as never)).toThrow(ArgumentError);
  });
});

describe('choleskySolve', () => {
  it.each([false, true])('solves the system whose factor it is given, upper %s', (upper) => {
    for (const n of sizes) {
      const a = definite([2, n, n], n);
      const b = random([2, n, 3], 1);
      const x = choleskySolve(cholesky(a, { upper }), b, { upper });
      // The condition numbers are below 40, and factors are backward stable.
      expectWithin(product(a, x), b, 1e3 * (n + 1) * unitRoundoff.float64);
    }
  });

  it('takes a vector, and broadcasts', () => {
    const factor = cholesky(
      tensor([
        [4, 2],
        [2, 5],
      ]),
    );
    expect(choleskySolve(factor, tensor([8, 12])).toArray()).toEqual([1, 2]);
    const sides = tensor([
      [[8], [12]],
      [[4], [2]],
    ]);
    expect(choleskySolve(factor, sides).toArray()).toEqual([
      [[1], [2]],
      [[1], [0]],
    ]);
    expect(() => choleskySolve(factor, cast(sides, 'float64'))).toThrow(DTypeError);
    expect(() => choleskySolve(factor, tensor([1, 2, 3]))).toThrow(ShapeError);
  });
});
