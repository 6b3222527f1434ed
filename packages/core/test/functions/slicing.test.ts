import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, slice, zeros } from '../../src/index.ts';
import { expectElements, numbered, position, shapes } from './elements.ts';

const x = numbered([2, 3]);

describe('slice without steps', () => {
  it('takes a box', () => {
    expect(slice(x, [0, 1], [1, 3]).toArray()).toEqual([[1, 2]]);
  });

  it('counts negative positions from the end', () => {
    expect(slice(x, [-1, -2], [2, -1]).toArray()).toEqual([[4]]);
  });

  it('takes whole axes where nothing is said', () => {
    expect(slice(x, [1]).toArray()).toEqual([[3, 4, 5]]);
    expect(slice(x, [], [1]).toArray()).toEqual([[0, 1, 2]]);
    expect(slice(x, [undefined, 2], [undefined, undefined]).toArray()).toEqual([[2], [5]]);
  });

  it('limits positions to the ends, and is empty where the stop is not after the start', () => {
    expect(slice(x, [-9, 1], [9, 9]).shape).toEqual([2, 2]);
    expect(slice(x, [1], [1]).shape).toEqual([0, 3]);
    expect(slice(x, [5, 2], [9, 0]).shape).toEqual([0, 0]);
  });

  it('agrees with Array.prototype.slice on every axis', () => {
    const bounds = fc.array(fc.option(fc.integer({ min: -7, max: 7 }), { nil: undefined }), { maxLength: 3 });
    fc.assert(
      fc.property(shapes(3, 3), bounds, bounds, (shape, start, stop) => {
        const kept = shape.map((n, i) => Array.from({ length: n }, (_, at) => at).slice(start[i], stop[i]));
        expectElements(
          slice(numbered(shape), start, stop),
          kept.map((k) => k.length),
          (index) =>
            position(
              shape,
              index.map((i, axis) => kept[axis]?.[i] as number),
            ),
        );
      }),
    );
  });

  it('explains bad positions', () => {
    expect(() => slice(x, [0, 0, 0])).toThrow(ArgumentError);
    expect(() => slice(x, [0, 0, 0])).toThrow(
      'slice: start is an array with at most one entry for each axis of [2, 3]',
    );
    expect(() => slice(x, [0.5])).toThrow('slice: start holds integers, got 0.5.');
    expect(() => slice(x, [0], 1 as never)).toThrow('slice: stop is an array');
  });
});

describe('slice with steps', () => {
  const digits = numbered([10]);

  it('takes every so manieth element', () => {
    expect(slice(digits, [], [], [3]).toArray()).toEqual([0, 3, 6, 9]);
    expect(slice(digits, [1], [8], [3]).toArray()).toEqual([1, 4, 7]);
    expect(slice(digits, [1], [7], [3]).toArray()).toEqual([1, 4]);
    expect(slice(digits, [2], [], [20]).toArray()).toEqual([2]);
    expect(slice(digits, [], [], [undefined]).toArray()).toEqual(digits.toArray());
  });

  it('runs backwards', () => {
    expect(slice(digits, [], [], [-4]).toArray()).toEqual([9, 5, 1]);
    expect(slice(digits, [7], [2], [-2]).toArray()).toEqual([7, 5, 3]);
    expect(slice(digits, [-2], [-5], [-1]).toArray()).toEqual([8, 7, 6]);
    expect(slice(digits, [3], [], [-1]).toArray()).toEqual([3, 2, 1, 0]);
    expect(slice(digits, [2], [7], [-1]).toArray()).toEqual([]);
    expect(slice(zeros([0]), [], [], [-1]).shape).toEqual([0]);
  });

  /** Python's definition of `range(*slice(start, stop, step).indices(n))`, position by position. */
  function positions(n: number, start: number | undefined, stop: number | undefined, step: number): number[] {
    const all = Array.from({ length: n }, (_, i) => i);
    const ordered = step > 0 ? all : all.reverse();
    const from = (at: number): number => (at < 0 ? at + n : at);
    const inside = ordered.filter((i) => {
      const afterStart = start === undefined || (step > 0 ? i >= from(start) : i <= from(start));
      const beforeStop = stop === undefined || (step > 0 ? i < from(stop) : i > from(stop));
      return afterStart && beforeStop;
    });
    return inside.filter((_, i) => i % Math.abs(step) === 0);
  }

  it("agrees with Python's ranges on every axis", () => {
    const bound = fc.option(fc.integer({ min: -8, max: 8 }), { nil: undefined });
    const step = fc.constantFrom(-7, -3, -2, -1, 1, 2, 3, 7);
    const axis = fc.record({ n: fc.constantFrom(0, 1, 2, 3, 5, 6), start: bound, stop: bound, step });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 3 }), (axes) => {
        const kept = axes.map(({ n, start, stop, step }) => positions(n, start, stop, step));
        const shape = axes.map(({ n }) => n);
        expectElements(
          slice(
            numbered(shape),
            axes.map(({ start }) => start),
            axes.map(({ stop }) => stop),
            axes.map(({ step }) => step),
          ),
          kept.map((k) => k.length),
          (index) =>
            position(
              shape,
              index.map((i, at) => kept[at]?.[i] as number),
            ),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('explains bad steps', () => {
    expect(() => slice(x, [], [], [0])).toThrow('slice: a step is not 0.');
    expect(() => slice(x, [], [], [0.5])).toThrow(ArgumentError);
    expect(() => slice(x, [], [], [1, 1, 1])).toThrow('slice: step is an array with at most one entry');
  });
});
