import { describe, expect, it } from 'vitest';
import { lion } from '../src/index.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { train } from './training.ts';

describe('lion', () => {
  followsGolden('lion');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(
      distanceOnQuadratic(
        lion((step) => 0.1 * 0.997 ** step),
        3000,
      ),
    ).toBeLessThan(1e-4);
    expect(
      distanceOnRosenbrock(
        lion((step) => 0.01 * 0.9995 ** step),
        10_000,
      ),
    ).toBeLessThan(1e-3);
  });

  it('moves every element by the learning rate, and not where gradient and momentum are 0', () => {
    expect(train(lion(0.5), [1, 2, 3], [[1e-3, -100, 0]])).toEqual([0.5, 2.5, 3]);
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(lion().learningRate).toBe(0.001);
    expect(lion({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(lion(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => lion({ beta1: 0 })).toThrow(/lion: beta1 must be a number in \(0, 1\], got 0/);
    expect(() => lion({ beta2: 1 })).toThrow(/lion: beta2 must be/);
    expect(() => lion({ learningrate: 1 } as object)).toThrow(
      /lion: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
