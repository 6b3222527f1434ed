import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  all,
  any,
  argmax,
  argmin,
  countNonzero,
  max,
  min,
  prod,
  type ReduceOptions,
  ShapeError,
  sum,
  type Tensor,
  type TensorLike,
  tensor,
} from '../../src/index.ts';
import { expectElements, indicesOf, numbered, position, shapes } from './elements.ts';

const matrix = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);

describe('sum, prod, max, min', () => {
  it('fold all axes by default', () => {
    expect([sum(matrix), prod(matrix), max(matrix), min(matrix)].map((t) => t.item())).toEqual([21, 720, 6, 1]);
    expect(sum(matrix).shape).toEqual([]);
  });

  it('fold the named axes, also counted from the end', () => {
    expect(sum(matrix, { axis: 0 }).toArray()).toEqual([5, 7, 9]);
    expect(prod(matrix, { axis: -1 }).toArray()).toEqual([6, 120]);
    expect(max(matrix, { axis: [1] }).toArray()).toEqual([3, 6]);
    expect(min(matrix, { axis: [-2, 1] }).toArray()).toBe(1);
  });

  it('keep folded axes with extent 1 when asked', () => {
    expect(sum(matrix, { axis: 1, keepDims: true }).toArray()).toEqual([[6], [15]]);
    expect(max(matrix, { keepDims: true }).toArray()).toEqual([[6]]);
    expect(min(matrix, { axis: 0, keepDims: false }).shape).toEqual([3]);
  });

  it('leave everything as it is when no axis is named', () => {
    expect(sum(matrix, { axis: [] }).toArray()).toEqual(matrix.toArray());
    expect(sum(tensor(5)).toArray()).toBe(5);
  });

  it('agree with a loop over the elements, for any shape and axes', () => {
    fc.assert(
      fc.property(shapes(1, 4), fc.nat(15), fc.boolean(), (shape, mask, keepDims) => {
        const axis = shape.map((_, i) => i).filter((i) => (mask >> i) & 1);
        const kept = shape.map((n, i) => (axis.includes(i) ? 1 : n));
        const sums = new Array<number>(indicesOf(kept).length).fill(0);
        for (const index of indicesOf(shape)) {
          sums[
            position(
              kept,
              index.map((i, at) => (axis.includes(at) ? 0 : i)),
            )
          ] += position(shape, index);
        }
        const result = sum(numbered(shape), { axis, keepDims });
        expect(result.shape).toEqual(keepDims ? kept : shape.filter((_, i) => !axis.includes(i)));
        expect([...result.dataSync()]).toEqual(sums);
      }),
    );
  });

  it('have neutral elements for nothing', () => {
    const empty = tensor([], { shape: [0, 2] });
    expect(sum(empty, { axis: 0 }).toArray()).toEqual([0, 0]);
    expect(prod(empty, { axis: 0 }).toArray()).toEqual([1, 1]);
    expect(sum(empty, { axis: 1 }).toArray()).toEqual([]);
  });

  it('have no largest of nothing', () => {
    const empty = tensor([], { shape: [0, 2] });
    expect(() => max(empty, { axis: 0 })).toThrow(ShapeError);
    expect(() => min(empty)).toThrow('min: [0, 2] has no elements along axis 0, 1 to choose from.');
    expect(max(empty, { axis: 1 }).shape).toEqual([0]);
  });

  it('count truth values in int32 and bytes in uint32', () => {
    expect([sum(tensor([true, true])).item(), sum(tensor([true])).dtype]).toEqual([2, 'int32']);
    const bytes = tensor(new Uint8Array([255, 255]));
    expect([sum(bytes).item(), sum(bytes).dtype]).toEqual([510, 'uint32']);
    expect([prod(bytes).item(), prod(bytes).dtype]).toEqual([65025, 'uint32']);
    expect(prod(tensor([true, false])).item()).toBe(0);
  });

  it('keep other types, and wrap integers', () => {
    for (const dtype of ['float32', 'float64', 'int32', 'uint32'] as const) {
      expect(sum(tensor([1, 2], { dtype })).dtype).toBe(dtype);
    }
    expect(sum(tensor([2147483647, 1], { dtype: 'int32' })).item()).toBe(-2147483648);
    expect(max(tensor(new Uint8Array([3, 200]))).dtype).toBe('uint8');
    expect(min(tensor([4294967295, 7], { dtype: 'uint32' })).item()).toBe(7);
  });

  it('let NaN through', () => {
    const x = tensor([1, Number.NaN, 3]);
    for (const f of [sum, prod, max, min]) expect(f(x).item()).toBe(Number.NaN);
  });

  it('find infinities and negative numbers', () => {
    expect(max(tensor([-Infinity, -5])).item()).toBe(-5);
    expect(max(tensor([-Infinity, -Infinity])).item()).toBe(-Infinity);
    expect(min(tensor([3, -Infinity])).item()).toBe(-Infinity);
  });

  it('sum four million equal numbers within 1e-6', () => {
    // The budget of the design: one serial float32 accumulator would be off by 1e-2.
    const n = 4_000_000;
    const total = sum(tensor(new Float32Array(n).fill(0.1))).item();
    expect(Math.abs(total / (Math.fround(0.1) * n) - 1)).toBeLessThan(1e-6);
  });
});

describe('any, all', () => {
  const x = tensor([
    [true, false],
    [false, false],
    [true, true],
  ]);

  it('fold truth values', () => {
    expect(any(x, { axis: 1 }).toArray()).toEqual([true, false, true]);
    expect(all(x, { axis: 1 }).toArray()).toEqual([false, false, true]);
    expect([any(x).toArray(), all(x).toArray()]).toEqual([true, false]);
    expect(all(x, { axis: 0, keepDims: true }).toArray()).toEqual([[false, false]]);
  });

  it('take what is not zero for true, NaN included', () => {
    expect(any(tensor([0, Number.NaN])).toArray()).toBe(true);
    expect(all(tensor([2, 0.1])).toArray()).toBe(true);
  });

  it('are false and true of nothing', () => {
    expect(any(tensor([])).toArray()).toBe(false);
    expect(all(tensor([])).toArray()).toBe(true);
    expect(any(tensor([], { shape: [2, 0], dtype: 'bool' }), { axis: 1 }).toArray()).toEqual([false, false]);
  });
});

describe('countNonzero', () => {
  it('counts what is not zero', () => {
    expect(countNonzero(tensor([0, -0, 3, Number.NaN])).item()).toBe(2);
    expect(countNonzero(matrix, { axis: 0, keepDims: true }).toArray()).toEqual([[2, 2, 2]]);
    expect(countNonzero(tensor([], { shape: [0, 2] }), { axis: 0 }).toArray()).toEqual([0, 0]);
    expect(countNonzero(tensor([true, false])).dtype).toBe('int32');
    expect(countNonzero(tensor([0, 200], { dtype: 'uint8' })).item()).toBe(1);
  });
});

describe('argmax, argmin', () => {
  const x = tensor([
    [3, 9, 2],
    [4, 1, 4],
  ]);

  it('search the last axis by default', () => {
    expect([argmax(x).toArray(), argmin(x).toArray()]).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(argmax(x).dtype).toBe('int32');
  });

  it('search another axis, and keep it when asked', () => {
    expect(argmax(x, { axis: 0 }).toArray()).toEqual([1, 0, 1]);
    expect(argmin(x, { axis: 1, keepDims: true }).toArray()).toEqual([[2], [1]]);
  });

  it('search several axes as if they were one', () => {
    expect(argmax(x, { axis: [0, 1] }).item()).toBe(1);
    expect(argmin(x, { axis: [1, 0], keepDims: true }).toArray()).toEqual([[4]]);
    const y = numbered([2, 3, 4]);
    expect(argmax(y, { axis: [0, 2] }).toArray()).toEqual([7, 7, 7]);
    expect(argmax(y, { axis: [0, -1], keepDims: true }).shape).toEqual([1, 3, 1]);
    expect(() => argmax(x, { axis: [0, 0] })).toThrow('argmax: axes [0, 0] name an axis twice.');
    expect(() => argmax(tensor([], { shape: [0, 2] }), { axis: [0, 1] })).toThrow(ShapeError);
  });

  it('find the first of several, and NaN before all', () => {
    expect(argmax(tensor([1, 7, 7])).item()).toBe(1);
    expect(argmin(tensor([7, 1, 1])).item()).toBe(1);
    expect(argmax(tensor([Infinity, Number.NaN, Number.NaN])).item()).toBe(1);
    expect(argmin(tensor([-Infinity, Number.NaN])).item()).toBe(1);
    expect(argmax(tensor([-Infinity, -Infinity])).item()).toBe(0);
  });

  it('order integers and truth values without overflow', () => {
    expect(argmin(tensor([5, -2147483648, 3], { dtype: 'int32' })).item()).toBe(1);
    expect(argmin(tensor([4294967295, 0], { dtype: 'uint32' })).item()).toBe(1);
    expect(argmin(tensor(new Uint8Array([9, 255, 0, 0]))).item()).toBe(2);
    expect(argmin(tensor([true, false, false])).item()).toBe(1);
    expect(argmax(tensor([false, true, true])).item()).toBe(1);
  });

  it('agree with a search through rows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 40 }), (row) => {
        expect(argmax(tensor(row)).item()).toBe(row.indexOf(Math.max(...row)));
        expect(argmin(tensor(row, { dtype: 'int32' })).item()).toBe(row.indexOf(Math.min(...row)));
      }),
    );
  });

  it('have nothing to find in nothing', () => {
    expect(() => argmax(tensor([]))).toThrow(ShapeError);
    expect(() => argmin(tensor([], { shape: [2, 0] }))).toThrow('argmin: [2, 0] has no elements along axis 1');
    expect(argmax(tensor([], { shape: [0, 2] })).shape).toEqual([0]);
    expect(() => argmax(tensor(1))).toThrow('argmax: a scalar has no axes, got axis -1.');
  });
});

describe.each([
  ['sum', sum],
  ['prod', prod],
  ['max', max],
  ['min', min],
  ['any', any],
  ['all', all],
  ['argmax', argmax],
] as [string, (x: TensorLike, options?: ReduceOptions) => Tensor][])('%s', (name, f) => {
  it('explains bad options', () => {
    expect(() => f(matrix, { axis: 2 })).toThrow(ArgumentError);
    expect(() => f(matrix, { axis: 2 })).toThrow(`${name}: axis 2 is outside [-2, 1] for rank 2.`);
    expect(() => f(matrix, { keepdims: true } as never)).toThrow(
      `${name}: unknown option "keepdims". Did you mean "keepDims"?`,
    );
    expect(() => f(matrix, 1 as never)).toThrow(`${name}: expected an options object, got 1.`);
    expect(() => f(matrix, { keepDims: 1 as never })).toThrow(`${name}: keepDims is true or false, got 1.`);
  });
});

describe('sum', () => {
  it('refuses to fold an axis twice', () => {
    expect(() => sum(matrix, { axis: [0, -2] })).toThrow('sum: axes [0, 0] name an axis twice.');
  });

  it('adds along rows', () => {
    expectElements(sum(numbered([2, 3]), { axis: 1 }), [2], ([i]) => 9 * (i as number) + 3);
  });
});
