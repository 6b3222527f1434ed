import type { Experiment } from '../experiment.ts';
import { shortNumber } from '../short-number.ts';
import { chosenPair, defaults } from './chosen-pair.ts';
import { codeOf } from './code.ts';

export const momentumMap: Experiment = {
  id: 'momentum-map',
  group: 'descent',
  title: { en: 'The momentum map', ko: '모멘텀(momentum) 지도' },
  question: {
    en: 'How fast does descent converge for each pair of learning rate and momentum, and which pair is best?',
    ko: '학습률과 모멘텀의 조합마다 수렴 속도는 얼마이며, 가장 좋은 조합은 무엇일까요?',
  },
  claim: {
    en: 'On a quadratic with the condition number κ the best learning rate alone multiplies errors by (κ − 1)/(κ + 1) at each step; with the best momentum it is (√κ − 1)/(√κ + 1): for κ = 100 ten times fewer steps.',
    ko: '조건수가 κ인 이차 함수에서, 가장 좋은 학습률만으로는 오차가 걸음마다 (κ − 1)/(κ + 1)배로 줄지만, 가장 좋은 모멘텀을 더하면 (√κ − 1)/(√κ + 1)배로 줄어듭니다. κ = 100이면 걸음 수가 10분의 1이 됩니다.',
  },
  explanation: [
    {
      en: 'Along an eigenvector of the Hessian with the eigenvalue `λ`, momentum is `e(k+1) = (1 + β − αλ)·e(k) − β·e(k−1)`: a 2 × 2 matrix takes two errors to the next two, and its largest eigenvalue is the factor per step. Where its eigenvalues are complex, the factor is `√β` whatever `α` is: the error swings and dies away. The slowest eigenvector counts; the largest eigenvalue `L` limits `α` to `2(1 + β)/L`.',
      ko: '헤세 행렬(Hessian)의 고윳값 `λ`에 해당하는 고유벡터 방향에서 모멘텀은 `e(k+1) = (1 + β − αλ)·e(k) − β·e(k−1)`입니다. 곧 2 × 2 행렬이 두 오차를 다음 두 오차로 옮기며, 그 행렬의 가장 큰 고윳값 크기가 걸음마다의 배율입니다. 고윳값이 복소수이면 배율은 `α`와 관계없이 `√β`이고, 오차는 진동하며 줄어듭니다. 가장 느린 방향이 전체 속도를 정하고, 가장 큰 고윳값 `L`이 `α`를 `2(1 + β)/L` 아래로 제한합니다.',
    },
    {
      en: 'Best is where both ends of the spectrum are critically damped at once: `α = 4/(√L + √μ)²`, `β = ((√κ − 1)/(√κ + 1))²`. Nesterov’s form takes the gradient ahead: `α = 4/(3L + μ)`, `β = (√(3κ + 1) − 2)/(√(3κ + 1) + 2)`, a factor of `1 − 2/√(3κ + 1)`.',
      ko: '스펙트럼의 양 끝이 동시에 임계 감쇠가 되는 곳이 가장 좋습니다. `α = 4/(√L + √μ)²`, `β = ((√κ − 1)/(√κ + 1))²`입니다. 네스테로프(Nesterov) 방식은 앞선 위치에서 기울기를 구하며 `α = 4/(3L + μ)`, `β = (√(3κ + 1) − 2)/(√(3κ + 1) + 2)`에서 배율이 `1 − 2/√(3κ + 1)`이 됩니다.',
    },
    {
      en: 'The first map is the formula: drag the chosen point over it. The second is measured by iterating 2,000 steps for every point of a grid. Both are cut at 1.05; a factor of 1 and more diverges. The path and the curves are those of the optimizer itself.',
      ko: '첫 번째 지도는 공식입니다. 고른 점을 끌어 옮겨 보십시오. 두 번째 지도는 격자점마다 2,000걸음을 실제로 반복하여 잰 값입니다. 둘 다 1.05에서 잘랐으며, 배율이 1 이상이면 발산합니다. 경로와 곡선은 실제 최적화 방법(optimizer)이 만든 것입니다.',
    },
  ],
  inventory: ['1.1.11', '1.1.12', '1.3.10', '1.4.6'],
  source:
    'Polyak, Some methods of speeding up the convergence of iteration methods, 1964; Goh, Why momentum really works, Distill 2017',
  controls: [
    {
      kind: 'choice',
      key: 'rule',
      label: { en: 'Momentum', ko: '모멘텀 방식' },
      choices: [
        { value: 'heavy-ball', label: { en: 'Polyak’s (heavy ball)', ko: '폴랴크(heavy ball)' } },
        { value: 'nesterov', label: { en: 'Nesterov’s', ko: '네스테로프(Nesterov)' } },
      ],
    },
    {
      kind: 'number',
      key: 'condition',
      label: { en: 'Condition number κ', ko: '조건수 κ' },
      hint: {
        en: 'Largest eigenvalue of the Hessian over the smallest, which is 1.',
        ko: '헤세 행렬의 가장 큰 고윳값을 가장 작은 고윳값 1로 나눈 값입니다.',
      },
      least: 2,
      most: 1000,
      step: 10 ** 0.1,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'rate',
      label: { en: 'Learning rate × L', ko: '학습률 × L' },
      hint: {
        en: 'In multiples of 1/L, L the largest eigenvalue: without momentum, 2 is the limit.',
        ko: '가장 큰 고윳값 L의 역수를 단위로 한 학습률입니다. 모멘텀이 없으면 2가 한계입니다.',
      },
      least: 0.01,
      most: 4,
      step: 0.001,
    },
    {
      kind: 'number',
      key: 'momentum',
      label: { en: 'Momentum β', ko: '모멘텀 β' },
      least: 0,
      most: 0.99,
      step: 0.001,
    },
  ],
  defaults,
  holds(measures, config) {
    const { best: fastest, plain } = chosenPair(config);
    const { rate = Number.NaN, expected = Number.NaN, difference = Number.NaN, lowest = Number.NaN } = measures;
    const { 'best.steps': best = Infinity, 'plain.steps': without = 0 } = measures;
    // Two thousand steps tell a factor to about 0.01: a mode that swings may be caught at any place of its swing.
    return (
      Math.abs(rate - expected) < 0.01 &&
      difference < 0.01 &&
      lowest > fastest.convergence - 0.005 &&
      fastest.convergence < plain.convergence &&
      best < without
    );
  },
  sees(measures, config) {
    const { best: fastest, plain, rate, momentum, high } = chosenPair(config);
    const { expected = Number.NaN, made = 0 } = measures;
    const { 'chosen.steps': chosen, 'best.steps': best, 'plain.steps': without } = measures;
    const steps = (count: number | undefined): string =>
      count === undefined ? `> ${shortNumber(made)}` : shortNumber(count);
    const [factor, ideal, plainFactor] = [expected, fastest.convergence, plain.convergence].map((each) =>
      // Near 1 the first digits are nines.
      each > 0.99 && each < 1 ? `1 − ${shortNumber(1 - each)}` : each.toPrecision(3),
    );
    const place = `α = ${shortNumber(rate * high)}/L, β = ${shortNumber(momentum)}`;
    const optimum = `α = ${shortNumber(fastest.rate * high)}/L, β = ${shortNumber(fastest.beta)}`;
    if (expected >= 1) {
      return {
        en: `At ${place} each step multiplies errors by ${factor}: it does not converge. The best pair, ${optimum}, multiplies them by ${ideal}, the best rate alone by ${plainFactor}.`,
        ko: `${place}에서는 오차가 걸음마다 ${factor}배가 되어 수렴하지 않습니다. 가장 좋은 조합 ${optimum}에서는 ${ideal}배, 학습률만 가장 좋게 고르면 ${plainFactor}배로 줄어듭니다.`,
      };
    }
    return {
      en: `At ${place} each step multiplies errors by ${factor}, and ${steps(chosen)} steps bring them to a millionth. The best pair, ${optimum}, multiplies by ${ideal} and takes ${steps(best)} steps; the best rate without momentum by ${plainFactor}, with ${steps(without)} steps.`,
      ko: `${place}에서는 오차가 걸음마다 ${factor}배로 줄어 ${steps(chosen)}걸음 만에 백만분의 일이 됩니다. 가장 좋은 조합 ${optimum}: ${ideal}배, ${steps(best)}걸음. 모멘텀 없이 가장 좋은 학습률: ${plainFactor}배, ${steps(without)}걸음.`,
    };
  },
  cures(config) {
    const { rule, best: fastest, rate, momentum, high } = chosenPair(config);
    // A step of the control below the rate, and above the momentum: beyond the best pair on the other side the factor grows like a
    // root, with a vertical tangent.
    const set = {
      rate: Math.floor(1000 * fastest.rate * high) / 1000,
      momentum: Math.ceil(1000 * fastest.beta) / 1000,
    };
    if (Math.abs(set.rate - rate * high) < 0.0005 && Math.abs(set.momentum - momentum) < 0.0005) return [];
    return [
      {
        id: 'best',
        label:
          rule === 'nesterov'
            ? { en: 'The best pair for Nesterov', ko: '네스테로프 방식의 가장 좋은 조합' }
            : { en: 'The best pair', ko: '가장 좋은 조합' },
        config: { ...config, ...set },
      },
    ];
  },
  code: codeOf,
};
