import { sigmoid } from '@gradkit/activations';
import {
  abs,
  add,
  assign,
  div,
  foldIn,
  mean,
  mul,
  sqrt,
  sub,
  type Tensor,
  uniform,
  variable,
  variance,
} from '@gradkit/core';
import { digits } from '@gradkit/data/digits';
import { activation, batchNormalization, createLayer, dense, type Layer, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { trainStep, type WatchedStep } from '@gradkit/train';
import type { Frame } from '../experiment.ts';
import type { Label } from '../label.ts';
import { judge } from '../training/judge.ts';
import type { Heatmap, View } from '../view.ts';

/** Three networks that differ in what stands before their activations. */
const networks = {
  plain: { en: 'plain', ko: '정규화 없음' },
  normalized: { en: 'batch normalisation', ko: '배치 정규화(batch normalization)' },
  disturbed: { en: 'batch normalisation, then disturbed', ko: '배치 정규화 뒤에 교란' },
} as const satisfies Readonly<Record<string, Label>>;

type NetworkName = keyof typeof networks;

const names = Object.keys(networks) as readonly NetworkName[];

const [units, samples, bins, reach] = [32, 480, 33, 4];

/** The layer whose inputs are watched, of four. */
const watchedLayer = 2;

/**
 * Trains three networks with all samples at every step, so that what moves the inputs of a hidden layer is the layers before
 * it and no choice of samples.
 */
export async function* internalShift({
  steps,
  seed,
}: {
  readonly steps: number;
  readonly seed: number;
}): AsyncGenerator<Frame, void, void> {
  const all = digits().shuffle({ seed });
  const [train, validation] = [all.take(samples), all.skip(samples).take(300)];
  const batch = { x: train.x, y: train.y };
  const trainings = names.map((name) => {
    const before = (): Layer[] =>
      name === 'plain' ? [] : [batchNormalization({ momentum: 0.9 }), ...(name === 'disturbed' ? [disturbance()] : [])];
    const hidden = (): Layer[] => [dense({ units }), ...before(), activation(sigmoid)];
    const model = sequential([...Array.from({ length: 4 }, hidden).flat(), dense({ units: 10 })], { seed });
    const drift = watchDrift();
    return {
      name,
      drift,
      judged: judge(model),
      step: trainStep(model, {
        optimizer: sgd({ learningRate: 1 }),
        loss: sparseCategoricalCrossentropy({ fromLogits: true }),
        watch: drift.watch,
      }),
      losses: [] as number[],
      drifts: [] as number[],
      columns: [] as Float32Array[],
    };
  });

  for (let at = 1; at <= steps; at++) {
    for (const each of trainings) {
      each.losses.push(each.step(batch).item());
      // The first step has nothing before it.
      if (at > 1) each.drifts.push(each.drift.read());
      if (at % 2 === 0 || at === 1) each.columns.push(shares(each.drift.inputs()));
    }
    if (at % 2 === 1 && at < steps) continue;
    const measures: Record<string, number> = { step: at };
    for (const { name, losses, drifts, judged } of trainings) {
      measures[`${name}.loss`] = losses.at(-1) as number;
      measures[`${name}.drift`] = drifts.reduce((sum, each) => sum + each, 0) / Math.max(1, drifts.length);
      measures[`${name}.accuracy`] = judged(validation).accuracy;
    }
    yield {
      progress: at / steps,
      views: [
        lossView(trainings, steps),
        driftView(trainings, steps),
        ...trainings.map(({ name, columns }) => heatmap(name, columns, Math.floor(steps / 2) + 1, steps)),
      ],
      measures,
    };
  }
}

/** Stretches and moves every feature at random, by other amounts at each step: a distribution that never stays the same. */
function disturbance(): Layer {
  return createLayer(
    'disturbance',
    {},
    () => ({
      output: (shape) => shape,
      apply(x, { training, key }) {
        if (!training || key === undefined) return x;
        const scale = uniform(foldIn(key, 0), [1, units], { min: 1, max: 2 });
        return add(mul(x, scale), uniform(foldIn(key, 1), [1, units], { min: -1, max: 1 }));
      },
    }),
    { random: true },
  );
}

/** What the inputs of a hidden activation do from one step to the next. */
function watchDrift() {
  const means = variable(new Float32Array(units));
  const drift = variable(0);
  const inputs = variable(new Float32Array(samples * units));
  return {
    watch({ visits }: WatchedStep): void {
      const z = visits.filter(({ layer }) => layer.kind === 'activation')[watchedLayer]?.input as Tensor;
      const now = mean(z, { axis: 0 });
      const moved = div(abs(sub(now, means.value)), sqrt(variance(z, { axis: 0 })));
      assign([
        [means, now],
        [drift, mean(moved)],
        [inputs, z.reshape([samples * units])],
      ]);
    },
    /** By how many standard deviations the mean of a unit moved at the last step; the mean over units. */
    read: () => drift.value.item(),
    inputs: () => inputs.value.dataSync(),
  };
}

/** Share of the numbers in each interval. */
function shares(values: ArrayLike<number>): Float32Array {
  const counts = new Float32Array(bins);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((((values[i] as number) + reach) / (2 * reach)) * bins);
    const inside = Math.min(bins - 1, Math.max(0, bin));
    counts[inside] = (counts[inside] as number) + 1;
  }
  return counts.map((count) => count / values.length);
}

interface Trained {
  readonly name: NetworkName;
  readonly losses: readonly number[];
  readonly drifts: readonly number[];
}

function lossView(trainings: readonly Trained[], steps: number): View {
  return {
    kind: 'curves',
    id: 'losses',
    title: { en: 'Training loss by step', ko: '걸음별 훈련 손실' },
    x: { label: { en: 'step', ko: '걸음' }, range: [1, steps] },
    y: { label: { en: 'cross-entropy', ko: '교차 엔트로피' } },
    series: trainings.map(({ name, losses }) => ({
      name: networks[name],
      x: Float32Array.from(losses, (_, i) => i + 1),
      y: Float32Array.from(losses),
    })),
  };
}

function driftView(trainings: readonly Trained[], steps: number): View {
  return {
    kind: 'curves',
    id: 'drift',
    title: {
      en: 'How far the inputs of the third hidden layer move at a step',
      ko: '한 걸음에 세 번째 은닉층의 입력이 움직이는 거리',
    },
    x: { label: { en: 'step', ko: '걸음' }, range: [1, steps] },
    y: { label: { en: 'standard deviations', ko: '표준편차' }, scale: 'log' },
    series: trainings.map(({ name, drifts }) => ({
      name: networks[name],
      x: Float32Array.from(drifts, (_, i) => i + 2),
      y: Float32Array.from(drifts, (each) => (each > 0 ? each : Number.NaN)),
    })),
  };
}

/** The distribution of what enters the third hidden activation, step by step. */
function heatmap(name: NetworkName, columns: readonly Float32Array[], width: number, steps: number): Heatmap {
  const values = new Float32Array(bins * width).fill(Number.NaN);
  columns.forEach((column, at) => {
    column.forEach((share, bin) => {
      // The first row is at the lowest y.
      values[bin * width + at] = share;
    });
  });
  return {
    kind: 'heatmap',
    id: `inputs-${name}`,
    title: {
      en: `Inputs of the third hidden layer: ${networks[name].en}`,
      ko: `세 번째 은닉층의 입력: ${networks[name].ko}`,
    },
    x: { label: { en: 'step', ko: '걸음' }, range: [1, steps] },
    y: { label: { en: 'input of the activation', ko: '활성화 함수의 입력' }, range: [-reach, reach] },
    columns: width,
    rows: bins,
    values,
    color: { label: { en: 'share', ko: '비율' } },
  };
}
