import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  DTypeError,
  explain,
  linearRecurrence,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts';
import { reference } from '../../src/reference/index.ts';
import golden from '../golden/cumulative.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';

const values = (x: Tensor): number[] => [...x.dataSync()];

describe('linearRecurrence', () => {
  it.each(golden.recurrences)('agrees with the filter of SciPy for a = $a along $axis', ({ a, x, axis, result }) => {
    const found = values(linearRecurrence(a, goldenTensor(x), { axis }));
    // SciPy's filter adds in another order: a few roundings of numbers below 50.
    found.forEach((y, i) => {
      expect(Math.abs(y - (result[i] as number))).toBeLessThanOrEqual(50 * 2 ** -50);
    });
  });

  it('follows its formula, forward and from the end', () => {
    const a = tensor([9, 2, -1, 0.5]);
    const b = tensor([1, 2, 3, 4]);
    expect(linearRecurrence(a, b).toArray()).toEqual([1, 4, -1, 3.5]);
    expect(linearRecurrence(a, b, { reverse: true }).toArray()).toEqual([1, 0, -1, 4]);
  });

  it('starts from what it is given', () => {
    const b = tensor([
      [1, 2],
      [3, 4],
    ]);
    const initial = tensor([10, 20]);
    expect(linearRecurrence(2, b, { initial }).toArray()).toEqual([
      [21, 44],
      [43, 90],
    ]);
    expect(linearRecurrence(2, b, { axis: 0, initial: 1 }).toArray()).toEqual([
      [3, 4],
      [9, 12],
    ]);
    expect(linearRecurrence(2, b, { axis: 0, initial, reverse: true }).toArray()).toEqual([
      [1 + 2 * 23, 2 + 2 * 44],
      [23, 44],
    ]);
  });

  it('does not use the first factor without something before it', () => {
    expect(linearRecurrence(tensor([Number.NaN, 2]), tensor([1, 1])).toArray()).toEqual([1, 3]);
  });

  it('broadcasts both to one shape', () => {
    expect(linearRecurrence(zeros([3, 1]), zeros([2, 1, 4])).shape).toEqual([2, 3, 4]);
    expect(linearRecurrence(tensor([1, 2, 3]), 1).toArray()).toEqual([1, 3, 10]);
  });

  it('is exact in integers, wrapping', () => {
    const big = tensor([2 ** 30, 3, 3], { dtype: 'int32' });
    expect(values(linearRecurrence(big, tensor([7, 1, 2 ** 30], { dtype: 'int32' })))).toEqual([7, 22, 66 + 2 ** 30]);
    expect(values(linearRecurrence(tensor(Uint32Array.of(0, 2 ** 31)), tensor(Uint32Array.of(3, 5))))).toEqual([
      3,
      2 ** 31 + 5,
    ]);
  });

  it.each([1, 2, 3, 4, 5, 8, 9, 11, 16, 18])('computes %i columns like one', (columns) => {
    const shape = [3, 6, columns];
    const filled = (seed: number): Tensor =>
      tensor(
        Float64Array.from({ length: 18 * columns }, (_, i) => Math.sin(i * 1.7 + seed)),
        { shape },
      );
    const [a, b] = [filled(1), filled(2)];
    for (const axis of [0, 1, 2]) {
      const y = linearRecurrence(a, b, { axis, reverse: axis === 1 });
      expect(values(y)).toEqual([...(reference([y])[0] as Float64Array)]);
    }
  });

  it('has nothing to do along an empty axis', () => {
    expect(linearRecurrence(zeros([2, 0]), 1, { initial: zeros([2]) }).shape).toEqual([2, 0]);
    expect(linearRecurrence(zeros([0, 2]), 1).shape).toEqual([0, 2]);
  });

  it('is one kernel with what it reads', () => {
    const x = tensor([1, 2, 3]);
    expect(explain(linearRecurrence(0.9, x.mul(x)))).toContain('1 kernels');
  });

  it('explains bad input', () => {
    const x = tensor([1, 2]);
    expect(() => linearRecurrence(x, tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => linearRecurrence(x, tensor([1, 2], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => linearRecurrence(x, x, { initial: tensor([1, 2]) })).toThrow(ShapeError);
    expect(() => linearRecurrence(x, x, { axis: 1 })).toThrow(ArgumentError);
    expect(() => linearRecurrence(1, 2)).toThrow('linearRecurrence: a scalar has no axes');
    expect(() => linearRecurrence(x, x, { reverse: 'yes' as never })).toThrow('reverse is true or false');
  });
});
