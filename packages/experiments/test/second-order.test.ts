import { tensor } from '@gradkit/core';
import { eigvalsh } from '@gradkit/core/linalg';
import { checkGradient } from '@gradkit/second-order';
import { describe, expect, it } from 'vitest';
import { secondOrder } from '../src/second-order/about.ts';
import { objectiveOf } from '../src/second-order/course.ts';
import { largestEigenvalue } from '../src/second-order/largest-eigenvalue.ts';
import { problemOf } from '../src/second-order/problems.ts';
import { run } from '../src/second-order/run.ts';
import { lastFrame, viewOf } from './frames.ts';

describe('the claim', () => {
  it.each([
    ['network', 1],
    ['network', 2],
    ['network', 3],
    ['logistic', 1],
  ])('%s, seed %d', async (problem, seed) => {
    const config = { ...secondOrder.defaults, problem, seed, budget: 1500 };
    const frame = await lastFrame(run, config);
    const { measures } = frame;
    expect(secondOrder.holds(measures, config)).toBe(true);
    expect(measures['lbfgs.reached'] as number).toBeLessThan((measures['adam.reached'] as number) / 3);
    for (const text of Object.values(secondOrder.sees(measures, config))) {
      expect(text).toContain(String(measures['lbfgs.reached']));
    }
    // Where the loss is convex all methods end at one value.
    if (problem === 'logistic') {
      for (const name of ['adam', 'cg', 'trust', 'newton']) {
        expect(measures[`${name}.loss`]).toBeCloseTo(measures['lbfgs.loss'] as number, 7);
      }
    }
    const radii = viewOf(frame, 'curves', 'radius').series[0]?.y as Float64Array;
    for (const radius of radii) expect(radius).toBeGreaterThan(0);
  });
});

it('counts a Hessian as one product for each parameter', async () => {
  const config = { ...secondOrder.defaults, problem: 'logistic', budget: 200 };
  const frame = await lastFrame(run, config);
  const rows = viewOf(frame, 'table', 'counts').rows;
  const newton = rows.find(([name]) => typeof name === 'object' && name.en.startsWith('Newton, whole'));
  const [, , gradients = 0, products = 0] = newton as readonly number[];
  // 30 measurements and a bias.
  expect(frame.measures['parameters']).toBe(31);
  expect(products % 31).toBe(0);
  expect(products / 31).toBeLessThanOrEqual(gradients);
  expect(products).toBeGreaterThan(0);
  // Methods of gradients alone ask for none.
  for (const row of rows) if (row[0] === 'L-BFGS' || row[0] === 'Adam') expect(row[3]).toBe(0);
});

describe('problems', () => {
  it.each(['logistic', 'network'] as const)('%s: derivatives are right', (name) => {
    const problem = problemOf(name, 3, 0.01, 1);
    const objective = objectiveOf(problem);
    const start = objective.flatten(problem.start);
    // Beyond what differences are uncertain by, hardly more than nothing.
    const { maxRelError, hess, hessp } = checkGradient(objective, start);
    for (const error of [maxRelError, hess?.maxRelError, hessp?.maxRelError]) expect(error).toBeLessThan(1e-6);
  });

  it('Lanczos finds the largest eigenvalue of the Hessian', () => {
    for (const name of ['logistic', 'network'] as const) {
      const problem = problemOf(name, 4, 0.01, 2);
      const objective = objectiveOf(problem);
      const x = objective.flatten(problem.start);
      const n = x.length;
      const hessian = new Float64Array(n * n);
      objective.hess(x, hessian);
      const expected = eigvalsh(tensor(hessian, { shape: [n, n], dtype: 'float64' }))
        .dataSync()
        .at(-1) as number;
      const start = Float64Array.from({ length: n }, (_, i) => 1 + Math.sin(i));
      const found = largestEigenvalue((v, out) => objective.hessp(x, v, out), start);
      // Twelve products: from below, and near.
      expect(found).toBeLessThan(expected * (1 + 1e-12));
      expect(found).toBeGreaterThan(expected * 0.995);
    }
  });

  it('of a diagonal matrix, exactly, once the space is used up', () => {
    const diagonal = [3, -7, 0.5];
    const product = (v: Float64Array, out: Float64Array) => out.set(v.map((each, i) => each * (diagonal[i] as number)));
    expect(largestEigenvalue(product, Float64Array.of(1, 1, 1))).toBeCloseTo(3, 12);
  });
});
