import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { numericalHealth } from '../src/numerical-health/about.ts';
import { crossEntropies } from '../src/numerical-health/cross-entropy.ts';
import { bestStep, derivative, differenceErrors, differenceSteps } from '../src/numerical-health/difference-errors.ts';
import { defaults, formNames } from '../src/numerical-health/forms.ts';
import { run } from '../src/numerical-health/run.ts';
import { lastFrame, viewOf } from './frames.ts';

describe('numerical-health', () => {
  it.each([1, 2, 3, 4, 5])('bears its claim out for all forms with seed %i', async (seed) => {
    for (const form of formNames) {
      const config = { ...defaults, form, seed };
      const { measures } = await lastFrame(run, config);
      expect(numericalHealth.holds(measures, config), `${form}: ${JSON.stringify(measures)}`).toBe(true);
    }
  });

  it('finds where exponentials overflow and where the smallest probability has no logarithm', async () => {
    const { measures } = await lastFrame(run, defaults);
    // The sweep goes by factors of 10^0.01.
    const [largest, least] = [Math.log(3.4028235e38), -Math.log(2 ** -150)];
    expect(measures['naive.limit']! / largest).toBeGreaterThan(1);
    expect(measures['naive.limit']! / largest).toBeLessThan(1.024);
    // Scores of s and s/2: their difference is what is left of the smaller one.
    expect(measures['shifted.limit']! / (2 * least)).toBeGreaterThan(0.83);
    expect(measures['shifted.limit']! / (2 * least)).toBeLessThan(1.024);
    expect(measures['stable.limit']).toBe(Infinity);
  });

  it('says in the table what the measures say', async () => {
    const frame = await lastFrame(run, { ...defaults, form: 'shifted' });
    const { rows } = viewOf(frame, 'table', 'watch');
    expect(rows[frame.measures['origin']! - 1]![1]).toBe(frame.measures['firstStep']);
    // The weights follow a step later or at once, and stay.
    expect(Number(rows.at(-1)![1])).toBeGreaterThanOrEqual(frame.measures['firstStep']!);
  });
});

describe('cross-entropies', () => {
  it('are the same number where nothing overflows', () => {
    const scores = [1.5, -0.3, 0.4];
    const exact = Math.log(scores.reduce((sum, z) => sum + Math.exp(z), 0)) - scores[2]!;
    for (const form of formNames) {
      const { losses, probabilities } = crossEntropies[form](tensor([scores]), tensor([[0, 0, 1]]));
      expect(losses.item()).toBeCloseTo(exact, 6);
      expect(probabilities.dataSync()[2]).toBeCloseTo(Math.exp(-exact), 6);
    }
  });
});

describe('gradient checks', () => {
  const x = [-1.3, -0.7, 0.2, 0.4, 1.1, 1.9];
  const mean = (value: (product: number, feature: number) => number): number =>
    x.reduce((sum, feature) => sum + value(0.6 * feature, feature), 0) / 6;
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

  it('compare with the derivative: −mean of x·σ(−x·w)', () => {
    expect(derivative()).toBeCloseTo(
      mean((z, feature) => -feature * sigmoid(-z)),
      14,
    );
  });

  it.each(['float32', 'float64'] as const)(
    'err in %s as theory says: by h²·f‴/6 for large steps, by rounding for small ones',
    (precision) => {
      const errors = differenceErrors(precision);
      const at = (h: number): number => errors[differenceSteps.findIndex((each) => each > 0.99 * h)]!;
      // The third derivative of log(1 + e^(−xw)): −x³·σ'(z)·(1 − 2σ(z)).
      const third = mean((z, feature) => -(feature ** 3) * sigmoid(z) * (1 - sigmoid(z)) * (1 - 2 * sigmoid(z)));
      const truncation = Math.abs(third / 6 / derivative()) * 0.1 ** 2;
      expect(at(0.1) / truncation).toBeGreaterThan(0.9);
      expect(at(0.1) / truncation).toBeLessThan(1.1);

      const epsilon = precision === 'float32' ? 2 ** -24 : 2 ** -53;
      const value = mean((z) => Math.log(1 + Math.exp(-z)));
      const theory = Math.cbrt((3 * epsilon * value) / Math.abs(third));
      const { step, error } = bestStep(errors);
      // Rounding is chance: its size is known to a factor of some ten.
      expect(step / theory).toBeGreaterThan(0.1);
      expect(step / theory).toBeLessThan(10);
      expect(at(step / 1000)).toBeGreaterThan(20 * error);
      expect(at(step * 30)).toBeGreaterThan(20 * error);
    },
  );
});
