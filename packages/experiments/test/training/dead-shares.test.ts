import { elu, leakyRelu, relu } from '@gradkit/activations';
import { tensor } from '@gradkit/core';
import { activation, dense, type Layer, sequential } from '@gradkit/layers';
import { expect, it } from 'vitest';
import { deadShares } from '../../src/training/dead-shares.ts';

const x = tensor([
  [1, 0],
  [0, 1],
]);

/** Three units with pre-activations 1 and −1, −1 and −2, −20 and −30, and one score. */
const network = (bend: Layer) =>
  sequential([
    dense({
      units: 3,
      useBias: false,
      kernelInitializer: () =>
        tensor([
          [1, -1, -20],
          [-1, -2, -30],
        ]),
    }),
    bend,
    dense({ units: 1 }),
  ]);

const shares = (bend: Layer): readonly number[] => {
  const model = network(bend);
  model.build([2, 2]);
  return deadShares(model)(x);
};

it('counts units that no sample lets a gradient through', () => {
  // One of the three is positive for a sample.
  expect(shares(activation((z) => relu(z)))[0]).toBeCloseTo(2 / 3, 6);
  expect(shares(activation((z) => leakyRelu(z, { negativeSlope: 0.1 })))).toEqual([0]);
  // e⁻¹ is a slope; e⁻²⁰ is none.
  expect(shares(activation((z) => elu(z)))[0]).toBeCloseTo(1 / 3, 6);
});
