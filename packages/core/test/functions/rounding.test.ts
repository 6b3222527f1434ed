import { describe, expect, it } from 'vitest';
import { ceil, DTypeError, floor, round, tensor, trunc } from '../../src/index.ts';

const f64 = { dtype: 'float64' } as const;

describe('floor, ceil, round', () => {
  it('round down, up, and to the nearest', () => {
    const x = tensor([-1.7, -1.2, 1.2, 1.7]);
    expect(floor(x).toArray()).toEqual([-2, -2, 1, 1]);
    expect(ceil(x).toArray()).toEqual([-1, -1, 2, 2]);
    expect(round(x).toArray()).toEqual([-2, -1, 1, 2]);
  });

  it('round halves to even', () => {
    const halves = [-3.5, -2.5, -1.5, 1.5, 2.5, 3.5];
    expect(round(tensor(halves)).toArray()).toEqual([-4, -2, -2, 2, 2, 4]);
    expect(round(tensor([0.5, -0.5, -0.3, -0])).toArray()).toEqual([0, -0, -0, -0]);
  });

  it('are not misled where adding a half would round', () => {
    // The largest double below a half, and odd integers beyond 2^52 and (float32) 2^23.
    expect(round(tensor([0.49999999999999994, 4503599627370497], f64)).toArray()).toEqual([0, 4503599627370497]);
    expect(round(tensor([8388609])).toArray()).toEqual([8388609]);
  });

  it('leave integers, infinities and NaN as they are', () => {
    const special = [5, -Infinity, Infinity, Number.NaN];
    for (const f of [floor, ceil, round]) {
      expect(f(tensor(special)).toArray()).toEqual(special);
      expect(f(tensor([-7, 7], { dtype: 'int32' })).toArray()).toEqual([-7, 7]);
      expect(f(tensor([7], { dtype: 'uint8' })).dtype).toBe('uint8');
    }
  });

  it('trunc rounds towards zero', () => {
    expect(trunc(tensor([-1.7, -0.5, -0, 0.5, 1.7, -Infinity, Number.NaN])).toArray()).toEqual([
      -1,
      -0,
      -0,
      0,
      1,
      -Infinity,
      Number.NaN,
    ]);
    expect(trunc(tensor([-7], { dtype: 'int32' })).toArray()).toEqual([-7]);
    expect(() => trunc(true)).toThrow('trunc: bool is not supported');
  });

  it('refuse bool', () => {
    expect(() => floor(true)).toThrow(DTypeError);
    expect(() => round(tensor([true]))).toThrow('round: bool is not supported. Use cast().');
  });
});
