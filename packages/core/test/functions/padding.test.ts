import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printGraph } from '../../src/graph.ts';
import { ArgumentError, type PadMode, pad, ShapeError, slice, tensor, zeros } from '../../src/index.ts';
import { expectElements, numbered, position, shapes } from './elements.ts';

const x = numbered([2, 3]);

describe('wide margins', () => {
  const modes: readonly PadMode[] = ['edge', 'reflect', 'symmetric', 'wrap'];

  it('cost no list of their positions', () => {
    for (const mode of modes) {
      expect(pad(tensor([1, 2, 3]), [[3 * 2 ** 29, 1]], { mode }).shape).toEqual([3 * 2 ** 29 + 4]);
    }
  });

  it('have a bound', () => {
    for (const mode of ['constant', ...modes] as const) {
      expect(() =>
        pad(
          x,
          [
            [0, 0],
            [2 ** 31, 0],
          ],
          { mode },
        ),
      ).toThrow('pad: [2, 2147483651] has 2^31 elements or more.');
    }
  });
});

describe('pad with a constant', () => {
  it('adds margins', () => {
    expect(
      pad(
        tensor([[1]]),
        [
          [1, 0],
          [0, 2],
        ],
        { value: 7 },
      ).toArray(),
    ).toEqual([
      [7, 7, 7],
      [1, 7, 7],
    ]);
    expect(pad(tensor([true]), [[0, 1]]).toArray()).toEqual([true, false]);
    expect(pad(zeros([0]), [[1, 1]]).toArray()).toEqual([0, 0]);
    expect(pad(tensor([1]), [[1, 0]], { value: -Infinity }).toArray()).toEqual([-Infinity, 1]);
  });

  it('is undone by slice', () => {
    const widths = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(shapes(2, 2), widths, (shape, margins) => {
        const padded = pad(numbered(shape), margins, { value: -1 });
        expect(padded.shape).toEqual(shape.map((n, i) => n + (margins[i]?.[0] ?? 0) + (margins[i]?.[1] ?? 0)));
        const low = margins.map(([before]) => before);
        const back = slice(
          padded,
          low,
          shape.map((n, i) => n + (low[i] as number)),
        );
        expect(back.toArray()).toEqual(numbered(shape).toArray());
        const outside = padded.dataSync().filter((value) => value === -1).length;
        expect(outside).toBe(padded.size - back.size);
      }),
    );
  });

  it('explains bad widths', () => {
    expect(() => pad(tensor([1]), [[1, 1]], { value: 'x' as never })).toThrow('pad: value is a number, got "x".');
    expect(() => pad(x, [[1, 1]])).toThrow(ArgumentError);
    expect(() => pad(x, [[1, 1]])).toThrow(
      'pad: needs [before, after] for each axis of [2, 3], got an array of length 1.',
    );
    expect(() =>
      pad(x, [
        [-1, 0],
        [0, 0],
      ]),
    ).toThrow('pad: widths are pairs of non-negative integers, got [-1,0].');
    expect(() => pad(x, [[0, 0], [0]] as never)).toThrow(ArgumentError);
    expect(() =>
      pad(
        x,
        [
          [0, 0],
          [0, 0],
        ],
        { value: 0.5 },
      ),
    ).toThrow('pad: 0.5 is not an int32');
    expect(() =>
      pad(
        x,
        [
          [0, 0],
          [0, 0],
        ],
        { val: 0 } as never,
      ),
    ).toThrow('Did you mean "value"?');
  });
});

describe('pad with elements of x', () => {
  // The examples of NumPy's documentation, margins 2 and 3 of [1, 2, 3, 4, 5].
  it.each([
    ['edge', [1, 1, 1, 2, 3, 4, 5, 5, 5, 5]],
    ['reflect', [3, 2, 1, 2, 3, 4, 5, 4, 3, 2]],
    ['symmetric', [2, 1, 1, 2, 3, 4, 5, 5, 4, 3]],
    ['wrap', [4, 5, 1, 2, 3, 4, 5, 1, 2, 3]],
  ] as [PadMode, number[]][])('mode %s', (mode, expected) => {
    expect(pad(tensor([1, 2, 3, 4, 5]), [[2, 3]], { mode }).toArray()).toEqual(expected);
  });

  /** Walks over the axis one step at a time, turning or jumping at its ends. */
  function walk(mode: PadMode, n: number, at: number): number {
    let position = 0;
    let step = at < 0 ? -1 : 1;
    for (let left = Math.abs(at); left > 0; left--) {
      const next = position + step;
      if (next >= 0 && next < n) position = next;
      else if (mode === 'wrap') position = step > 0 ? 0 : n - 1;
      else if (mode === 'edge') continue;
      else {
        step = -step;
        // The mirror is on the outermost element, or behind it.
        if (mode === 'reflect') position = Math.min(n - 1, Math.max(0, position + step));
      }
    }
    return position;
  }

  it.each(['edge', 'reflect', 'symmetric', 'wrap'] as const)('mode %s goes on in margins of any width', (mode) => {
    const extents = fc.array(fc.constantFrom(1, 2, 3, 5), { minLength: 2, maxLength: 2 });
    const widths = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(extents, widths, (shape, margins) => {
        const padded = shape.map((n, i) => n + (margins[i]?.[0] ?? 0) + (margins[i]?.[1] ?? 0));
        expectElements(pad(numbered(shape), margins, { mode }), padded, (index) =>
          position(
            shape,
            index.map((i, axis) => walk(mode, shape[axis] as number, i - (margins[axis]?.[0] ?? 0))),
          ),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('makes few nodes for wide margins', () => {
    const { node } = pad(tensor([1, 2, 3]), [[1000, 1000]], { mode: 'reflect' });
    expect(printGraph([node]).split('\n').length).toBeLessThan(12);
  });

  it('leaves axes without margins alone, also empty ones', () => {
    expect(
      pad(
        zeros([0, 2]),
        [
          [0, 0],
          [1, 0],
        ],
        { mode: 'edge' },
      ).shape,
    ).toEqual([0, 3]);
    expect(pad(tensor(1), [], { mode: 'wrap' }).item()).toBe(1);
  });

  it('explains what cannot be', () => {
    expect(() => pad(zeros([0]), [[1, 0]], { mode: 'reflect' })).toThrow(ShapeError);
    expect(() => pad(zeros([0]), [[1, 0]], { mode: 'reflect' })).toThrow(
      'pad: axis 0 of [0] is empty, there is nothing to repeat.',
    );
    expect(() => pad(tensor([1]), [[1, 0]], { mode: 'mirror' as never })).toThrow(ArgumentError);
    expect(() => pad(tensor([1]), [[1, 0]], { mode: 'mirror' as never })).toThrow(
      'pad: mode is constant, edge, reflect, symmetric, wrap, got "mirror".',
    );
    expect(() => pad(tensor([1]), [[1, 0]], { mode: 'edge', value: 1 })).toThrow('pad: mode "edge" has no value.');
  });
});
