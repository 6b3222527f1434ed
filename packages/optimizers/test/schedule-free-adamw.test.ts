import { assign, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { scheduleFreeAdamw } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { contents } from './contents.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { gradients, parameter, start } from './training.ts';

describe('scheduleFreeAdamw', () => {
  followsGolden('scheduleFreeAdamw');

  it('approaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley with a constant rate', () => {
    expect(distanceOnQuadratic(scheduleFreeAdamw(0.1), 3000)).toBeLessThan(1e-2);
    expect(distanceOnRosenbrock(scheduleFreeAdamw(0.05), 10_000)).toBeLessThan(0.1);
  });

  it('has the mean of its moving sequence as averages, of which the parameter is a mixture', () => {
    const w = parameter(start);
    const optimizer = scheduleFreeAdamw({ learningRate: 0.1, beta1: 0.75 });
    const means = start.map(() => 0);
    gradients.forEach((gradient, t) => {
      contents(optimizer, w, [gradient]);
      const z = optimizer.namedState.find(({ name }) => name === 'w/momentum')?.variable.value.dataSync() ?? [];
      z.forEach((value, i) => {
        means[i] = ((means[i] as number) * t + value) / (t + 1);
      });
      const expected = means.map((mean, i) => 0.25 * (z[i] as number) + 0.75 * mean);
      expectClose(w.variable.value.dataSync(), expected, float64);
    });
    optimizer.averages?.swap([w]);
    expectClose(w.variable.value.dataSync(), means, float64);
  });

  it('resumes bit for bit from its named state', () => {
    const make = () => scheduleFreeAdamw({ learningRate: 0.1, warmupSteps: 4 });
    const whole = contents(make(), parameter(start), gradients);
    const [first, w] = [make(), parameter(start)];
    contents(first, w, gradients.slice(0, 3));
    const [resumed, copy] = [make(), parameter([...w.variable.value.dataSync()])];
    resumed.build([copy]);
    assign(
      resumed.state.map((target, i) => {
        const { dtype, shape, value } = first.state[i] as typeof target;
        return [target, tensor(value.dataSync(), { dtype, shape })] as const;
      }),
    );
    expect(contents(resumed, copy, gradients.slice(3))).toEqual(whole.slice(3));
  });

  it('has the learning rate 0.0025 unless told otherwise', () => {
    expect(scheduleFreeAdamw().learningRate).toBe(0.0025);
    expect(scheduleFreeAdamw(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => scheduleFreeAdamw({ beta1: 1 })).toThrow(
      /scheduleFreeAdamw: beta1 must be a number in \(0, 1\), got 1/,
    );
    expect(() => scheduleFreeAdamw({ beta1: 0 })).toThrow(
      /scheduleFreeAdamw: beta1 must be a number in \(0, 1\), got 0/,
    );
    expect(() => scheduleFreeAdamw({ beta2: 1 })).toThrow(/scheduleFreeAdamw: beta2 must be/);
    expect(() => scheduleFreeAdamw({ epsilon: 0 })).toThrow(/scheduleFreeAdamw: epsilon must be/);
    expect(() => scheduleFreeAdamw({ warmupSteps: -1 })).toThrow(/warmupSteps must be an integer of at least 0/);
    expect(() => scheduleFreeAdamw({ warmupStep: 1 } as object)).toThrow(/Did you mean "warmupSteps"/);
  });
});
