import { relu } from '@gradkit/activations';
import {
  add,
  concatenate,
  expandDims,
  foldIn,
  jit,
  key,
  mul,
  oneHot,
  randint,
  sum,
  type Tensor,
  uniform,
} from '@gradkit/core';
import { identity } from '@gradkit/initializers';
import { dense, sequential, simpleRnn } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { describe, expect, it } from 'vitest';

const [time, batch] = [30, 32];

/**
 * The adding problem: thirty numbers between 0 and 1, two of which are marked, one in each half; the answer is their sum.
 * Who answers with the mean loses 1/6, the variance of a sum of two.
 *
 * @see Le, Jaitly and Hinton, A simple way to initialize recurrent networks of rectified linear units, 2015
 */
const draw = jit((from: Tensor) => {
  const numbers = uniform(foldIn(from, 0), [batch, time]);
  const places = [randint(foldIn(from, 1), [batch], 0, time / 2), randint(foldIn(from, 2), [batch], time / 2, time)];
  const marks = places.map((place) => oneHot(place, time)).reduce((a, b) => add(a, b));
  return {
    x: concatenate([expandDims(numbers, -1), expandDims(marks, -1)], { axis: -1 }),
    y: sum(mul(numbers, marks), { axis: 1, keepDims: true }),
  };
});
const baseline = 1 / 6;

/** The losses of a recurrent network of rectified units, until one is no number. */
function train(seed: number, clipping: { readonly globalClipNorm?: number }): readonly number[] {
  const recurrent = simpleRnn({ units: 32, activation: relu, recurrentInitializer: identity() });
  const model = sequential([recurrent, dense({ units: 1 })], { seed });
  const optimizer = sgd({ learningRate: 0.01, momentum: 0.9, ...clipping });
  const step = trainStep(model, { optimizer, loss: meanSquaredError() });
  const losses: number[] = [];
  for (let i = 0; i < 2000 && Number.isFinite(losses.at(-1) ?? 0); i++) {
    losses.push(step(draw(foldIn(key(seed), i)) as never).item());
  }
  return losses;
}

const lastMean = (losses: readonly number[]): number => losses.slice(-50).reduce((a, b) => a + b, 0) / 50;

describe('gradients that explode in a recurrent network', () => {
  it.each([1, 2, 3])('end its training, or leave it with nothing learned (seed %i)', (seed) => {
    const losses = train(seed, {});
    expect(Math.max(...losses.map((loss) => (Number.isNaN(loss) ? Infinity : loss)))).toBeGreaterThan(1e6);
    expect(Number.isFinite(losses.at(-1)) && lastMean(losses) < 0.9 * baseline).toBe(false);
  });

  it.each([1, 2, 3])('do no harm when they are clipped to a global norm of 1: it learns (seed %i)', (seed) => {
    expect(lastMean(train(seed, { globalClipNorm: 1 }))).toBeLessThan(0.2 * baseline);
  });
});
