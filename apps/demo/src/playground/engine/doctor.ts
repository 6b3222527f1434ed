import { type Finding, findingsOf, type Probe, probe, type TrainingRecord } from '@gradkit/diagnostics';
import type { Sequential } from '@gradkit/layers';
import type { Optimizer } from '@gradkit/optimizers';
import type { Recipe } from 'experiments/recipe';
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

/** Samples as rows of numbers with their classes. */
interface Rows {
  readonly x: Float32Array;
  readonly labels: ArrayLike<number>;
}

/** What a doctor is told of a run. */
export interface Case {
  readonly recipe: Recipe;
  readonly classes: number;
  readonly train: Rows;
  readonly validation: Rows;
  readonly model: Sequential;
  readonly optimizer: Optimizer;
}

export function doctorOf({ recipe, classes, train, validation, model, optimizer }: Case): Doctor {
  const measured = probe({ optimizer, every: 50, bins: 16 });
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < train.labels.length; i++) counts[train.labels[i]]++;
  const data: TrainingRecord['data'] = {
    samples: train.labels.length,
    batchSize: recipe.batchSize,
    validationSamples: validation.labels.length,
    classCounts: counts,
    classWeighted: recipe.classWeights,
    inputs: momentsOf(train),
    validationInputs: momentsOf(validation),
    nonFinite: !train.x.every(Number.isFinite),
  };
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
        data,
        penalizedParameters: model.parameters.filter(({ regularizer }) => regularizer !== undefined).length,
        hasNoise: recipe.dropout > 0,
        steps: looks,
        losses: losses.lists[1],
        epochs: numbers.map((epoch, i) => ({ epoch, loss: loss[i], valLoss: valLoss[i], logs: {} })),
        firstNonFinite: measured.firstNonFinite(),
        baselineLoss: Math.log(classes),
      });
    },
    dispose: () => measured.dispose(),
  };
}

/** Mean and standard deviation of each feature. */
function momentsOf({ x, labels }: Rows): NonNullable<TrainingRecord['data']['inputs']> {
  const features = x.length / labels.length;
  const [means, squares] = [new Array<number>(features).fill(0), new Array<number>(features).fill(0)];
  for (let i = 0; i < x.length; i++) means[i % features] += x[i] / labels.length;
  for (let i = 0; i < x.length; i++) squares[i % features] += (x[i] - means[i % features]) ** 2 / labels.length;
  return { means, standardDeviations: squares.map(Math.sqrt) };
}
