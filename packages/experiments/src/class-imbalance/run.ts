import { tanh } from '@gradkit/activations';
import { add, jit, softmax, type Tensor, tensor } from '@gradkit/core';
import { classWeights } from '@gradkit/data';
import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import type { Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { decisionBoundary } from '../training/decision-boundary.ts';
import { epochsOf } from '../training/epochs-of.ts';
import type { Series, View } from '../view.ts';
import { type Detection, detection, type PrecisionRecall, precisionRecall, rareClass } from './rare-class.ts';
import { defaults, type Remedy, remedies, remedyNames, remedyOf } from './remedies.ts';

export const run: Run = async function* (config) {
  const settings = settingsOf(defaults, config);
  const { ratio, distance, samples, epochs, seed } = settings;
  const remedy = remedyOf(settings.remedy);
  const train = rareClass(samples, ratio, distance, seed).shuffle({ seed });
  const test = rareClass(6200, ratio, distance, seed + 1000);
  const labels = test.y.dataSync();
  const share = rareCount(train.y.dataSync()) / samples;

  const doctor = recordTraining({ data: train, validationData: test, classWeighted: remedy === 'weights' });
  const training = (isWeighted: boolean) => {
    const model = sequential([dense({ units: 16, activation: tanh }), dense({ units: 2 })], { seed });
    const probabilities = jit((x: Tensor) => softmax(model.apply(x, { training: false })));
    const isOwn = isWeighted === (remedy === 'weights');
    return {
      model,
      epochs: epochsOf(model, train, {
        optimizer: adam({ learningRate: 0.01 }),
        loss: sparseCategoricalCrossentropy({ fromLogits: true }),
        classWeight: isWeighted ? { ...classWeights(train) } : undefined,
        epochs,
        batchSize: 62,
        seed,
        callbacks: isOwn ? [doctor] : [],
        ...(isOwn ? { validationData: test, validationBatchSize: 'full' } : {}),
      }),
      rare: () =>
        probabilities(test.x)
          .dataSync()
          .filter((_, i) => i % 2 === 1),
    };
  };
  const [plain, weighted] = [training(false), training(true)];
  const own = remedy === 'weights' ? weighted : plain;
  const threshold = remedy === 'threshold' ? share : 0.5;
  // A threshold p* is the same as scores that are moved by the log of its odds.
  const offset = tensor([0, -Math.log(threshold / (1 - threshold))]);
  const boundary = decisionBoundary(
    { apply: (x) => add(own.model.apply(x, { training: false }), offset) },
    { train: train.take(400) },
    { id: 'boundary', title: { en: 'What is called rare', ko: '드문 클래스로 판정하는 곳' } },
  );

  const times: number[] = [];
  const history: Detection[] = [];
  try {
    for (let epoch = 0; epoch <= epochs; epoch++) {
      // The networks are there, untrained, once somebody has asked for their predictions.
      if (epoch > 0) for (const each of [plain, weighted]) await each.epochs.next();
      const found = { none: plain.rare(), weights: weighted.rare() };
      const results: Readonly<Record<Remedy, Detection>> = {
        none: detection(found.none, labels, 0.5),
        weights: detection(found.weights, labels, 0.5),
        threshold: detection(found.none, labels, share),
      };
      const ranked = { none: precisionRecall(found.none, labels), weights: precisionRecall(found.weights, labels) };
      times.push(epoch);
      history.push(results[remedy]);
      const measures: Record<string, number> = {
        epoch,
        share,
        always: 1 - rareCount(labels) / labels.length,
        'none.averagePrecision': ranked.none.averagePrecision,
        'weights.averagePrecision': ranked.weights.averagePrecision,
      };
      for (const name of remedyNames) {
        const { accuracy, precision, recall } = results[name];
        measures[`${name}.accuracy`] = accuracy;
        measures[`${name}.precision`] = precision;
        measures[`${name}.recall`] = recall;
      }
      yield {
        progress: epoch / epochs,
        views: [curves(), boundary(), trade(ranked, results), numbers(results)],
        measures,
        ...(epoch === epochs ? { findings: findingsOf(doctor.record) } : {}),
      };
    }
  } finally {
    for (const each of [plain, weighted]) await each.epochs.return();
  }

  function curves(): View {
    const x = Float32Array.from(times);
    const line = (en: string, ko: string, key: keyof Detection): Series => ({
      name: { en, ko },
      x,
      y: Float32Array.from(history, (each) => each[key]),
    });
    return {
      kind: 'curves',
      id: 'curves',
      title: {
        en: `Accuracy, precision and recall; remedy: ${remedies[remedy].en}`,
        ko: `정확도, 정밀도, 재현율 (대책: ${remedies[remedy].ko})`,
      },
      x: { label: { en: 'epoch', ko: '에포크' }, range: [0, epochs] },
      y: { label: { en: 'share', ko: '비율' }, range: [0, 1] },
      series: [
        line('accuracy', '정확도(accuracy)', 'accuracy'),
        line('precision', '정밀도(precision)', 'precision'),
        line('recall', '재현율(recall)', 'recall'),
      ],
    };
  }
};

function rareCount(labels: ArrayLike<number>): number {
  return Array.from(labels).filter((label) => label === 1).length;
}

/** Precision against recall of both networks, and where decisions stand on these curves. */
function trade(
  ranked: Readonly<Record<'none' | 'weights', PrecisionRecall>>,
  results: Readonly<Record<Remedy, Detection>>,
): View {
  const curve = (name: 'none' | 'weights', en: string, ko: string): Series => ({
    name: { en, ko },
    x: ranked[name].recall,
    y: ranked[name].precision,
    dashed: name === 'weights',
  });
  return {
    kind: 'curves',
    id: 'trade',
    title: { en: 'Precision against recall at all thresholds', ko: '모든 기준값에서의 정밀도와 재현율' },
    x: { label: { en: 'recall', ko: '재현율' }, range: [0, 1] },
    y: { label: { en: 'precision', ko: '정밀도' }, range: [0, 1] },
    series: [
      curve('none', 'trained without weights', '가중치 없이 훈련'),
      curve('weights', 'trained with weights', '가중치를 두고 훈련'),
      ...remedyNames.map(
        (name): Series => ({
          name: { en: `decisions: ${remedies[name].en}`, ko: `판정: ${remedies[name].ko}` },
          x: Float32Array.of(results[name].recall),
          y: Float32Array.of(results[name].precision),
          dots: true,
        }),
      ),
    ],
  };
}

function numbers(results: Readonly<Record<Remedy, Detection>>): View {
  return {
    kind: 'table',
    id: 'numbers',
    title: { en: 'On 6,200 other samples', ko: '다른 표본 6,200개에서' },
    columns: [
      { en: 'remedy', ko: '대책' },
      { en: 'accuracy', ko: '정확도' },
      { en: 'precision', ko: '정밀도' },
      { en: 'recall', ko: '재현율' },
    ],
    rows: remedyNames.map((name) => [
      remedies[name],
      results[name].accuracy,
      results[name].precision,
      results[name].recall,
    ]),
  };
}
