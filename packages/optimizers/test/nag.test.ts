import { describe, expect, it } from 'vitest';
import { nag, sgd } from '../src/index.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { gradients, start, train } from './training.ts';

describe('nag', () => {
  it('is sgd with Nesterov momentum, whose values are those of Keras', () => {
    const options = { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01, clipNorm: 1 };
    const expected = train(sgd({ ...options, nesterov: true }), start, gradients);
    expect(train(nag(options), start, gradients)).toEqual(expected);
    expect(train(nag(options), start, gradients)).not.toEqual(train(sgd(options), start, gradients));
  });

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(nag({ learningRate: 0.05, momentum: 0.9 }), 3000)).toBeLessThan(1e-12);
    expect(distanceOnRosenbrock(nag({ learningRate: 0.0005, momentum: 0.9 }), 10_000)).toBeLessThan(1e-6);
  });

  it('has the learning rate 0.01 and no momentum unless told otherwise', () => {
    expect(nag().learningRate).toBe(0.01);
    expect(nag(0.5).learningRate).toBe(0.5);
    expect(train(nag(0.1), start, gradients)).toEqual(train(sgd(0.1), start, gradients));
  });

  it('rejects options that are not its own', () => {
    expect(() => nag({ nesterov: false } as object)).toThrow(/nag: unknown option "nesterov"/);
    expect(() => nag({ momentum: 1 })).toThrow(/momentum must be a number in \[0, 1\), got 1/);
    expect(() => nag(null as never)).toThrow(/nag: expected an options object, got null/);
  });
});
