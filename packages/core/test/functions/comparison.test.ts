import { describe, expect, it } from 'vitest';
import {
  DTypeError,
  equal,
  isFinite as finite,
  full,
  greater,
  greaterEqual,
  isInf,
  less,
  lessEqual,
  isNaN as notANumber,
  notEqual,
  ShapeError,
  type Tensor,
  type TensorLike,
  tensor,
  where,
  zeros,
} from '../../src/index.ts';

const comparisons: [string, (a: TensorLike, b: TensorLike) => Tensor, (a: number, b: number) => boolean][] = [
  ['equal', equal, (a, b) => a === b],
  ['notEqual', notEqual, (a, b) => a !== b],
  ['less', less, (a, b) => a < b],
  ['lessEqual', lessEqual, (a, b) => a <= b],
  ['greater', greater, (a, b) => a > b],
  ['greaterEqual', greaterEqual, (a, b) => a >= b],
];

describe.each(comparisons)('%s', (name, compare, meaning) => {
  const numbers = [-Infinity, -1, 0, 1, 2.5, Infinity, Number.NaN];

  it('agrees with JavaScript on every pair, NaN and infinities included', () => {
    const table = compare(tensor(numbers.map((x) => [x])), tensor(numbers));
    expect(table.dtype).toBe('bool');
    expect(table.toArray()).toEqual(numbers.map((a) => numbers.map((b) => meaning(a, b))));
  });

  it('tells -0 and 0 not apart', () => {
    expect(compare(tensor([-0]), 0).toArray()).toEqual([meaning(0, 0)]);
  });

  it('compares unsigned integers as unsigned', () => {
    const x = tensor([0, 4294967295], { dtype: 'uint32' });
    expect(compare(x, 1).toArray()).toEqual([meaning(0, 1), meaning(4294967295, 1)]);
  });

  it('explains what does not fit', () => {
    expect(() => compare(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => compare(tensor([1]), tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => compare(tensor([1], { dtype: 'int32' }), 0.5)).toThrow(`${name}: 0.5 is not an int32`);
  });
});

describe('isNaN, isFinite, isInf', () => {
  it('tell numbers from the rest', () => {
    const x = tensor([0, -1e38, Infinity, -Infinity, Number.NaN]);
    expect(notANumber(x).toArray()).toEqual([false, false, false, false, true]);
    expect(finite(x).toArray()).toEqual([true, true, false, false, false]);
    expect(isInf(x).toArray()).toEqual([false, false, true, true, false]);
  });

  it('find every integer and truth value a finite number', () => {
    for (const dtype of ['int32', 'uint32', 'uint8', 'bool'] as const) {
      expect(notANumber(tensor([0, 1], { dtype })).toArray()).toEqual([false, false]);
      expect(finite(tensor([0, 1], { dtype })).toArray()).toEqual([true, true]);
      expect(isInf(tensor([0, 1], { dtype })).toArray()).toEqual([false, false]);
    }
  });
});

describe('where', () => {
  it('chooses by the condition', () => {
    expect(where(tensor([true, false, true]), tensor([1, 2, 3]), tensor([4, 5, 6])).toArray()).toEqual([1, 5, 3]);
  });

  it('does not let what was not chosen through', () => {
    expect(where(tensor([true, false]), tensor([1, Number.NaN]), tensor([Number.NaN, 2])).toArray()).toEqual([1, 2]);
  });

  it.each(['float32', 'float64', 'int32', 'uint8', 'bool'] as const)('chooses zero of %s on either side', (dtype) => {
    // Five elements: a full register and a rest.
    const x = tensor([1, 0, 1, 1, 1], { dtype });
    const condition = tensor([true, true, false, false, true]);
    const values = (t: Tensor): number[] => [...t.dataSync()];
    expect(values(where(condition, x, zeros([5], { dtype })))).toEqual([1, 0, 0, 0, 1]);
    expect(values(where(condition, zeros([5], { dtype }), x))).toEqual([0, 0, 1, 1, 0]);
  });

  it.each(['float32', 'float64'] as const)('keeps the sign of zero of %s, and lets no NaN through it', (dtype) => {
    const condition = tensor([true, false, true, false, true]);
    const x = full([5], Number.NaN, { dtype });
    expect([...where(condition, full([5], -0, { dtype }), 0).dataSync()]).toEqual([-0, 0, -0, 0, -0]);
    expect([...where(condition, 0, x).dataSync()]).toEqual([0, Number.NaN, 0, Number.NaN, 0]);
    expect([...where(condition, x, -0).dataSync()]).toEqual([Number.NaN, -0, Number.NaN, -0, Number.NaN]);
  });

  it('broadcasts all three', () => {
    expect(where(tensor([[true], [false]]), tensor([1, 2]), 9).toArray()).toEqual([
      [1, 2],
      [9, 9],
    ]);
  });

  it('takes numbers in the type of the other side, and truth values alone as bool', () => {
    expect(where(true, tensor([1], { dtype: 'int32' }), 0).dtype).toBe('int32');
    expect(where(true, 1, 2).dtype).toBe('float32');
    expect(where(tensor([0, 2]), true, false).dtype).toBe('bool');
  });

  it('takes what is not zero for true', () => {
    expect(where(tensor([0, 0.5, -1]), 1, 0).toArray()).toEqual([0, 1, 1]);
    expect(where(tensor([0, 2], { dtype: 'int32' }), 1, 0).toArray()).toEqual([0, 1]);
  });

  it('explains what does not fit', () => {
    expect(() => where(true, tensor([1]), tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => where(true, tensor([1]), tensor([1], { dtype: 'int32' }))).toThrow(
      'where: element types differ: float32 and int32. Use cast()',
    );
    expect(() => where(tensor([true, false]), tensor([1, 2, 3]), 0)).toThrow(ShapeError);
  });
});
