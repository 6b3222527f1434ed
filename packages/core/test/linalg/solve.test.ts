import { describe, expect, it } from 'vitest';
import { ArgumentError, broadcastTo, cast, DTypeError, ShapeError, tensor } from '../../src/index.ts';
import { inv, solve, solveTriangular } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor, numberOf } from '../golden/numbers.ts';
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

const both = [false, true];

describe('solveTriangular', () => {
  it.each(['float32', 'float64'] as const)('satisfies the equations of the triangle, in %s', (dtype) => {
    for (const n of sizes) {
      for (const lead of [[], [2]]) {
        const a = random([...lead, n, n], n, dtype).add(cast(identity(n), dtype).mul(3));
        const b = random([...lead, n, 3], 1, dtype);
        for (const [lower, transpose] of both.flatMap((l) => both.map((t) => [l, t] as const))) {
          const x = solveTriangular(a, b, { lower, transpose });
          const triangle = cast(a, 'float64').mul(keep(n, lower));
          const used = transpose ? swapped(triangle) : triangle;
          // Backward stable row by row: Higham, Accuracy and Stability, 2nd ed., theorem 8.5.
          const bound = (n + 3) * unitRoundoff[dtype] * n * largest(a) * largest(x);
          expectWithin(product(used, x), b, bound);
        }
      }
    }
  });

  it.each(golden.solveTriangular.map((row) => ({ name: `[${row.b.shape}], ${row.lower}, ${row.transpose}`, row })))(
    'agrees with SciPy: $name',
    ({ row: { a, b, x, lower, transpose, unitDiagonal } }) => {
      const options = { lower, transpose, unitDiagonal };
      // Triangles with a unit diagonal and other elements of its size grow badly conditioned: 2ⁿ.
      expectGolden(solveTriangular(goldenTensor(a), goldenTensor(b), options), x, 1e6);
    },
  );

  it('does not read the other triangle, or a diagonal of ones', () => {
    const a = tensor([
      [2, Number.NaN],
      [4, 8],
    ]);
    expect(solveTriangular(a, tensor([2, 12]), { lower: true }).toArray()).toEqual([1, 1]);
    const unit = tensor([
      [Number.NaN, 3],
      [Number.NaN, Number.NaN],
    ]);
    expect(solveTriangular(unit, tensor([7, 2]), { unitDiagonal: true }).toArray()).toEqual([1, 2]);
  });

  it('gives infinities and NaN where the diagonal is zero', () => {
    expect(
      solveTriangular(
        tensor([
          [0, 0],
          [1, 1],
        ]),
        tensor([1, 1]),
        { lower: true },
      ).toArray(),
    ).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  it('refuses shapes, element types and options that do not fit', () => {
    const a = random([3, 3]);
    expect(() => solveTriangular(a, random([2]))).toThrow(
      'solveTriangular: a of [3, 3] needs a right-hand side with 3 rows, got [2].',
    );
    expect(() => solveTriangular(a, random([3], 0, 'float32'))).toThrow(DTypeError);
    expect(() => solveTriangular(a, 3)).toThrow(ShapeError);
    expect(() => solveTriangular(random([2, 3]), random([2]))).toThrow(ShapeError);
    expect(() => solveTriangular(a, random([3]), { lower: 1 } as never)).toThrow(ArgumentError);
  });
});

describe('solve', () => {
  it.each(['float32', 'float64'] as const)('leaves a residual of rounding only, in %s', (dtype) => {
    for (const n of sizes) {
      for (const lead of [[], [3]]) {
        const a = random([...lead, n, n], n, dtype);
        const b = random([...lead, n, 2], 1, dtype);
        const x = solve(a, b);
        // ‖b − A x‖ ≤ c n u ‖A‖ ‖x‖, whatever the condition (Higham, Accuracy and Stability, 2nd ed., theorem 19.5).
        const size = n * largest(a) * largest(x) + largest(b);
        expectWithin(product(a, x), b, 4 * (n + 1) * unitRoundoff[dtype] * size);
      }
    }
  });

  it.each(golden.solve)('agrees with NumPy: $name', ({ a, b, x }) => {
    // Random matrices of this size have condition numbers of up to some hundreds.
    expectGolden(solve(goldenTensor(a), goldenTensor(b)), x, 1e4);
  });

  it.each(golden.exact)('is as accurate as the condition of the matrix allows: $name', ({ a, b, x, s }) => {
    const [most, least] = [s.values.at(0), s.values.at(-1)].map((value) => numberOf(value as number)) as [
      number,
      number,
    ];
    expectGolden(solve(goldenTensor(a), goldenTensor(b)), x, (10 * most) / least);
  });

  it('takes a vector only where it has one axis, as NumPy, and broadcasts', () => {
    const a = random([4, 3, 3]);
    expect(solve(a, random([3])).shape).toEqual([4, 3]);
    expect(solve(a, random([3, 2])).shape).toEqual([4, 3, 2]);
    expect(solve(random([3, 3]), random([5, 3, 2])).shape).toEqual([5, 3, 2]);
    expect(solve(random([2, 1, 3, 3]), random([5, 3, 1])).shape).toEqual([2, 5, 3, 1]);
    const x = solve(a, random([3]));
    expectWithin(product(a, x.reshape([4, 3, 1])).reshape([4, 3]), broadcastTo(random([3]), [4, 3]), 1e-12);
    expect(() => solve(a, random([4, 4]))).toThrow(ShapeError);
    expect(() => solve(a, random([2, 3, 1]))).toThrow(ShapeError);
  });

  it('gives infinities or NaN, and throws nothing, where the matrix is zero', () => {
    const x = solve(
      tensor([
        [0, 0],
        [0, 0],
      ]),
      tensor([1, 1]),
    ).dataSync();
    expect(x.every((each) => !Number.isFinite(each))).toBe(true);
  });
});

describe('inv', () => {
  it.each(golden.solve)('agrees with NumPy: $name', ({ a, inv: inverse }) => {
    expectGolden(inv(goldenTensor(a)), inverse, 1e4);
  });

  it('refuses what is not square', () => {
    expect(() => inv(random([2, 3]))).toThrow('inv: needs square matrices, got [2, 3].');
  });
});

/** Ones in a triangle. */
function keep(n: number, lower: boolean) {
  return tensor(
    Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return (lower ? j <= i : j >= i) ? 1 : 0;
    }),
    { shape: [n, n] },
  );
}
