import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisForm, flatten, merge, reshapeIndex, scaled, sumOf } from '../../src/compile/affine.ts';
import type { Affine } from '../../src/compile/kernel.ts';
import { type Shape, sizeOf, stridesOf } from '../../src/shape.ts';

const at = (form: Affine, point: readonly number[]): number =>
  form.strides.reduce((sum, stride, axis) => sum + stride * (point[axis] as number), form.offset);

function* points(shape: Shape): Generator<number[]> {
  const strides = stridesOf(shape);
  for (let i = 0; i < sizeOf(shape); i++) yield shape.map((n, d) => Math.floor(i / (strides[d] as number)) % n);
}

const extent = fc.constantFrom(1, 2, 3, 4, 6);
const shapes = fc.array(extent, { maxLength: 4 });

describe('forms', () => {
  it('add and scale as the numbers they stand for', () => {
    const form = sumOf(scaled(axisForm(0, 2), 3, 1), axisForm(1, 2));
    expect(at(form, [2, 5])).toBe(3 * 2 + 1 + 5);
  });
});

describe('merge', () => {
  const still = { offset: 0, strides: [0, 0, 0] };

  it('makes one loop of axes that every form steps over as over one', () => {
    expect(merge([0, 1, 2], [2, 3, 4], [{ offset: 0, strides: [12, 4, 1] }])).toEqual([{ axis: 2, extent: 24 }]);
    expect(merge([0, 1, 2], [2, 3, 4], [{ offset: 0, strides: [4, 8, 1] }, still])).toHaveLength(3);
  });

  it('makes no loop that a signed counter of 32 bits cannot count', () => {
    expect(merge([0, 1], [2 ** 16, 2 ** 15], [still])).toHaveLength(2);
    expect(merge([0, 1], [2 ** 16, 2 ** 15 - 1], [still])).toHaveLength(1);
  });
});

describe('reshapeIndex', () => {
  /** Two shapes of one size: the extents of one grouped in another way. */
  const pairs = fc.tuple(shapes, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })).map(([from, joins]) => {
    const to: number[] = [];
    from.forEach((n, d) => {
      if (d > 0 && joins[d] === true) to.push((to.pop() as number) * n);
      else to.push(n);
    });
    return { from, to };
  });
  const check = (from: Shape, to: Shape, result: readonly Affine[] | undefined): void => {
    expect(result).toBeDefined();
    for (const point of points(from)) {
      const index = (result as readonly Affine[]).map((form) => at(form, point));
      const flat = stridesOf(from).reduce((sum, stride, d) => sum + stride * (point[d] as number), 0);
      expect(stridesOf(to).reduce((sum, stride, d) => sum + stride * (index[d] as number), 0)).toBe(flat);
      index.forEach((i, d) => {
        expect(i >= 0 && i < (to[d] as number)).toBe(true);
      });
    }
  };

  it('finds the same element after axes are merged', () => {
    fc.assert(
      fc.property(pairs, ({ from, to }) => {
        const index = from.map((_, a) => axisForm(a, from.length));
        check(from, to, reshapeIndex(index, from, to, from));
      }),
    );
  });

  it('splits an axis where the kernel has an axis for each part', () => {
    // A kernel over 4 × 3 that reads a vector of 12 which is a view of 4 × 3.
    const flat = flatten([axisForm(0, 2), axisForm(1, 2)], [4, 3], 2);
    check([4, 3], [4, 3], reshapeIndex([flat], [12], [4, 3], [4, 3]));
  });

  it('says so when an index would need division', () => {
    expect(reshapeIndex([axisForm(0, 1)], [12], [4, 3], [12])).toBeUndefined();
  });
});
