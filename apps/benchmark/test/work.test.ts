import { describe, expect, it } from 'vitest';
import { bytesNeeded, operationsOf, shapesAlong, type TrainingWork } from '../src/work.ts';

const network: TrainingWork = {
  kind: 'training',
  input: [8, 8, 1],
  layers: [
    { kind: 'convolution', filters: 2, size: 3, activation: 'relu' },
    { kind: 'maxPooling' },
    { kind: 'flatten' },
    { kind: 'dense', units: 4 },
    { kind: 'batchNormalization' },
    { kind: 'relu' },
  ],
  loss: 'crossEntropy',
  optimizer: 'adam',
  batch: 5,
};

describe('a training step', () => {
  it('has shapes from layer to layer', () => {
    expect(shapesAlong(network)).toEqual([[8, 8, 1], [6, 6, 2], [3, 3, 2], [18], [4], [4], [4]]);
  });

  it('costs two operations a weight and place, forward and for the gradients that are asked for', () => {
    expect(operationsOf(network)).toBe(2 * 5 * (2 * 9 * 72 + 3 * 18 * 4));
  });

  it('needs parameters, gradients, two moments, and what every layer gives', () => {
    const parameters = (9 + 1) * 2 + (18 + 1) * 4 + 2 * 4;
    const activations = 5 * (64 + 72 + 18 + 18 + 4 + 4 + 4);
    expect(bytesNeeded(network)).toBe(4 * (4 * parameters + activations));
  });
});
