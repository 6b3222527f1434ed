import { jit, type Tensor } from '@gradkit/core';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { l1, l2, type Regularizer } from '@gradkit/regularizers';
import { trainStep } from '@gradkit/train';
import type { Frame, Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import type { View } from '../view.ts';
import { errorOf, lasso, type Quadratic, quadraticOf, restricted, ridge } from './closed-forms.ts';
import { contours } from './contours.ts';
import { asTensors, linearProblem } from './linear-problem.ts';
import { defaults, learningRate, type PenaltyName, penalties, penaltyNames, penaltyOf, truth } from './penalties.ts';

/** λ of the solution path. */
const lambdas = Float64Array.from({ length: 41 }, (_, i) => 0.01 * 10 ** (i / 10));

/** Around the step at which a training is. */
const framesOfTraining = 40;

export const run: Run = async function* (config) {
  const settings = settingsOf(defaults, config);
  const { lambda, steps, features } = settings;
  const penalty = penaltyOf(settings.penalty);
  const train = linearProblem(settings, 0);
  const quadratic = quadraticOf(train);
  const test = quadraticOf(linearProblem({ ...settings, samples: 1000 }, 1));
  const batch = asTensors(train);
  const trainings = penaltyNames.map((name) => ({ name, ...training(regularizerOf(name, lambda)) }));
  const solution = solutionOf(quadratic, penalty, lambda);
  const leastSquares = ridge(quadratic, 0);
  const still = [path(quadratic, penalty, lambda), contours(restricted(quadratic, [4, 5], truth), penalty, lambda)];
  const zeros = penaltyNames.map(() => [] as number[]);
  const times: number[] = [];

  const every = Math.max(1, Math.round(steps / framesOfTraining));
  for (let step = 0; step <= steps; step++) {
    if (step > 0) for (const each of trainings) each.step(batch);
    if (step % every !== 0 && step !== steps) continue;
    times.push(step);
    yield frame(step);
  }

  function frame(step: number): Frame {
    const measures: Record<string, number> = { lambda, steps: step, useless: features - truth.length };
    const weights = trainings.map(({ weights: read }) => read());
    weights.forEach((w, i) => {
      const name = penaltyNames[i] as PenaltyName;
      const shown = [...w];
      const exact = solutionOf(quadratic, name, lambda);
      zeros[i]?.push(shown.filter((value) => value === 0).length / features);
      measures[`${name}.zeros`] = shown.filter((value) => value === 0).length;
      measures[`${name}.lost`] = truth.filter((_, j) => w[j] === 0).length;
      measures[`${name}.small`] = shown.filter(
        (value) => value !== 0 && Math.abs(value) <= learningRate * lambda,
      ).length;
      measures[`${name}.sum`] = shown.reduce((sum, value) => sum + Math.abs(value), 0);
      measures[`${name}.squares`] = shown.reduce((sum, value) => sum + value ** 2, 0);
      measures[`${name}.testError`] = errorOf(test, w);
      measures[`${name}.distance`] = Math.max(...shown.map((value, j) => Math.abs(value - (exact[j] as number))));
    });
    const own = weights[penaltyNames.indexOf(penalty)] as Float32Array;
    return {
      progress: step / steps,
      views: [
        bars(own, solution),
        histograms(weights),
        sparsity(times, zeros, steps),
        ...still,
        shrinkage(leastSquares, own, penalty, lambda),
      ],
      measures,
    };
  }

  function training(kernelRegularizer: Regularizer | undefined) {
    const model = sequential([dense({ units: 1, useBias: false, kernelRegularizer })], { seed: settings.seed });
    const step = trainStep(model, { optimizer: sgd({ learningRate }), loss: meanSquaredError() });
    // The first weights, before any step.
    jit((x: Tensor) => model.apply(x))(batch.x);
    return { step, weights: () => model.getWeights()[0] as Float32Array };
  }
};

function regularizerOf(name: PenaltyName, lambda: number): Regularizer | undefined {
  if (name === 'none') return undefined;
  return name === 'l2' ? l2(lambda) : l1({ l1: lambda, proximal: name === 'l1-proximal' });
}

/** What a training goes to, computed without training. */
function solutionOf(quadratic: Quadratic, name: PenaltyName, lambda: number): Float64Array {
  if (name === 'none') return ridge(quadratic, 0);
  return name === 'l2' ? ridge(quadratic, lambda) : lasso(quadratic, lambda);
}

function bars(weights: Float32Array, solution: Float64Array): View {
  return {
    kind: 'bars',
    id: 'weights',
    title: { en: 'The weight of each feature', ko: '특징(feature)별 가중치' },
    names: Array.from(weights, (_, j) => `${j + 1}`),
    y: { label: { en: 'weight', ko: '가중치' } },
    series: [
      { name: { en: 'truth', ko: '참값' }, values: Float32Array.from(weights, (_, j) => truth[j] ?? 0) },
      { name: { en: 'trained', ko: '훈련 결과' }, values: weights },
      { name: { en: 'solved without training', ko: '훈련 없이 계산한 해' }, values: Float32Array.from(solution) },
    ],
  };
}

function histograms(weights: readonly Float32Array[]): View {
  const [bins, reach] = [41, 3.28];
  return {
    kind: 'histograms',
    id: 'histograms',
    title: { en: 'Weights by penalty', ko: '규제별 가중치 분포' },
    rows: [{ en: 'weights', ko: '가중치' }],
    columns: penaltyNames.map((name) => penalties[name]),
    x: { label: { en: 'weight', ko: '가중치' }, range: [-reach, reach] },
    cells: weights.map((w) => {
      const counts = new Float32Array(bins);
      for (const value of w) {
        const bin = Math.floor(((value + reach) / (2 * reach)) * bins);
        const inside = Math.min(bins - 1, Math.max(0, bin));
        counts[inside] = (counts[inside] as number) + 1;
      }
      return { from: -reach, to: reach, counts };
    }),
  };
}

function sparsity(times: readonly number[], zeros: readonly (readonly number[])[], steps: number): View {
  return {
    kind: 'curves',
    id: 'sparsity',
    title: { en: 'Share of weights that are exactly 0', ko: '정확히 0인 가중치의 비율' },
    x: { label: { en: 'step', ko: '걸음(step)' }, range: [0, steps] },
    y: { label: { en: 'share', ko: '비율' }, range: [0, 1] },
    series: penaltyNames.map((name, i) => ({
      name: penalties[name],
      x: Float32Array.from(times),
      y: Float32Array.from(zeros[i] as readonly number[]),
    })),
  };
}

/** The solution for each λ. */
function path(quadratic: Quadratic, penalty: PenaltyName, lambda: number): View {
  let before = ridge(quadratic, 0);
  const solutions = Array.from(lambdas, (each) => {
    before = penalty === 'l2' || penalty === 'none' ? ridge(quadratic, each) : lasso(quadratic, each, before);
    return before;
  });
  const isRidge = penalty === 'l2' || penalty === 'none';
  return {
    kind: 'curves',
    id: 'path',
    title: isRidge
      ? { en: 'The solution by λ of L2', ko: 'L2의 λ에 따른 해' }
      : { en: 'The solution by λ of L1', ko: 'L1의 λ에 따른 해' },
    x: { label: 'λ', scale: 'log' },
    y: { label: { en: 'weight', ko: '가중치' } },
    series: Array.from({ length: quadratic.features }, (_, j) => ({
      name:
        j < truth.length ? { en: `feature ${j + 1}`, ko: `특징 ${j + 1}` } : { en: 'other features', ko: '다른 특징' },
      x: lambdas,
      y: Float64Array.from(solutions, (w) => w[j] as number),
      dashed: j >= truth.length,
      // Those that count have colours of their own; the others share one.
      group: Math.min(j, truth.length),
    })),
    marks: penalty === 'none' ? [] : [{ x: lambda, label: { en: 'chosen', ko: '선택한 값' } }],
  };
}

/** What becomes of the weight that least squares gives each feature. */
function shrinkage(leastSquares: Float64Array, trained: Float32Array, penalty: PenaltyName, lambda: number): View {
  const x = Float64Array.from({ length: 121 }, (_, i) => -3.6 + i * 0.06);
  return {
    kind: 'curves',
    id: 'shrinkage',
    title: { en: 'What a penalty does to a weight', ko: '규제가 가중치 하나에 하는 일' },
    x: { label: { en: 'weight by least squares', ko: '최소제곱 가중치' } },
    y: { label: { en: 'weight with the penalty', ko: '규제를 더한 가중치' } },
    series: [
      {
        name: { en: 'L1: soft threshold, λ/2', ko: 'L1: 연성 임계(soft threshold), λ/2' },
        x,
        y: x.map((z) => Math.sign(z) * Math.max(Math.abs(z) - lambda / 2, 0)),
      },
      { name: { en: 'L2: divided by 1 + λ', ko: 'L2: 1 + λ로 나눔' }, x, y: x.map((z) => z / (1 + lambda)) },
      { name: penalties[penalty], x: leastSquares, y: trained, dots: true },
    ],
  };
}
