import { gelu } from '@gradkit/activations';
import { jit, type Tensor, tensor } from '@gradkit/core';
import type { Frame, Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import type { HistogramCell, Series, View } from '../view.ts';
import { type ComparedName, compared, defaults } from './functions.ts';
import { type ActivationProfile, activationOf, places, profileOf, weights } from './profile.ts';

const bins = 40;
const [from, to] = [-2, 3];
/** The part that is drawn: every tenth place from −4 to 4. */
const shown = [...places.keys()].filter((i) => i % 10 === 0 && Math.abs(places[i] as number) <= 4);
const shownPlaces = Float32Array.from(shown, (i) => places[i] as number);

/** Looks at each function: its values and slopes, and what becomes of standard normal numbers. */
export const run: Run = async function* (config) {
  const settings = settingsOf(defaults, config);
  const chosen = settings.activation as ComparedName;
  const { layers } = settings;
  const profiles = new Map<ComparedName, ActivationProfile>();
  for (const { value } of compared) {
    profiles.set(value, profileOf(activationOf(value, settings.slope)));
    yield frame();
  }

  function frame(): Frame {
    const measures: Record<string, number> = {};
    for (const [name, profile] of profiles) {
      const { largestSlope, largestAt, smallest, smallestAt, mean, variance, typicalSlope, values } = profile;
      const numbers = {
        largestSlope,
        largestAt,
        smallest,
        smallestAt,
        mean,
        variance,
        typicalSlope,
        bound: largestSlope ** layers,
        product: typicalSlope ** layers,
        atMinus8: values[0] as number,
      };
      for (const [key, number] of Object.entries(numbers)) {
        measures[`${key}.${name}`] = number;
        if (name === chosen) measures[key] = number;
      }
    }
    const isOver = profiles.size === compared.length;
    if (isOver) measures['approximationError'] = approximationError(profiles.get('gelu') as ActivationProfile);
    const views = [lines('values'), lines('slopes'), moments(), outputs(), products(), table()];
    return { progress: profiles.size / compared.length, views, measures };
  }

  /** One line for each function, the chosen one solid. */
  function series(x: Float32Array, of: (profile: ActivationProfile) => Float64Array | Float32Array): Series[] {
    return compared.map(({ value, label }) => {
      const profile = profiles.get(value);
      const y = profile === undefined ? new Float32Array(x.length).fill(Number.NaN) : of(profile);
      return { name: label, x, y, dashed: value !== chosen };
    });
  }

  function lines(what: 'values' | 'slopes'): View {
    return {
      kind: 'curves',
      id: what,
      title:
        what === 'values'
          ? { en: 'Functions', ko: '함수' }
          : { en: 'Their slopes, by automatic differentiation', ko: '자동 미분으로 구한 기울기' },
      x: { label: 'z', range: [-4, 4] },
      y: { label: what === 'values' ? 'f(z)' : 'f′(z)' },
      series: series(shownPlaces, (profile) => Float32Array.from(shown, (i) => profile[what][i] as number)),
    };
  }

  function moments(): View {
    const of = (key: 'mean' | 'variance') =>
      Float32Array.from(compared, ({ value }) => profiles.get(value)?.[key] ?? Number.NaN);
    return {
      kind: 'bars',
      id: 'moments',
      title: { en: 'What becomes of mean 0 and variance 1', ko: '평균 0, 분산 1인 입력이 지나간 뒤' },
      names: compared.map(({ label }) => label),
      y: { label: { en: 'mean, variance', ko: '평균, 분산' } },
      series: [
        { name: { en: 'mean', ko: '평균' }, values: of('mean') },
        { name: { en: 'variance', ko: '분산' }, values: of('variance') },
      ],
      limits: [{ y: 1, label: { en: 'variance of the input', ko: '입력의 분산' } }],
    };
  }

  function outputs(): View {
    return {
      kind: 'histograms',
      id: 'outputs',
      title: { en: 'Standard normal numbers behind each function', ko: '표준 정규 분포가 함수를 지난 뒤의 분포' },
      rows: [{ en: 'outputs', ko: '출력' }],
      columns: compared.map(({ label }) => label),
      x: {
        label: { en: 'output (what lies beyond counts at the edge)', ko: '출력(범위를 벗어난 값은 가장자리에 셉니다)' },
        range: [from, to],
      },
      cells: compared.map(({ value }): HistogramCell => ({ from, to, counts: countsOf(profiles.get(value)?.values) })),
    };
  }

  function products(): View {
    const x = Float32Array.from({ length: layers }, (_, i) => i + 1);
    return {
      kind: 'curves',
      id: 'products',
      title: { en: 'Typical slopes, multiplied over layers', ko: '층을 지나며 곱해지는 전형적인 기울기' },
      x: { label: { en: 'layers', ko: '층 수' } },
      y: { label: { en: '√E[f′(z)²] to that power', ko: '√E[f′(z)²]의 거듭제곱' }, scale: 'log' },
      series: series(x, ({ typicalSlope }) => x.map((layer) => typicalSlope ** layer)),
    };
  }

  function table(): View {
    // Below a millionth only the error of quadrature is left.
    const rounded = (value: number): number =>
      Math.abs(value) < 1e-6 && value !== 0 ? 0 : Number(value.toPrecision(4));
    return {
      kind: 'table',
      id: 'numbers',
      title: { en: 'In numbers', ko: '수치' },
      columns: [
        { en: 'function', ko: '함수' },
        { en: 'formula', ko: '식' },
        { en: 'largest slope', ko: '최대 기울기' },
        { en: 'smallest value', ko: '최솟값' },
        { en: 'mean of f(z)', ko: 'f(z)의 평균' },
        { en: 'variance of f(z)', ko: 'f(z)의 분산' },
        { en: `typical slope, ${layers} layers`, ko: `${layers}개 층의 전형적인 기울기` },
      ],
      rows: compared
        .filter(({ value }) => profiles.has(value))
        .map(({ value, label, formula }) => {
          const { largestSlope, smallest, mean, variance, typicalSlope } = profiles.get(value) as ActivationProfile;
          return [
            label,
            formula,
            ...[largestSlope, smallest, mean, variance].map(rounded),
            Number((typicalSlope ** layers).toPrecision(4)),
          ];
        }),
    };
  }
};

/** Shares of standard normal numbers by what becomes of them, of 10,000. */
function countsOf(values: Float64Array | undefined): Float32Array {
  const counts = new Float32Array(bins);
  for (const [i, value] of values?.entries() ?? []) {
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins)));
    counts[bin] = (counts[bin] as number) + 10_000 * (weights[i] as number);
  }
  return counts;
}

/** How far z · σ(1.702 z) is from GELU at most. */
function approximationError({ values }: ActivationProfile): number {
  const close = jit((x: Tensor) => gelu(x, { approximate: 'sigmoid' }))(tensor(places)).dataSync();
  return values.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (close[i] as number))), 0);
}
