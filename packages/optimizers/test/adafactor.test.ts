import { type Parameter, variable, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adafactor } from '../src/index.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { train } from './training.ts';

describe('adafactor', () => {
  followsGolden('adafactor');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(
      distanceOnQuadratic(
        adafactor((step) => 0.1 * 0.998 ** step),
        3000,
      ),
    ).toBeLessThan(1e-12);
    expect(
      distanceOnRosenbrock(
        adafactor((step) => 0.05 * 0.9995 ** step),
        10_000,
      ),
    ).toBeLessThan(1e-3);
  });

  it('keeps n + m numbers of an n by m matrix, and more axes one by one', () => {
    const parameters = [[], [4], [3, 2], [5, 3, 2]].map((shape, i): Parameter => {
      return { name: `p${i}`, variable: variable(zeros(shape)) };
    });
    const optimizer = adafactor();
    optimizer.build(parameters);
    expect(optimizer.namedState.slice(1).map(({ name, variable: { shape } }) => [name, shape])).toEqual([
      ['p0/velocity', []],
      ['p1/velocity', [4]],
      ['p2/rows', [3]],
      ['p2/columns', [2]],
      ['p3/rows', [5, 3]],
      ['p3/columns', [5, 2]],
    ]);
  });

  it('moves nothing where no gradient ever was, and stays finite', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      expect(train(adafactor(0.1), [3, 4], [[0, 0]], { dtype })).toEqual([3, 4]);
    }
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(adafactor().learningRate).toBe(0.001);
    expect(adafactor({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(adafactor(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => adafactor({ beta2Decay: 0 })).toThrow(/adafactor: beta2Decay must be a number below 0, got 0/);
    expect(() => adafactor({ epsilon1: 0 })).toThrow(/adafactor: epsilon1 must be/);
    expect(() => adafactor({ epsilon2: 0 })).toThrow(/adafactor: epsilon2 must be/);
    expect(() => adafactor({ clipThreshold: 0 })).toThrow(/adafactor: clipThreshold must be/);
    expect(() => adafactor({ relativeStep: 1 as never })).toThrow(/adafactor: relativeStep is true or false, got 1/);
    expect(() => adafactor({ learningrate: 1 } as object)).toThrow(
      /adafactor: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
