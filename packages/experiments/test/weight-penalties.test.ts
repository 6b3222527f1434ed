import { describe, expect, it } from 'vitest';
import { weightPenalties } from '../src/weight-penalties/about.ts';
import { lasso, quadraticOf, ridge } from '../src/weight-penalties/closed-forms.ts';
import { linearProblem } from '../src/weight-penalties/linear-problem.ts';
import { defaults } from '../src/weight-penalties/penalties.ts';
import { run } from '../src/weight-penalties/run.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

describe.each(['correlated', 'independent', 'orthogonal'])('weight-penalties, %s features', (design) => {
  it.each([1, 2, 3])('bears its claim out with seed %i', async (seed) => {
    const config = { ...defaults, design, seed };
    const { measures } = await lastFrame(run, config);
    expect(weightPenalties.holds(measures, config), JSON.stringify(measures)).toBe(true);
  });

  it('trains to what is solved without training', async () => {
    const config = { ...defaults, design, steps: 600 };
    const quadratic = quadraticOf(linearProblem(config, 0));
    for (const [penalty, solution] of [
      ['l1-proximal', lasso(quadratic, config.lambda)],
      ['l2', ridge(quadratic, config.lambda)],
    ] as const) {
      const bars = viewOf(await lastFrame(run, { ...config, penalty }), 'bars', 'weights');
      bars.series[1]!.values.forEach((w, j) => {
        // Sums of 80 float32 products, and what is left after 600 steps.
        expect(Math.abs(w - solution[j]!)).toBeLessThan(1e-4);
        expect(w === 0).toBe(solution[j] === 0);
      });
    }
  });
});

describe('weight-penalties', () => {
  it('shows on an orthogonal design the weights on the lines of theory', async () => {
    const frame = await lastFrame(run, { ...defaults, design: 'orthogonal', steps: 600 });
    const view = viewOf(frame, 'curves', 'shrinkage');
    const z = view.series[2]!.x;
    lineOf(view, 2).forEach((w, j) => {
      const theory = Math.sign(z[j]!) * Math.max(Math.abs(z[j]!) - defaults.lambda / 2, 0);
      expect(Math.abs(w - theory)).toBeLessThan(1e-4);
    });
  });

  it('lets gradient steps jump over 0 by no more than ρλ', async () => {
    const { measures } = await lastFrame(run, { ...defaults, steps: 600 });
    const quadratic = quadraticOf(linearProblem(defaults, 0));
    const zeros = lasso(quadratic, defaults.lambda).filter((w) => w === 0).length;
    expect(measures['l1.zeros']).toBe(0);
    // Those that should be 0 are within a step of it, up to what their neighbours' jumps add.
    expect(measures['l1.small']).toBeGreaterThan(0.7 * zeros);
  });
});
