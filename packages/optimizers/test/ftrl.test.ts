import { describe, expect, it } from 'vitest';
import { ftrl } from '../src/index.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { train } from './training.ts';

describe('ftrl', () => {
  followsGolden('ftrl');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(ftrl(1), 3000)).toBeLessThan(1e-12);
    expect(distanceOnRosenbrock(ftrl(1), 10_000)).toBeLessThan(1e-2);
  });

  it('leaves weights at exactly 0 while their gradients do not outweigh the penalty', () => {
    const [weak, strong] = train(
      ftrl({ learningRate: 1, l1: 5 }),
      [0, 0],
      [
        [1, 9],
        [2, 9],
        [-1, 9],
      ],
    );
    expect(weak).toBe(0);
    expect(strong).toBeLessThan(0);
  });

  it('leaves a parameter as it is while it has no gradient and its sums are 0', () => {
    expect(
      train(
        ftrl({ initialAccumulatorValue: 0 }),
        [3, 4],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    ).toEqual([3, 4]);
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(ftrl().learningRate).toBe(0.001);
    expect(ftrl({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(ftrl(0.5).learningRate).toBe(0.5);
  });

  it('does nothing at steps of rate 0, as warm-ups begin', () => {
    const late = ftrl((step) => (step === 0 ? 0 : 0.5));
    const [after] = train(late, [3], [[2], [1]]).slice(-1);
    expect(after).toBe(train(ftrl(0.5), [3], [[1]]).at(-1));
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => ftrl({ learningRatePower: 0.5 })).toThrow(
      /ftrl: learningRatePower must be a number at most 0, got 0.5/,
    );
    expect(() => ftrl({ initialAccumulatorValue: -1 })).toThrow(/ftrl: initialAccumulatorValue must be/);
    expect(() => ftrl({ l1: -1 })).toThrow(/ftrl: l1 must be/);
    expect(() => ftrl({ l2: -1 })).toThrow(/ftrl: l2 must be/);
    expect(() => ftrl({ l2Shrinkage: -1 })).toThrow(/ftrl: l2Shrinkage must be/);
    expect(() => ftrl({ beta: Number.NaN })).toThrow(/ftrl: beta must be a number at least 0, got NaN/);
    expect(() => ftrl(0)).toThrow(/ftrl: learningRate must be a number above 0, got 0/);
    expect(() => ftrl({ learningrate: 1 } as object)).toThrow(
      /ftrl: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
