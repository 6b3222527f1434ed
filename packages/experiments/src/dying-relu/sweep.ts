import { assign, type Tensor, tensor, type Variable } from '@gradkit/core';
import type { Dataset } from '@gradkit/data';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { deadShares } from '../training/dead-shares.ts';
import { networkOf } from './network.ts';
import { biases, rates } from './settings.ts';

/** The share of dead units of a whole network after one epoch, for a rate and a first bias. */
export interface SweepPoint {
  readonly row: number;
  readonly column: number;
  readonly share: number;
}

/** Trains one network for an epoch, with each rate and each bias in turn. One program serves all: it is compiled once. */
export function* sweep(
  activation: string,
  train: Dataset,
  x: Tensor,
  batchSize: number,
  seed: number,
): Generator<SweepPoint, void, void> {
  const model = networkOf(activation, 0, seed);
  model.build([batchSize, x.shape[1] as number]);
  const optimizer = adam();
  optimizer.build(model.parameters);
  const step = trainStep(model, { optimizer, loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
  const dead = deadShares(model);
  const first = model.getWeights();
  const hiddenBiases = model.variables
    .map(({ name }) => name.endsWith('/bias'))
    .map((is, i, all) => is && i < all.length - 1);
  const untouched = optimizer.state.map((variable): [Variable, Tensor] => [variable, copyOf(variable)]);
  for (const [row, bias] of biases.entries()) {
    for (const [column, rate] of rates.entries()) {
      model.setWeights(first.map((values, i) => (hiddenBiases[i] ? values.map(() => bias) : values)));
      assign(untouched);
      optimizer.learningRate = rate;
      for (const batch of train.shuffle({ seed }).batch(batchSize)) step(batch);
      const shares = dead(x);
      yield { row, column, share: shares.reduce((sum, share) => sum + share, 0) / shares.length };
    }
  }
}

const copyOf = ({ value }: Variable): Tensor => tensor(value.dataSync(), { shape: value.shape, dtype: value.dtype });
