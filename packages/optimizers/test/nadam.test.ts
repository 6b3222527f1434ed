import { describe, expect, it } from 'vitest';
import { nadam } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { parameter } from './training.ts';

describe('nadam', () => {
  followsGolden('nadam');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(nadam(0.1), 3000)).toBeLessThan(1e-12);
    expect(
      distanceOnRosenbrock(
        nadam((step) => 0.05 * 0.9995 ** step),
        10_000,
      ),
    ).toBeLessThan(1e-10);
  });

  it('keeps the product of its momenta with its state, once for all parameters, in float64', () => {
    const optimizer = nadam();
    optimizer.build([parameter([1], 'float32'), parameter([1], 'float64', 'v')]);
    expect(optimizer.namedState.map(({ name, variable }) => [name, variable.dtype])).toEqual([
      ['iterations', 'int32'],
      ['momentumProduct', 'float64'],
      ['w/momentum', 'float32'],
      ['w/velocity', 'float32'],
      ['v/momentum', 'float64'],
      ['v/velocity', 'float64'],
    ]);
    optimizer.apply([], []);
    expectClose([optimizer.namedState[1]?.variable.value.item() as number], [0.9 * (1 - 0.5 * 0.96)], float64);
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(nadam().learningRate).toBe(0.001);
    expect(nadam({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(nadam(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => nadam({ beta1: 1 })).toThrow(/nadam: beta1 must be a number in \[0, 1\), got 1/);
    expect(() => nadam({ beta2: -1 })).toThrow(/nadam: beta2 must be/);
    expect(() => nadam({ epsilon: 0 })).toThrow(/nadam: epsilon must be/);
    expect(() => nadam({ learningrate: 1 } as object)).toThrow(
      /nadam: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
