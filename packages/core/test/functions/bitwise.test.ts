import { describe, expect, it } from 'vitest';
import {
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  type DType,
  DTypeError,
  leftShift,
  rightShift,
  tensor,
} from '../../src/index.ts';

const of = (data: number[], dtype: DType = 'int32') => tensor(data, { dtype });

describe('bitwise functions', () => {
  it('work bit by bit', () => {
    const [a, b] = [of([0b1100, -1]), of([0b1010, 0x0f])];
    expect(bitwiseAnd(a, b).toArray()).toEqual([0b1000, 0x0f]);
    expect(bitwiseOr(a, b).toArray()).toEqual([0b1110, -1]);
    expect(bitwiseXor(a, b).toArray()).toEqual([0b0110, -16]);
  });

  it('invert in the width of the type', () => {
    expect(bitwiseNot(of([0, -1, 5])).toArray()).toEqual([-1, 0, -6]);
    expect(bitwiseNot(of([0], 'uint32')).toArray()).toEqual([4294967295]);
    expect(bitwiseNot(of([0, 255], 'uint8')).toArray()).toEqual([255, 0]);
    expect(bitwiseNot(tensor([true, false])).toArray()).toEqual([false, true]);
  });

  it('are the logical functions on bool', () => {
    expect(bitwiseXor(tensor([true, true]), tensor([true, false])).toArray()).toEqual([false, true]);
  });

  it('shift up, dropping what leaves the type', () => {
    expect(leftShift(of([1, 3, -1]), 4).toArray()).toEqual([16, 48, -16]);
    expect(leftShift(of([0x80000001], 'uint32'), 1).toArray()).toEqual([2]);
    expect(leftShift(of([0x81], 'uint8'), 1).toArray()).toEqual([2]);
  });

  it('shift down, keeping the sign of int32 only', () => {
    expect(rightShift(of([16, -16]), 2).toArray()).toEqual([4, -4]);
    expect(rightShift(of([0xffffffff], 'uint32'), 28).toArray()).toEqual([15]);
    expect(rightShift(of([0x80], 'uint8'), 7).toArray()).toEqual([1]);
  });

  it('take shift counts modulo the width', () => {
    expect(leftShift(of([1]), of([33])).toArray()).toEqual([2]);
    expect(rightShift(of([8], 'uint8'), 9).toArray()).toEqual([4]);
  });

  it('refuse floats, and shifts of bool', () => {
    expect(() => bitwiseAnd(tensor([1]), 1)).toThrow(DTypeError);
    expect(() => bitwiseAnd(tensor([1]), 1)).toThrow('bitwiseAnd: float32 is not supported');
    expect(() => bitwiseNot(tensor([1]))).toThrow('bitwiseNot: float32 is not supported');
    expect(() => leftShift(tensor([true]), true)).toThrow('leftShift: bool is not supported');
  });
});
