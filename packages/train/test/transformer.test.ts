import { relu } from '@gradkit/activations';
import { concatenate, foldIn, full, jit, key, randint, slice, type Tensor } from '@gradkit/core';
import {
  dense,
  embedding,
  type Layer,
  layerNormalization,
  type Model,
  multiHeadAttention,
  positionalEncoding,
  positionEmbedding,
  residual,
  sequential,
} from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { describe, expect, it } from 'vitest';

const [symbols, length, batch, features] = [8, 6, 32, 32];

/**
 * The copy task: six of eight symbols, a separator, and the six again. Only the second time can they be known; the first six
 * positions have the label −1, which does not count.
 */
const draw = jit((from: Tensor) => {
  const text = randint(from, [batch, length], 0, symbols);
  const separator = full([batch, 1], symbols, { dtype: 'int32' });
  const all = concatenate([text, separator, text], { axis: 1 });
  const unknown = full([batch, length], -1, { dtype: 'int32' });
  return { x: slice(all, [0, 0], [batch, -1]), y: concatenate([unknown, text], { axis: 1 }) };
});

/** A transformer block: attention to what came before, then a small network at every position. */
const block = (): Layer[] => [
  residual([layerNormalization(), multiHeadAttention({ numHeads: 2, keyDim: 16, useCausalMask: true })]),
  residual([layerNormalization(), dense({ units: 64, activation: relu }), dense({ units: features })]),
];

const transformer = (positions: Layer, seed: number): Model =>
  sequential(
    [
      embedding({ inputDim: symbols + 1, outputDim: features }),
      positions,
      ...block(),
      layerNormalization(),
      dense({ units: symbols }),
    ],
    { seed },
  );

function lossAfter(steps: number, model: Model): number {
  const loss = sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: -1 });
  const step = trainStep(model, { optimizer: adam({ learningRate: 3e-3 }), loss });
  let last = Infinity;
  for (let i = 0; i < steps; i++) last = step(draw(foldIn(key(1), i)) as never).item();
  return last;
}

describe('a transformer', () => {
  it('guesses before it has learned', () => {
    const guess = lossAfter(1, transformer(positionalEncoding(), 1));
    expect(guess).toBeGreaterThan(0.8 * Math.log(symbols));
  });

  it.each([1, 2, 3])('copies what it read: it learns where to look (seed %i)', (seed) => {
    expect(lossAfter(400, transformer(positionalEncoding(), seed))).toBeLessThan(0.02);
  });

  it('copies with positions that it learns, too', () => {
    expect(lossAfter(400, transformer(positionEmbedding({ sequenceLength: 12 }), 1))).toBeLessThan(0.02);
  });
});
