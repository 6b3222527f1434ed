import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  concatenate,
  DTypeError,
  neg,
  ShapeError,
  slice,
  stack,
  take,
  tensor,
  zeros,
} from '../../src/index.ts';
import { numbered, shapes } from './elements.ts';

describe('concatenate', () => {
  it('puts tensors one after the other', () => {
    expect(concatenate([tensor([1, 2]), tensor([3])]).toArray()).toEqual([1, 2, 3]);
    const [a, b] = [
      tensor([[1], [2]]),
      tensor([
        [3, 4],
        [5, 6],
      ]),
    ];
    expect(concatenate([a, b], { axis: 1 }).toArray()).toEqual([
      [1, 3, 4],
      [2, 5, 6],
    ]);
    expect(concatenate([a, b], { axis: -1 }).shape).toEqual([2, 3]);
    expect(concatenate([a]).toArray()).toEqual(a.toArray());
    expect(concatenate([zeros([0, 2]), zeros([3, 2])]).shape).toEqual([3, 2]);
  });

  it('joins what was joined before, part by part, without code that doubles with every part', () => {
    // Code of 2⁴⁰ parts would never end. With arithmetic in between they stay choices in choices.
    const parts = Array.from({ length: 40 }, (_, i) => tensor([i, i + 0.5, -i]));
    const plain = parts.reduce((all, part) => concatenate([all, part]));
    expect(plain.toArray()).toEqual(parts.flatMap((part) => part.toArray() as number[]));
    const negated = parts.reduce((all, part) => concatenate([neg(all), part]));
    const expected = parts.flatMap((part, i) => (part.toArray() as number[]).map((x) => ((39 - i) % 2 === 0 ? x : -x)));
    expect(negated.toArray()).toEqual(expected);
  });

  it('is undone by slice', () => {
    fc.assert(
      fc.property(
        shapes(1, 3),
        fc.nat(2),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
        (shape, at, extents) => {
          const axis = at % shape.length;
          const parts = extents.map((n) => numbered(shape.map((m, i) => (i === axis ? n : m))));
          const whole = concatenate(parts, { axis });
          let from = 0;
          for (const part of parts) {
            const to = from + (part.shape[axis] as number);
            const only = (value: number) => shape.map((_, i) => (i === axis ? value : undefined));
            expect(slice(whole, only(from), only(to)).toArray()).toEqual(part.toArray());
            from = to;
          }
          expect(whole.shape[axis]).toBe(from);
        },
      ),
    );
  });

  it('explains what does not fit', () => {
    expect(() => concatenate([])).toThrow(ArgumentError);
    expect(() => concatenate([])).toThrow(
      'concatenate: needs an array of at least one tensor, got an array of length 0.',
    );
    expect(() => concatenate(tensor([1]) as never)).toThrow(ArgumentError);
    expect(() => concatenate([tensor(1), tensor(2)])).toThrow(
      'concatenate: scalars have no axis to join. Use stack().',
    );
    expect(() => concatenate([zeros([2, 3]), zeros([2, 4])])).toThrow(ShapeError);
    expect(() => concatenate([zeros([2, 3]), zeros([2, 4])])).toThrow(
      'concatenate: [2, 3] and [2, 4] differ outside axis 0.',
    );
    expect(() => concatenate([zeros([2, 3]), zeros([2])])).toThrow(ShapeError);
    expect(() => concatenate([zeros([1]), zeros([1], { dtype: 'int32' })])).toThrow(DTypeError);
    expect(() => concatenate([zeros([1])], { axis: 1 })).toThrow('concatenate: axis 1 is outside [-1, 0]');
  });
});

describe('stack', () => {
  it('puts tensors side by side along a new axis', () => {
    const [a, b] = [tensor([1, 2]), tensor([3, 4])];
    expect(stack([a, b]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(stack([a, b], { axis: 1 }).toArray()).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(stack([a, b], { axis: -1 }).toArray()).toEqual(stack([a, b], { axis: 1 }).toArray());
    expect(stack([tensor(1), 2, tensor(3)]).toArray()).toEqual([1, 2, 3]);
  });

  it('is undone by take', () => {
    const parts = [numbered([2, 3]), numbered([2, 3]).neg()];
    for (const axis of [0, 1, 2]) {
      for (const [i, part] of parts.entries()) {
        expect(take(stack(parts, { axis }), i, { axis }).toArray()).toEqual(part.toArray());
      }
    }
  });

  it('explains what does not fit', () => {
    expect(() => stack([])).toThrow('stack: needs an array of at least one tensor');
    expect(() => stack([zeros([2]), zeros([3])])).toThrow('stack: shapes differ: [2] and [3].');
    expect(() => stack([zeros([2]), zeros([2], { dtype: 'bool' })])).toThrow('stack: element types differ');
    expect(() => stack([zeros([2])], { axis: 2 })).toThrow('stack: axis 2 is outside [-2, 1]');
    expect(() => stack([zeros([2])], { dim: 0 } as never)).toThrow('stack: unknown option "dim".');
  });
});
