import { describe, expect, it } from 'vitest';
import { dyingRelu } from '../src/dying-relu/about.ts';
import { run, training } from '../src/dying-relu/run.ts';
import { biases, rates } from '../src/dying-relu/settings.ts';
import type { Config, Run } from '../src/experiment.ts';
import { lastFrame, viewOf } from './frames.ts';

const { defaults, holds, cures } = dyingRelu;

/** Without the doctor and the map of rates and biases. */
const plain: Run = (config) => training(config, false);

describe('dying-relu', () => {
  it.each([1, 2, 3])(
    'bears its claim out: a rate that is too high, a bias that is negative, and every cure (seed %i)',
    async (seed) => {
      const faults: readonly Config[] = [
        { ...defaults, epochs: 5, seed },
        { ...defaults, epochs: 5, bias: -1, learningRate: 0.003, seed },
      ];
      for (const config of faults) {
        const { measures } = await lastFrame(plain, config);
        expect(measures['dead']).toBeGreaterThan(0.3);
        expect(holds(measures, config)).toBe(true);
      }
      const [rate, bias] = faults as [Config, Config];
      for (const changed of [
        ...cures(rate).map((cure) => ({ ...rate, ...cure.config })),
        { ...bias, activation: 'elu' },
        { ...bias, bias: 0 },
      ]) {
        const { measures } = await lastFrame(plain, changed);
        expect(holds(measures, changed), JSON.stringify([changed, measures])).toBe(true);
        expect(measures['dead']).toBeLessThan(0.25);
        expect(measures['accuracy']).toBeGreaterThan(0.7);
      }
    },
  );

  it('offers no activation as a cure where it is there already', () => {
    expect(cures({ ...defaults, activation: 'gelu' }).map(({ id }) => id)).toEqual(['lower-rate']);
    expect(cures({ ...defaults, bias: -1, learningRate: 0.001 }).map(({ id }) => id)).toContain('bias');
  });

  it('maps rates and biases: all is dead in the corner of both, little without either; the doctor names it', async () => {
    const { views, findings = [], ...frame } = await lastFrame(run, { ...defaults, epochs: 3 });
    const { values } = viewOf({ views, ...frame }, 'heatmap', 'map');
    const at = (bias: number, rate: number): number =>
      values[biases.indexOf(bias) * rates.length + rates.indexOf(rate)] as number;
    expect(at(-2, 0.3)).toBeGreaterThan(0.9);
    expect(at(0, 0.001)).toBeLessThan(0.15);
    expect(at(0, 0.3)).toBeGreaterThan(at(0, 0.003) + 0.3);
    expect(at(-2, 0.001)).toBeGreaterThan(at(0.5, 0.001) + 0.5);
    expect(values.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(findings.map(({ name }) => name)).toContain('dying-relu');
  });
});
