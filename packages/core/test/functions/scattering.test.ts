import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  DTypeError,
  putAlongAxis,
  type ScatterReduction,
  ShapeError,
  scatterND,
  takeAlongAxis,
  tensor,
  zeros,
} from '../../src/index.ts';
import { numbered } from './elements.ts';

const combine: { readonly [R in ScatterReduction]: (a: number, b: number) => number } = {
  set: (_, b) => b,
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  min: Math.min,
  max: Math.max,
};
const reductions = Object.keys(combine) as ScatterReduction[];

describe('putAlongAxis', () => {
  it('writes where takeAlongAxis reads', () => {
    const x = numbered([2, 3]);
    const at = tensor(
      [
        [2, 0],
        [1, -1],
      ],
      { dtype: 'int32' },
    );
    const values = tensor(
      [
        [10, 20],
        [30, 40],
      ],
      { dtype: 'int32' },
    );
    const result = putAlongAxis(x, at, values);
    expect(result.toArray()).toEqual([
      [20, 1, 10],
      [3, 30, 40],
    ]);
    expect(takeAlongAxis(result, at).toArray()).toEqual(values.toArray());
    expect(putAlongAxis(x, [[1, 0, 1]], 7, { axis: 0 }).toArray()).toEqual([
      [0, 7, 2],
      [7, 4, 7],
    ]);
    expect(x.toArray()).toEqual(numbered([2, 3]).toArray());
    // One index for all rows.
    expect(putAlongAxis(x, [[1]], tensor([[7], [8]], { dtype: 'int32' })).toArray()).toEqual([
      [0, 7, 2],
      [3, 8, 5],
    ]);
  });

  it('keeps the last of several, and limits positions', () => {
    expect(putAlongAxis(tensor([1, 2, 3]), [0, 0, 9, -9], tensor([4, 5, 6, 7])).toArray()).toEqual([7, 2, 6]);
    expect(putAlongAxis(tensor([true, true]), [0], false).toArray()).toEqual([false, true]);
    expect(putAlongAxis(tensor([Number.NaN, Infinity]), [0], 1).toArray()).toEqual([1, Infinity]);
    expect(putAlongAxis(tensor([1, 2]), [], tensor([])).toArray()).toEqual([1, 2]);
    expect(putAlongAxis(zeros([0, 2]), zeros([0, 1], { dtype: 'int32' }), 1).shape).toEqual([0, 2]);
  });

  it('explains what does not fit', () => {
    expect(() => putAlongAxis(zeros([3, 2]), [[0], [0]], 1)).toThrow(ShapeError);
    expect(() => putAlongAxis(zeros([3, 2]), [[0], [0]], 1)).toThrow(
      'putAlongAxis: indices [2, 1] must equal [3, 2], or be 1, except at axis 1.',
    );
    expect(() => putAlongAxis(zeros([1, 2]), [[0], [0]], 1)).toThrow(
      'putAlongAxis: [2, 1] does not broadcast to [1, 1].',
    );
    expect(() => putAlongAxis(zeros([2]), [0], tensor([1, 2]))).toThrow(ShapeError);
    expect(() => putAlongAxis(zeros([2]), [0.5], 1)).toThrow(ArgumentError);
    expect(() => putAlongAxis(zeros([2]), [0], tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => putAlongAxis(zeros([2]), [0], 1, { reduction: 'sum' as never })).toThrow(
      'putAlongAxis: reduction is add, set, mul, min, max, got "sum".',
    );
    expect(() => putAlongAxis(zeros([0]), [0], 1)).toThrow('putAlongAxis: axis 0 of [0] is empty');
  });
});

describe('scatterND', () => {
  it('writes elements and rows', () => {
    expect(
      scatterND(
        zeros([2, 2]),
        [
          [0, 1],
          [1, 0],
        ],
        tensor([5, 6]),
      ).toArray(),
    ).toEqual([
      [0, 5],
      [6, 0],
    ]);
    expect(
      scatterND(
        numbered([3, 2]),
        [[-1], [0]],
        tensor(
          [
            [7, 8],
            [9, 9],
          ],
          { dtype: 'int32' },
        ),
      ).toArray(),
    ).toEqual([
      [9, 9],
      [2, 3],
      [7, 8],
    ]);
    expect(scatterND(zeros([2, 2]), [[1]], 3).toArray()).toEqual([
      [0, 0],
      [3, 3],
    ]);
  });

  it.each(reductions)('combines updates of one position and what stood there: %s', (reduction) => {
    const update = fc.tuple(fc.nat(3), fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(fc.array(update, { minLength: 1, maxLength: 9 }), (list) => {
        const expected = [1, 2, 3, -1, 0, 2, 5, 5];
        for (const [row, ...values] of list) {
          values.forEach((value, i) => {
            const at = 2 * row + i;
            expected[at] = combine[reduction](expected[at] as number, value);
          });
        }
        const updates = tensor(list.map(([, a, b]) => [a, b]));
        const x = tensor([1, 2, 3, -1, 0, 2, 5, 5]).reshape([4, 2]);
        const result = scatterND(
          x,
          list.map(([row]) => [row]),
          updates,
          { reduction },
        );
        // Products of −0 and 0 may differ in sign.
        expect([...result.dataSync()].map((v) => v + 0)).toEqual(expected.map((v) => v + 0));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['set', [true, false]],
    ['add', [true, true]],
    ['mul', [false, false]],
    ['min', [false, false]],
    ['max', [true, true]],
  ] as const)('takes truth values: %s', (reduction, expected) => {
    const updates = tensor([false, true, false]);
    expect(scatterND(tensor([false, true]), [[0], [0], [1]], updates, { reduction }).toArray()).toEqual(expected);
  });

  it('keeps NaN among updates where it is', () => {
    const updates = tensor([Number.NaN, 2, 3]);
    for (const reduction of ['add', 'mul', 'min', 'max'] as const) {
      expect(scatterND(tensor([1, 1]), [[0], [0], [1]], updates, { reduction }).dataSync()[0]).toBe(Number.NaN);
      expect(scatterND(tensor([1, 3]), [[0], [0], [1]], updates, { reduction }).dataSync()[1]).toBe(
        combine[reduction](3, 3),
      );
    }
  });

  it('explains what does not fit', () => {
    expect(() => scatterND(zeros([2]), [[0, 0]], 1)).toThrow(ShapeError);
    expect(() => scatterND(zeros([2, 2]), [[0]], tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => scatterND(zeros([2]), [[0]], 1, { mode: 'add' } as never)).toThrow(
      'scatterND: unknown option "mode".',
    );
  });
});

describe('putAlongAxis, scatterND', () => {
  it('write a negative zero as it is', () => {
    const x = tensor([1, 2, 3]);
    expect(putAlongAxis(x, [2, 0, 2], tensor([-0, 7, -0])).toArray()).toEqual([7, 2, -0]);
    expect(putAlongAxis(x, [0], tensor([-0]), { reduction: 'min' }).toArray()).toEqual([-0, 2, 3]);
    expect(scatterND(x, [[1]], tensor([-0]), { reduction: 'mul' }).toArray()).toEqual([1, -0, 3]);
    expect(scatterND(x, [[1]], tensor([0])).toArray()).toEqual([1, 0, 3]);
  });
});
