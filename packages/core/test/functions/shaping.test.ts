import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  broadcastTo,
  expandDims,
  flatten,
  flip,
  reshape,
  ShapeError,
  squeeze,
  tensor,
  transpose,
  zeros,
} from '../../src/index.ts';
import { expectElements, numbered, position, shapes } from './elements.ts';

const x = numbered([2, 3]);

describe('reshape, flatten', () => {
  it('make no axis that a counter cannot count', () => {
    const wide = expandDims(zeros([2 ** 16]), 1).add(zeros([2 ** 15]));
    expect(() => flatten(wide)).toThrow('reshape: an axis of [2147483648] has 2^31 elements or more.');
  });

  it('keep the row-major order', () => {
    expect(reshape(x, [3, 2]).toArray()).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(flatten(x).toArray()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(flatten(tensor(7)).toArray()).toEqual([7]);
    expect(reshape(tensor([7]), []).toArray()).toBe(7);
  });

  it('infer one extent', () => {
    expect(reshape(x, [-1]).shape).toEqual([6]);
    expect(reshape(x, [3, -1]).shape).toEqual([3, 2]);
    expect(reshape(zeros([0, 3]), [-1, 3]).shape).toEqual([0, 3]);
    expect(flatten(zeros([2, 0])).shape).toEqual([0]);
  });

  it('explain what does not fit', () => {
    expect(() => reshape(x, [4])).toThrow(ShapeError);
    expect(() => reshape(x, [4])).toThrow('reshape: [2, 3] has 6 elements and cannot become [4].');
    expect(() => reshape(x, [-1, 4])).toThrow(ShapeError);
    expect(() => reshape(x, [-1, -1])).toThrow(ArgumentError);
    expect(() => reshape(x, [1.5, 4])).toThrow(ArgumentError);
    expect(() => reshape(x, 6 as never)).toThrow(ArgumentError);
  });
});

describe('transpose', () => {
  it('reverses the axes', () => {
    expect(transpose(x).toArray()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(transpose(tensor(1)).toArray()).toBe(1);
  });

  it('puts axes in any order', () => {
    expect(transpose(zeros([2, 3, 4]), [1, 2, 0]).shape).toEqual([3, 4, 2]);
    expect(transpose(zeros([2, 3, 4]), [-1, 0, 1]).shape).toEqual([4, 2, 3]);
    fc.assert(
      fc.property(shapes(0, 4), fc.infiniteStream(fc.nat()), (shape, order) => {
        const axes = shape.map((_, i) => [order.next().value as number, i] as const);
        const permuted = axes.sort(([p], [q]) => p - q).map(([, i]) => i);
        expectElements(
          transpose(numbered(shape), permuted),
          permuted.map((i) => shape[i] as number),
          (index) => {
            const from: number[] = [];
            for (const [at, axis] of permuted.entries()) from[axis] = index[at] as number;
            return position(shape, from);
          },
        );
      }),
    );
  });

  it('explains orders that are none', () => {
    expect(() => transpose(x, [0])).toThrow(ArgumentError);
    expect(() => transpose(x, [0, 0])).toThrow('transpose: axes [0, 0] must name each axis of [2, 3] once.');
    expect(() => transpose(x, [0, 2])).toThrow('transpose: axis 2 is outside [-2, 1] for rank 2.');
  });
});

describe('expandDims, squeeze', () => {
  it('add axes at positions of the result', () => {
    expect(expandDims(x, 0).shape).toEqual([1, 2, 3]);
    expect(expandDims(x, -1).shape).toEqual([2, 3, 1]);
    expect(expandDims(x, [0, -1]).shape).toEqual([1, 2, 3, 1]);
    expect(expandDims(x, [1, 2]).shape).toEqual([2, 1, 1, 3]);
    expect(expandDims(x, []).shape).toEqual([2, 3]);
    expect(expandDims(tensor(5), 0).toArray()).toEqual([5]);
  });

  it('remove axes of extent 1', () => {
    const y = zeros([1, 2, 1, 3]);
    expect(squeeze(y).shape).toEqual([2, 3]);
    expect(squeeze(y, { axis: 0 }).shape).toEqual([2, 1, 3]);
    expect(squeeze(y, { axis: [0, -2] }).shape).toEqual([2, 3]);
    expect(squeeze(x).shape).toEqual([2, 3]);
  });

  it('explain what cannot be', () => {
    expect(() => expandDims(x, undefined as never)).toThrow('expandDims: needs an axis, or an array of axes.');
    expect(() => expandDims(x, null as never)).toThrow('expandDims: expected an axis or an array of axes, got null.');
    expect(() => expandDims(x, 3)).toThrow('expandDims: axis 3 is outside [-3, 2] for rank 3.');
    expect(() => expandDims(x, [0, 0])).toThrow(ArgumentError);
    expect(() => squeeze(x, { axis: 1 })).toThrow(ShapeError);
    expect(() => squeeze(x, { axis: 1 })).toThrow('squeeze: axis 1 of [2, 3] is not 1.');
    expect(() => squeeze(x, { axis: 4 })).toThrow(ArgumentError);
  });
});

describe('broadcastTo', () => {
  it('repeats missing axes and axes of extent 1', () => {
    expect(broadcastTo(tensor([1, 2]), [2, 2]).toArray()).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(broadcastTo(tensor([[1], [2]]), [2, 3]).toArray()).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
    expect(broadcastTo(5, [3]).toArray()).toEqual([5, 5, 5]);
    expect(broadcastTo(tensor([1]), [0]).shape).toEqual([0]);
  });

  it('agrees with reading each index at 0 where the extent is 1', () => {
    fc.assert(
      fc.property(shapes(0, 3), shapes(0, 1), fc.nat(7), (shape, lead, mask) => {
        const from = shape.map((n, i) => ((mask >> i) & 1 ? 1 : n));
        expectElements(broadcastTo(numbered(from), [...lead, ...shape]), [...lead, ...shape], (index) =>
          position(
            from,
            index.slice(lead.length).map((i, axis) => (from[axis] === 1 ? 0 : i)),
          ),
        );
      }),
    );
  });

  it('explains what does not broadcast', () => {
    expect(() => broadcastTo(tensor([1, 2]), [3])).toThrow(ShapeError);
    expect(() => broadcastTo(tensor([1, 2]), [1])).toThrow('broadcastTo: [2] does not broadcast to [1].');
    expect(() => broadcastTo(tensor([[1]]), [1])).toThrow('broadcastTo: [1, 1] does not broadcast to [1].');
    expect(() => broadcastTo(1, [-1])).toThrow(ArgumentError);
  });
});

describe('flip', () => {
  it('turns axes around', () => {
    expect(flip(x).toArray()).toEqual([
      [5, 4, 3],
      [2, 1, 0],
    ]);
    expect(flip(x, { axis: 0 }).toArray()).toEqual([
      [3, 4, 5],
      [0, 1, 2],
    ]);
    expect(flip(x, { axis: [-1] }).toArray()).toEqual([
      [2, 1, 0],
      [5, 4, 3],
    ]);
    expect(flip(zeros([0, 2])).shape).toEqual([0, 2]);
  });

  it('explains axes that do not exist', () => {
    expect(() => flip(x, { axis: 2 })).toThrow('flip: axis 2 is outside [-2, 1] for rank 2.');
    expect(() => flip(x, { axes: 0 } as never)).toThrow('Did you mean "axis"?');
  });
});
