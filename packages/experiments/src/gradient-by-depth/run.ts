import { digits } from '@gradkit/data/digits';
import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import type { Config, Frame, Run } from '../experiment.ts';
import type { Label } from '../label.ts';
import { settingsOf } from '../settings.ts';
import { epochsOf } from '../training/epochs-of.ts';
import { gradientStrengths } from '../training/gradient-strengths.ts';
import { judge } from '../training/judge.ts';
import type { View } from '../view.ts';
import { networkOf } from './network.ts';
import { defaults } from './settings.ts';

const batchSize = 64;

/** Trains a deep network on digits, and looks at the gradient of each layer at each step. */
export const run: Run = (config) => training(config, true);

/** The same, also without the doctor, whose probes take longer to compile than such a network to train. */
export async function* training(config: Config, isExamined: boolean): AsyncGenerator<Frame, void, void> {
  const settings = settingsOf(defaults, config);
  const { clip, learningRate, depth, epochs, seed } = settings;
  const { train: most, test } = digits().split(0.8, { seed });
  // Whole batches: one program serves all steps.
  const train = most.take(most.size - (most.size % batchSize));
  const steps = (epochs * train.size) / batchSize;
  const model = networkOf(settings);
  const { rows, ...probe } = gradientStrengths();
  const doctor = isExamined ? recordTraining({ data: train }) : undefined;
  const judged = judge(model);
  const losses: number[] = [];
  const accuracies: number[] = [];
  yield frame();

  const fitted = epochsOf(model, train, {
    optimizer: sgd({ learningRate, ...(clip > 0 ? { globalClipNorm: clip } : {}) }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    epochs,
    batchSize,
    seed,
    callbacks: doctor === undefined ? [probe] : [probe, doctor],
  });
  for await (const { logs } of fitted) {
    losses.push(logs['loss'] as number);
    accuracies.push(judged(test).accuracy);
    yield frame();
  }

  function frame(): Frame {
    const done = losses.length;
    const ratios = rows
      .map((row) => (row[0] as number) / (row[depth - 1] as number))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const nonFinite = rows.findIndex((row) => !row.every(Number.isFinite));
    const measures = {
      steps: rows.length,
      ratio: ratios[ratios.length >> 1] ?? Number.NaN,
      firstRatio: rows.length === 0 ? Number.NaN : (rows[0]?.[0] as number) / (rows[0]?.[depth - 1] as number),
      largest: rows.length === 0 ? Number.NaN : Math.max(...(rows[0] as readonly number[])),
      nonFiniteStep: nonFinite < 0 ? Number.NaN : nonFinite + 1,
      loss: losses.at(-1) ?? Number.NaN,
      accuracy: accuracies.at(-1) ?? Number.NaN,
    };
    const findings = doctor === undefined || done === 0 ? {} : { findings: findingsOf(doctor.record) };
    return { progress: done / epochs, views: [heat(), byLayer(), learning()], measures, ...findings };
  }

  function heat(): View {
    const layers = depth + 1;
    const values = new Float32Array(layers * steps).fill(Number.NaN);
    for (const [step, row] of rows.entries()) {
      for (const [layer, value] of row.entries()) {
        // A log scale has no place for 0, nor for what is not finite.
        if (value > 0 && value < Infinity) values[layer * steps + step] = value;
      }
    }
    return {
      kind: 'heatmap',
      id: 'heat',
      title: { en: 'Gradient of each layer at each step', ko: '스텝마다 각 층의 기울기' },
      x: { label: { en: 'step', ko: '스텝' }, range: [1, steps] },
      y: { label: { en: 'layer', ko: '층' }, names: layerNames() },
      columns: steps,
      rows: layers,
      values,
      color: { label: { en: 'root mean square of the gradient', ko: '기울기의 제곱평균제곱근' }, scale: 'log' },
    };
  }

  function byLayer(): View {
    const x = Float32Array.from({ length: depth + 1 }, (_, i) => i + 1);
    const line = (row: readonly number[] | undefined) =>
      Float32Array.from(x, (_, i) => {
        const value = row?.[i] ?? Number.NaN;
        return value > 0 && value < Infinity ? value : Number.NaN;
      });
    return {
      kind: 'curves',
      id: 'by-layer',
      title: { en: 'Gradient by depth', ko: '깊이에 따른 기울기' },
      x: { label: { en: 'layer', ko: '층' } },
      y: { label: { en: 'root mean square of the gradient', ko: '기울기의 제곱평균제곱근' }, scale: 'log' },
      series: [
        { name: { en: 'now', ko: '현재' }, x, y: line(rows.at(-1)) },
        { name: { en: 'first step', ko: '첫 스텝' }, x, y: line(rows[0]), dashed: true },
      ],
    };
  }

  function learning(): View {
    const x = Float32Array.from(losses, (_, i) => i + 1);
    return {
      kind: 'curves',
      id: 'learning',
      title: { en: 'What it learns', ko: '학습 결과' },
      x: { label: { en: 'epoch', ko: '에포크' }, range: [1, Math.max(2, epochs)] },
      y: { label: { en: 'loss, and share recognized', ko: '손실과 정확도' } },
      series: [
        { name: { en: 'training loss', ko: '훈련 손실' }, x, y: Float32Array.from(losses) },
        {
          name: { en: 'accuracy on other digits', ko: '다른 숫자에 대한 정확도' },
          x,
          y: Float32Array.from(accuracies),
        },
      ],
    };
  }

  function layerNames(): readonly Label[] {
    return [...Array.from({ length: depth }, (_, i) => String(i + 1)), { en: 'scores', ko: '출력층' }];
  }
}
