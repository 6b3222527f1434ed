import { describe, expect, it } from 'vitest';
import { ArgumentError, broadcastArrays, meshgrid, ShapeError, tensor, zeros } from '../../src/index.ts';
import { expectElements, numbered } from './elements.ts';

describe('meshgrid', () => {
  it('runs the first vector along the columns', () => {
    const [x, y] = meshgrid([tensor([1, 2, 3]), tensor([4, 5])]);
    expect(x?.toArray()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(y?.toArray()).toEqual([
      [4, 4, 4],
      [5, 5, 5],
    ]);
  });

  it('keeps the order of the vectors with indexing ij', () => {
    const grid = meshgrid([numbered([2]), numbered([3]), numbered([4])], { indexing: 'ij' });
    grid.forEach((coordinate, axis) => {
      expectElements(coordinate, [2, 3, 4], (index) => index[axis] as number);
    });
  });

  it('exchanges only the first two axes of several', () => {
    const grid = meshgrid([numbered([2]), numbered([3]), numbered([4])]);
    grid.forEach((coordinate, i) => {
      expectElements(coordinate, [3, 2, 4], (index) => index[[1, 0, 2][i] as number] as number);
    });
  });

  it('takes scalars, one vector, empty ones and none, of different types', () => {
    expect(meshgrid([tensor(5)])[0]?.toArray()).toEqual([5]);
    expect(meshgrid([zeros([0]), tensor([1])])[1]?.shape).toEqual([1, 0]);
    expect(meshgrid([])).toEqual([]);
    expect(meshgrid([tensor([true]), tensor([1])]).map((x) => x.dtype)).toEqual(['bool', 'float32']);
  });

  it('explains what cannot be', () => {
    expect(() => meshgrid([zeros([1, 2])])).toThrow(ShapeError);
    expect(() => meshgrid([zeros([1, 2])])).toThrow('meshgrid: needs vectors, got [1, 2].');
    expect(() => meshgrid([], { indexing: 'yx' as never })).toThrow('meshgrid: indexing is xy or ij, got "yx".');
    expect(() => meshgrid(tensor([1]) as never)).toThrow(ArgumentError);
  });
});

describe('broadcastArrays', () => {
  it('repeats each to the common shape', () => {
    const [a, b, c] = broadcastArrays([tensor([[1], [2]]), tensor([3, 4]), 5]);
    expect([a?.toArray(), b?.toArray(), c?.toArray()]).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [3, 4],
        [3, 4],
      ],
      [
        [5, 5],
        [5, 5],
      ],
    ]);
    expect(broadcastArrays([])).toEqual([]);
    expect(broadcastArrays([zeros([0, 1]), tensor([1, 2])])[1]?.shape).toEqual([0, 2]);
  });

  it('explains shapes that do not broadcast', () => {
    expect(() => broadcastArrays([tensor([1, 2]), tensor([1, 2, 3])])).toThrow(ShapeError);
    expect(() => broadcastArrays(1 as never)).toThrow('broadcastArrays: needs an array of tensors, got 1.');
  });
});
