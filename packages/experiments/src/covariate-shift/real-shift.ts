import { tanh } from '@gradkit/activations';
import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import type { Frame } from '../experiment.ts';
import { decisionBoundary } from '../training/decision-boundary.ts';
import { epochsOf } from '../training/epochs-of.ts';
import { judge } from '../training/judge.ts';
import type { HistogramCell, View } from '../view.ts';
import { type ShiftedData, type ShiftSettings, shiftedData, shiftsOf } from './shifted-data.ts';

const [bins, reach] = [40, 4];

/** Trains on the one part of the data and meets the other. */
export async function* realShift(
  settings: ShiftSettings & { readonly epochs: number },
): AsyncGenerator<Frame, void, void> {
  const { epochs, seed } = settings;
  const data = shiftedData(settings);
  const { train, test } = data;
  const model = sequential(
    [dense({ units: 16, activation: tanh }), dense({ units: 16, activation: tanh }), dense({ units: 2 })],
    { seed },
  );
  const judged = judge(model);
  const boundary = decisionBoundary(
    model,
    { train, test },
    { id: 'boundary', title: { en: 'What is learned, and what is met', ko: '배운 곳과 실제로 만나는 곳' } },
  );
  const [first, second] = shiftsOf(data) as readonly [number, number];
  const curve = { train: [] as number[], test: [] as number[] };
  const doctor = recordTraining({ data: train, validationData: test });
  const training = epochsOf(model, train, {
    optimizer: adam({ learningRate: 0.01 }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    epochs,
    batchSize: 32,
    seed,
    validationData: test,
    validationBatchSize: 'full',
    callbacks: [doctor],
  });
  for await (const { epoch } of training) {
    const [own, met] = [judged(train), judged(test)];
    curve.train.push(own.accuracy);
    curve.test.push(met.accuracy);
    const isLast = epoch === epochs - 1;
    yield {
      progress: (epoch + 1) / epochs,
      views: [boundary(), inputs(data), accuracies(curve, epochs)],
      measures: {
        epoch: epoch + 1,
        shift1: first,
        shift2: second,
        trainAccuracy: own.accuracy,
        testAccuracy: met.accuracy,
      },
      ...(isLast ? { findings: findingsOf(doctor.record) } : {}),
    };
  }
}

/** Both features, in training and in test. */
function inputs({ train, test }: ShiftedData): View {
  const cell = ({ x }: ShiftedData['train'], feature: number): HistogramCell => {
    const values = Array.from(x.dataSync()).filter((_, i) => i % 2 === feature);
    const counts = new Float32Array(bins);
    for (const value of values) {
      const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value + reach) / (2 * reach)) * bins)));
      counts[bin] = (counts[bin] as number) + 1 / values.length;
    }
    return { from: -reach, to: reach, counts };
  };
  return {
    kind: 'histograms',
    id: 'inputs',
    title: { en: 'Inputs, as the network gets them', ko: '신경망이 받는 입력' },
    rows: [
      { en: 'training', ko: '훈련' },
      { en: 'test', ko: '테스트' },
    ],
    columns: ['x₁', 'x₂'],
    x: { label: { en: 'standardised value', ko: '표준화한 값' }, range: [-reach, reach] },
    cells: [train, test].flatMap((part) => [cell(part, 0), cell(part, 1)]),
  };
}

function accuracies(
  { train, test }: { readonly train: readonly number[]; readonly test: readonly number[] },
  epochs: number,
): View {
  const x = Float32Array.from(train, (_, i) => i + 1);
  return {
    kind: 'curves',
    id: 'accuracy',
    title: { en: 'Accuracy by epoch', ko: '에포크별 정확도' },
    x: { label: { en: 'epoch', ko: '에포크' }, range: [1, epochs] },
    y: { label: { en: 'accuracy', ko: '정확도' }, range: [0, 1] },
    series: [
      { name: { en: 'training', ko: '훈련' }, x, y: Float32Array.from(train), group: 0 },
      { name: { en: 'test', ko: '테스트' }, x, y: Float32Array.from(test), group: 0, dashed: true },
    ],
  };
}
