import { digits } from '@gradkit/data/digits';
import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import type { Config, Frame, Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { epochsOf } from '../training/epochs-of.ts';
import { gradientStrengths } from '../training/gradient-strengths.ts';
import { judge } from '../training/judge.ts';
import type { Series, View } from '../view.ts';
import { networkOf, pictureOf } from './network.ts';
import { type ConnectionName, connections, defaults, labelOf } from './settings.ts';

const batchSize = 64;

/** What is seen of one network. */
interface Seen {
  readonly parameters: number;
  /** Of each step, for each kernel: the root mean square of its gradient. */
  readonly rows: readonly (readonly number[])[];
  readonly accuracies: readonly number[];
}

/** Trains networks of the same depth whose layers are connected in three ways; first the one that is set. */
export const run: Run = (config) => training(config, true);

/** The same, also without the doctor. */
export async function* training(config: Config, isExamined: boolean): AsyncGenerator<Frame, void, void> {
  const settings = settingsOf(defaults, config);
  const { depth, learningRate, epochs, seed } = settings;
  const chosen = settings.connections as ConnectionName;
  const { train: most, test } = digits().split(0.8, { seed });
  const train = most.take(most.size - (most.size % batchSize));
  const steps = (epochs * train.size) / batchSize;
  const doctor = isExamined ? recordTraining({ data: train }) : undefined;
  const seen = new Map<ConnectionName, Seen>();
  yield frame();

  const others = connections.map(({ value }) => value).filter((name) => name !== chosen);
  for (const name of [chosen, ...others]) {
    const model = networkOf(name, settings);
    model.build([batchSize, 64]);
    const { rows, ...probe } = gradientStrengths();
    const accuracies: number[] = [];
    const parameters = model.parameters.reduce((sum, { variable }) => sum + variable.value.size, 0);
    const judged = judge(model);
    const fitted = epochsOf(model, train, {
      optimizer: sgd({ learningRate, momentum: 0.9 }),
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      epochs,
      batchSize,
      seed,
      callbacks: doctor === undefined || name !== chosen ? [probe] : [probe, doctor],
    });
    seen.set(name, { parameters, rows, accuracies });
    for await (const _ of fitted) {
      accuracies.push(judged(test).accuracy);
      yield frame();
    }
  }

  function frame(): Frame {
    const measures: Record<string, number> = {};
    for (const [name, { parameters, rows, accuracies }] of seen) {
      if (rows.length === 0) continue;
      // The last hidden layer stands before the scores.
      const ratios = rows.map((row) => (row[0] as number) / (row[depth - 1] as number));
      const numbers = {
        parameters,
        firstRatio: ratios[0] as number,
        firstGradient: rows[0]?.[0] as number,
        accuracy: accuracies.at(-1) as number,
      };
      for (const [of, number] of Object.entries(numbers)) {
        measures[`${of}.${name}`] = number;
        if (name === chosen) measures[of] = number;
      }
    }
    const done = [...seen.values()].reduce((sum, { accuracies }) => sum + accuracies.length, 0);
    const findings = doctor === undefined || done === 0 ? {} : { findings: findingsOf(doctor.record) };
    return {
      progress: done / (3 * epochs),
      views: [pictureOf(chosen, depth), byLayer(), byStep(), learning(), table()],
      measures,
      ...findings,
    };
  }

  function series(of: (one: Seen) => { readonly x: Float32Array; readonly y: Float32Array }): Series[] {
    const nothing = { x: new Float32Array(), y: new Float32Array() };
    return connections.map(({ value, label }) => {
      const one = seen.get(value);
      return { name: label, ...(one === undefined ? nothing : of(one)), dashed: value !== chosen };
    });
  }

  function byLayer(): View {
    const x = Float32Array.from({ length: depth }, (_, i) => i + 1);
    return {
      kind: 'curves',
      id: 'by-layer',
      title: { en: 'Gradient of each layer at the first step', ko: '첫 스텝에서 각 층의 기울기' },
      x: { label: { en: 'layer', ko: '층' }, range: [1, depth] },
      y: { label: { en: 'root mean square of the gradient', ko: '기울기의 제곱평균제곱근' }, scale: 'log' },
      series: series(({ rows }) => ({ x, y: x.map((_, i) => positive(rows[0]?.[i])) })),
    };
  }

  function byStep(): View {
    return {
      kind: 'curves',
      id: 'by-step',
      title: { en: 'Gradient of the first layer', ko: '첫 번째 층의 기울기' },
      x: { label: { en: 'step', ko: '스텝' }, range: [1, steps] },
      y: { label: { en: 'root mean square of the gradient', ko: '기울기의 제곱평균제곱근' }, scale: 'log' },
      series: series(({ rows }) => ({
        x: Float32Array.from(rows, (_, i) => i + 1),
        y: Float32Array.from(rows, (row) => positive(row[0])),
      })),
    };
  }

  function learning(): View {
    return {
      kind: 'curves',
      id: 'accuracy',
      title: { en: 'What they learn', ko: '학습 결과' },
      x: { label: { en: 'epoch', ko: '에포크' }, range: [0, epochs] },
      y: { label: { en: 'share of other digits recognized', ko: '다른 숫자에 대한 정확도' }, range: [0, 1] },
      series: series(({ accuracies }) => ({
        x: Float32Array.from(accuracies, (_, i) => i + 1),
        y: Float32Array.from(accuracies),
      })),
    };
  }

  function table(): View {
    const rounded = (value: number): number => Number(value.toPrecision(3));
    return {
      kind: 'table',
      id: 'numbers',
      title: { en: 'In numbers', ko: '수치' },
      columns: [
        { en: 'connections', ko: '연결' },
        { en: 'parameters', ko: '매개변수 수' },
        { en: 'gradient of layer 1, first step', ko: '첫 스텝에서 1층의 기울기' },
        { en: 'accuracy', ko: '정확도' },
      ],
      rows: [...seen].map(([name, { parameters, rows, accuracies }]) => [
        labelOf(name),
        parameters,
        rounded(rows[0]?.[0] ?? Number.NaN),
        rounded(accuracies.at(-1) ?? Number.NaN),
      ]),
    };
  }
}

/** What a log axis has a place for. */
const positive = (value = Number.NaN): number => (value > 0 && value < Infinity ? value : Number.NaN);
