import { describe, expect, it } from 'vitest';
import {
  abs,
  add,
  type DType,
  DTypeError,
  div,
  mul,
  neg,
  pow,
  reciprocal,
  ShapeError,
  sign,
  square,
  sub,
  type Tensor,
  type TensorLike,
  tensor,
  variable,
} from '../../src/index.ts';
import { expectClose } from './expect-close.ts';

const int = (data: number[], dtype: DType = 'int32') => tensor(data, { dtype });

describe('add, sub, mul, div', () => {
  it('work element by element', () => {
    const [a, b] = [tensor([1, 2, 3]), tensor([4, 8, -2])];
    expect(add(a, b).toArray()).toEqual([5, 10, 1]);
    expect(sub(a, b).toArray()).toEqual([-3, -6, 5]);
    expect(mul(a, b).toArray()).toEqual([4, 16, -6]);
    expect(div(a, b).toArray()).toEqual([0.25, 0.25, -1.5]);
  });

  it('broadcast a column and a row to a matrix', () => {
    const [column, row] = [tensor([[1], [2]]), tensor([10, 20, 30])];
    expect(add(column, row).toArray()).toEqual([
      [11, 21, 31],
      [12, 22, 32],
    ]);
    expect(mul(row, column).shape).toEqual([2, 3]);
  });

  it('keep extents of zero', () => {
    expect(add(tensor([], { shape: [0, 3] }), tensor([1, 2, 3])).shape).toEqual([0, 3]);
    expect(add(tensor([], { shape: [0] }), 1).toArray()).toEqual([]);
  });

  it('give a number the element type of the tensor it meets, on either side', () => {
    for (const dtype of ['float32', 'float64', 'int32', 'uint32', 'uint8'] as const) {
      expect(add(int([1], dtype), 2).dtype).toBe(dtype);
      expect(sub(9, int([1], dtype)).toArray()).toEqual([8]);
    }
  });

  it('make float32 of two numbers', () => {
    expect(add(1, 2).dtype).toBe('float32');
    expect(add(1, 2).shape).toEqual([]);
  });

  it('accept variables', () => {
    expect(add(variable([1, 2]), variable([3, 4])).toArray()).toEqual([4, 6]);
  });

  it('wrap integers', () => {
    expect(add(int([2147483647]), 1).toArray()).toEqual([-2147483648]);
    expect(sub(int([0], 'uint32'), 1).toArray()).toEqual([4294967295]);
    expect(add(int([250], 'uint8'), 10).toArray()).toEqual([4]);
    // 65537² = 2³² + 2¹⁷ + 1
    expect(mul(int([65537]), 65537).toArray()).toEqual([2 ** 17 + 1]);
  });

  it('truncate integer quotients towards zero, and give 0 for division by zero', () => {
    expect(div(int([7, -7, 5]), int([2, 2, 0])).toArray()).toEqual([3, -3, 0]);
  });

  it('divide floats by zero as IEEE 754 does', () => {
    expect(div(tensor([1, -1, 0]), 0).toArray()).toEqual([Infinity, -Infinity, Number.NaN]);
  });

  it.each([
    ['add', add],
    ['sub', sub],
    ['mul', mul],
    ['div', div],
  ] as [string, (a: TensorLike, b: TensorLike) => Tensor][])('%s explains what does not fit', (name, f) => {
    expect(() => f(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => f(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(`${name}: shapes [2] and [3] do not broadcast`);
    expect(() => f(tensor([1]), int([1]))).toThrow(DTypeError);
    expect(() => f(tensor([1]), int([1]))).toThrow(`${name}: element types differ: float32 and int32. Use cast()`);
    expect(() => f(int([1]), 0.5)).toThrow(`${name}: 0.5 is not an int32`);
    expect(() => f(tensor([true]), true)).toThrow(`${name}: bool is not supported`);
    expect(() => f('2' as never, 1)).toThrow(`${name}: expected a tensor or a number, got "2"`);
    expect(() => f(undefined as never, 1)).toThrow(`${name}: expected a tensor or a number, got undefined`);
  });
});

describe('pow', () => {
  it('raises to powers', () => {
    // 4 ulp: the target composes it from a logarithm and an exponential carried in extra digits.
    expectClose(pow(tensor([2, 9, 4, 5]), tensor([10, 0.5, -1, 0])), [1024, 3, 0.25, 1], 4);
  });

  it('follows IEEE 754 at the edges', () => {
    const base = tensor([0, 0, 1, Number.NaN, -2, -8, Infinity], { dtype: 'float64' });
    const exponent = tensor([0, -1, Number.NaN, 0, 3, 1 / 3, -1], { dtype: 'float64' });
    expectClose(pow(base, exponent), [1, Infinity, 1, 1, -8, Number.NaN, 0], 4);
  });

  it('is for floats', () => {
    expect(() => pow(int([2]), 2)).toThrow(DTypeError);
  });
});

describe('neg, abs, sign, square, reciprocal', () => {
  it('have their textbook values', () => {
    const x = tensor([-2, 0.5, 4]);
    expect(neg(x).toArray()).toEqual([2, -0.5, -4]);
    expect(abs(x).toArray()).toEqual([2, 0.5, 4]);
    expect(sign(x).toArray()).toEqual([-1, 1, 1]);
    expect(square(x).toArray()).toEqual([4, 0.25, 16]);
    expect(reciprocal(x).toArray()).toEqual([-0.5, 2, 0.25]);
  });

  it('let NaN and infinities through', () => {
    const x = tensor([Number.NaN, -Infinity]);
    expect(neg(x).toArray()).toEqual([Number.NaN, Infinity]);
    expect(abs(x).toArray()).toEqual([Number.NaN, Infinity]);
    expect(sign(x).toArray()).toEqual([Number.NaN, -1]);
    expect(square(x).toArray()).toEqual([Number.NaN, Infinity]);
  });

  it('work on integers in their own type', () => {
    expect(neg(int([5, -2147483648])).toArray()).toEqual([-5, -2147483648]);
    expect(neg(int([1], 'uint8')).toArray()).toEqual([255]);
    expect(abs(int([-5, 5])).toArray()).toEqual([5, 5]);
    expect(abs(int([5, 200], 'uint8')).toArray()).toEqual([5, 200]);
    expect(sign(int([-9, 0, 9])).toArray()).toEqual([-1, 0, 1]);
    expect(sign(int([0, 200], 'uint8')).toArray()).toEqual([0, 1]);
    expect(sign(int([0, 4294967295], 'uint32')).dtype).toBe('uint32');
    expect(reciprocal(int([1, 2, 0])).toArray()).toEqual([1, 0, 0]);
  });

  it.each([
    ['neg', neg],
    ['abs', abs],
    ['sign', sign],
    ['square', square],
    ['reciprocal', reciprocal],
  ] as [string, (x: TensorLike) => Tensor][])('%s refuses bool', (name, f) => {
    expect(() => f(tensor([true]))).toThrow(DTypeError);
    expect(() => f(tensor([true]))).toThrow(`${name}: bool is not supported`);
  });
});
