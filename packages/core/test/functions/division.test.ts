import { describe, expect, it } from 'vitest';
import { add, DTypeError, floorDivide, fmod, mul, remainder, tensor } from '../../src/index.ts';

const f64 = { dtype: 'float64' } as const;
const i32 = { dtype: 'int32' } as const;

describe('fmod', () => {
  it('has the sign of the dividend', () => {
    const [a, b] = [
      [-7, 7, -7, 7, 5.5],
      [3, -3, -3, 3, 0],
    ];
    expect(fmod(tensor(a), tensor(b)).toArray()).toEqual(a.map((x, i) => x % (b[i] as number)));
    expect(fmod(tensor([-7, 7, 5], i32), tensor([3, -3, 0], i32)).toArray()).toEqual([-1, 1, 0]);
    expect(() => fmod(true, true)).toThrow('fmod: bool is not supported');
  });
});

describe('remainder', () => {
  it('has the sign of the divisor', () => {
    const [a, b] = [
      [-7, 7, -7, 7],
      [3, -3, -3, 3],
    ] as const;
    expect(remainder(tensor([...a]), tensor([...b])).toArray()).toEqual([2, -2, -1, 1]);
    expect(remainder(tensor([...a], i32), tensor([...b], i32)).toArray()).toEqual([2, -2, -1, 1]);
  });

  it('is exact for floats', () => {
    expect(remainder(tensor([5.5, -5.5], f64), 2).toArray()).toEqual([1.5, 0.5]);
  });

  it('by zero is NaN in floats and 0 in integers', () => {
    expect(remainder(tensor([1]), 0).toArray()).toEqual([Number.NaN]);
    expect(remainder(tensor([1], i32), 0).toArray()).toEqual([0]);
  });

  it('by infinity is the dividend or, for the other sign, infinity, as in Python', () => {
    expect(remainder(tensor([1, -1]), Infinity).toArray()).toEqual([1, Infinity]);
  });
});

describe('floorDivide', () => {
  it('rounds down', () => {
    const [a, b] = [
      [-7, 7, -7, 7, 6],
      [3, -3, -3, 3, 3],
    ] as const;
    expect(floorDivide(tensor([...a]), tensor([...b])).toArray()).toEqual([-3, -3, 2, 2, 2]);
    expect(floorDivide(tensor([...a], i32), tensor([...b], i32)).toArray()).toEqual([-3, -3, 2, 2, 2]);
    expect(floorDivide(tensor([7, 255], { dtype: 'uint8' }), 2).toArray()).toEqual([3, 127]);
  });

  it('takes the divisor as it is stored: a double tenth is a little more than a tenth', () => {
    expect(floorDivide(tensor([1, 0.3], f64), 0.1).toArray()).toEqual([9, 2]);
  });

  it('by zero is infinite or NaN in floats and 0 in integers', () => {
    expect(floorDivide(tensor([1, -1, 0]), 0).toArray()).toEqual([Infinity, -Infinity, Number.NaN]);
    expect(floorDivide(tensor([1, -1], i32), 0).toArray()).toEqual([0, 0]);
  });

  it('by infinity is 0 or -1', () => {
    expect(floorDivide(tensor([1, -1]), Infinity).toArray()).toEqual([0, -1]);
  });

  it('fits the remainder: a = b · ⌊a / b⌋ + remainder', () => {
    const a = tensor(
      Array.from({ length: 41 }, (_, i) => i - 20),
      i32,
    );
    for (const b of [-7, -2, -1, 1, 3, 20]) {
      expect(add(mul(floorDivide(a, b), b), remainder(a, b)).toArray()).toEqual(a.toArray());
    }
  });

  it('broadcasts and explains', () => {
    expect(floorDivide(tensor([[5], [9]]), tensor([2, 4])).toArray()).toEqual([
      [2, 1],
      [4, 2],
    ]);
    expect(() => floorDivide(tensor([1]), tensor([1], i32))).toThrow(DTypeError);
    expect(() => floorDivide(tensor([1]), tensor([1], i32))).toThrow('floorDivide: element types differ');
    expect(() => remainder(tensor([true]), true)).toThrow('remainder: bool is not supported');
  });
});
