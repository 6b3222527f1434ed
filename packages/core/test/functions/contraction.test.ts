import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  broadcastShapes,
  DTypeError,
  matmul,
  ones,
  outer,
  type Shape,
  ShapeError,
  sizeOf,
  sum,
  tensor,
  tensordot,
} from '../../src/index.ts';
import { expectElements, numbered, position, shapes } from './elements.ts';

const a = tensor([
  [1, 2],
  [3, 4],
]);

const extent = fc.constantFrom(0, 1, 2, 3, 5);

describe('matmul', () => {
  it('multiplies matrices', () => {
    expect(matmul(a, a).toArray()).toEqual([
      [7, 10],
      [15, 22],
    ]);
    expect(matmul(ones([2, 3]), ones([3, 4])).toArray()).toEqual([
      [3, 3, 3, 3],
      [3, 3, 3, 3],
    ]);
  });

  it('takes a vector on the left as a row and on the right as a column', () => {
    const v = tensor([10, 1]);
    expect(matmul(v, a).toArray()).toEqual([13, 24]);
    expect(matmul(a, v).toArray()).toEqual([12, 34]);
    expect(matmul(v, v).toArray()).toBe(101);
    expect(matmul(ones([5, 3, 2]), v).shape).toEqual([5, 3]);
    expect(matmul(v, ones([5, 2, 3])).shape).toEqual([5, 3]);
  });

  it('agrees with a sum over the inner axis, for any batch that broadcasts', () => {
    const batches = fc.tuple(shapes(0, 2), fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }), fc.nat(2));
    fc.assert(
      fc.property(batches, extent, extent, extent, ([batch, ones2, drop], m, k, n) => {
        const left = [...batch, m, k];
        // The right batch lacks some leading axes and has 1 at others.
        const right = [...batch.map((b, i) => (ones2[i] === true ? 1 : b)).slice(drop), k, n];
        const shape = [...broadcastShapes('test', left.slice(0, -2), right.slice(0, -2)), m, n];
        const element = (s: Shape, index: number[]) =>
          position(
            s,
            index.slice(index.length - s.length).map((i, axis) => (s[axis] === 1 ? 0 : i)),
          );
        expectElements(matmul(numbered(left), numbered(right)), shape, (index) => {
          const [b, i, j] = [index.slice(0, -2), index.at(-2) as number, index.at(-1) as number];
          let sum = 0;
          for (let l = 0; l < k; l++) sum += element(left, [...b, i, l]) * element(right, [...b, l, j]);
          return sum;
        });
      }),
    );
  });

  it('broadcasts the left batch too', () => {
    expectElements(matmul(numbered([2, 3]), numbered([4, 3, 1])), [4, 2, 1], ([b, i]) => {
      const row = [0, 1, 2].map((l) => 3 * (i as number) + l);
      return row.reduce((s, x, l) => s + x * (3 * (b as number) + l), 0);
    });
  });

  it('over an inner axis of extent 0 is 0', () => {
    expect(matmul(ones([2, 0]), ones([0, 2])).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('keeps float64 and integers', () => {
    for (const dtype of ['float64', 'int32', 'uint32'] as const)
      expect(matmul(ones([1, 2], { dtype }), ones([2, 1], { dtype })).dtype).toBe(dtype);
    expect(matmul(tensor([65536], { dtype: 'int32' }), tensor([65536], { dtype: 'int32' })).item()).toBe(0);
  });

  it('explains what does not fit', () => {
    expect(() => matmul(ones([32, 784]), ones([785, 128]))).toThrow(ShapeError);
    expect(() => matmul(ones([32, 784]), ones([785, 128]))).toThrow(
      'matmul: inner sizes differ: [32, 784] × [785, 128].',
    );
    expect(() => matmul(ones([3]), ones([2]))).toThrow('matmul: inner sizes differ: [3] × [2].');
    expect(() => matmul(ones([2, 3, 4]), ones([5, 4, 3]))).toThrow('matmul: shapes [2] and [5] do not broadcast');
    expect(() => matmul(a, 2)).toThrow('matmul: needs at least one axis on each side, got [2, 2] × []. Use mul().');
    expect(() => matmul(a, ones([2, 2], { dtype: 'float64' }))).toThrow(DTypeError);
    expect(() => matmul(ones([1, 1], { dtype: 'uint8' }), ones([1, 1], { dtype: 'uint8' }))).toThrow(
      'matmul: uint8 is not supported, only float32, float64, int32, uint32. Use cast().',
    );
  });
});

describe('outer', () => {
  it('may have more elements than a counter counts where they are summed at once', () => {
    expect(sum(outer(ones([2 ** 16]), ones([2 ** 15]))).item()).toBe(2 ** 31);
  });

  it('has all products', () => {
    expect(outer(tensor([1, 2]), tensor([3, 4, 5])).toArray()).toEqual([
      [3, 4, 5],
      [6, 8, 10],
    ]);
    expect(outer(a, tensor([1])).shape).toEqual([4, 1]);
    expect(outer(tensor([]), tensor([1, 2])).shape).toEqual([0, 2]);
  });

  it('explains what does not fit', () => {
    expect(() => outer(a, tensor([1], { dtype: 'int32' }))).toThrow('outer: element types differ');
    expect(() => outer(true, true)).toThrow('outer: bool is not supported');
  });
});

describe('tensordot', () => {
  it('contracts the last axes of one with the first of the other', () => {
    expect(tensordot(ones([2, 3, 4]), ones([3, 4, 5])).toArray()).toEqual([
      [12, 12, 12, 12, 12],
      [12, 12, 12, 12, 12],
    ]);
    expect(tensordot(a, a, { axes: 1 }).toArray()).toEqual(matmul(a, a).toArray());
    expect(tensordot(a, a, { axes: 2 }).item()).toBe(1 + 4 + 9 + 16);
    expect(tensordot(tensor([1, 2]), tensor([3, 4]), { axes: 0 }).toArray()).toEqual([
      [3, 4],
      [6, 8],
    ]);
  });

  it('contracts named axes, in the order named', () => {
    const [x, y] = [numbered([2, 3, 4]), numbered([4, 5, 2])];
    expectElements(
      tensordot(x, y, {
        axes: [
          [0, -1],
          [2, 0],
        ],
      }),
      [3, 5],
      ([i, j]) => {
        let sum = 0;
        for (let p = 0; p < 2; p++) {
          for (let q = 0; q < 4; q++) {
            sum += position([2, 3, 4], [p, i as number, q]) * position([4, 5, 2], [q, j as number, p]);
          }
        }
        return sum;
      },
    );
  });

  it('has as many elements as the free axes', () => {
    const result = tensordot(ones([2, 3, 4]), ones([5, 3]), { axes: [[1], [1]] });
    expect(result.shape).toEqual([2, 4, 5]);
    expect(sizeOf(result.shape)).toBe(result.size);
  });

  it('explains what does not fit', () => {
    expect(() => tensordot(a, a, { axes: null as never })).toThrow(
      'tensordot: axes is a count from 0 to 2 or two lists of axes',
    );
    expect(() => tensordot(a, a, { axes: [null] as never })).toThrow('tensordot: expected an axis or an array of axes');
    expect(() => tensordot(a, ones([2]))).toThrow(ArgumentError);
    expect(() => tensordot(a, ones([2]))).toThrow(
      'tensordot: axes is a count from 0 to 1 or two lists of axes, got 2.',
    );
    expect(() => tensordot(a, ones([3]), { axes: 1 })).toThrow(ShapeError);
    expect(() => tensordot(a, ones([3]), { axes: 1 })).toThrow(
      'tensordot: axes [1] of [2, 2] do not fit axes [0] of [3].',
    );
    expect(() => tensordot(a, a, { axes: [[0, 1], [0]] })).toThrow(ShapeError);
    expect(() =>
      tensordot(a, a, {
        axes: [
          [0, 0],
          [0, 1],
        ],
      }),
    ).toThrow('tensordot: axes [0, 0] name an axis twice.');
    expect(() => tensordot(a, a, { axes: [[2], [0]] })).toThrow('tensordot: axis 2 is outside [-2, 1]');
    expect(() => tensordot(a, a, { axis: 1 } as never)).toThrow('tensordot: unknown option "axis"');
    expect(() => tensordot(a, tensor([[true]]))).toThrow(DTypeError);
  });
});
