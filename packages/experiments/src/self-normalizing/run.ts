import { elu, relu, selu } from '@gradkit/activations';
import { add, foldIn, jit, key, matmul, normal, type Tensor, tensor } from '@gradkit/core';
import { heNormal, type Initializer, lecunNormal, randomNormal } from '@gradkit/initializers';
import { alphaDropout, dropout, type Layer } from '@gradkit/layers';
import type { Frame, Run } from '../experiment.ts';
import type { Label } from '../label.ts';
import { settingsOf } from '../settings.ts';
import type { HistogramCell, View } from '../view.ts';
import { type CaseName, cases, defaults, labelOf } from './cases.ts';

const samples = 256;
const bins = 40;
const [from, to] = [-4, 4];

/** What leaves each layer. */
interface Passage {
  readonly means: readonly number[];
  readonly variances: readonly number[];
  readonly cells: readonly HistogramCell[];
}

/** Sends samples through deep networks that keep the conditions of SELU, or break one of them. */
export const run: Run = async function* (config) {
  const settings = settingsOf(defaults, config);
  const { rate, depth, units, seed } = settings;
  const chosen = settings.case as CaseName;
  const passages = new Map<CaseName, Passage>();
  const x = normal(key(seed + 100), [samples, units]).realize();
  yield frame();
  for (const { value: name } of cases) {
    const forward = jit(layerOf(name, rate, units));
    const passage = { means: [] as number[], variances: [] as number[], cells: [] as HistogramCell[] };
    let signal = name === 'inputs' ? add(x, 3) : x;
    for (let layer = 0; layer < depth; layer++) {
      signal = forward(signal, key(seed), tensor(layer, { dtype: 'int32' }));
      const { mean, variance, counts } = spreadOf(signal.dataSync());
      passage.means.push(mean);
      passage.variances.push(variance);
      passage.cells.push({ from, to, counts });
    }
    passages.set(name, passage);
    yield frame();
  }

  function frame(): Frame {
    const measures: Record<string, number> = {};
    for (const [name, { means, variances }] of passages) {
      const numbers = {
        mean: means.at(-1) as number,
        variance: variances.at(-1) as number,
        firstVariance: variances[0] as number,
        largestMean: Math.max(...means.map(Math.abs)),
        leastVariance: Math.min(...variances),
        mostVariance: Math.max(...variances),
      };
      for (const [of, number] of Object.entries(numbers)) {
        measures[`${of}.${name}`] = number;
        if (name === chosen) measures[of] = number;
      }
    }
    return {
      progress: passages.size / cases.length,
      views: [lines('variances'), lines('means'), histograms(), table()],
      measures,
    };
  }

  function lines(what: 'means' | 'variances'): View {
    const x = Float32Array.from({ length: depth }, (_, i) => i + 1);
    return {
      kind: 'curves',
      id: what,
      title:
        what === 'means'
          ? { en: 'Mean of the outputs by depth', ko: '깊이에 따른 출력의 평균' }
          : { en: 'Variance of the outputs by depth', ko: '깊이에 따른 출력의 분산' },
      x: { label: { en: 'layer', ko: '층' } },
      y:
        what === 'means'
          ? { label: { en: 'mean', ko: '평균' }, range: [-1.5, 1.5] }
          : { label: { en: 'variance', ko: '분산' }, scale: 'log', range: [0.01, 100] },
      series: cases.map(({ value, label }) => {
        const passage = passages.get(value);
        const y = Float64Array.from(x, (_, i) => passage?.[what][i] ?? Number.NaN);
        return {
          name: label,
          x,
          y: y.map((v) => (what === 'means' || v > 0 ? v : Number.NaN)),
          dashed: value !== chosen,
        };
      }),
    };
  }

  function histograms(): View {
    const shown = [...new Set([0, Math.floor((depth - 1) / 3), Math.floor((2 * (depth - 1)) / 3), depth - 1])];
    const empty = (): HistogramCell => ({ from, to, counts: new Float32Array(bins) });
    return {
      kind: 'histograms',
      id: 'outputs',
      title: { en: 'Outputs of some layers', ko: '몇몇 층의 출력' },
      rows: cases.map(({ label }) => label),
      columns: shown.map((layer): Label => ({ en: `layer ${layer + 1}`, ko: `${layer + 1}층` })),
      x: {
        label: { en: 'output (what lies beyond counts at the edge)', ko: '출력(범위를 벗어난 값은 가장자리에 셉니다)' },
        range: [from, to],
      },
      cells: cases.flatMap(({ value }) => shown.map((layer) => passages.get(value)?.cells[layer] ?? empty())),
    };
  }

  function table(): View {
    const rounded = (value: number | undefined): number => Number((value ?? Number.NaN).toPrecision(3));
    return {
      kind: 'table',
      id: 'numbers',
      title: { en: `Behind ${depth} layers`, ko: `${depth}개 층을 지난 뒤` },
      columns: [
        { en: 'condition', ko: '조건' },
        { en: 'mean', ko: '평균' },
        { en: 'variance', ko: '분산' },
      ],
      rows: [...passages].map(([name, { means, variances }]) => [
        labelOf(name),
        rounded(means.at(-1)),
        rounded(variances.at(-1)),
      ]),
    };
  }
};

/** One layer of a case: its weights are drawn from the key and its index. */
function layerOf(name: CaseName, rate: number, units: number): (x: Tensor, from: Tensor, index: Tensor) => Tensor {
  const initializers: Readonly<Partial<Record<CaseName, Initializer>>> = {
    he: heNormal(),
    narrow: randomNormal({ stddev: 0.01 }),
  };
  const noises: Readonly<Partial<Record<CaseName, Layer>>> = {
    dropout: dropout({ rate }),
    'alpha-dropout': alphaDropout({ rate }),
  };
  const noise = noises[name];
  noise?.build([samples, units], key(0));
  const initializer = initializers[name] ?? lecunNormal();
  const bend = name === 'relu' ? (x: Tensor) => relu(x) : name === 'elu' ? (x: Tensor) => elu(x) : selu;
  return (x, from, index) => {
    const own = foldIn(from, index);
    const output = bend(matmul(x, initializer([units, units], 'float32', own)));
    if (name === 'skip') return add(x, output);
    return noise?.apply(output, { training: true, key: foldIn(own, 1) }) ?? output;
  };
}

function spreadOf(values: ArrayLike<number>) {
  const counts = new Float32Array(bins);
  let [total, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    total += value;
    squares += value * value;
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const mean = total / values.length;
  return { mean, variance: Math.max(0, squares / values.length - mean * mean), counts };
}
