import { describe, expect, it } from 'vitest';
import { ArgumentError, exp, ShapeError, slice, tensor } from '../../src/index.ts';
import { expm } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import { diagonalMatrix, expectGolden, expectWithin, identity, largest, product, random } from './matrices.ts';

describe('expm', () => {
  it.each(golden.expm.map((row, i) => ({ ...row, i })))('agrees with SciPy: $i', ({ a, expm: expected }) => {
    // Every squaring doubles what the one before has lost: a factor of the 1-norm.
    const size = Math.max(1, largest(goldenTensor(a)) * (a.shape.at(-1) as number));
    const found = expm(goldenTensor(a));
    if (a.shape.length === 2) expectGolden(found, expected, 100 * size);
    else {
      const [rows, wanted] = [found.reshape([4, 9]), goldenTensor(expected).reshape([4, 9])];
      for (let i = 0; i < 4; i++) {
        const row = slice(wanted, [i], [i + 1]);
        expectWithin(slice(rows, [i], [i + 1]), row, 1e-14 * size * largest(row));
      }
    }
  });

  it('is the exponential of the diagonal of a diagonal matrix', () => {
    const values = tensor(Float64Array.of(-3, 0, 0.5, 2));
    expectWithin(expm(diagonalMatrix(values)), diagonalMatrix(exp(values)), 1e-14);
  });

  it('turns a sum into a product where matrices commute', () => {
    const a = random([4, 4]);
    expectWithin(product(expm(a), expm(a.neg())), identity(4), 1e-14);
    expectWithin(expm(a.mul(3)), product(expm(a), expm(a), expm(a)), 1e-12);
  });

  it('is NaN where more squarings are needed than allowed, for each matrix of its own', () => {
    const a = tensor(Float64Array.of(0.1, 100), { shape: [2, 1, 1] });
    const [first, second] = expm(a, { maxSquarings: 2 }).dataSync();
    expect(Math.abs((first as number) - Math.exp(0.1))).toBeLessThan(1e-15);
    expect(second).toBeNaN();
    expect(() => expm(a, { maxSquarings: -1 })).toThrow(ArgumentError);
  });

  it('takes nothing, and refuses what is not square', () => {
    expect(expm(random([2, 0, 0])).shape).toEqual([2, 0, 0]);
    expect(() => expm(random([2, 3]))).toThrow(ShapeError);
  });
});
