import { describe, expect, it } from 'vitest';
import { sgd } from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { gradients, start, train } from './training.ts';

/** The published formulas, element by element. */
function expected(learningRate: number, momentum: number, nesterov: boolean): number[] {
  return start.map((p, i) => {
    let [w, v] = [p, 0];
    for (const gradient of gradients) {
      const g = gradient[i] as number;
      v = momentum * v - learningRate * g;
      w += nesterov ? momentum * v - learningRate * g : v;
    }
    return w;
  });
}

describe('sgd', () => {
  followsGolden('sgd');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(sgd({ learningRate: 0.05, momentum: 0.9 }), 3000)).toBeLessThan(1e-12);
    expect(distanceOnRosenbrock(sgd({ learningRate: 0.0005, momentum: 0.9 }), 10_000)).toBeLessThan(1e-6);
    // Without momentum, each error shrinks by 1 − 0.1 · curvature a step: by 0.99 in the flattest direction.
    expect(distanceOnQuadratic(sgd(0.1), 3000)).toBeLessThan(0.5 * 0.99 ** 3000 + 1e-12);
  });

  it('goes down the gradient: the single step of the tests of Keras', () => {
    expect(train(sgd(0.5), [1, 2, 3, 4], [[1, 6, 7, 2]])).toEqual([0.5, -1, -0.5, 3]);
  });

  it('has the learning rate 0.01 unless told otherwise', () => {
    expect(sgd().learningRate).toBe(0.01);
    expect(sgd({ learningRate: undefined }).learningRate).toBe(0.01);
    expectClose(train(sgd(), start, gradients), expected(0.01, 0, false), float64);
  });

  it.each([
    ['without momentum', 0, false],
    ['with momentum', 0.9, false],
    ['with Nesterov momentum', 0.9, true],
    ['with Nesterov and no momentum, which is plain descent', 0, true],
  ])('follows its formula %s', (_, momentum, nesterov) => {
    const make = () => sgd({ learningRate: 0.1, momentum, nesterov });
    expectClose(train(make(), start, gradients), expected(0.1, momentum, nesterov), float64);
    expectClose(train(make(), start, gradients, { compiled: true }), expected(0.1, momentum, nesterov), float64);
    expectClose(train(make(), start, gradients, { dtype: 'float32' }), expected(0.1, momentum, nesterov), float32);
  });

  it('keeps a slot only with momentum', () => {
    const plain = sgd();
    train(plain, [1], [[1]]);
    expect(plain.state.map((v) => v.name)).toEqual(['sgd/iterations']);
    const heavy = sgd({ momentum: 0.5 });
    train(heavy, [1], [[2]]);
    expect(heavy.state.map((v) => v.name)).toEqual(['sgd/iterations', 'w/sgd/momentum']);
    expect(heavy.state[1]?.value.toArray()).toEqual([-0.02]);
  });

  it('rejects a momentum outside [0, 1) and options that are not its own', () => {
    expect(() => sgd({ momentum: 1 })).toThrow(/sgd: momentum must be a number in \[0, 1\), got 1/);
    expect(() => sgd({ beta1: 0.9 } as object)).toThrow(/sgd: unknown option "beta1"/);
    expect(() => sgd({ lr: 0.1 } as object)).toThrow(/sgd: unknown option "lr"/);
  });
});
