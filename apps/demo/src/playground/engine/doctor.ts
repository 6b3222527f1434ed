import { type Finding, findingsOf, type Probe, probe, sampleFacts, type TrainingRecord } from '@gradkit/diagnostics';
import type { Sequential } from '@gradkit/layers';
import type { Optimizer } from '@gradkit/optimizers';
import type { Recipe, RecipeData } from 'experiments/recipe';
import { lossHistory } from './loss-history.ts';

/** The doctor beside a run that may never end: its record has a limit, and keeps the whole way at less detail. */
export interface Doctor {
  readonly watch: Probe['watch'];
  /** At the end of an epoch, with its losses. */
  epoch(epoch: number, loss: number, valLoss: number): void;
  findings(): readonly Finding[];
  dispose(): void;
}

/** Looks and losses that are kept. */
const mostLooks = 200;
const mostLosses = 4096;

export function doctorOf(recipe: Recipe, data: RecipeData, model: Sequential, optimizer: Optimizer): Doctor {
  const measured = probe({ optimizer, every: 50, bins: 16 });
  const units = data.classes;
  const [train, validation] = [sampleFacts(data.train, { units }), sampleFacts(data.validation, { units })];
  const epochs = lossHistory(2);
  const losses = lossHistory(1, mostLosses);
  let looks: TrainingRecord['steps'] = [];
  let count = 0;

  function take(): void {
    looks = [...looks, ...measured.looks().map((look) => ({ ...look, epoch: epochs.lists[0].at(-1) ?? 0 }))];
    while (looks.length > mostLooks) {
      const old = Math.floor(looks.length / 2);
      looks = looks.filter((_, i) => i > old || i % 2 === 0);
    }
    for (const loss of measured.losses()) losses.add(count++, [loss]);
  }

  return {
    watch: measured.watch,
    epoch(epoch, loss, valLoss) {
      epochs.add(epoch, [loss, valLoss]);
      measured.renew();
    },
    findings() {
      take();
      const [numbers, loss, valLoss] = epochs.lists;
      return findingsOf({
        optimizer: optimizer.name,
        layers: measured.layers,
        data: {
          samples: train.samples,
          batchSize: recipe.batchSize,
          validationSamples: validation.samples,
          classCounts: train.classCounts,
          classWeighted: recipe.classWeights,
          inputs: train.inputs,
          validationInputs: validation.inputs,
          nonFinite: train.nonFinite,
        },
        penalizedParameters: model.parameters.filter(({ regularizer }) => regularizer !== undefined).length,
        hasNoise: recipe.dropout > 0,
        steps: looks,
        losses: losses.lists[1],
        epochs: numbers.map((epoch, i) => ({ epoch, loss: loss[i], valLoss: valLoss[i], logs: {} })),
        firstNonFinite: measured.firstNonFinite(),
        baselineLoss: Math.log(data.classes),
      });
    },
    dispose: () => measured.dispose(),
  };
}
