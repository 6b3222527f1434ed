import { describe, expect, it } from 'vitest';
import type { Config } from '../src/experiment.ts';
import { momentumMap } from '../src/momentum-map/about.ts';
import { best, closedRate, iteration, measuredRate, type Rule, rateAlong } from '../src/momentum-map/convergence.ts';
import { run } from '../src/momentum-map/run.ts';
import { lastFrame, viewOf } from './frames.ts';

const rules: readonly Rule[] = ['heavy-ball', 'nesterov'];

describe('the claim', () => {
  // Nothing is drawn at random here: problems and rules take the place of seeds.
  it.each([
    ['heavy-ball', 100],
    ['heavy-ball', 10],
    ['nesterov', 100],
    ['nesterov', 30],
  ])('%s, condition %d', async (rule, condition) => {
    const config = { ...momentumMap.defaults, rule, condition };
    const { measures } = await lastFrame(run, config);
    expect(momentumMap.holds(measures, config)).toBe(true);
    // ln 10⁻⁶ / ln ρ steps, and some that the swinging part costs.
    const { convergence } = best('none', 1, condition);
    expect(measures['plain.steps']).toBe(Math.ceil(Math.log(1e-6) / Math.log(convergence)));
    const ideal = Math.log(1e-6) / Math.log(best(rule as Rule, 1, condition).convergence);
    expect(measures['best.steps'] as number).toBeGreaterThanOrEqual(ideal * 0.9);
    expect(measures['best.steps'] as number).toBeLessThan(ideal * 1.6);
  });

  it('a hundred to one: ten times fewer steps per digit', () => {
    const [plain, ball] = [best('none', 1, 100), best('heavy-ball', 1, 100)];
    expect(plain.convergence).toBeCloseTo(99 / 101, 12);
    expect(ball.convergence).toBeCloseTo(9 / 11, 12);
    expect(Math.log(ball.convergence) / Math.log(plain.convergence)).toBeCloseTo(10, 1);
  });

  it('is cured by the best pair', async () => {
    const [cure] = momentumMap.cures(momentumMap.defaults);
    const { config } = cure as { config: Config };
    const { measures } = await lastFrame(run, config);
    expect(Math.abs((measures['rate'] as number) - 9 / 11)).toBeLessThan(0.01);
    expect(momentumMap.cures(config)).toEqual([]);
  });
});

describe.each(rules)('%s in closed form', (rule) => {
  it('is the largest magnitude of an eigenvalue of the matrix', () => {
    // By the power of the matrix: the largest magnitude is the limit of ‖Mᵏ‖^(1/k). At k = 2²⁰, squared 20 times.
    for (const [rate, beta, lambda] of [
      [0.1, 0.5, 1],
      [0.02, 0.9, 100],
      [0.005, 0.3, 100],
      [0.03, 0.7, 100],
    ] as const) {
      const [trace, determinant] = iteration(rule, rate, beta, lambda);
      let matrix: readonly [number, number, number, number] = [trace, -determinant, 1, 0];
      let logarithm = 0;
      for (let squaring = 0; squaring < 20; squaring++) {
        const [a, b, c, d] = matrix;
        const squared = [a * a + b * c, a * b + b * d, c * a + d * c, c * b + d * d] as const;
        const size = Math.hypot(...squared);
        matrix = squared.map((each) => each / size) as unknown as typeof matrix;
        logarithm = 2 * logarithm + Math.log(size);
      }
      expect(Math.exp(logarithm / 2 ** 20)).toBeCloseTo(rateAlong(rule, rate, beta, lambda), 4);
    }
  });

  it('is measured', () => {
    for (const [rate, beta] of [
      [0.5, 0.2],
      [1.5, 0],
      [1.2, 0.8],
      [3.9, 0.3],
    ] as const) {
      const closed = closedRate(rule, rate / 100, beta, [1, 100]);
      expect(Math.abs(measuredRate(rule, rate / 100, beta, [1, 100], 1000) - closed)).toBeLessThan(0.005);
    }
  });

  it('has its best pair where a search finds it', () => {
    const { rate, beta, convergence } = best(rule, 1, 30);
    // A double root: its magnitude is known to the root of the rounding error.
    expect(closedRate(rule, rate, beta, [1, 30])).toBeCloseTo(convergence, 6);
    for (let i = 1; i < 100; i++) {
      for (let j = 0; j < 100; j++) {
        expect(closedRate(rule, (4 * i) / 100 / 30, j / 100, [1, 30])).toBeGreaterThan(convergence);
      }
    }
  });
});

it('the optimizers themselves shrink errors by the factor', async () => {
  for (const rule of rules) {
    const config = { rule, condition: 20, rate: 0.8, momentum: 0.3 };
    const errors = viewOf(await lastFrame(run, config), 'curves', 'errors').series[0]?.y as Float64Array;
    // Here the slow component decides, and does not swing.
    const [last, before] = [errors.at(-1), errors.at(-2)] as [number, number];
    expect(last / before).toBeCloseTo(closedRate(rule, 0.04, 0.3, [1, 20]), 4);
  }
});

it('says so where it diverges', async () => {
  const config = { ...momentumMap.defaults, rate: 2.5 };
  const { measures } = await lastFrame(run, config);
  expect(measures['expected']).toBeCloseTo(1.5, 12);
  expect((momentumMap.sees(measures, config) as { en: string }).en).toContain('multiplies errors by 1.50');
});
