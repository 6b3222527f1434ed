import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  broadcastShapes,
  checkShape,
  equalShapes,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  ShapeError,
  sizeOf,
} from '../src/index.ts';
import { dropAxes, stridesOf } from '../src/shape.ts';
import { indicesOf, position, shapes } from './functions/elements.ts';

describe('sizeOf, stridesOf', () => {
  it('count elements', () => {
    expect([[], [3], [2, 3], [2, 0, 3]].map(sizeOf)).toEqual([1, 3, 6, 0]);
  });

  it('find elements in row-major order', () => {
    fc.assert(
      fc.property(shapes(0, 4), (shape) => {
        const strides = stridesOf(shape);
        for (const index of indicesOf(shape)) {
          expect(index.reduce((at, i, axis) => at + i * (strides[axis] as number), 0)).toBe(position(shape, index));
        }
      }),
    );
  });
});

describe('equalShapes, formatShape, dropAxes', () => {
  it('do what they say', () => {
    expect(equalShapes([2, 3], [2, 3])).toBe(true);
    expect(equalShapes([2, 3], [3, 2])).toBe(false);
    expect(equalShapes([2], [2, 1])).toBe(false);
    expect([[], [2, 3]].map(formatShape)).toEqual(['[]', '[2, 3]']);
    expect(dropAxes([2, 3, 4], [0, 2])).toEqual([3]);
  });
});

describe('checkShape', () => {
  it('accepts shapes', () => {
    for (const shape of [[], [0], [2, 3]]) expect(() => checkShape('f', shape)).not.toThrow();
  });

  it('explains what is none', () => {
    expect(() => checkShape('f', 3)).toThrow(ArgumentError);
    expect(() => checkShape('f', 3)).toThrow('f: a shape is an array of extents such as [2, 3], got 3.');
    expect(() => checkShape('f', [2, -1])).toThrow('f: extents are non-negative integers, got [2, -1].');
    expect(() => checkShape('f', [1.5])).toThrow(ArgumentError);
    expect(() => checkShape('f', ['2'])).toThrow(ArgumentError);
    expect(() => checkShape('f', [2 ** 16, 2 ** 16])).toThrow('has 2^31 elements or more');
    expect(() => checkShape('f', [2 ** 31])).toThrow('f: [2147483648] has 2^31 elements or more');
  });
});

describe('normalizeAxis, normalizeAxes', () => {
  it('count from either end', () => {
    expect([0, 2, -1, -3].map((axis) => normalizeAxis('f', axis, 3))).toEqual([0, 2, 2, 0]);
    expect(normalizeAxes('f', [-1, 0], 3)).toEqual([0, 2]);
    expect(normalizeAxes('f', 1, 3)).toEqual([1]);
    expect(normalizeAxes('f', undefined, 3)).toEqual([0, 1, 2]);
    expect(normalizeAxes('f', [], 3)).toEqual([]);
  });

  it('explain axes that do not exist', () => {
    expect(() => normalizeAxis('f', 3, 3)).toThrow('f: axis 3 is outside [-3, 2] for rank 3.');
    expect(() => normalizeAxis('f', -4, 3)).toThrow(ArgumentError);
    expect(() => normalizeAxis('f', 0.5, 3)).toThrow(ArgumentError);
    expect(() => normalizeAxis('f', 0, 0)).toThrow('f: a scalar has no axes, got axis 0.');
    expect(() => normalizeAxes('f', [1, -2], 3)).toThrow('f: axes [1, 1] name an axis twice.');
    expect(() => normalizeAxes('f', null as never, 3)).toThrow('f: expected an axis or an array of axes, got null.');
    expect(() => normalizeAxes('f', '1' as never, 3)).toThrow(ArgumentError);
  });
});

describe('broadcastShapes', () => {
  it('aligns at the last axis and stretches extents of 1', () => {
    expect(broadcastShapes('f', [2, 3], [3])).toEqual([2, 3]);
    expect(broadcastShapes('f', [2, 1], [1, 3])).toEqual([2, 3]);
    expect(broadcastShapes('f', [], [4])).toEqual([4]);
    expect(broadcastShapes('f', [1], [0])).toEqual([0]);
    expect(broadcastShapes('f', [5, 1, 3], [4, 1], [1])).toEqual([5, 4, 3]);
    expect(broadcastShapes('f')).toEqual([]);
  });

  it('does not depend on the order, and repeats nothing', () => {
    fc.assert(
      fc.property(shapes(0, 3), fc.nat(7), fc.nat(3), (shape, mask, drop) => {
        const other = shape.map((n, i) => ((mask >> i) & 1 ? 1 : n)).slice(drop);
        const both = broadcastShapes('f', shape, other);
        expect(broadcastShapes('f', other, shape)).toEqual(both);
        expect(both).toEqual(shape);
      }),
    );
  });

  it('names the axis that does not fit', () => {
    expect(() => broadcastShapes('add', [2, 3], [2, 4])).toThrow(ShapeError);
    expect(() => broadcastShapes('add', [2, 3], [2, 4])).toThrow(
      'add: shapes [2, 3] and [2, 4] do not broadcast: 3 and 4 meet at axis -1. Extents must be equal or 1.',
    );
    expect(() => broadcastShapes('add', [2, 1], [3, 1])).toThrow('2 and 3 meet at axis -2');
    expect(() => broadcastShapes('add', [0], [2])).toThrow(ShapeError);
  });
});
