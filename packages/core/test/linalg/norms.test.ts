import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError, tensor } from '../../src/index.ts';
import { cond, matrixNorm } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import { expectGolden, random } from './matrices.ts';

const orders = ['fro', 'nuc', 1, -1, 2, -2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;

describe('matrixNorm', () => {
  it.each(golden.norms)('agrees with NumPy: $name', ({ a, norms }) => {
    orders.forEach((ord, i) => {
      // The smallest singular value is off by a rounding of the largest.
      const roundings = ord === -2 ? 1e4 : 100;
      if (a.shape.join() === '4,3' && ord === -2)
        expect(matrixNorm(goldenTensor(a), { ord }).item()).toBeLessThan(1e-14);
      else expectGolden(matrixNorm(goldenTensor(a), { ord }), norms[i] as (typeof norms)[number], roundings);
    });
  });

  it('keeps its axes where asked', () => {
    expect(matrixNorm(random([2, 3, 4]), { keepDims: true }).shape).toEqual([2, 1, 1]);
    expect(matrixNorm(random([2, 3, 4]), { ord: 1 }).shape).toEqual([2]);
    expect(
      matrixNorm(
        tensor([
          [3, 0],
          [0, -4],
        ]),
      ).item(),
    ).toBe(5);
  });

  it('is 0 of nothing, and a minimum of nothing does not exist', () => {
    for (const ord of orders) {
      if (ord === -1 || ord === -2 || ord === Number.NEGATIVE_INFINITY) {
        expect(() => matrixNorm(random([0, 3]), { ord })).toThrow(ArgumentError);
      } else expect(matrixNorm(random([2, 0, 3]), { ord }).toArray()).toEqual([0, 0]);
    }
  });

  it('refuses other orders and vectors', () => {
    expect(() => matrixNorm(random([2, 2]), { ord: 3 })).toThrow(
      'matrixNorm: the norm is one of fro, nuc, 1, -1, 2, -2, Infinity, -Infinity, got 3.',
    );
    expect(() => matrixNorm(random([2]))).toThrow(ShapeError);
    expect(() => matrixNorm(random([2, 2]), { axis: 0 } as never)).toThrow(ArgumentError);
  });
});

describe('cond', () => {
  it.each(golden.norms.filter((row) => row.conds !== undefined))('agrees with NumPy: $name', ({ a, conds }) => {
    orders.forEach((p, i) => {
      expectGolden(
        cond(goldenTensor(a), { p }),
        (conds as NonNullable<typeof conds>)[i] as NonNullable<typeof conds>[number],
        1e4,
      );
    });
  });

  it('takes matrices of any shape in the 2-norm, and others only square', () => {
    expect(
      cond(
        tensor([
          [2, 0],
          [0, 8],
          [0, 0],
        ]),
      ).item(),
    ).toBe(4);
    expect(() => cond(random([2, 3]), { p: 1 })).toThrow(ShapeError);
    expect(() => cond(random([0, 0]))).toThrow(ArgumentError);
    expect(
      cond(
        tensor([
          [1, 0],
          [0, 0],
        ]),
      ).item(),
    ).toBe(Number.POSITIVE_INFINITY);
  });
});
