import { digits } from '@gradkit/data/digits';
import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import type { Config, Frame, Run } from '../experiment.ts';
import type { Label } from '../label.ts';
import type { ActivationName } from '../recipe/recipe.ts';
import { settingsOf } from '../settings.ts';
import { activationMoments } from '../training/activation-moments.ts';
import { epochsOf } from '../training/epochs-of.ts';
import { judge } from '../training/judge.ts';
import type { View } from '../view.ts';
import { hiddenLayers, networkOf } from './network.ts';
import { batchSizes, defaults, rates, scales, usual } from './settings.ts';
import { type Subject, subjectOf } from './subject.ts';

/** Accuracies of one network, by what was varied; NaN where it has not been tried yet. */
interface Tried {
  readonly rates: number[];
  readonly scales: number[];
}

/** Trains a network with or without batch normalization; then both with many rates, first weights and batch sizes. */
export const run: Run = (config) => training(config, true);

/** The same, also without the first part: the network that is set, and the doctor. */
export async function* training(config: Config, isComplete: boolean): AsyncGenerator<Frame, void, void> {
  const settings = settingsOf(defaults, config);
  const { normalization, learningRate, scale, epochs, seed } = settings;
  const trial = { ...usual, epochs: Math.min(usual.epochs, epochs) };
  const bend = settings.activation as ActivationName;
  const { train: most, test } = digits().split(0.8, { seed });
  const train = most.take(most.size - (most.size % usual.batchSize));
  const features = train.fields.x.shape[0] as number;

  const doctor = recordTraining({ data: train });
  const { rows, ...moments } = activationMoments();
  const accuracies: number[] = [];
  const nothing = (): Tried => ({ rates: rates.map(() => Number.NaN), scales: scales.map(() => Number.NaN) });
  const tried = { plain: nothing(), normalized: nothing() };
  const losses = { training: batchSizes.map(() => Number.NaN), evaluation: batchSizes.map(() => Number.NaN) };
  let smallBatchAccuracy = Number.NaN;
  let done = 0;
  const total = (isComplete ? epochs : 0) + 2 * (rates.length + scales.length) + batchSizes.length;
  yield frame();

  if (isComplete) {
    const model = networkOf(bend, normalization, scale, seed);
    const judged = judge(model);
    const fitted = epochsOf(model, train, {
      optimizer: sgd({ learningRate }),
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      epochs,
      batchSize: usual.batchSize,
      seed,
      callbacks: [moments, doctor],
    });
    for await (const _ of fitted) {
      accuracies.push(judged(test).accuracy);
      done++;
      yield frame();
    }
  }

  const subjects: readonly (readonly [Tried, Subject])[] = [
    [tried.plain, subjectOf(bend, false, features, seed)],
    [tried.normalized, subjectOf(bend, true, features, seed)],
  ];
  for (const [found, subject] of subjects) {
    for (const [i, rate] of rates.entries()) {
      yield* pauses(subject.train(train, { ...trial, learningRate: rate }, seed));
      found.rates[i] = subject.judge(test).accuracy;
      done++;
      yield frame();
    }
    for (const [i, factor] of scales.entries()) {
      yield* pauses(subject.train(train, { ...trial, scale: factor }, seed));
      found.scales[i] = subject.judge(test).accuracy;
      done++;
      yield frame();
    }
  }
  const normalized = subjects[1]?.[1] as Subject;
  for (const [i, batchSize] of batchSizes.entries()) {
    // Steps as long as many samples are worth.
    const rate = (usual.learningRate * batchSize) / usual.batchSize;
    yield* pauses(normalized.train(train, { ...trial, learningRate: rate, batchSize }, seed));
    losses.training[i] = normalized.lossInTraining(test, batchSize);
    const { loss, accuracy } = normalized.judge(test);
    losses.evaluation[i] = loss;
    if (i === 0) smallBatchAccuracy = accuracy;
    done++;
    yield frame();
  }

  function* pauses(steps: Iterable<undefined>): Generator<Frame, void, void> {
    for (const _ of steps) yield frame();
  }

  function frame(): Frame {
    const measures = {
      accuracy: accuracies.at(-1) ?? Number.NaN,
      deviation: rows.at(-1)?.at(-1)?.deviation ?? Number.NaN,
      ...tolerated('plain'),
      ...tolerated('normalized'),
      gapSmall: (losses.evaluation[0] as number) - (losses.training[0] as number),
      gapLarge: (losses.evaluation.at(-1) as number) - (losses.training.at(-1) as number),
      smallBatchAccuracy,
    };
    const findings = accuracies.length === 0 ? {} : { findings: findingsOf(doctor.record) };
    return {
      progress: done / total,
      views: [
        byRate(),
        byScale(),
        byBatchSize(),
        ...(isComplete ? [statistics('deviation'), statistics('mean'), learning()] : []),
      ],
      measures,
      ...findings,
    };
  }

  /** Rates and first weights from which a network learns to read at least half of the digits. */
  function tolerated(which: keyof typeof tried): Record<string, number> {
    const good = rates.filter((_, i) => (tried[which].rates[i] as number) >= 0.5);
    return {
      [`${which}.least`]: good[0] ?? Number.NaN,
      [`${which}.most`]: good.at(-1) ?? Number.NaN,
      [`${which}.scales`]: tried[which].scales.filter((accuracy) => accuracy >= 0.5).length,
    };
  }

  function byRate(): View {
    return {
      kind: 'curves',
      id: 'rates',
      title: { en: 'Learning rates that are tolerated', ko: '견딜 수 있는 학습률' },
      x: { label: { en: 'learning rate', ko: '학습률' }, scale: 'log' },
      y: {
        label: { en: `accuracy after ${trial.epochs} epochs`, ko: `${trial.epochs}에포크 뒤의 정확도` },
        range: [0, 1],
      },
      series: both((found) => found.rates, rates),
    };
  }

  function byScale(): View {
    return {
      kind: 'curves',
      id: 'scales',
      title: { en: 'First weights that are tolerated', ko: '견딜 수 있는 가중치 초깃값' },
      x: {
        label: { en: 'size of the first weights, relative to He’s', ko: '가중치 초깃값의 크기(He 초깃값 대비)' },
        scale: 'log',
      },
      y: {
        label: { en: `accuracy after ${trial.epochs} epochs`, ko: `${trial.epochs}에포크 뒤의 정확도` },
        range: [0, 1],
      },
      series: both((found) => found.scales, scales),
    };
  }

  function both(of: (found: Tried) => readonly number[], at: readonly number[]) {
    const x = Float32Array.from(at);
    const names: readonly (readonly [Tried, Label])[] = [
      [tried.plain, { en: 'without', ko: '정규화 없음' }],
      [tried.normalized, { en: 'with batch normalization', ko: '배치 정규화' }],
    ];
    return names.map(([found, name], i) => ({
      name,
      x,
      y: Float32Array.from(of(found)),
      dashed: normalization === (i === 0),
    }));
  }

  function byBatchSize(): View {
    return {
      kind: 'bars',
      id: 'batches',
      title: {
        en: 'Loss by the batch’s own statistics, and by averages',
        ko: '배치 통계로 잰 손실과 이동 평균으로 잰 손실',
      },
      names: batchSizes.map((size) => ({ en: `batch size ${size}`, ko: `배치 크기 ${size}` })),
      y: { label: { en: 'loss on other digits', ko: '다른 숫자에 대한 손실' } },
      series: [
        { name: { en: 'as in training', ko: '훈련 방식' }, values: Float32Array.from(losses.training) },
        { name: { en: 'as in use', ko: '평가 방식' }, values: Float32Array.from(losses.evaluation) },
      ],
    };
  }

  function statistics(what: 'mean' | 'deviation'): View {
    const x = Float32Array.from(rows, (_, i) => i + 1);
    const steps = (epochs * train.size) / usual.batchSize;
    return {
      kind: 'curves',
      id: what,
      title:
        what === 'mean'
          ? { en: 'Mean of what enters each activation', ko: '각 활성화 함수에 들어가는 값의 평균' }
          : { en: 'Standard deviation of what enters each activation', ko: '각 활성화 함수에 들어가는 값의 표준편차' },
      x: { label: { en: 'step', ko: '스텝' }, range: [1, steps] },
      y: {
        label: what === 'mean' ? { en: 'mean', ko: '평균' } : { en: 'standard deviation', ko: '표준편차' },
        scale: what === 'mean' ? 'linear' : 'log',
      },
      series: Array.from({ length: hiddenLayers }, (_, layer) => ({
        name: { en: `layer ${layer + 1}`, ko: `${layer + 1}층` },
        x,
        y: Float32Array.from(rows, (row) => {
          const value = row[layer]?.[what] ?? Number.NaN;
          return Number.isFinite(value) && (what === 'mean' || value > 0) ? value : Number.NaN;
        }),
      })),
    };
  }

  function learning(): View {
    return {
      kind: 'curves',
      id: 'accuracy',
      title: { en: 'What the network that is set learns', ko: '설정한 신경망의 학습 결과' },
      x: { label: { en: 'epoch', ko: '에포크' }, range: [0, epochs] },
      y: { label: { en: 'share of other digits recognized', ko: '다른 숫자에 대한 정확도' }, range: [0, 1] },
      series: [
        {
          name: normalization
            ? { en: 'with batch normalization', ko: '배치 정규화' }
            : { en: 'without', ko: '정규화 없음' },
          x: Float32Array.from(accuracies, (_, i) => i + 1),
          y: Float32Array.from(accuracies),
        },
      ],
    };
  }
}
