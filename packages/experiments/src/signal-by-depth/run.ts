import { gradients } from '@gradkit/autograd';
import {
  add,
  foldIn,
  jit,
  key,
  matmul,
  mean,
  mul,
  normal,
  rsqrt,
  sub,
  sum,
  type Tensor,
  tensor,
  variance,
} from '@gradkit/core';
import type { Initializer } from '@gradkit/initializers';
import type { Config, Frame } from '../experiment.ts';
import type { Label } from '../label.ts';
import { activations, initializers as named } from '../recipe/named-parts.ts';
import type { ActivationName } from '../recipe/recipe.ts';
import type { HistogramCell, View } from '../view.ts';
import { type ComparedName, compared, isBounded, labelOf } from './initializers.ts';

const samples = 256;
const bins = 30;

const initializers: Readonly<Record<ComparedName, Initializer>> = {
  zeros: named.zeros(0),
  wide: named.normal(1),
  narrow: named.normal(0.01),
  lecunNormal: named.lecunNormal(0),
  glorotNormal: named.glorotNormal(0),
  heNormal: named.heNormal(0),
  orthogonal: named.orthogonal(0),
};

/** Of the histograms: about what an activation gives to standard normal numbers. */
const ranges: Readonly<Record<ActivationName, readonly [number, number]>> = {
  relu: [0, 3],
  tanh: [-1, 1],
  sigmoid: [0, 1],
  leakyRelu: [-1, 3],
  elu: [-1, 3],
  selu: [-2, 3],
  gelu: [-1, 3],
  silu: [-1, 3],
  mish: [-1, 3],
  linear: [-3, 3],
};

/** What one way to begin does to a signal and to a gradient. */
interface Passage {
  readonly cells: readonly HistogramCell[];
  /** Of the outputs of each layer. */
  readonly deviations: readonly number[];
  /** The root mean square of the gradient by the outputs of each layer, where that by the last ones has 1. */
  readonly gradients: readonly number[];
  /** Share of the last outputs within 0.01 of the bounds of tanh or sigmoid; 0 of others. */
  readonly saturated: number;
}

/** Standard normal samples go through layers, and a standard normal gradient comes back, for seven kinds of first weights. */
export async function* run(config: Config): AsyncGenerator<Frame, void, void> {
  const [depth, units, seed] = [Number(config['depth']), Number(config['units']), Number(config['seed'])];
  const activation = config['activation'] as ActivationName;
  const [bend, range] = [activations[activation], ranges[activation]];
  // One layer is compiled, and used at every depth.
  const layer = (x: Tensor, kernel: Tensor): Tensor => {
    const product = matmul(x, kernel);
    return bend(config['normalization'] === true ? normalized(product) : product);
  };
  const forward = jit(layer);
  const backward = jit((x: Tensor, kernel: Tensor, gradient: Tensor) => {
    const [back] = gradients(sum(mul(layer(x, kernel), gradient)), [x]);
    return back as Tensor;
  });
  const [x, pull] = [normal(key(seed + 100), [samples, units]), normal(key(seed + 200), [samples, units])];

  const passages = new Map<ComparedName, Passage>();
  yield frameOf(config, passages);
  for (const { value: name } of compared) {
    const draw = jit((from: Tensor, index: Tensor) =>
      initializers[name]([units, units], 'float32', foldIn(from, index)),
    );
    const kernels = Array.from({ length: depth }, (_, index) => draw(key(seed), tensor(index, { dtype: 'int32' })));
    const outputs = [x];
    for (const kernel of kernels) outputs.push(forward(outputs.at(-1) as Tensor, kernel));
    yield frameOf(config, passages);

    const slopes = [pull];
    for (let index = depth - 1; index > 0; index--) {
      slopes.unshift(backward(outputs[index] as Tensor, kernels[index] as Tensor, slopes[0] as Tensor));
    }
    const strengths = slopes.map((slope) => rootMeanSquare(slope.dataSync()));
    passages.set(name, {
      ...spreadOf(outputs.slice(1), range, activation),
      gradients: strengths.map((strength) => strength / (strengths.at(-1) as number)),
    });
    yield frameOf(config, passages);
  }
}

/** Mean 0 and variance 1 over the batch, as batch normalization begins: γ = 1, β = 0. */
function normalized(z: Tensor): Tensor {
  const centered = sub(z, mean(z, { axis: 0, keepDims: true }));
  return mul(centered, rsqrt(add(variance(z, { axis: 0, keepDims: true }), 1e-3)));
}

const rootMeanSquare = (values: ArrayLike<number>): number => {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] as number) ** 2;
  return Math.sqrt(squares / values.length);
};

/** How the outputs of all layers are spread, in float64: squares of what is left of a signal have no place in float32. */
function spreadOf(
  outputs: readonly Tensor[],
  [from, to]: readonly [number, number],
  activation: ActivationName,
): Omit<Passage, 'gradients'> {
  const cells: HistogramCell[] = [];
  const deviations: number[] = [];
  let saturated = 0;
  for (const output of outputs) {
    const values = output.dataSync();
    const counts = new Float32Array(bins);
    let [total, squares] = [0, 0];
    saturated = 0;
    for (const value of values) {
      total += value;
      squares += value * value;
      const bin = Math.max(0, Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins)));
      counts[bin] = (counts[bin] as number) + 1;
      if (isBounded(activation) && (value < from + 0.01 || value > to - 0.01)) saturated++;
    }
    cells.push({ from, to, counts });
    deviations.push(Math.sqrt(Math.max(0, squares / values.length - (total / values.length) ** 2)));
    saturated /= values.length;
  }
  return { cells, deviations, saturated };
}

function frameOf(config: Config, passages: ReadonlyMap<ComparedName, Passage>): Frame {
  const [from, to] = ranges[config['activation'] as ActivationName];
  const depth = Number(config['depth']);
  const chosen = String(config['initializer']) as ComparedName;
  const layers: readonly Label[] = Array.from({ length: depth }, (_, i) => String(i + 1));
  const x = Float32Array.from({ length: depth }, (_, i) => i + 1);
  const empty = (): HistogramCell[] => layers.map(() => ({ from, to, counts: new Float32Array(bins) }));
  const output = {
    en: 'output (what lies beyond counts at the edge)',
    ko: '출력(범위를 벗어난 값은 가장자리에 셉니다)',
  };
  const done = compared.filter(({ value }) => passages.has(value));
  // A log axis has no place for 0.
  const lines = (of: (passage: Passage) => readonly number[]) =>
    compared.map(({ value, label }) => ({
      name: label,
      x,
      y: Float64Array.from(
        passages.has(value) ? of(passages.get(value) as Passage) : layers.map(() => Number.NaN),
        (y) => (y > 0 ? y : Number.NaN),
      ),
      dashed: value !== chosen,
    }));
  const layerAxis = { label: { en: 'layer', ko: '층' } };
  const views: View[] = [
    {
      kind: 'histograms',
      id: 'chosen',
      title: { en: 'Outputs of each layer, with the chosen first weights', ko: '선택한 초깃값에서 각 층의 출력' },
      rows: [labelOf(chosen)],
      columns: layers,
      x: { label: output, range: [from, to] },
      cells: passages.get(chosen)?.cells ?? empty(),
    },
    {
      kind: 'curves',
      id: 'deviation',
      title: { en: 'Standard deviation of the outputs by depth', ko: '깊이에 따른 출력의 표준편차' },
      x: layerAxis,
      y: { label: { en: 'standard deviation', ko: '표준편차' }, scale: 'log' },
      series: lines(({ deviations }) => deviations),
    },
    {
      kind: 'curves',
      id: 'gradient',
      title: { en: 'Gradient on its way back', ko: '거꾸로 전파되는 기울기' },
      x: layerAxis,
      y: { label: { en: 'gradient, relative to the last layer', ko: '기울기(마지막 층 대비)' }, scale: 'log' },
      series: lines((passage) => passage.gradients),
    },
    {
      kind: 'histograms',
      id: 'all',
      title: { en: 'All first weights side by side', ko: '모든 초깃값 비교' },
      rows: compared.map(({ label }) => label),
      columns: layers,
      x: { label: output, range: [from, to] },
      cells: compared.flatMap(({ value }) => passages.get(value)?.cells ?? empty()),
    },
  ];
  const measures: Record<string, number> = {};
  for (const { value } of done) {
    const { deviations, gradients: slopes, saturated } = passages.get(value) as Passage;
    const numbers = {
      first: deviations[0] as number,
      last: deviations.at(-1) as number,
      gradient: slopes[0] as number,
      saturated,
    };
    for (const [name, number] of Object.entries(numbers)) {
      measures[`${name}.${value}`] = number;
      if (value === chosen) measures[name] = number;
    }
  }
  return { progress: done.length / compared.length, views, measures };
}
