import { describe, expect, it } from 'vitest';
import { DTypeError, erf, erfInv, tensor } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';

const f64 = { dtype: 'float64' } as const;

describe('erfInv', () => {
  // scipy.special.erfinv 1.17
  const x = [-0.99999, -0.5, 0, 1e-9, 0.1, 0.8, 0.95, 0.99, 0.999];
  const y = [
    -3.123413274341571, -0.4769362762044699, 0, 8.86226925452758e-10, 0.08885599049425769, 0.9061938024368232,
    1.3859038243496775, 1.8213863677184496, 2.326753765513524,
  ];

  it('agrees with published values in float64', () => {
    // Where erf is flat, one unit of its last place moves the result by up to 2¹⁰ of its own.
    expectClose(erfInv(tensor(x.slice(1, 7), f64)), y.slice(1, 7), 8);
    expectClose(erfInv(tensor(x, f64)), y, 1024);
  });

  it('agrees with published values in float32', () => {
    // Giles gives 3 ulp for the formula. Near ±1 storing x as float32 moves the inverse far: those points are left out.
    expectClose(erfInv(tensor(x.slice(1, 6))), y.slice(1, 6), 4);
  });

  it('reaches the largest float32 below 1', () => {
    // erfinv(1 − 2⁻²⁴) by scipy; Giles' formula is within 3 ulp.
    expectClose(erfInv(tensor([1 - 2 ** -24])), [3.8325068569007104], 4);
  });

  it('undoes erf', () => {
    const points = Array.from({ length: 41 }, (_, i) => (i - 20) / 10);
    // At |x| = 2 the slope of erf is 0.02: its rounding is magnified by 50.
    const back = erfInv(erf(tensor(points, f64))).dataSync();
    back.forEach((value, i) => {
      expect(Math.abs(value - (points[i] as number))).toBeLessThanOrEqual(100 * 2 ** -52);
    });
  });

  it('is done when erf of the result rounds to x, also in the far tail', () => {
    const far = [1 - 1e-10, 1 - 1e-12, -1 + 1e-14];
    // One unit in the last place for the rounding of erf.
    expectClose(erf(erfInv(tensor(far, f64))), far, 1);
  });

  it('is infinite at ±1 and NaN outside', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      expect(erfInv(tensor([-1, 1, 1.5, -2, Number.NaN], { dtype })).toArray()).toEqual([
        -Infinity,
        Infinity,
        Number.NaN,
        Number.NaN,
        Number.NaN,
      ]);
    }
  });

  it('is for floats', () => {
    expect(() => erfInv(tensor([0], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => erfInv(tensor([0], { dtype: 'int32' }))).toThrow('erfInv: int32 is not supported');
  });
});
