import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, arraySplit, concatenate, type Tensor, tensor, zeros } from '../../src/index.ts';
import { numbered, shapes } from './elements.ts';

const arrays = (parts: Tensor[]): unknown[] => parts.map((part) => part.toArray());
const x = numbered([5]);

describe('arraySplit', () => {
  it('cuts into parts that differ by at most one', () => {
    expect(arrays(arraySplit(numbered([4]), 2))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(arrays(arraySplit(x, 3))).toEqual([[0, 1], [2, 3], [4]]);
    expect(arrays(arraySplit(tensor([1]), 3))).toEqual([[1], [], []]);
    expect(arrays(arraySplit(x, 1))).toEqual([[0, 1, 2, 3, 4]]);
  });

  it('cuts before positions, which are limited to the ends', () => {
    expect(arrays(arraySplit(x, [1, 3]))).toEqual([[0], [1, 2], [3, 4]]);
    expect(arrays(arraySplit(x, [-1]))).toEqual([[0, 1, 2, 3], [4]]);
    expect(arrays(arraySplit(x, []))).toEqual([[0, 1, 2, 3, 4]]);
    // As NumPy: a cut before the last one gives an empty part.
    expect(arrays(arraySplit(x, [3, 1, 9]))).toEqual([[0, 1, 2], [], [1, 2, 3, 4], []]);
  });

  it('cuts along an axis', () => {
    const parts = arraySplit(numbered([2, 3]), [1], { axis: -1 });
    expect(arrays(parts)).toEqual([
      [[0], [3]],
      [
        [1, 2],
        [4, 5],
      ],
    ]);
    expect(arraySplit(zeros([0, 2]), 2).map((part) => part.shape)).toEqual([
      [0, 2],
      [0, 2],
    ]);
  });

  it('is undone by concatenate', () => {
    fc.assert(
      fc.property(shapes(1, 3), fc.integer({ min: -3, max: 2 }), fc.integer({ min: 1, max: 6 }), (shape, at, count) => {
        const axis = at % shape.length;
        const whole = numbered(shape);
        const parts = arraySplit(whole, count, { axis });
        expect(parts).toHaveLength(count);
        expect(concatenate(parts, { axis }).toArray()).toEqual(whole.toArray());
      }),
    );
  });

  it('explains what cannot be', () => {
    expect(() => arraySplit(x, 0)).toThrow(ArgumentError);
    expect(() => arraySplit(x, 0)).toThrow(
      'arraySplit: sections is a positive integer or a list of positions in axis 0 of [5], got 0.',
    );
    expect(() => arraySplit(x, [0.5])).toThrow('arraySplit: positions are integers');
    expect(() => arraySplit(x, 2, { axis: 1 })).toThrow('arraySplit: axis 1 is outside [-1, 0]');
    expect(() => arraySplit(tensor(1), 1)).toThrow('arraySplit: a scalar has no axes');
  });
});
