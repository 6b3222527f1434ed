import { maximum, type Parameter, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adam, lookahead, sgd } from '../src/index.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsSimulation } from './follows-simulation.ts';
import { parameter } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('lookahead', () => {
  followsSimulation('lookahead');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(lookahead(sgd({ learningRate: 0.05, momentum: 0.9 })), 3000)).toBeLessThan(1e-12);
    expect(distanceOnRosenbrock(lookahead(adam((step) => 0.1 * 0.9995 ** step)), 10_000)).toBeLessThan(1e-10);
  });

  it('keeps the constraint of a parameter when it goes back', () => {
    const w: Parameter = { ...parameter([-4]), constraint: (value) => maximum(value, 0) };
    const optimizer = lookahead(sgd(1), { syncPeriod: 1 });
    optimizer.apply([tensor([-1], f64)], [w]);
    // Half of the way from −4 to the constrained 0 is −2, which the constraint does not allow.
    expect(w.variable.value.item()).toBe(0);
  });
});
