import { mean, mul, sum, type Tensor, tensor } from '@gradkit/core';
import { constant, randomNormal } from '@gradkit/initializers';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { expect, it } from 'vitest';
import { probe } from '../../src/index.ts';

/** Numbers without a pattern between −1 and 1, others for each seed. */
function noise(shape: readonly number[], seed: number): Tensor {
  let state = Math.imul(seed, 2654435761) >>> 0;
  const values = Float32Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tensor(values, { shape });
}

const length = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

it.each([1e-30, 1e-16, 1, 1e9, 1e16])('measures gradients that are multiplied by %d', (scale) => {
  const model = sequential([dense({ units: 3 })], { seed: 1 });
  const optimizer = sgd({ learningRate: 0 });
  const measured = probe({ optimizer });
  const loss = (_: Tensor, yPred: Tensor): Tensor => mul(sum(yPred), scale);
  const [x, y] = [noise([5, 40], 1), noise([5, 3], 2)];
  trainStep(model, { optimizer, loss, watch: measured.watch })({ x, y });
  // d/dw of Σ x · w is Σ x over samples, for each unit.
  const perFeature = sum(x, { axis: 0 }).dataSync();
  const expected = length(perFeature) * Math.sqrt(3) * scale;
  const kernel = measured.looks()[0]?.parameters[0];
  // Out of the range of float32 squares it is an estimate from Σ|g|.
  const tolerance = scale > 1e-24 && scale < 1e11 ? 1e-5 : 0.2;
  expect(Math.abs((kernel?.gradientNorm as number) / expected - 1)).toBeLessThan(tolerance);
  expect(kernel?.updateNorm).toBe(0);
});

it('sees that units are the same, exactly', () => {
  const model = sequential(
    [
      dense({ units: 4, kernelInitializer: constant(0.3) }),
      dense({ units: 4, kernelInitializer: randomNormal({ stddev: 1 }) }),
      dense({ units: 1 }),
    ],
    { seed: 1 },
  );
  const optimizer = sgd();
  const measured = probe({ optimizer });
  trainStep(model, { optimizer, loss: meanSquaredError(), watch: measured.watch })({
    x: noise([6, 3], 1),
    y: noise([6, 1], 2),
  });
  const spreads = measured.looks()[0]?.parameters.map(({ name, unitSpread }) => [name, unitSpread]);
  expect(spreads?.[0]?.[0]).toBe('dense/kernel');
  expect(spreads?.[0]?.[1]).toBeLessThan(1e-7);
  expect(spreads?.[2]?.[1]).toBeGreaterThan(0.3);
  // One unit is like itself: that says nothing.
  expect(spreads?.[4]).toEqual(['dense_2/kernel', undefined]);
});

/** Agreement of gradients that consist of a common part and of noise. */
function agreement(common: number, apart: number): number | undefined {
  const model = sequential([dense({ units: 8, useBias: false })], { seed: 1 });
  const optimizer = sgd({ learningRate: 0 });
  const measured = probe({ optimizer, every: 40 });
  // The gradient of the kernel is xᵀ · y / n: what the target says it is.
  const loss = (yTrue: Tensor, yPred: Tensor): Tensor => mean(mul(yTrue, yPred));
  const step = trainStep(model, { optimizer, loss, watch: measured.watch });
  const x = tensor(
    Float32Array.from({ length: 30 * 30 }, (_, i) => (i % 31 === 0 ? 1 : 0)),
    { shape: [30, 30] },
  );
  const fixed = noise([30, 8], 99);
  for (let i = 0; i < 17; i++) step({ x, y: mul(fixed, common).add(mul(noise([30, 8], i + 1), apart)) });
  return measured.looks().flatMap(({ gradientAgreement }) => gradientAgreement ?? [])[0];
}

it('measures how well the gradients of steps agree', () => {
  expect(agreement(1, 0)).toBeCloseTo(1, 5);
  // 136 products of 17 gradients, seen through 30 numbers: a deviation of about 0.18 / √136 around 0, and around 1/2 for equal parts.
  expect(Math.abs(agreement(0, 1) as number)).toBeLessThan(0.1);
  expect(Math.abs((agreement(1, 1) as number) - 0.5)).toBeLessThan(0.15);
});

it('has no agreement of few steps', () => {
  const model = sequential([dense({ units: 2 })], { seed: 1 });
  const optimizer = sgd();
  const measured = probe({ optimizer, every: 1 });
  const step = trainStep(model, { optimizer, loss: meanSquaredError(), watch: measured.watch });
  for (let i = 0; i < 20; i++) step({ x: noise([4, 3], 1), y: noise([4, 2], 2) });
  const agreements = measured.looks().map(({ gradientAgreement }) => gradientAgreement !== undefined);
  expect(agreements.indexOf(true)).toBe(15);
  expect(agreements.filter(Boolean)).toHaveLength(1);
});
