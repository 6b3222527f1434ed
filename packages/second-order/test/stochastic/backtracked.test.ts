import { cos, jit, log, mul, square, sub, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { backtracked } from '../../src/stochastic/backtracked.ts';

const scalar = (value: number): Tensor => tensor(value, { dtype: 'float64' });

/** The step on the line of a function with this slope at 0. */
function stepOf(f: (step: Tensor) => Tensor, slope: number): number {
  const found = (): Tensor =>
    backtracked({ value: f(scalar(0)), slope: scalar(slope), first: f(scalar(1)), valueAt: f });
  const step = found().item();
  expect(jit(found)().item()).toBe(step);
  return step;
}

describe('backtracked', () => {
  it('takes the whole step where it is good enough', () => {
    expect(stepOf((t) => square(sub(t, 1)), -2)).toBe(1);
  });

  it('takes the first power of 0.8 that is low enough', () => {
    // (10 t − 1)² is below its value at 0 for t < 0.2; a hundredth of the promise is 0.2 t.
    const f = (t: number): number => (10 * t - 1) ** 2;
    let expected = 1;
    while (!(f(expected) <= 1 - 0.2 * expected)) expected *= 0.8;
    expect(stepOf((t) => square(sub(mul(t, 10), 1)), -20)).toBeCloseTo(expected, 14);
  });

  it('comes back from where the function is no number', () => {
    // log(0.3 − t) exists left of 0.3 only.
    const step = stepOf((t) => log(sub(0.3, t)), -1 / 0.3);
    expect(step).toBeLessThan(0.3);
    expect(step).toBeGreaterThanOrEqual(0.8 * 0.3);
  });

  it('does not move where nothing on the way is lower', () => {
    expect(stepOf((t) => square(mul(t, 3)), -1)).toBe(0);
    expect(stepOf((t) => mul(t, Number.NaN), -1)).toBe(0);
  });

  it('never accepts a larger value, whatever the slope promises', () => {
    const step = stepOf((t) => sub(0, cos(mul(t, 2))), 5);
    expect(step).toBe(0);
  });
});
