import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  argmax,
  DTypeError,
  max,
  oneHot,
  ShapeError,
  scatterAdd,
  take,
  takeAlongAxis,
  tensor,
  zeros,
} from '../../src/index.ts';
import { expectElements, numbered, position, shapes } from './elements.ts';

const int = (data: number[]) => tensor(data, { dtype: 'int32' });
const table = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
]);

describe('take', () => {
  it('takes rows, or sub-arrays along another axis', () => {
    expect(take(table, [2, 0, 2]).toArray()).toEqual([
      [5, 6],
      [1, 2],
      [5, 6],
    ]);
    expect(take(table, [1], { axis: 1 }).toArray()).toEqual([[2], [4], [6]]);
  });

  it('drops the axis for a single index', () => {
    expect(take(table, 1).toArray()).toEqual([3, 4]);
    expect(take(table, tensor(0, { dtype: 'int32' }), { axis: -1 }).toArray()).toEqual([1, 3, 5]);
  });

  it('puts the shape of the indices in place of the axis', () => {
    expect(take(zeros([2, 5, 3]), zeros([4, 6], { dtype: 'int32' }), { axis: 1 }).shape).toEqual([2, 4, 6, 3]);
    expect(
      take(table, [
        [0, 1],
        [2, 0],
      ]).shape,
    ).toEqual([2, 2, 2]);
    expect(take(table, []).shape).toEqual([0, 2]);
  });

  it('counts negative positions from the end and limits others to the ends, in arrays and tensors', () => {
    const positions = [-1, -3, -9, 7];
    for (const indices of [positions, int(positions), Int32Array.from(positions)]) {
      expect(take(tensor([10, 20, 30]), indices).toArray()).toEqual([30, 10, 10, 30]);
    }
  });

  it('accepts every integer type', () => {
    for (const dtype of ['int32', 'uint32', 'uint8'] as const) {
      expect(take(table, tensor([2], { dtype })).toArray()).toEqual([[5, 6]]);
    }
  });

  it('keeps the element type of what is taken from', () => {
    expect(take(tensor([true, false]), [1, 0]).toArray()).toEqual([false, true]);
  });

  it('agrees with reading element by element', () => {
    fc.assert(
      fc.property(
        shapes(1, 3),
        fc.nat(2),
        fc.array(fc.integer({ min: -6, max: 6 }), { maxLength: 4 }),
        (shape, at, list) => {
          const axis = at % shape.length;
          const extent = shape[axis] as number;
          if (extent === 0) return;
          const limited = list.map((i) => Math.min(extent - 1, Math.max(0, i < 0 ? i + extent : i)));
          const expected = shape.map((n, i) => (i === axis ? list.length : n));
          expectElements(take(numbered(shape), int(list), { axis }), expected, (index) =>
            position(
              shape,
              index.map((i, k) => (k === axis ? (limited[i] as number) : i)),
            ),
          );
        },
      ),
    );
  });

  it('does not write into the arrays it is given', () => {
    const positions = Int32Array.of(-1);
    take(tensor([1, 2]), positions);
    expect(positions).toEqual(Int32Array.of(-1));
  });

  it('explains bad indices', () => {
    expect(() => take(table, 1.5)).toThrow(ArgumentError);
    expect(() => take(table, [0, Number.NaN])).toThrow('take: indices are integers, got NaN.');
    expect(() => take(table, tensor([1]))).toThrow(DTypeError);
    expect(() => take(table, tensor([1]))).toThrow('take: indices are integers, got float32. Use cast().');
    expect(() => take(table, [0], { axis: 2 })).toThrow('take: axis 2 is outside [-2, 1]');
    expect(() => take(zeros([0, 2]), 0)).toThrow(ShapeError);
    expect(() => take(zeros([0, 2]), 0)).toThrow('take: axis 0 of [0, 2] is empty, there is nothing to index.');
    expect(take(zeros([0, 2]), []).shape).toEqual([0, 2]);
  });
});

describe('takeAlongAxis', () => {
  const x = tensor([
    [3, 9, 2],
    [4, 1, 8],
  ]);

  it('takes one element for each index', () => {
    expect(takeAlongAxis(x, [[1], [2]]).toArray()).toEqual([[9], [8]]);
    expect(
      takeAlongAxis(x, [
        [2, 0, 0],
        [1, 1, 1],
      ]).toArray(),
    ).toEqual([
      [2, 3, 3],
      [1, 1, 1],
    ]);
    expect(takeAlongAxis(x, [[1, 0, 1]], { axis: 0 }).toArray()).toEqual([[4, 9, 8]]);
  });

  it('counts negative positions from the end and limits others', () => {
    expect(takeAlongAxis(x, [[-1], [-9]]).toArray()).toEqual([[2], [4]]);
    expect(takeAlongAxis(x, tensor([[9], [-2]], { dtype: 'int32' })).toArray()).toEqual([[2], [1]]);
  });

  it('broadcasts along the other axes, on either side', () => {
    expect(takeAlongAxis(x, [[1]]).toArray()).toEqual([[9], [1]]);
    expect(takeAlongAxis(tensor([[5, 6, 7]]), [[2], [0]]).toArray()).toEqual([[7], [5]]);
  });

  it('fits argmax: the elements found are the largest', () => {
    for (const axis of [0, 1]) {
      const found = takeAlongAxis(x, argmax(x, { axis, keepDims: true }), { axis });
      expect(found.toArray()).toEqual(max(x, { axis, keepDims: true }).toArray());
    }
  });

  it('agrees with reading element by element, along any axis', () => {
    fc.assert(
      fc.property(shapes(1, 3), fc.nat(2), fc.constantFrom(0, 1, 2, 4), fc.nat(97), (shape, at, count, seed) => {
        const axis = at % shape.length;
        if (shape[axis] === 0) return;
        const chosen = shape.map((n, i) => (i === axis ? count : n));
        const extent = shape[axis] as number;
        const pick = (index: number[]) => (position(chosen, index) * 7 + seed) % extent;
        const indices = numbered(chosen)
          .dataSync()
          .map((p) => (p * 7 + seed) % extent);
        expectElements(takeAlongAxis(numbered(shape), tensor(indices, { shape: chosen }), { axis }), chosen, (index) =>
          position(
            shape,
            index.map((i, k) => (k === axis ? pick(index) : i)),
          ),
        );
      }),
    );
  });

  it('explains what does not fit', () => {
    expect(() => takeAlongAxis(x, [0, 1])).toThrow(ShapeError);
    expect(() => takeAlongAxis(x, [[0], [1], [0]])).toThrow(
      'takeAlongAxis: indices [3, 1] must equal [2, 3], or be 1, except at axis 1.',
    );
    expect(() => takeAlongAxis(x, [[0.5], [0]])).toThrow('takeAlongAxis: indices are integers, got 0.5.');
    expect(() => takeAlongAxis(zeros([2, 0]), [[0], [0]])).toThrow('is empty');
  });
});

describe('scatterAdd', () => {
  it('adds up what falls on one position', () => {
    expect(scatterAdd(tensor([1, 1, 1]), [0, 2, 2], tensor([5, 6, 7])).toArray()).toEqual([6, 1, 14]);
  });

  it('adds sub-arrays along an axis', () => {
    const rows = tensor([
      [1, 1],
      [2, 2],
    ]);
    expect(scatterAdd(zeros([3, 2]), [2, 0], rows).toArray()).toEqual([
      [2, 2],
      [0, 0],
      [1, 1],
    ]);
    expect(scatterAdd(zeros([2, 3]), [1, 1], rows, { axis: 1 }).toArray()).toEqual([
      [0, 2, 0],
      [0, 4, 0],
    ]);
  });

  it('broadcasts the updates, and adds into a variable-shaped index', () => {
    expect(scatterAdd(zeros([3]), [0, 5, -1], 1).toArray()).toEqual([1, 0, 2]);
    expect(scatterAdd(zeros([3]), 1, tensor(4)).toArray()).toEqual([0, 4, 0]);
    expect(
      scatterAdd(
        zeros([2], { dtype: 'int32' }),
        [
          [0, 0],
          [1, 0],
        ],
        1,
      ).toArray(),
    ).toEqual([3, 1]);
  });

  it('is the transpose of take: both see the same pairs', () => {
    // ⟨take(x, i), u⟩ = ⟨x, scatterAdd(0, i, u)⟩
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 5 }), { minLength: 1, maxLength: 8 }), (list) => {
        const x = [3, 1, 4, 1, 5];
        const u = list.map((_, k) => k + 1);
        const taken = take(tensor(x), list).dataSync();
        const scattered = scatterAdd(zeros([5]), list, tensor(u)).dataSync();
        const dot = (p: ArrayLike<number>, q: ArrayLike<number>) =>
          Array.from(p).reduce((s, v, k) => s + v * (q[k] as number), 0);
        expect(dot(taken, u)).toBe(dot(x, scattered));
      }),
    );
  });

  it('explains what does not fit', () => {
    expect(() => scatterAdd(zeros([3]), [0, 1], tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => scatterAdd(zeros([3]), [0, 1], tensor([1, 2, 3]))).toThrow(
      'scatterAdd: shapes [3] and [2] do not broadcast',
    );
    expect(() => scatterAdd(zeros([3]), [0], int([1]))).toThrow('scatterAdd: element types differ: float32 and int32');
    expect(() => scatterAdd(zeros([3], { dtype: 'bool' }), [0], true)).toThrow('scatterAdd: bool is not supported');
    expect(() => scatterAdd(zeros([3]), [0], 1, { axis: 1 })).toThrow(ArgumentError);
  });
});

describe('oneHot', () => {
  it('is 1 at the index', () => {
    expect(oneHot([0, 2], 3).toArray()).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(oneHot(1, 2).toArray()).toEqual([0, 1]);
    expect(oneHot(tensor(new Uint8Array([1])), 2).dtype).toBe('float32');
    expect(oneHot([], 3).shape).toEqual([0, 3]);
    expect(oneHot([0], 0).shape).toEqual([1, 0]);
  });

  it('takes other values and types', () => {
    expect(oneHot([[1]], 2, { onValue: 0.75, offValue: 0.25 }).toArray()).toEqual([[[0.25, 0.75]]]);
    expect(oneHot([1], 2, { dtype: 'bool' }).toArray()).toEqual([[false, true]]);
    expect(oneHot([1], 2, { dtype: 'int32', onValue: 5, offValue: -1 }).toArray()).toEqual([[-1, 5]]);
  });

  it('has no one for an index outside', () => {
    expect(oneHot(int([-1, 3]), 3).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('explains bad input', () => {
    expect(() => oneHot([0, 1], 2 ** 31)).toThrow('oneHot: [2, 2147483648] has 2^31 elements or more.');
    expect(() => oneHot([0], -1)).toThrow(ArgumentError);
    expect(() => oneHot([0], 1.5)).toThrow('oneHot: depth is a non-negative integer, got 1.5.');
    expect(() => oneHot(tensor([0.5]), 2)).toThrow(DTypeError);
    expect(() => oneHot([0.5], 2)).toThrow('oneHot: indices are integers, got 0.5.');
    expect(() => oneHot([0], 2, { onvalue: 2 } as never)).toThrow('Did you mean "onValue"?');
    expect(() => oneHot([0], 2, { dtype: 'int32', onValue: 0.5 })).toThrow('oneHot: 0.5 is not an int32');
  });
});

describe('indices beyond int32', () => {
  const row = tensor([10, 20, 30]);

  it('are limited to the ends like others', () => {
    expect(take(row, [2 ** 31, 2 ** 40, -(2 ** 40)]).toArray()).toEqual([30, 30, 10]);
    expect(take(row, tensor(Uint32Array.of(2 ** 32 - 2, 2 ** 31, 1))).toArray()).toEqual([30, 30, 20]);
  });

  it('are no class', () => {
    expect(oneHot([2 ** 32, -(2 ** 32)], 2).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(oneHot(tensor(Uint32Array.of(2 ** 32 - 1)), 2).toArray()).toEqual([[0, 0]]);
  });
});
