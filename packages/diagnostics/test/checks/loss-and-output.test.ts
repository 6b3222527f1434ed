import { relu, sigmoid, softmax, tanh } from '@gradkit/activations';
import { tensor } from '@gradkit/core';
import { activation, dense, dropout, sequential } from '@gradkit/layers';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  type Loss,
  mse,
  sparseCategoricalCrossentropy,
} from '@gradkit/losses';
import { expect, it } from 'vitest';
import { checkLossAndOutput } from '../../src/checks/loss-and-output.ts';
import { examined } from '../examined.ts';

const x = tensor(Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(2 * i), Math.sin(3 * i + 1)]));
const ids = tensor(
  Int32Array.from({ length: 24 }, (_, i) => i % 3),
  { shape: [24], dtype: 'int32' },
);
const rows = tensor(Array.from({ length: 24 }, (_, i) => [0, 1, 2].map((k) => (k === i % 3 ? 1 : 0))));
const answers = tensor(Array.from({ length: 24 }, (_, i) => [i % 2]));
const numbers = tensor(Array.from({ length: 24 }, (_, i) => [2 * Math.sin(i)]));
const kinds = { linear: undefined, softmax, sigmoid, relu, tanh };

const causes = async (ending: keyof typeof kinds, y: typeof ids, units: number, loss: Loss) => {
  const model = sequential([dense({ units: 8, activation: relu }), dense({ units, activation: kinds[ending] })]);
  return checkLossAndOutput(await examined(model, { x, y }, loss)).map(({ cause }) => cause);
};

const sparse = sparseCategoricalCrossentropy;
const binary = binaryCrossentropy;

it.each([
  ['softmax', ids, 3, sparse({ fromLogits: true }), 'softmax-into-logits'],
  ['softmax', rows, 3, categoricalCrossentropy({ fromLogits: true }), 'softmax-into-logits'],
  ['sigmoid', answers, 1, binary({ fromLogits: true }), 'sigmoid-into-logits'],
  ['relu', ids, 3, sparse({ fromLogits: true }), 'rectified-output'],
  ['linear', ids, 3, sparse(), 'linear-into-probabilities'],
  ['linear', answers, 1, binary(), 'linear-into-probabilities'],
  ['tanh', answers, 1, binary(), 'linear-into-probabilities'],
  ['relu', rows, 3, categoricalCrossentropy(), 'rectified-output'],
  ['sigmoid', ids, 3, sparse(), 'sigmoid-of-exclusive-classes'],
  ['softmax', answers, 1, binary(), 'single-softmax'],
  ['sigmoid', numbers, 1, mse(), 'targets-out-of-reach'],
  ['tanh', numbers, 1, mse(), 'targets-out-of-reach'],
  ['relu', numbers, 1, mse(), 'targets-out-of-reach'],
] as const)('finds %s into a loss that wants something else', async (ending, y, units, loss, cause) => {
  expect(await causes(ending, y, units, loss)).toEqual([cause]);
});

it.each([
  ['linear', ids, 3, sparse({ fromLogits: true })],
  ['softmax', ids, 3, sparse()],
  ['softmax', rows, 3, categoricalCrossentropy()],
  ['linear', answers, 1, binary({ fromLogits: true })],
  ['sigmoid', answers, 1, binary()],
  ['sigmoid', rows, 3, binary()],
  ['linear', numbers, 1, mse()],
  ['softmax', rows, 3, mse()],
  ['sigmoid', answers, 1, mse()],
  ['tanh', answers, 1, mse()],
] as const)('finds nothing where %s is what the loss wants', async (ending, y, units, loss) => {
  expect(await causes(ending, y, units, loss)).toEqual([]);
});

it('looks through layers that pass on what they are given, and tells the layer and what to write', async () => {
  const model = sequential([dense({ units: 3 }), activation(softmax, { name: 'last' }), dropout({ rate: 0.1 })]);
  const [finding] = checkLossAndOutput(await examined(model, { x, y: ids }, sparse({ fromLogits: true })));
  expect(finding?.layers).toEqual(['last']);
  expect(finding?.remedies.map(({ code }) => code)).toEqual([
    'dense({ units: 3 })',
    'loss: sparseCategoricalCrossentropy()',
  ]);
});
