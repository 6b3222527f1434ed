import { mul, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adam, sam, sgd } from '../src/index.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsSimulation } from './follows-simulation.ts';
import { parameter } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('sam', () => {
  followsSimulation('sam');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(sam(sgd(0.1), { rho: 1e-4 }), 3000)).toBeLessThan(1e-4);
    expect(distanceOnRosenbrock(sam(sgd({ learningRate: 0.0005, momentum: 0.9 }), { rho: 1e-4 }), 10_000)).toBeLessThan(
      1e-3,
    );
  });

  it('works by step only', () => {
    expect(() => sam(sgd()).apply([], [])).toThrow(/sam: needs gradients of two places. Use step\(\)/);
  });

  it('asks for gradients twice, and leaves parameters where it found them when the second fails', () => {
    const w = parameter([3, 4]);
    let asked = 0;
    const failing = (): Tensor[] => {
      asked += 1;
      if (asked === 2) throw new Error('no more');
      return [mul(w.variable.value, 2)];
    };
    expect(() => sam(sgd()).step(failing, [w])).toThrow('no more');
    expect(w.variable.value.toArray()).toEqual([3, 4]);
    expect(asked).toBe(2);
  });

  it('stays where all gradients are 0, and has nothing to do for no parameters', () => {
    const w = parameter([3, 4]);
    sam(adam()).step(() => [tensor([0, 0], f64)], [w]);
    expect(w.variable.value.toArray()).toEqual([3, 4]);
    const optimizer = sam(sgd());
    optimizer.step(() => [], []);
    expect(optimizer.iterations.value.item()).toBe(1);
  });

  it('refuses gradients that do not fit before it moves anything', () => {
    const w = parameter([3, 4]);
    expect(() => sam(sgd()).step(() => [tensor([1], f64)], [w])).toThrow(/sam: the gradient of "w" has shape \[1\]/);
    expect(w.variable.value.toArray()).toEqual([3, 4]);
  });
});
