import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  arange,
  type DType,
  DTypeError,
  eye,
  full,
  linspace,
  ones,
  onesLike,
  tensor,
  zeros,
  zerosLike,
} from '../../src/index.ts';
import { expectClose } from './expect-close.ts';

const types: DType[] = ['float32', 'float64', 'int32', 'uint32', 'uint8', 'bool'];

describe('zeros, ones, full', () => {
  it('fill a shape', () => {
    expect(zeros([2, 3]).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(ones([]).toArray()).toBe(1);
    expect(full([2], -2.5).toArray()).toEqual([-2.5, -2.5]);
    expect(full([0, 2], 1).toArray()).toEqual([]);
  });

  it('are float32 unless asked', () => {
    expect([zeros([1]).dtype, ones([1]).dtype, full([1], 3).dtype]).toEqual(['float32', 'float32', 'float32']);
    expect(zeros([1], { dtype: undefined }).dtype).toBe('float32');
    for (const dtype of types) expect(ones([1], { dtype }).dtype).toBe(dtype);
  });

  it('make bool of a truth value', () => {
    expect(full([2], true).dtype).toBe('bool');
    expect(full([2], true).toArray()).toEqual([true, true]);
  });

  it('copy the shape, which the caller may change afterwards', () => {
    const shape = [2];
    const x = zeros(shape);
    shape[0] = 3;
    expect(x.shape).toEqual([2]);
  });

  it('explain bad input', () => {
    expect(() => zeros([2.5])).toThrow(ArgumentError);
    expect(() => zeros([-1])).toThrow('zeros: extents are non-negative integers, got [-1].');
    expect(() => ones(3 as never)).toThrow('ones: a shape is an array of extents such as [2, 3], got 3.');
    expect(() => full([2], tensor([1]) as never)).toThrow('full: the value is a number or a truth value');
    expect(() => full([2], 0.5, { dtype: 'int32' })).toThrow('full: 0.5 is not an int32');
    expect(() => zeros([2], { dtype: 'int' as never })).toThrow(DTypeError);
    expect(() => zeros([2], { type: 'int32' } as never)).toThrow('zeros: unknown option "type". Did you mean "dtype"?');
  });
});

describe('zerosLike, onesLike', () => {
  it('take shape and element type over', () => {
    for (const dtype of types) {
      const x = tensor([[1], [1]], { dtype });
      expect([zerosLike(x).dtype, zerosLike(x).shape]).toEqual([dtype, [2, 1]]);
      expect([...onesLike(x).dataSync()]).toEqual([1, 1]);
    }
  });
});

describe('arange', () => {
  it('counts from zero or between two numbers', () => {
    expect(arange(4).toArray()).toEqual([0, 1, 2, 3]);
    expect(arange(2, 5).toArray()).toEqual([2, 3, 4]);
    expect(arange(0).toArray()).toEqual([]);
    expect(arange(3, 1).toArray()).toEqual([]);
  });

  it('counts in steps, up or down, and leaves the end out', () => {
    expect(arange(0, 1, 0.25).toArray()).toEqual([0, 0.25, 0.5, 0.75]);
    expect(arange(5, 0, -2).toArray()).toEqual([5, 3, 1]);
    expect(arange(0, 5, 2, { dtype: 'uint8' }).toArray()).toEqual([0, 2, 4]);
    expect(arange(-3, 3, 3, { dtype: 'int32' }).toArray()).toEqual([-3, 0]);
  });

  it('explains bad input', () => {
    expect(() => arange(0, 1, 0)).toThrow(ArgumentError);
    expect(() => arange(0, Infinity)).toThrow('arange: needs finite numbers and a step that is not 0');
    expect(() => arange(0, 1, 0.5, { dtype: 'int32' })).toThrow('arange: 0.5 is not an int32');
    expect(() => arange(0, 1, 1, { dtype: 'bool' })).toThrow(DTypeError);
    expect(() => arange(0, 1e12)).toThrow('arange: [1000000000000] has 2^31 elements or more');
  });
});

describe('linspace', () => {
  it('includes both ends', () => {
    expect(linspace(0, 1, 5).toArray()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(linspace(1, -1, 3).toArray()).toEqual([1, 0, -1]);
  });

  it('ends exactly where it should, for steps that do not add up', () => {
    for (const n of [4, 7, 50, 1000]) {
      const values = linspace(0, 0.1, n, { dtype: 'float64' });
      expect(values.dataSync()[n - 1]).toBe(0.1);
      // One rounding for the step, one for the product, one for the sum.
      expectClose(
        values,
        Array.from({ length: n }, (_, i) => (0.1 * i) / (n - 1)),
        3,
      );
    }
  });

  it('has the start alone, or nothing', () => {
    expect(linspace(3, 4, 1).toArray()).toEqual([3]);
    expect(linspace(3, 4, 0).toArray()).toEqual([]);
  });

  it('explains bad input', () => {
    expect(() => linspace(null as never, 1, 3)).toThrow('linspace: start is a number, got null.');
    expect(() => linspace(0, '1' as never, 3)).toThrow('linspace: stop is a number, got "1".');
    expect(() => linspace(0, 1, 2.5)).toThrow(ArgumentError);
    expect(() => linspace(0, 1, 3, { dtype: 'int32' })).toThrow(DTypeError);
    expect(() => linspace(0, 1, 3, { dtype: 'int32' })).toThrow(
      'linspace: int32 is not supported, only float32 and float64',
    );
  });
});

describe('eye', () => {
  it('has ones on the diagonal', () => {
    expect(eye(2).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(eye(2, { columns: 3, dtype: 'bool' }).toArray()).toEqual([
      [true, false, false],
      [false, true, false],
    ]);
    expect(eye(0).shape).toEqual([0, 0]);
    for (const dtype of types) expect(eye(2, { dtype }).dtype).toBe(dtype);
  });

  it('explains bad input', () => {
    expect(() => eye(-1)).toThrow(ArgumentError);
    expect(() => eye(2, { column: 3 } as never)).toThrow('eye: unknown option "column". Did you mean "columns"?');
  });
});
