import { describe, expect, it } from 'vitest';
import type { Config } from '../src/experiment.ts';
import { learningRates } from '../src/learning-rates/about.ts';
import { slides } from '../src/learning-rates/parabola.ts';
import { goodRate, verdictOf } from '../src/learning-rates/rate-settings.ts';
import { run } from '../src/learning-rates/run.ts';
import { lastFrame, viewOf } from './frames.ts';

const last = async (changes: Config) => {
  const config = { ...learningRates.defaults, epochs: 4, ...changes };
  const frame = await lastFrame(run, config);
  return { frame, measures: frame.measures, config, verdict: verdictOf(frame.measures) };
};

describe('the claim', () => {
  it.each([1, 2, 3])('seed %d', async (seed) => {
    const { measures, config, verdict } = await last({ seed });
    expect(learningRates.holds(measures, config)).toBe(true);
    expect(verdict).toBe('small');
    // What the cure sets is what the test suggests, as far as a test of a hundred steps can tell.
    expect(Math.abs(Math.log(goodRate / (measures['suggestion'] as number)))).toBeLessThan(Math.log(2.5));
    const cured = await last({ ...(learningRates.cures(config)[0]?.config as Config) });
    expect(cured.verdict).toBe('right');
    expect(cured.measures['loss'] as number).toBeLessThan((measures['loss'] as number) / 5);
  });

  it.each([
    [4, 'relu', 'diverging'],
    [10, 'tanh', 'large'],
  ] as const)('a rate of %d with %s: %s', async (learningRate, activation, expected) => {
    const { verdict, measures, config } = await last({ learningRate, activation });
    expect(verdict).toBe(expected);
    const { en } = learningRates.sees(measures, config) as { en: string };
    expect(en).toContain(expected === 'large' ? 'leaps' : 'diverges');
  });
});

describe('on the parabola', () => {
  it('each step multiplies by 1 − αλ, and 2/λ is the limit', () => {
    const found = slides();
    for (const { x, rate, share } of found) {
      for (const [k, each] of x.entries()) expect(each).toBeCloseTo((1 - rate) ** k, 12);
      expect(Math.abs(x.at(-1) as number) < 1).toBe(share < 1);
    }
    expect(found.map(({ expected }) => expected)).toEqual(found.map(({ measured }) => expect.closeTo(measured, 12)));
  });
});

it('draws no loss beyond the picture', async () => {
  const { frame } = await last({ learningRate: 10 });
  const { first = 0 } = frame.measures;
  for (const id of ['training', 'sweep', 'range-test']) {
    for (const { y } of viewOf(frame, 'curves', id).series) {
      expect(y.length).toBeGreaterThan(0);
      for (const value of y) if (!Number.isNaN(value)) expect(value).toBeLessThanOrEqual(10 * first);
    }
  }
});
