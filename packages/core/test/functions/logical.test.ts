import { describe, expect, it } from 'vitest';
import { logicalAnd, logicalNot, logicalOr, logicalXor, ShapeError, tensor } from '../../src/index.ts';

const [p, q] = [tensor([true, true, false, false]), tensor([true, false, true, false])];

describe('logicalAnd, logicalOr, logicalXor, logicalNot', () => {
  it('have the truth tables of their names', () => {
    expect(logicalAnd(p, q).toArray()).toEqual([true, false, false, false]);
    expect(logicalOr(p, q).toArray()).toEqual([true, true, true, false]);
    expect(logicalXor(p, q).toArray()).toEqual([false, true, true, false]);
    expect(logicalNot(p).toArray()).toEqual([false, false, true, true]);
  });

  it('take what is not zero for true, in any mixture of element types', () => {
    const numbers = tensor([2, 0, -0.5, Number.NaN]);
    const integers = tensor([1, 1, 0, 256], { dtype: 'int32' });
    expect(logicalAnd(numbers, integers).toArray()).toEqual([true, false, false, true]);
    expect(logicalXor(numbers, integers).toArray()).toEqual([false, true, true, false]);
    expect(logicalNot(numbers).toArray()).toEqual([false, true, false, false]);
    expect(logicalOr(integers, false).toArray()).toEqual([true, true, false, true]);
  });

  it('broadcast and explain', () => {
    expect(logicalAnd(tensor([[true], [false]]), q).shape).toEqual([2, 4]);
    expect(() => logicalOr(p, tensor([true, false]))).toThrow(ShapeError);
    expect(() => logicalOr(p, tensor([true, false]))).toThrow('logicalOr: shapes [4] and [2]');
  });
});
