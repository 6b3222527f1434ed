import { describe, expect, it } from 'vitest';
import { cast, type DType, DTypeError, tensor } from '../../src/index.ts';

const convert = (data: number[], from: DType, to: DType) => cast(tensor(data, { dtype: from }), to).toArray();

describe('cast', () => {
  it('returns the same node when the type is already right', () => {
    const x = tensor([1, 2]);
    expect(cast(x, 'float32').node).toBe(x.node);
  });

  it('truncates floats towards zero and saturates them; NaN becomes 0', () => {
    const x = [1.9, -1.9, 1e20, -1e20, Infinity, -Infinity, Number.NaN];
    expect(convert(x, 'float64', 'int32')).toEqual([1, -1, 2147483647, -2147483648, 2147483647, -2147483648, 0]);
    expect(convert(x, 'float32', 'uint32')).toEqual([1, 0, 4294967295, 0, 4294967295, 0, 0]);
    expect(convert(x, 'float32', 'uint8')).toEqual([1, 0, 255, 0, 255, 0, 0]);
  });

  it('wraps integers', () => {
    expect(convert([-1, 256, 511], 'int32', 'uint8')).toEqual([255, 0, 255]);
    expect(convert([4294967295, 2147483648], 'uint32', 'int32')).toEqual([-1, -2147483648]);
    expect(convert([-1], 'int32', 'uint32')).toEqual([4294967295]);
  });

  it('rounds to float32', () => {
    expect(cast(tensor([0.1, 16777217], { dtype: 'float64' }), 'float32').toArray()).toEqual([
      Math.fround(0.1),
      16777216,
    ]);
    expect(convert([16777217], 'int32', 'float32')).toEqual([16777216]);
    expect(convert([4294967295], 'uint32', 'float64')).toEqual([4294967295]);
  });

  it('makes truth values of what is not zero, and 0 and 1 of truth values', () => {
    expect(convert([0, 0.5, Number.NaN, -0], 'float32', 'bool')).toEqual([false, true, true, false]);
    expect(convert([0, 256], 'int32', 'bool')).toEqual([false, true]);
    expect(cast(tensor([true, false]), 'float64').toArray()).toEqual([1, 0]);
  });

  it('refuses what is not an element type', () => {
    expect(() => cast(tensor([1]), 'float16' as DType)).toThrow(DTypeError);
    expect(() => cast(tensor([1]), 'float16' as DType)).toThrow(
      'cast: "float16" is not an element type. Use one of float32',
    );
  });
});
