import { relu } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import {
  add,
  cast,
  isFinite as isFiniteEach,
  jit,
  logicalNot,
  mean,
  mul,
  oneHot,
  reshape,
  stack,
  sum,
  type Tensor,
  tensor,
} from '@gradkit/core';
import { blobs } from '@gradkit/data/synthetic';
import { dense, sequential } from '@gradkit/layers';
import { sgd } from '@gradkit/optimizers';
import type { Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import type { Curves, Series, View } from '../view.ts';
import { crossEntropies } from './cross-entropy.ts';
import { bestStep, differenceErrors, differenceSteps } from './difference-errors.ts';
import { defaults, type FormName, formNames, formOf, forms } from './forms.ts';

/** What is watched in a step, in the order in which it is computed. */
const watched = {
  scores: { en: 'scores z', ko: '점수 z' },
  exponentials: { en: 'exponentials eᶻ', ko: '지수 eᶻ' },
  probabilities: { en: 'probabilities', ko: '확률' },
  loss: { en: 'loss', ko: '손실' },
  gradients: { en: 'gradients', ko: '기울기' },
  weights: { en: 'weights after the step', ko: '걸음 뒤의 가중치' },
} as const;

type Watched = keyof typeof watched;

const watchedNames = Object.keys(watched) as readonly Watched[];

/** Factors of the scores (1, ½, −1). */
const scales = Float64Array.from({ length: 301 }, (_, i) => 10 ** (i / 100));

export const run: Run = async function* (config) {
  const settings = settingsOf(defaults, config);
  const { scale, learningRate, steps, seed } = settings;
  const form = formOf(settings.form);
  const limits = limitsOf();
  const single = differenceErrors('float32');
  const double = differenceErrors('float64');
  const [best32, best64] = [bestStep(single), bestStep(double)];

  const data = blobs({
    samples: 96,
    centers: [
      [1, 0],
      [-0.5, 0.87],
      [-0.5, -0.87],
    ],
    clusterStd: 0.6,
    seed,
  });
  const x = mul(data.x, scale);
  const truth = cast(oneHot(data.y, 3), 'float32');
  /** A network that is trained with a form of the loss; each step gives the loss and how much of what is watched was broken. */
  const training = (written: FormName) => {
    const model = sequential([dense({ units: 16, activation: relu }), dense({ units: 3 })], { seed });
    const optimizer = sgd({ learningRate });
    return jit((inputs: Tensor) => {
      const scores = model.apply(inputs, { training: true });
      const { exponentials, probabilities, losses } = crossEntropies[written](scores, truth);
      const loss = mean(losses);
      const slopes = gradients(loss, model.parameters);
      optimizer.apply(slopes, model.parameters);
      const weights = model.parameters.map(({ variable }) => variable.value);
      const counts = [[scores], [exponentials], [probabilities], [loss], slopes, weights].map(broken);
      return stack([loss, ...counts]);
    });
  };
  const step = training(form);
  // What the same network does with the form that does not break.
  const stableStep = form === 'stable' ? undefined : training('stable');
  const stableLosses: number[] = [];

  const losses: number[] = [];
  const first = new Map<Watched, number>();
  const every = Math.max(1, Math.round(steps / 30));
  for (let at = 1; at <= steps; at++) {
    const [loss, ...counts] = step(x).dataSync() as Float32Array;
    losses.push(loss as number);
    if (stableStep !== undefined) stableLosses.push((stableStep(x).dataSync() as Float32Array)[0] as number);
    watchedNames.forEach((name, i) => {
      if ((counts[i] as number) > 0 && !first.has(name)) first.set(name, at);
    });
    if (at % every === 0 || at === steps) {
      yield {
        progress: at / steps,
        views: [overflow(limits), progress(), watch(), differences()],
        measures: measures(),
      };
    }
  }

  function measures(): Record<string, number> {
    const [origin, at] = originOf(first);
    return {
      step: losses.length,
      loss: finiteOr(losses.at(-1) as number, -1),
      firstStep: at,
      origin,
      'naive.limit': limits.naive,
      'shifted.limit': limits.shifted,
      'stable.limit': limits.stable,
      'float32.step': best32.step,
      'float32.error': best32.error,
      'float64.step': best64.step,
      'float64.error': best64.error,
    };
  }

  function progress(): View {
    return {
      kind: 'curves',
      id: 'training',
      title: { en: 'Loss by step', ko: '걸음별 손실' },
      x: { label: { en: 'step', ko: '걸음' }, range: [1, steps] },
      y: { label: { en: 'cross-entropy', ko: '교차 엔트로피' }, scale: 'log' },
      series: [
        { ...line(losses), name: forms[form], dots: form !== 'stable' },
        ...(stableStep === undefined ? [] : [{ ...line(stableLosses), name: forms.stable, dashed: true }]),
      ],
      marks: [...first].slice(0, 1).map(([name, at]) => ({
        x: at,
        label: { en: `not finite: ${watched[name].en}`, ko: `유한하지 않음: ${watched[name].ko}` },
      })),
    };
  }

  function watch(): View {
    return {
      kind: 'table',
      id: 'watch',
      title: { en: 'What was not finite, and when', ko: '유한하지 않은 값이 처음 나타난 곳' },
      columns: [
        { en: 'in the order of computation', ko: '계산 순서' },
        { en: 'first step that is not finite', ko: '처음으로 유한하지 않은 걸음' },
      ],
      rows: watchedNames.map((name) => [watched[name], first.get(name) ?? { en: 'never', ko: '없음' }]),
    };
  }

  function differences(): Curves {
    const error = (name: string, y: Float64Array, group: number): Series => ({
      name,
      x: differenceSteps,
      // A log axis has no place for 0.
      y: y.map((each) => (each === 0 ? Number.NaN : each)),
      group,
    });
    return {
      kind: 'curves',
      id: 'differences',
      title: { en: 'Error of a gradient check by its step', ko: '기울기 검사의 간격에 따른 오차' },
      x: { label: { en: 'step h of the central difference', ko: '중앙 차분의 간격 h' }, scale: 'log' },
      y: { label: { en: 'relative error', ko: '상대 오차' }, scale: 'log' },
      series: [error('float32', single, 0), error('float64', double, 1)],
      marks: [
        { x: best32.step, label: { en: 'best in float32', ko: 'float32의 최적 간격' } },
        { x: best64.step, label: { en: 'best in float64', ko: 'float64의 최적 간격' } },
      ],
    };
  }
};

/** Losses by step, without those that are no numbers. */
function line(losses: readonly number[]): { readonly x: Float32Array; readonly y: Float32Array } {
  return {
    x: Float32Array.from(losses, (_, i) => i + 1),
    y: Float32Array.from(losses, (loss) => (loss > 0 && loss < Infinity ? loss : Number.NaN)),
  };
}

/** How many elements of all tensors are NaN or infinite. */
function broken(tensors: readonly Tensor[]): Tensor {
  return tensors
    .map((each) => sum(cast(logicalNot(isFiniteEach(each)), 'float32')))
    .reduce((before, each) => add(before, reshape(each, [])));
}

/** Which of the watched quantities was not finite first, from 1 on, and at which step; both 0 if none was. */
function originOf(first: ReadonlyMap<Watched, number>): readonly [origin: number, step: number] {
  const at = Math.min(...first.values());
  const origin = watchedNames.findIndex((name) => first.get(name) === at);
  return origin < 0 ? [0, 0] : [origin + 1, at];
}

const finiteOr = (value: number, other: number): number => (Number.isFinite(value) ? value : other);

interface Limits extends Readonly<Record<FormName, number>> {
  readonly losses: Readonly<Record<FormName, Float32Array>>;
}

/** The loss of scores `s·(1, ½, −1)` and class 2, and from which s on it is not finite; ∞ where it always is. */
function limitsOf(): Limits {
  const z = tensor(Float32Array.from([...scales].flatMap((s) => [s, s / 2, -s])), { shape: [scales.length, 3] });
  const second = tensor([[0, 1, 0]]);
  const losses = Object.fromEntries(
    formNames.map((name) => [name, jit((scores: Tensor) => crossEntropies[name](scores, second).losses)(z).dataSync()]),
  ) as Record<FormName, Float32Array>;
  const limit = (name: FormName): number =>
    scales[losses[name].findIndex((loss) => !Number.isFinite(loss))] ?? Infinity;
  return { losses, naive: limit('naive'), shifted: limit('shifted'), stable: limit('stable') };
}

function overflow({ losses, naive, shifted }: Limits): View {
  return {
    kind: 'curves',
    id: 'overflow',
    title: { en: 'The loss of scores that grow, in float32', ko: '점수가 커질 때의 손실, float32' },
    x: { label: { en: 'largest score', ko: '가장 큰 점수' }, scale: 'log' },
    y: { label: { en: 'cross-entropy', ko: '교차 엔트로피' } },
    series: formNames.map((name) => ({
      name: forms[name],
      x: scales,
      y: losses[name].map((loss) => (Number.isFinite(loss) ? loss : Number.NaN)),
      dashed: name === 'stable',
    })),
    marks: [
      { x: naive, label: { en: 'overflow', ko: '오버플로(overflow)' } },
      { x: shifted, label: { en: 'log of 0', ko: '0의 로그' } },
    ].filter(({ x }) => Number.isFinite(x)),
  };
}
