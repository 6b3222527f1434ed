import { describe, expect, it } from 'vitest';
import type { Config } from '../src/experiment.ts';
import { schedules } from '../src/schedules/about.ts';
import { noisyRegression } from '../src/schedules/noisy-regression.ts';
import { run } from '../src/schedules/run.ts';
import { better } from '../src/schedules/schedule-list.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

describe('the claim', () => {
  it.each([1, 2, 3])('seed %d', async (seed) => {
    const config = { ...schedules.defaults, seed };
    const { measures } = await lastFrame(run, config);
    expect(schedules.holds(measures, config)).toBe(true);
    // Far lower, not just lower; and the best constant rate is neither the smallest nor the largest.
    for (const name of better) expect(measures[name] as number).toBeLessThan(0.5 * (measures['best'] as number));
    expect(measures['cosine'] as number).toBeLessThan(0.1 * (measures['best'] as number));
    expect(measures['constant'] as number).toBeGreaterThan(3 * (measures['best'] as number));
    expect(measures['bestRate'] as number).toBeGreaterThan(0.003);
    expect(measures['bestRate'] as number).toBeLessThan(0.1);
    for (const text of Object.values(schedules.sees(measures, config)))
      expect(text).toContain(String(measures['bestRate']));
  });

  it('offers a rate that falls where it is constant', () => {
    const cures = schedules.cures(schedules.defaults);
    expect(cures.map(({ config }) => config['schedule'])).toEqual(['cosine', 'one-cycle']);
    expect(schedules.cures(cures[0]?.config as Config)).toEqual([]);
  });
});

it('draws the rates as their formulas say', async () => {
  // 96 intervals of 64 steps each: 24 epochs of batches of 1, were they run; here one epoch after the other is not needed.
  const config = { ...schedules.defaults, schedule: 'cosine', epochs: 6, batchSize: 16 };
  const view = viewOf(await lastFrame(run, config), 'curves', 'rates');
  const names = view.series.map(({ name }) => (typeof name === 'string' ? name : name.en));
  const rates = (name: string): readonly number[] => lineOf(view, names.indexOf(name));
  // 96 steps, so that the line has every one of them; the last point is the last step again.
  expect(rates('cosine').slice(0, 96)).toEqual(
    Array.from({ length: 96 }, (_, step) => expect.closeTo(0.05 * (1 + Math.cos((Math.PI * step) / 96)), 12)),
  );
  expect(rates('exponential')[48]).toBeCloseTo(0.1 * Math.sqrt(0.03), 12);
  expect(rates('1/time')[48]).toBeCloseTo(0.1 / 16, 12);
  expect([48, 49, 72, 73].map((step) => rates('steps')[step])).toEqual([0.1, 0.01, 0.01, 0.001]);
  expect(rates('warm-up, then cosine')[5]).toBeCloseTo(0.05, 12);
  expect(rates('warm-up, then cosine')[10]).toBeCloseTo(0.1, 12);
  expect(Math.max(...rates('one cycle'))).toBeCloseTo(0.1, 3);
  const plateau = rates('reduced on plateaus');
  expect(plateau).toHaveLength(6);
  for (const [i, rate] of plateau.entries()) expect(rate).toBeLessThanOrEqual(plateau[i - 1] ?? 0.1);
});

it('knows the least loss', () => {
  const { data, excess, features } = noisyRegression(64, 0.5, 1);
  const [x, y] = [data.x.dataSync(), data.y.dataSync()];
  const error = (weights: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < 64; i++) {
      let rest = -(y[i] as number);
      for (const [j, weight] of weights.entries()) rest += weight * (x[i * features + j] as number);
      sum += rest ** 2 / 64;
    }
    return sum;
  };
  const at = (shift: number): readonly number[] => Array.from({ length: features }, (_, j) => shift + 0.1 * j);
  // Differences of the error are those of the excess, and the excess is never negative.
  expect(excess(at(0)) - excess(at(0.5))).toBeCloseTo(error(at(0)) - error(at(0.5)), 9);
  for (const shift of [0, 0.5, 1]) expect(excess(at(shift))).toBeGreaterThan(0);
  // A parabola in any direction, whose least value is at least 0: here along the shift, by three points.
  const [a, b, c] = [excess(at(0)), excess(at(0.5)), excess(at(1))];
  expect(b - (c - a) ** 2 / (8 * (a + c - 2 * b))).toBeGreaterThanOrEqual(0);
});
