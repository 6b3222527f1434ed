import { describe, expect, it } from 'vitest';
import { selfNormalizing } from '../src/self-normalizing/about.ts';
import { type CaseName, cases } from '../src/self-normalizing/cases.ts';
import { run } from '../src/self-normalizing/run.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

const { defaults, holds, cures } = selfNormalizing;

/** The mean over z ~ N(0, 1) by the trapezoidal rule. */
function expectation(of: (z: number) => number): number {
  let total = 0;
  for (let z = -10; z <= 10; z += 0.005) total += (0.005 * of(z) * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
  return total;
}

const selu = (z: number): number => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * (Math.exp(z) - 1));
const relu = (z: number): number => Math.max(0, z);
const elu = (z: number): number => (z > 0 ? z : Math.exp(z) - 1);

describe('self-normalizing', () => {
  it.each([1, 2, 3])('bears its claim out (seed %i)', async (seed) => {
    const config = { ...defaults, seed };
    const { measures } = await lastFrame(run, config);
    expect(holds(measures, config), JSON.stringify(measures)).toBe(true);
    // What the fixed point attracts, though it began far away.
    expect(measures['firstVariance.inputs']).toBeGreaterThan(3);
    expect(Math.abs((measures['variance.inputs'] as number) - 1)).toBeLessThan(0.5);
  });

  it('follows theory: of wide layers with random weights only the mean square of the signal counts', async () => {
    const { rate } = defaults as unknown as { readonly rate: number };
    const units = 200;
    const frame = await lastFrame(run, { ...defaults, depth: 4, units });
    const [variances, means] = [viewOf(frame, 'curves', 'variances'), viewOf(frame, 'curves', 'means')];
    /** By case: the function, the variance of weights times their number, and what dropout does to the mean square. */
    const theory: readonly (readonly [CaseName, (z: number) => number, number, number, number])[] = [
      ['kept', selu, 1, 1, 1],
      ['he', selu, 2, 1, 1],
      ['dropout', selu, 1, 1 / (1 - rate), 1],
      ['inputs', selu, 1, 1, 10],
      ['relu', relu, 1, 1, 1],
      ['elu', elu, 1, 1, 1],
      ['narrow', selu, units * 0.01 ** 2, 1, 1],
    ];
    for (const [name, bend, gain, noise, first] of theory) {
      const index = cases.findIndex(({ value }) => value === name);
      let square = first;
      for (let layer = 0; layer < 4; layer++) {
        const deviation = Math.sqrt(gain * square);
        square = noise * expectation((z) => bend(deviation * z) ** 2);
        const found = (lineOf(variances, index)[layer] as number) + (lineOf(means, index)[layer] as number) ** 2;
        // One network of 200 units: √(2 / 200) = 10 % for each layer whose samples are alike; twice that over four.
        expect(Math.abs(found / square - 1), `${name}, layer ${layer + 1}: ${found}, not ${square}`).toBeLessThan(0.3);
      }
    }
  });

  it('prescribes alpha dropout in place of ordinary dropout, and nothing where nothing is broken', () => {
    expect(cures(defaults).map(({ id }) => id)).toEqual(['alpha-dropout', 'kept']);
    expect(cures({ ...defaults, case: 'alpha-dropout' })).toEqual([]);
    expect(cures({ ...defaults, case: 'he' }).map(({ id }) => id)).toEqual(['kept']);
  });
});
