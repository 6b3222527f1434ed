import { gradients } from '@gradkit/autograd';
import { ones, type Parameter, square, sum, type Tensor, variable, zeros } from '@gradkit/core';
import { createOptimizer } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { scheduledCurvature } from '../../src/stochastic/scheduled-curvature.ts';

describe('scheduledCurvature', () => {
  it.each([
    { period: 1, accumulated: 1, estimates: [1, 1, 1, 1, 1, 1] },
    { period: 2, accumulated: 1, estimates: [1, 0, 1, 0, 1, 0] },
    { period: 1, accumulated: 3, estimates: [0, 0, 1, 0, 0, 1] },
    { period: 2, accumulated: 2, estimates: [0, 1, 0, 0, 0, 1] },
  ])('with period $period and $accumulated gradients in a step, makes the estimates that a step takes', (each) => {
    const { period, accumulated, estimates } = each;
    const curvature = scheduledCurvature(period, 0, accumulated);
    const seen: Tensor[] = [];
    const [w, last] = [variable([1, 2]), variable([0, 0])];
    const parameters: Parameter[] = [{ name: 'w', variable: w }];
    const rule = createOptimizer(
      {
        name: 'kept',
        slots: {},
        update: () => (_gradient, parameter, slots, target) => {
          seen.push(curvature.of(target.variable));
          return { parameter, slots };
        },
      },
      { learningRate: 1, gradientAccumulationSteps: accumulated },
    );
    for (const expected of estimates) {
      const contents = [w.value];
      const observation = { gradients: gradients(sum(square(w.value)), parameters), contents, pass: undefined };
      curvature.during(rule, parameters, observation, () => [ones([2])]);
      last.assign(seen.at(-1) ?? zeros([2]));
      expect(last.value.toArray()).toEqual([expected, expected]);
    }
  });
});
