import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  diag,
  diagonal,
  type Shape,
  ShapeError,
  tensor,
  trace,
  transpose,
  tril,
  triu,
  zeros,
} from '../../src/index.ts';
import { expectElements, numbered, position, shapes } from './elements.ts';

const x = numbered([3, 4]);
const offsets = fc.integer({ min: -6, max: 6 });

/** How many elements a diagonal has, counted. */
function lengthOf(shape: Shape, offset: number): number {
  const rows = Array.from({ length: shape[0] as number }, (_, i) => i + offset);
  return rows.filter((column) => column >= 0 && column < (shape[1] as number)).length;
}

describe('diagonal', () => {
  it('takes the elements whose column is the row plus the offset', () => {
    expect(diagonal(x).toArray()).toEqual([0, 5, 10]);
    expect(diagonal(x, { offset: 2 }).toArray()).toEqual([2, 7]);
    expect(diagonal(x, { offset: -1 }).toArray()).toEqual([4, 9]);
    expect(diagonal(x, { offset: 4 }).toArray()).toEqual([]);
    fc.assert(
      fc.property(shapes(2, 2), offsets, (shape, offset) => {
        expectElements(diagonal(numbered(shape), { offset }), [lengthOf(shape, offset)], ([i]) => {
          const row = (i as number) + Math.max(0, -offset);
          return position(shape, [row, row + offset]);
        });
      }),
    );
  });

  it('of any two axes goes to the end', () => {
    const y = numbered([2, 3, 4]);
    expectElements(diagonal(y, { axis1: -1, axis2: 0, offset: -1 }), [3, 2], ([k, i]) =>
      position([2, 3, 4], [i as number, k as number, (i as number) + 1]),
    );
    expect(diagonal(zeros([0, 2, 3]), { axis1: 1, axis2: 2 }).shape).toEqual([0, 2]);
  });

  it('explains what cannot be', () => {
    expect(() => diagonal(tensor([1]))).toThrow('diagonal: axis 1 is outside [-1, 0] for rank 1.');
    expect(() => diagonal(x, { axis1: 1 })).toThrow(ArgumentError);
    expect(() => diagonal(x, { axis1: -1 })).toThrow('diagonal: axis1 and axis2 are both 1.');
    expect(() => diagonal(x, { offset: 0.5 })).toThrow('diagonal: offset is an integer, got 0.5.');
  });
});

describe('trace', () => {
  it('is the sum of a diagonal', () => {
    expect(trace(x).item()).toBe(15);
    expect(trace(x, { offset: 1 }).item()).toBe(18);
    expect(trace(zeros([0, 3])).item()).toBe(0);
    expect(trace(numbered([2, 2, 3]), { axis1: 1, axis2: 2 }).toArray()).toEqual([4, 16]);
    expect(
      trace(
        tensor([
          [true, false],
          [false, true],
        ]),
      ).dtype,
    ).toBe('int32');
  });

  it('names itself when it explains', () => {
    expect(() => trace(tensor(1))).toThrow('trace: a scalar has no axes');
  });
});

describe('diag', () => {
  it('puts a vector on a diagonal', () => {
    expect(diag(tensor([1, 2])).toArray()).toEqual([
      [1, 0],
      [0, 2],
    ]);
    expect(diag(tensor([1, 2]), { offset: 1 }).toArray()).toEqual([
      [0, 1, 0],
      [0, 0, 2],
      [0, 0, 0],
    ]);
    expect(diag(tensor([7]), { offset: -1 }).toArray()).toEqual([
      [0, 0],
      [7, 0],
    ]);
    expect(diag(tensor([]), { offset: 2 }).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(diag(tensor([true])).toArray()).toEqual([[true]]);
  });

  it('takes a diagonal out again', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2, 5), offsets, (n, offset) => {
        const vector = numbered([n]);
        expect(diag(diag(vector, { offset }), { offset }).toArray()).toEqual(vector.toArray());
      }),
    );
  });

  it('is for vectors and matrices', () => {
    expect(() => diag(tensor(1))).toThrow(ShapeError);
    expect(() => diag(zeros([1, 1, 1]))).toThrow('diag: needs a vector or a matrix, got [1, 1, 1]. Use diagonal().');
    expect(() => diag(x, { axis1: 0 } as never)).toThrow('diag: unknown option "axis1".');
  });
});

describe('tril, triu', () => {
  it('keep one side of a diagonal', () => {
    fc.assert(
      fc.property(shapes(2, 3), offsets, (shape, offset) => {
        // Counted from 1, so that 0 means "not kept".
        const y = numbered(shape).add(1);
        const kept = (keep: (difference: number) => boolean) => (index: number[]) => {
          const [row, column] = index.slice(-2) as [number, number];
          return keep(column - row) ? position(shape, index) + 1 : 0;
        };
        expectElements(
          tril(y, { offset }),
          shape,
          kept((difference) => difference <= offset),
        );
        expectElements(
          triu(y, { offset }),
          shape,
          kept((difference) => difference >= offset),
        );
      }),
    );
  });

  it('are each other transposed', () => {
    expect(transpose(tril(x, { offset: 1 })).toArray()).toEqual(triu(transpose(x), { offset: -1 }).toArray());
  });

  it('keep what they keep out from spreading', () => {
    const y = tensor([
      [1, Number.NaN],
      [2, 3],
    ]);
    expect(tril(y).toArray()).toEqual([
      [1, 0],
      [2, 3],
    ]);
  });

  it('explain what cannot be', () => {
    expect(() => tril(tensor([1]))).toThrow(ShapeError);
    expect(() => triu(tensor([1]))).toThrow('triu: needs at least two axes, rows and columns, got [1].');
    expect(() => tril(x, { offset: 1.5 })).toThrow('tril: offset is an integer, got 1.5.');
  });
});
