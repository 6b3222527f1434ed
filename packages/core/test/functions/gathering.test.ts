import { describe, expect, it } from 'vitest';
import { ArgumentError, DTypeError, embedding, gatherND, ShapeError, tensor, zeros } from '../../src/index.ts';
import { expectElements, numbered, position } from './elements.ts';

describe('embedding', () => {
  const table = numbered([4, 2]);

  it('reads rows', () => {
    expect(
      embedding(table, [
        [2, 0],
        [-1, 9],
      ]).toArray(),
    ).toEqual([
      [
        [4, 5],
        [0, 1],
      ],
      [
        [6, 7],
        [6, 7],
      ],
    ]);
    expect(embedding(table, tensor([1, -2], { dtype: 'int32' })).toArray()).toEqual([
      [2, 3],
      [4, 5],
    ]);
    expect(embedding(table, []).shape).toEqual([0, 2]);
  });

  it('explains what is no table or no index', () => {
    expect(() => embedding(zeros([3]), [0])).toThrow(ShapeError);
    expect(() => embedding(zeros([3]), [0])).toThrow('embedding: the table is a matrix, got [3]. Use take().');
    expect(() => embedding(table, [0.5])).toThrow(ArgumentError);
    expect(() => embedding(zeros([0, 2]), [0])).toThrow('embedding: axis 0 of [0, 2] is empty');
  });
});

describe('gatherND', () => {
  const shape = [2, 3, 4];
  const x = numbered(shape);

  it('reads elements, rows and everything', () => {
    expect(
      gatherND(x, [
        [0, 1, 2],
        [1, 2, 3],
      ]).toArray(),
    ).toEqual([6, 23]);
    expect(gatherND(x, [[1, 0]]).toArray()).toEqual([[12, 13, 14, 15]]);
    expect(gatherND(x, [1]).shape).toEqual([3, 4]);
    expect(gatherND(x, zeros([2, 0], { dtype: 'int32' })).shape).toEqual([2, 2, 3, 4]);
    expect(gatherND(tensor([true, false]), [[0], [1]]).toArray()).toEqual([true, false]);
  });

  it('counts negative positions from the end and limits others, each in its own axis', () => {
    expect(
      gatherND(x, [
        [-1, -1, -1],
        [9, 9, 9],
        [-9, 0, -9],
      ]).toArray(),
    ).toEqual([23, 23, 0]);
  });

  it('reads in its own part of the first axes', () => {
    const at = tensor(
      [
        [[2], [0]],
        [[1], [1]],
      ],
      { dtype: 'int32' },
    );
    expectElements(gatherND(x, at, { batch: 1 }), [2, 2, 4], ([b, i, k]) => {
      const row = [
        [2, 0],
        [1, 1],
      ][b as number]?.[i as number] as number;
      return position(shape, [b as number, row, k as number]);
    });
    expect(gatherND(numbered([2, 3]), [[1], [2]], { batch: 1 }).toArray()).toEqual([1, 5]);
  });

  it('explains what does not fit', () => {
    expect(() => gatherND(x, [[0, 0, 0, 0]])).toThrow(ShapeError);
    expect(() => gatherND(x, [[0, 0, 0, 0]])).toThrow('gatherND: indices [1, 4] do not fit [2, 3, 4]');
    expect(() => gatherND(x, 0)).toThrow(ShapeError);
    expect(() => gatherND(x, [[[0]]], { batch: 1 })).toThrow(
      'the first 1 axes of [2, 3, 4] and of the indices [1, 1, 1]',
    );
    expect(() => gatherND(x, [[0]], { batch: -1 })).toThrow(ArgumentError);
    expect(() => gatherND(x, tensor([[0]]))).toThrow(DTypeError);
    expect(() => gatherND(zeros([0, 2]), [[0, 0]])).toThrow('gatherND: axis 0 of [0, 2] is empty');
    expect(gatherND(zeros([0, 2]), zeros([0, 2], { dtype: 'int32' })).shape).toEqual([0]);
  });
});
