import { jit, type Tensor } from '@gradkit/core';
import type { Dataset } from '@gradkit/data';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import type { ActivationName } from '../recipe/recipe.ts';
import { type Judgement, judge } from '../training/judge.ts';
import { networkOf } from './network.ts';

/** How a network is trained from its first weights on. */
interface Trial {
  readonly learningRate: number;
  readonly scale: number;
  readonly batchSize: number;
  readonly epochs: number;
}

/** A network with or without batch normalization that can be trained again and again: its programs are compiled once. */
export interface Subject {
  /** Trains it from its first weights, and pauses every 64 steps. */
  train(samples: Dataset, trial: Trial, seed: number): Generator<undefined, void, void>;
  judge(samples: Dataset): Judgement;
  /** The mean loss where each batch is normalized by its own statistics, as in training; nothing is changed by it. */
  lossInTraining(samples: Dataset, batchSize: number): number;
}

export function subjectOf(bend: ActivationName, normalization: boolean, features: number, seed: number): Subject {
  const model = networkOf(bend, normalization, 1, seed);
  model.build([2, features]);
  const optimizer = sgd();
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const step = trainStep(model, { optimizer, loss });
  const inTraining = jit((x: Tensor, y: Tensor) => loss(y, model.apply(x, { training: true })));
  const first = model.getWeights();
  const names = model.variables.map(({ name }) => name);
  // The last layer keeps its own.
  const isScaled = names.map((name, i) => name.endsWith('/kernel') && i < names.length - 2);
  return {
    *train(samples, { learningRate, scale, batchSize, epochs }, from) {
      model.setWeights(first.map((values, i) => (isScaled[i] ? values.map((value) => value * scale) : values)));
      optimizer.learningRate = learningRate;
      const batches = samples.shuffle({ seed: from }).batch(batchSize);
      let steps = 0;
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const batch of batches.epoch(epoch)) {
          step(batch);
          if (++steps % 64 === 0) yield;
        }
      }
    },
    judge: judge(model),
    lossInTraining(samples, batchSize) {
      const kept = model.getWeights();
      const losses = [...samples.batch(batchSize, { dropRemainder: true })].map(({ x, y }) => inTraining(x, y).item());
      model.setWeights(kept);
      return losses.reduce((sum, value) => sum + value, 0) / losses.length;
    },
  };
}
