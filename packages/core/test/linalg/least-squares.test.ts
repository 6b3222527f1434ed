import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError, tensor } from '../../src/index.ts';
import { lstsq, pinv } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import { expectGolden, expectWithin, product, random, swapped } from './matrices.ts';

describe('lstsq', () => {
  it.each(golden.lstsq)('agrees with NumPy: $name', ({ a, b, x, residuals, rank, s }) => {
    const found = lstsq(goldenTensor(a), goldenTensor(b));
    expectGolden(found.x, x, 1e3);
    expectWithin(found.residuals, goldenTensor(residuals), a.dtype === 'float32' ? 1e-11 : 1e-13);
    expect([found.rank.item(), found.rank.dtype]).toEqual([rank, 'int32']);
    expectGolden(found.s, s, 100);
  });

  it('takes a vector, and broadcasts', () => {
    const a = random([2, 5, 3]);
    const { x, residuals, rank, s } = lstsq(a, random([5]));
    expect([x.shape, residuals.shape, rank.shape, s.shape]).toEqual([[2, 3], [2], [2], [2, 3]]);
    const many = lstsq(a, random([5, 1]));
    expect(many.x.reshape([2, 3]).toArray()).toEqual(x.toArray());
    expect(many.residuals.shape).toEqual([2, 1]);
  });

  it('counts as zero what the tolerance says', () => {
    const a = tensor(
      [
        [2, 0],
        [0, 0.1],
      ],
      { dtype: 'float64' },
    );
    const b = tensor([2, 1], { dtype: 'float64' });
    expectWithin(lstsq(a, b).x, tensor([1, 10], { dtype: 'float64' }), 1e-14);
    expect(lstsq(a, b, { rtol: 0.1 }).x.toArray()).toEqual([1, 0]);
    expect(lstsq(a, b, { rtol: 0.1 }).rank.item()).toBe(1);
    expect(() => lstsq(a, b, { rtol: -1 })).toThrow(ArgumentError);
    expect(() => lstsq(a, random([3]))).toThrow(ShapeError);
  });

  it('is zero where there is nothing to fit', () => {
    expect(lstsq(random([0, 2]), random([0, 3])).x.toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(lstsq(random([3, 0]), random([3])).x.toArray()).toEqual([]);
    expect(lstsq(random([3, 0]), random([3])).rank.item()).toBe(0);
  });
});

describe('pinv', () => {
  it.each(golden.svd)('agrees with NumPy: $name', ({ a, pinv: expected }) => {
    const options = { rtol: a.dtype === 'float32' ? 1e-6 : 1e-14 };
    expectGolden(pinv(goldenTensor(a), options), expected, 1e4);
  });

  it('satisfies the four equations of Penrose', () => {
    for (const a of [random([5, 3]), random([3, 5]), product(random([5, 2]), random([2, 4], 1))]) {
      const x = pinv(a);
      expectWithin(product(a, x, a), a, 1e-14);
      expectWithin(product(x, a, x), x, 1e-13);
      expectWithin(product(a, x), swapped(product(a, x)), 1e-14);
      expectWithin(product(x, a), swapped(product(x, a)), 1e-14);
    }
  });

  it('refuses vectors and other options', () => {
    expect(() => pinv(random([3]))).toThrow(ShapeError);
    expect(() => pinv(random([3, 3]), { rcond: 0 } as never)).toThrow('rtol');
  });
});
