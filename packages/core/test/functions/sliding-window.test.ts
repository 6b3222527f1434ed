import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, arange, ShapeError, slidingWindow, zeros } from '../../src/index.ts';
import { expectElements, numbered, position } from './elements.ts';

describe('slidingWindow', () => {
  it('has the views of one axis last', () => {
    expect(slidingWindow(arange(4), 2).toArray()).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(slidingWindow(arange(4), 2, { strides: 2 }).toArray()).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(slidingWindow(arange(4), 2, { dilation: 3 }).toArray()).toEqual([[0, 3]]);
    // numpy.lib.stride_tricks.sliding_window_view(x, 2, axis=0)
    expect(slidingWindow(arange(6).reshape([3, 2]), 2, { axis: 0 }).toArray()).toEqual([
      [
        [0, 2],
        [1, 3],
      ],
      [
        [2, 4],
        [3, 5],
      ],
    ]);
  });

  it('has the views of several axes in the order they are named', () => {
    const x = zeros([5, 6, 7]);
    expect(slidingWindow(x, [2, 3, 4]).shape).toEqual([4, 4, 4, 2, 3, 4]);
    expect(slidingWindow(x, [2, 3], { axis: [-1, 0] }).shape).toEqual([3, 6, 6, 2, 3]);
    expect(slidingWindow(x, 2, { axis: [1, 2], strides: [1, 2] }).shape).toEqual([5, 5, 3, 2, 2]);
  });

  it('reads every element where NumPy would, for any sizes and steps', () => {
    const axis = fc.record({
      extent: fc.constantFrom(1, 2, 3, 5, 7),
      size: fc.constantFrom(1, 2, 3),
      stride: fc.constantFrom(1, 2, 3),
      dilation: fc.constantFrom(1, 2),
    });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 3 }), (axes) => {
        fc.pre(axes.every(({ extent, size, dilation }) => (size - 1) * dilation < extent));
        const shape = axes.map(({ extent }) => extent);
        const counts = axes.map(({ extent, size, stride, dilation }) => {
          let count = 0;
          while (count * stride + (size - 1) * dilation < extent) count++;
          return count;
        });
        const sizes = axes.map(({ size }) => size);
        const views = slidingWindow(numbered(shape), sizes, {
          strides: axes.map(({ stride }) => stride),
          dilation: axes.map(({ dilation }) => dilation),
        });
        expectElements(views, [...counts, ...sizes], (index) =>
          position(
            shape,
            axes.map(({ stride, dilation }, i) => {
              return (index[i] as number) * stride + (index[axes.length + i] as number) * dilation;
            }),
          ),
        );
      }),
    );
  });

  it('says what does not fit', () => {
    const x = zeros([2, 5]);
    expect(() => slidingWindow(x, 3)).toThrow(
      /slidingWindow: a view spans 3 elements, axis 0 of \[2, 5\] has 2\. Use pad/,
    );
    expect(() => slidingWindow(x, 3, { axis: 1, dilation: 3 })).toThrow(ShapeError);
    expect(() => slidingWindow(x, [1, 2, 3])).toThrow(ArgumentError);
    expect(() => slidingWindow(x, 0)).toThrow(/size is an integer of at least 1/);
    expect(() => slidingWindow(x, 1, { axis: [1, -1] })).toThrow(/name an axis twice/);
    expect(() => slidingWindow(x, 1, { axis: 2 })).toThrow(/axis 2 is outside/);
    expect(() => slidingWindow(zeros([]), 1)).not.toThrow();
  });
});
