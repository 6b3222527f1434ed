import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  DTypeError,
  greater,
  less,
  nanToNum,
  ShapeError,
  select,
  tensor,
  zeros,
} from '../../src/index.ts';

const x = tensor([-2, 0.5, 3]);

describe('select', () => {
  it('takes the choice of the first condition that holds', () => {
    expect(select([less(x, 0), greater(x, 1)], [10, 20], { default: x }).toArray()).toEqual([10, 0.5, 20]);
    expect(select([less(x, 1), less(x, 0)], [1, 2]).toArray()).toEqual([1, 1, 0]);
    expect(select([tensor([0, 2])], [tensor([[1], [2]])]).toArray()).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });

  it('gives numbers the element type of the tensors among the choices', () => {
    expect(select([true, false], [1, tensor([2], { dtype: 'int32' })]).dtype).toBe('int32');
    expect(select([false], [true]).dtype).toBe('float32');
  });

  it('explains what does not fit', () => {
    expect(() => select([null as never], [tensor([1])])).toThrow('select: expected a tensor or a number, got null.');
    expect(() => select([tensor([true])], [tensor([1, 2])], { default: tensor([1, 2, 3]) })).toThrow('select: shapes');
    expect(() => select([true], [tensor([1])], { default: tensor([1], { dtype: 'int32' }) })).toThrow(
      'select: element types differ',
    );
    expect(() => select([], [])).toThrow(ArgumentError);
    expect(() => select([true], [1, 2])).toThrow('select: 2 choices do not fit 1 conditions.');
    expect(() => select([zeros([2])], [zeros([3])])).toThrow(ShapeError);
    expect(() => select([true, true], [tensor([1]), tensor([1], { dtype: 'int32' })])).toThrow(DTypeError);
  });
});

describe('nanToNum', () => {
  const values = [1, Number.NaN, Infinity, -Infinity];

  it('replaces what is not a number', () => {
    expect(nanToNum(tensor(values)).toArray()).toEqual([1, 0, 2 ** 127 * (2 - 2 ** -23), -(2 ** 127) * (2 - 2 ** -23)]);
    expect(nanToNum(tensor(values, { dtype: 'float64' })).toArray()).toEqual([
      1,
      0,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
    ]);
    expect(nanToNum(tensor(values), { nan: 7, posInf: 8, negInf: 9 }).toArray()).toEqual([1, 7, 8, 9]);
  });

  it('leaves integers alone', () => {
    expect(nanToNum(tensor([1], { dtype: 'int32' })).toArray()).toEqual([1]);
    expect(nanToNum(tensor([true])).toArray()).toEqual([true]);
  });

  it('explains unknown options', () => {
    expect(() => nanToNum(tensor([1]), { nan: null as never })).toThrow('nanToNum: nan is a number, got null.');
    expect(() => nanToNum(x, { posinf: 1 } as never)).toThrow('Did you mean "posInf"?');
  });
});
