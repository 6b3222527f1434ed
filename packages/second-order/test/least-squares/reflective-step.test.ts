import { describe, expect, it } from 'vitest';
import { pivotedQr } from '../../src/dense/pivoted-qr.ts';
import { dampedStep, prepareStep, solveDamped } from '../../src/least-squares/damped-step.ts';
import { reflectiveSearch } from '../../src/least-squares/reflective-step.ts';

const a = [
  [3, 1],
  [0, 1],
  [1, -1],
];
const b = [-6, 2, 1];

/** The step of the model ‖A·s + b‖ at x = 0, within ±`bound`. */
function stepWithin(bound: number, radius: number) {
  const step = dampedStep(pivotedQr(3, 2));
  for (let i = 0; i < 3; i++) for (let j = 0; j < 2; j++) step.qr.columns[j * 3 + i] = a[i][j];
  prepareStep(step, Float64Array.from(b));
  const gradient = Float64Array.from([0, 1], (j) => a.reduce((sum, row, i) => sum + row[j] * b[i], 0));
  const box = { lower: Float64Array.of(-bound, -bound), upper: Float64Array.of(bound, bound) };
  const scale = Float64Array.of(1, 1);
  const s = new Float64Array(2);
  solveDamped(step, scale, radius, 1e-6, s);
  const whole = s.slice();
  const chosen = reflectiveSearch({ step, box, scale, gradient })(new Float64Array(2), s, radius, 0.995);
  return { whole, chosen };
}

/** ½‖A·s + b‖² − ½‖b‖² */
const model = (s: Float64Array): number =>
  a.reduce((sum, row, i) => sum + (row[0] * s[0] + row[1] * s[1] + b[i]) ** 2 - b[i] ** 2, 0) / 2;

describe('reflectiveSearch', () => {
  it('takes the whole step where bounds allow it', () => {
    const { whole, chosen } = stepWithin(100, 50);
    expect(chosen.isWhole).toBe(true);
    expect([...chosen.s]).toEqual([...whole]);
    expect(chosen.value).toBeCloseTo(model(whole), 12);
  });

  it.each([1, 0.5, 1e-3])('stays strictly within bounds of %d, and lower than a step cut back', (bound) => {
    const { whole, chosen } = stepWithin(bound, 50);
    expect(chosen.isWhole).toBe(false);
    for (const each of chosen.s) expect(Math.abs(each)).toBeLessThan(bound);
    expect(chosen.value).toBeCloseTo(model(chosen.s), 12);
    const share = (0.995 * bound) / Math.max(...Array.from(whole, Math.abs));
    expect(chosen.value).toBeLessThanOrEqual(model(whole.map((each) => share * each)) + 1e-12);
    expect(chosen.value).toBeLessThan(0);
  });

  it('stays within the radius, too', () => {
    const { chosen } = stepWithin(0.5, 0.6);
    expect(Math.hypot(...chosen.s)).toBeLessThanOrEqual(0.6 * (1 + 1e-6));
  });
});
