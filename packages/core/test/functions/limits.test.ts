import { describe, expect, it } from 'vitest';
import { ArgumentError, clip, DTypeError, maximum, minimum, ShapeError, tensor } from '../../src/index.ts';

describe('maximum, minimum', () => {
  it('choose element by element, with broadcasting', () => {
    const x = tensor([
      [1, 5],
      [7, 2],
    ]);
    expect(maximum(x, tensor([3, 3])).toArray()).toEqual([
      [3, 5],
      [7, 3],
    ]);
    expect(minimum(x, 3).toArray()).toEqual([
      [1, 3],
      [3, 2],
    ]);
  });

  it('pass NaN on from either side', () => {
    const x = tensor([Number.NaN, 1]);
    const y = tensor([1, Number.NaN]);
    expect(maximum(x, y).toArray()).toEqual([Number.NaN, Number.NaN]);
    expect(minimum(x, y).toArray()).toEqual([Number.NaN, Number.NaN]);
  });

  it('work on integers and truth values', () => {
    expect(maximum(tensor([1, 4294967295], { dtype: 'uint32' }), 7).toArray()).toEqual([7, 4294967295]);
    expect(minimum(tensor([true, false]), true).toArray()).toEqual([true, false]);
  });

  it('explain what does not fit', () => {
    expect(() => maximum(tensor([1]), tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => minimum(tensor([1, 2]), tensor([1, 2, 3]))).toThrow('minimum: shapes [2] and [3]');
  });
});

describe('clip', () => {
  it('has no bound where none is given', () => {
    const x = tensor([-2, 0.5, 3]);
    expect(clip(x, 0, undefined).toArray()).toEqual([0, 0.5, 3]);
    expect(clip(x, undefined, 1).toArray()).toEqual([-2, 0.5, 1]);
    expect(clip(x, undefined, undefined).toArray()).toEqual([-2, 0.5, 3]);
  });

  it('limits elements to the range', () => {
    expect(clip(tensor([-2, 0.5, 3, -Infinity, Infinity]), -1, 1).toArray()).toEqual([-1, 0.5, 1, -1, 1]);
  });

  it('lets NaN through', () => {
    expect(clip(tensor([Number.NaN]), 0, 1).toArray()).toEqual([Number.NaN]);
  });

  it('accepts tensors as bounds', () => {
    expect(clip(tensor([5, 5, 5]), tensor([0, 6, 0]), tensor([3, 9, 9])).toArray()).toEqual([3, 6, 5]);
  });

  it('refuses bounds in the wrong order and misfits', () => {
    expect(() => clip(tensor([1]), 2, 1)).toThrow(ArgumentError);
    expect(() => clip(tensor([1]), 2, 1)).toThrow('clip: min 2 is larger than max 1.');
    expect(() => clip(tensor([1, 2]), tensor([1, 2, 3]), 1)).toThrow(ShapeError);
  });
});
