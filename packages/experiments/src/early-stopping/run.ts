import { relu } from '@gradkit/activations';
import { moons } from '@gradkit/data/synthetic';
import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import { heNormal } from '@gradkit/initializers';
import { dense, dropout, type Layer, type Sequential, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { l1, l2 } from '@gradkit/regularizers';
import { type Callback, earlyStopping } from '@gradkit/train';
import type { Frame, Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { decisionBoundary } from '../training/decision-boundary.ts';
import { epochsOf } from '../training/epochs-of.ts';
import { judge } from '../training/judge.ts';
import type { Curves, Series } from '../view.ts';
import { batchSizeOf, defaults, learningRate, type Remedy, remedies, remedyOf } from './remedies.ts';

type Settings = typeof defaults;

/** Of the rule as written: what a difference is compared with. */
const epsilon = 0.001;

/** Losses of all epochs of one training. */
interface Curve {
  readonly train: number[];
  readonly validation: number[];
}

export const run: Run = async function* (config) {
  const settings = settingsOf(defaults, config);
  const { samples, noise, epochs, patience, seed } = settings;
  const remedy = remedyOf(settings.remedy);
  const points = (count: number, from: number) => moons({ samples: count, noise, seed: from });
  const few = points(samples, seed);
  const train = remedy === 'more-data' ? points(10 * samples, seed) : few;
  const validation = points(200, seed + 1000);
  const test = points(1000, seed + 2000);
  const stopping: readonly Callback[] =
    remedy === 'early-stopping'
      ? [earlyStopping({ patience, restoreBestWeights: true })]
      : remedy === 'written-rule'
        ? [writtenRule()]
        : [];

  const doctor = recordTraining({ data: train, validationData: validation });
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const options = { loss, epochs, batchSize: batchSizeOf(samples), seed };
  const model = network(remedy, settings);
  const plain = network('none', settings);
  const trainings = [
    { model, data: train, callbacks: [...stopping, doctor] },
    { model: plain, data: few, callbacks: [] },
  ]
    // Without a remedy both would be the same.
    .slice(0, remedy === 'none' ? 1 : 2)
    .map(({ model: trained, data, callbacks }) => ({
      judged: judge(trained),
      data,
      curve: { train: [], validation: [] } as Curve,
      steps: epochsOf(trained, data, {
        ...options,
        optimizer: adam({ learningRate }),
        callbacks,
        // Only callbacks need it from there; what is shown is measured without penalties.
        validationData: callbacks.length > 0 ? validation : undefined,
        validationBatchSize: 'full',
      }),
      isOver: false,
    }));
  const [own, reference = own] = trainings as [(typeof trainings)[number], (typeof trainings)[number] | undefined];
  const boundary = decisionBoundary(
    model,
    { train, test: test.take(100) },
    { id: 'boundary', title: { en: 'What the network says', ko: '신경망의 판단' } },
  );

  const every = Math.max(1, Math.round(epochs / 50));
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const each of trainings) {
        if (each.isOver) continue;
        each.isOver = (await each.steps.next()).done === true;
        // Its weights are now those of the best epoch, if it gives them back.
        if (each.isOver) continue;
        each.curve.train.push(each.judged(each.data).loss);
        each.curve.validation.push(each.judged(validation).loss);
      }
      if (epoch < epochs && epoch % every === 0) yield frame(epoch);
    }
    for (const { steps } of trainings) await steps.next();
    yield frame(epochs);
  } finally {
    for (const { steps } of trainings) await steps.return();
  }

  function frame(epoch: number): Frame {
    const now = own.judged(test);
    const present = own.judged(validation).loss;
    const plainTest = reference === own ? now : reference.judged(test);
    const bestOf = (curve: Curve): number => curve.validation.indexOf(Math.min(...curve.validation));
    const best = bestOf(own.curve);
    const plainBest = bestOf(reference.curve);
    const trained = own.curve.validation.length;
    const written = reference.curve.validation.findIndex(
      (loss, t, all) => t > 0 && loss - (all[t - 1] as number) < epsilon,
    );
    const stopped = stopping.length > 0 && trained < epoch;
    const measures = {
      epoch: trained,
      trainLoss: own.judged(train).loss,
      validationLoss: present,
      testLoss: now.loss,
      testAccuracy: now.accuracy,
      bestEpoch: (remedy === 'written-rule' ? plainBest : best) + 1,
      bestValidationLoss: own.curve.validation[best] as number,
      stopEpoch: stopped ? trained : Number.NaN,
      restoredEpoch: stopped && remedy === 'early-stopping' ? own.curve.validation.indexOf(present) + 1 : Number.NaN,
      plainTrainLoss: reference.curve.train.at(-1) as number,
      plainValidationLoss: reference.curve.validation.at(-1) as number,
      plainTestLoss: plainTest.loss,
      plainBestValidationLoss: reference.curve.validation[plainBest] as number,
      writtenEpoch: written < 0 ? Number.NaN : written + 1,
      writtenValidationLoss: reference.curve.validation[written] ?? Number.NaN,
    };
    const seen = { progress: epoch / epochs, views: [losses(measures), boundary()], measures };
    return epoch < epochs ? seen : { ...seen, findings: findingsOf(doctor.record) };
  }

  function losses(at: {
    readonly bestEpoch: number;
    readonly stopEpoch: number;
    readonly writtenEpoch: number;
  }): Curves {
    const word = remedies[remedy];
    const marks = [
      { x: at.bestEpoch, label: { en: 'least validation loss', ko: '검증 손실 최소' } },
      { x: at.stopEpoch, label: { en: 'stopped', ko: '종료' } },
      { x: at.writtenEpoch, label: { en: 'rule as written', ko: '적힌 그대로의 규칙' } },
    ];
    const name = (en: string, ko: string, of: typeof word) => ({ en: `${en}, ${of.en}`, ko: `${ko}, ${of.ko}` });
    const series = trainings.flatMap(({ curve }, group): Series[] => {
      const of = group === 0 ? word : remedies.none;
      const x = Float32Array.from(curve.train, (_, i) => i + 1);
      return [
        { name: name('training', '훈련', of), x, y: Float32Array.from(curve.train), group },
        { name: name('validation', '검증', of), x, y: Float32Array.from(curve.validation), group, dashed: true },
      ];
    });
    return {
      kind: 'curves',
      id: 'losses',
      title: { en: 'Loss by epoch', ko: '에포크별 손실' },
      x: { label: { en: 'epoch', ko: '에포크' }, range: [1, epochs] },
      y: { label: { en: 'cross-entropy', ko: '교차 엔트로피' }, scale: 'log' },
      series,
      marks: marks.filter(({ x }) => !Number.isNaN(x)),
    };
  }
};

function network(remedy: Remedy, settings: Settings): Sequential {
  const kernelRegularizer = remedy === 'l1' ? l1(settings.l1) : remedy === 'l2' ? l2(settings.l2) : undefined;
  const hidden = (): Layer[] => [
    dense({ units: 64, activation: relu, kernelInitializer: heNormal(), kernelRegularizer }),
    ...(remedy === 'dropout' ? [dropout({ rate: settings.rate })] : []),
  ];
  return sequential([...hidden(), ...hidden(), dense({ units: 2, kernelRegularizer })]);
}

/** The rule of the document, word for word: it stops when the error has changed by less than ε, or has fallen. */
function writtenRule(): Callback {
  let before = Number.NaN;
  return {
    onEpochEnd({ logs, stop }) {
      const error = logs['valLoss'] as number;
      if (error - before < epsilon) stop();
      before = error;
    },
  };
}
