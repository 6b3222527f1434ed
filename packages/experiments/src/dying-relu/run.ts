import type { Tensor } from '@gradkit/core';
import { digits } from '@gradkit/data/digits';
import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import type { Config, Frame, Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { deadShares } from '../training/dead-shares.ts';
import { epochsOf } from '../training/epochs-of.ts';
import { judge } from '../training/judge.ts';
import type { View } from '../view.ts';
import { hiddenLayers, networkOf } from './network.ts';
import { biases, defaults, rates } from './settings.ts';
import { sweep } from './sweep.ts';

const batchSize = 64;

/** Trains a network with Adam and counts the units that no gradient comes through; then the same for other rates and biases. */
export const run: Run = (config) => training(config, true);

/** The same, also without the doctor and the map of rates and biases. */
export async function* training(config: Config, isComplete: boolean): AsyncGenerator<Frame, void, void> {
  const { activation, learningRate, bias, epochs, seed } = settingsOf(defaults, config);
  const { train: most, test } = digits().split(0.8, { seed });
  const train = most.take(most.size - (most.size % batchSize));
  const x: Tensor = train.x;
  const model = networkOf(activation, bias, seed);
  model.build([batchSize, x.shape[1] as number]);
  const dead = deadShares(model);
  const judged = judge(model);
  const doctor = isComplete ? recordTraining({ data: train }) : undefined;
  const shares: (readonly number[])[] = [dead(x)];
  const accuracies: number[] = [];
  const map = new Float32Array(rates.length * biases.length).fill(Number.NaN);
  let mapped = 0;
  yield frame();

  const fitted = epochsOf(model, train, {
    optimizer: adam({ learningRate }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    epochs,
    batchSize,
    seed,
    callbacks: doctor === undefined ? [] : [doctor],
  });
  for await (const _ of fitted) {
    shares.push(dead(x));
    accuracies.push(judged(test).accuracy);
    yield frame();
  }
  if (!isComplete) return;
  for (const { row, column, share } of sweep(activation, train, x, batchSize, seed)) {
    map[row * rates.length + column] = share;
    mapped++;
    yield frame();
  }

  function frame(): Frame {
    const now = shares.at(-1) as readonly number[];
    const measures: Record<string, number> = {
      epoch: shares.length - 1,
      dead: meanOf(now),
      deadBefore: meanOf(shares[0] as readonly number[]),
      accuracy: accuracies.at(-1) ?? Number.NaN,
    };
    for (const [i, share] of now.entries()) measures[`dead.${i + 1}`] = share;
    const findings = doctor === undefined || accuracies.length === 0 ? {} : { findings: findingsOf(doctor.record) };
    const total = epochs + (isComplete ? map.length : 0);
    return {
      progress: (accuracies.length + mapped) / total,
      views: [byEpoch(), learning(), ...(isComplete ? [byRateAndBias()] : [])],
      measures,
      ...findings,
    };
  }

  function byEpoch(): View {
    const at = Float32Array.from(shares, (_, i) => i);
    return {
      kind: 'curves',
      id: 'dead',
      title: { en: 'Dead units of each layer', ko: '층마다 죽은 유닛의 비율' },
      x: { label: { en: 'epoch', ko: '에포크' }, range: [0, epochs] },
      y: { label: { en: 'share of dead units', ko: '죽은 유닛의 비율' }, range: [0, 1] },
      series: Array.from({ length: hiddenLayers }, (_, layer) => ({
        name: { en: `layer ${layer + 1}`, ko: `${layer + 1}층` },
        x: at,
        y: Float32Array.from(shares, (each) => each[layer] as number),
      })),
    };
  }

  function learning(): View {
    return {
      kind: 'curves',
      id: 'accuracy',
      title: { en: 'What it learns', ko: '학습 결과' },
      x: { label: { en: 'epoch', ko: '에포크' }, range: [0, epochs] },
      y: { label: { en: 'share of other digits recognized', ko: '다른 숫자에 대한 정확도' }, range: [0, 1] },
      series: [
        {
          name: { en: 'accuracy', ko: '정확도' },
          x: Float32Array.from(accuracies, (_, i) => i + 1),
          y: Float32Array.from(accuracies),
        },
      ],
    };
  }

  function byRateAndBias(): View {
    return {
      kind: 'heatmap',
      id: 'map',
      title: { en: 'Dead units after one epoch', ko: '한 에포크 뒤 죽은 유닛의 비율' },
      x: { label: { en: 'learning rate', ko: '학습률' }, names: rates.map(String) },
      y: { label: { en: 'first bias', ko: '편향 초깃값' }, names: biases.map(String) },
      columns: rates.length,
      rows: biases.length,
      values: Float32Array.from(map),
      color: { label: { en: 'share of dead units', ko: '죽은 유닛의 비율' }, range: [0, 1] },
    };
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
