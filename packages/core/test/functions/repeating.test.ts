import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, repeat, roll, ShapeError, tensor, tile, zeros } from '../../src/index.ts';
import { expectElements, numbered, position, shapes } from './elements.ts';

const x = numbered([2, 3]);

describe('tile', () => {
  it('repeats the whole', () => {
    expect(tile(tensor([1, 2]), 3).toArray()).toEqual([1, 2, 1, 2, 1, 2]);
    expect(tile(tensor([1, 2]), [2, 1]).toArray()).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(tile(x, 2).shape).toEqual([2, 6]);
    expect(tile(tensor(5), [2]).toArray()).toEqual([5, 5]);
    expect(tile(x, []).toArray()).toEqual(x.toArray());
    expect(tile(x, [0, 1]).shape).toEqual([0, 3]);
    expect(tile(tensor([true]), 2).toArray()).toEqual([true, true]);
  });

  it('reads positions modulo the extents', () => {
    fc.assert(
      fc.property(shapes(0, 3), fc.array(fc.nat(3), { maxLength: 4 }), (shape, counts) => {
        const rank = Math.max(shape.length, counts.length);
        const from = [...new Array<number>(rank - shape.length).fill(1), ...shape];
        const times = [...new Array<number>(rank - counts.length).fill(1), ...counts];
        expectElements(
          tile(numbered(shape), counts),
          from.map((n, i) => n * (times[i] as number)),
          (index) =>
            position(
              from,
              index.map((i, axis) => i % (from[axis] as number)),
            ),
        );
      }),
    );
  });

  it('explains bad counts', () => {
    expect(() => tile(x, -1)).toThrow(ArgumentError);
    expect(() => tile(x, [1.5])).toThrow('tile: counts are non-negative integers, got [1.5].');
  });
});

describe('repeat', () => {
  it('repeats each element', () => {
    expect(repeat(tensor([1, 2]), 2).toArray()).toEqual([1, 1, 2, 2]);
    expect(repeat(x, 2).toArray()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(repeat(x, 2, { axis: 0 }).toArray()).toEqual([
      [0, 1, 2],
      [0, 1, 2],
      [3, 4, 5],
      [3, 4, 5],
    ]);
    expect(repeat(tensor(3), 2).toArray()).toEqual([3, 3]);
    expect(repeat(x, 0, { axis: 1 }).shape).toEqual([2, 0]);
    expect(repeat(zeros([0, 2]), 3, { axis: 0 }).shape).toEqual([0, 2]);
  });

  it('repeats each as often as is said', () => {
    expect(repeat(tensor([1, 2, 3, 4]), [1, 1, 0, 3]).toArray()).toEqual([1, 2, 4, 4, 4]);
    expect(repeat(x, [2, 0, 1], { axis: -1 }).toArray()).toEqual([
      [0, 0, 2],
      [3, 3, 5],
    ]);
    expect(repeat(x, [0, 0, 0], { axis: 1 }).shape).toEqual([2, 0]);
    expect(repeat(tensor([]), []).toArray()).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 8 }), (counts) => {
        const expected = counts.flatMap((n, i) => new Array<number>(n).fill(i));
        expect(repeat(numbered([counts.length]), counts).toArray()).toEqual(expected);
      }),
    );
  });

  it('explains what does not fit', () => {
    expect(() => repeat(x, [1, 2], { axis: 1 })).toThrow(ShapeError);
    expect(() => repeat(x, [1, 2], { axis: 1 })).toThrow('repeat: needs one count for each of 3 elements, got 2.');
    expect(() => repeat(x, -1)).toThrow(ArgumentError);
    expect(() => repeat(x, 1, { axis: 2 })).toThrow('repeat: axis 2 is outside [-2, 1]');
    expect(() => repeat(x, 1, { axes: 0 } as never)).toThrow('Did you mean "axis"?');
  });
});

describe('roll', () => {
  it('moves elements round', () => {
    expect(roll(tensor([1, 2, 3, 4]), 1).toArray()).toEqual([4, 1, 2, 3]);
    expect(roll(tensor([1, 2, 3, 4]), -1).toArray()).toEqual([2, 3, 4, 1]);
    expect(roll(tensor([1, 2, 3, 4]), 4).toArray()).toEqual([1, 2, 3, 4]);
    expect(roll(x, 1).toArray()).toEqual([
      [5, 0, 1],
      [2, 3, 4],
    ]);
    expect(roll(x, 1, { axis: 1 }).toArray()).toEqual([
      [2, 0, 1],
      [5, 3, 4],
    ]);
    expect(roll(tensor(1), 3).item()).toBe(1);
    expect(roll(zeros([0, 2]), 1, { axis: 0 }).shape).toEqual([0, 2]);
  });

  it('takes lists of shifts and axes: one for all, or one for each, and shifts of one axis add up', () => {
    expect(roll(x, 1, { axis: [0, 1] }).toArray()).toEqual(roll(x, [1, 1], { axis: [0, 1] }).toArray());
    expect(roll(x, [1, 2], { axis: [1, 1] }).toArray()).toEqual(x.toArray());
    expect(roll(x, [1, 1], { axis: 1 }).toArray()).toEqual(roll(x, 2, { axis: 1 }).toArray());
    expect(roll(x, [1, 1]).toArray()).toEqual(roll(x, 2).toArray());
  });

  it('reads each element where it came from', () => {
    const shifts = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(shapes(2, 2), shifts, (shape, by) => {
        expectElements(roll(numbered(shape), by, { axis: [0, -1] }), shape, (index) =>
          position(
            shape,
            index.map((i, axis) => (i - (by[axis] as number) + 90 * (shape[axis] as number)) % (shape[axis] as number)),
          ),
        );
      }),
    );
  });

  it('explains what does not fit', () => {
    expect(() => roll(tensor([1, 2]), 1, { axis: null as never })).toThrow(
      'roll: expected an axis or an array of axes, got null.',
    );
    expect(() => roll(x, 0.5)).toThrow(ArgumentError);
    expect(() => roll(x, 0.5)).toThrow('roll: shifts are integers, got 0.5.');
    expect(() => roll(x, [1, 2, 3], { axis: [0, 1] })).toThrow('roll: 3 shifts do not fit 2 axes.');
    expect(() => roll(x, 1, { axis: 2 })).toThrow('roll: axis 2 is outside [-2, 1]');
  });
});
