import { describe, expect, it } from 'vitest';
import { DTypeError, eye, inner, kron, ShapeError, tensor, vdot, zeros } from '../../src/index.ts';
import { expectElements, numbered, position } from './elements.ts';

describe('inner', () => {
  it('sums products over the last axes', () => {
    expect(inner(tensor([1, 2, 3]), tensor([4, 5, 6])).item()).toBe(32);
    const [a, b] = [numbered([2, 3]), numbered([4, 5, 3])];
    expectElements(inner(a, b), [2, 4, 5], ([i, j, k]) =>
      [0, 1, 2].reduce(
        (sum, l) => sum + position([2, 3], [i as number, l]) * position([4, 5, 3], [j as number, k as number, l]),
        0,
      ),
    );
    expect(inner(zeros([2, 0]), zeros([3, 0])).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('multiplies by a scalar', () => {
    expect(inner(tensor([1, 2]), 3).toArray()).toEqual([3, 6]);
  });

  it('explains what does not fit', () => {
    expect(() => inner(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => inner(zeros([3, 2]), zeros([2, 3]))).toThrow('inner: last extents differ: [3, 2] and [2, 3].');
    expect(() => inner(tensor([1]), tensor([1], { dtype: 'float64' }))).toThrow(DTypeError);
    expect(() => inner(tensor([true]), tensor([true]))).toThrow('inner: bool is not supported');
  });
});

describe('vdot', () => {
  it('sums products of all elements', () => {
    expect(vdot(numbered([2, 3]), numbered([3, 2])).item()).toBe(55);
    expect(vdot(2, 3).item()).toBe(6);
    expect(vdot(zeros([0]), zeros([0, 2])).item()).toBe(0);
  });

  it('explains sizes that differ', () => {
    expect(() => vdot(zeros([2, 2]), zeros([3]))).toThrow(ShapeError);
    expect(() => vdot(zeros([2, 2]), zeros([3]))).toThrow('vdot: sizes differ: [2, 2] and [3].');
  });
});

describe('kron', () => {
  it('replaces elements by multiples', () => {
    expect(kron(tensor([1, 10]), tensor([1, 2, 3])).toArray()).toEqual([1, 2, 3, 10, 20, 30]);
    expect(kron(eye(2), tensor([[1, 2]])).toArray()).toEqual([
      [1, 2, 0, 0],
      [0, 0, 1, 2],
    ]);
    const [a, b] = [numbered([2, 3]), numbered([2])];
    expectElements(kron(a, b), [2, 6], ([i, j]) => {
      const column = j as number;
      return position([2, 3], [i as number, Math.floor(column / 2)]) * (column % 2);
    });
  });

  it('fills up the shorter shape, and takes scalars and nothing', () => {
    expect(kron(tensor([1, 2]), eye(2)).shape).toEqual([2, 4]);
    expect(kron(2, tensor([3])).toArray()).toEqual([6]);
    expect(kron(zeros([0, 2]), eye(2)).shape).toEqual([0, 4]);
  });
});
