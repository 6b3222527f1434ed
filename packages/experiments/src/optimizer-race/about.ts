import type { Experiment, Frame } from '../experiment.ts';
import type { Label } from '../label.ts';
import { shortNumber } from '../short-number.ts';
import { surfaces } from '../surface/surfaces.ts';
import { codeOf } from './code.ts';
import { defaults, raceOf, targetOf } from './race.ts';
import { firstOrder, type Racer, racerLabels, secondOrder } from './racers.ts';

type Measures = Frame['measures'];

const hasRun = (measures: Measures, name: Racer): boolean => measures[`${name}.value`] !== undefined;

/** After how many evaluations a method arrived; infinity where it did not. */
const reached = (measures: Measures, name: Racer): number => measures[`${name}.reached`] ?? Number.POSITIVE_INFINITY;

/** The method of a list that arrived first; undefined where none of them ran. */
function first(measures: Measures, names: readonly Racer[]): Racer | undefined {
  const running = names.filter((name) => hasRun(measures, name));
  return running.sort((a, b) => reached(measures, a) - reached(measures, b))[0];
}

/** True, too, where one of the two did not run. */
function isSooner(measures: Measures, a: Racer | undefined, b: Racer | undefined): boolean {
  if (a === undefined || b === undefined || !hasRun(measures, a) || !hasRun(measures, b)) return true;
  return reached(measures, a) < reached(measures, b);
}

const level = (measures: Measures, name: Racer): number => measures[`${name}.level`] ?? Number.NaN;

const [english, korean] = (['en', 'ko'] as const).map((language) => (name: Racer): string => {
  const label: Label = racerLabels[name];
  return typeof label === 'string' ? label : label[language];
}) as [(name: Racer) => string, (name: Racer) => string];

export const optimizerRace: Experiment = {
  id: 'optimizer-race',
  group: 'descent',
  title: { en: 'The optimizer race', ko: '최적화 방법(optimizer) 경주' },
  question: {
    en: 'Eleven methods start at one place. Which is down first, if every evaluation counts?',
    ko: '열한 가지 방법이 같은 곳에서 출발합니다. 계산 횟수를 모두 센다면 어느 방법이 먼저 도착할까요?',
  },
  claim: {
    en: 'Momentum goes on through a valley where plain descent crawls, and AdaGrad’s steps only ever weaken. On the ridge of a saddle methods that know only the gradient do not find the way down. Second-order methods need a fraction of the evaluations, products with the Hessian included – unless values are noisy.',
    ko: '모멘텀(momentum)은 단순한 경사 하강이 기어가는 골짜기를 관성으로 지나가고, AdaGrad의 걸음은 약해지기만 합니다. 안장의 능선에서는 기울기만 아는 방법이 내려가는 길을 찾지 못합니다. 2차 방법은 헤세 행렬(Hessian) 곱을 모두 세어도 훨씬 적은 계산으로 도착합니다. 단, 값에 잡음이 없을 때의 이야기입니다.',
  },
  explanation: [
    {
      en: 'An iteration of Newton’s method costs more than one of SGD, so iterations are no measure. Counted are evaluations: a gradient, with the value or without, is one; a product of the Hessian with a vector is one, so a Hessian of two variables is two. Trials of line searches count.',
      ko: '뉴턴(Newton) 방법의 반복 한 번은 SGD의 반복 한 번보다 비싸므로 반복 횟수로는 비교할 수 없습니다. 여기서는 계산 횟수를 셉니다. 기울기는 함숫값과 함께 구하든 따로 구하든 1회, 헤세 행렬과 벡터의 곱은 1회이므로 변수가 둘인 헤세 행렬은 2회입니다. 선 탐색(line search)에서 시험해 본 점도 셉니다.',
    },
    {
      en: 'Momentum is `v ← 0.9·v − α·∇f`, `w ← w + v`: along a valley gradients add up to ten times the step, across it they cancel. AdaGrad divides by the root of the sum of all squared gradients so far, which never falls; RMSProp forgets old ones, so its steps recover where gradients become small – and then circle the minimum, as wide as the rate. AdamW also pulls the variables towards 0, so its lowest place is not quite that of f.',
      ko: '모멘텀은 `v ← 0.9·v − α·∇f`, `w ← w + v`입니다. 골짜기를 따르는 방향에서는 기울기가 쌓여 걸음이 최대 열 배가 되고, 가로지르는 방향에서는 서로 지워집니다. AdaGrad는 지금까지 나온 모든 기울기 제곱의 합의 제곱근으로 나누며 이 합은 줄어들지 않습니다. RMSProp은 오래된 기울기를 잊으므로 기울기가 작아지면 걸음이 되살아나고, 그 뒤에는 학습률만 한 폭으로 최솟값 둘레를 맴돕니다. AdamW는 변수를 0 쪽으로도 당기므로 도착점이 f의 최솟값과 조금 다릅니다.',
    },
    {
      en: 'Every first-order method has the learning rate that suits it best on this surface from the usual start; the control multiplies all of them. Methods of second order have none to choose. On the saddle, start with y = 0: the gradient has no part that leads off the ridge. Newton’s method and trust regions look at the Hessian, see that it curves downwards, and leave; L-BFGS and conjugate gradient do not see it either.',
      ko: '1차 방법에는 이 곡면의 기본 출발점에서 가장 알맞은 학습률을 각각 주었고, 조절 막대는 그 모두에 곱해집니다. 2차 방법은 학습률을 고를 필요가 없습니다. 안장에서는 y = 0에서 출발해 보십시오. 기울기에 능선을 벗어나는 성분이 없습니다. 뉴턴 방법과 신뢰 영역(trust region)은 헤세 행렬에서 아래로 굽은 방향을 찾아 떠나지만, L-BFGS와 켤레 기울기(conjugate gradient)는 그것을 보지 못합니다.',
    },
  ],
  inventory: [
    '1.1.8',
    '1.1.11',
    '1.1.13',
    '1.1.15',
    '1.1.17',
    '1.2.53',
    '1.2.61',
    '1.2.64',
    '1.3.10',
    '1.3.12',
    '1.4.6',
  ],
  source:
    'Nocedal and Wright, Numerical optimization, 2nd edition 2006; Duchi, Hazan and Singer, Adaptive subgradient methods, JMLR 2011',
  controls: [
    {
      kind: 'choice',
      key: 'surface',
      label: { en: 'Surface', ko: '곡면' },
      choices: [
        ...Object.entries(surfaces).map(
          ([
            value,
            {
              label,
              start: [x, y],
            },
          ]) => ({ value, label, sets: { x, y, noise: 0 } }),
        ),
        {
          value: 'noisy',
          label: { en: 'The quadratic with noise', ko: '잡음이 있는 이차 함수' },
          sets: { x: surfaces.quadratic.start[0], y: surfaces.quadratic.start[1], noise: 1 },
        },
      ],
    },
    {
      kind: 'choice',
      key: 'methods',
      label: { en: 'Methods', ko: '방법' },
      choices: [
        { value: 'all', label: { en: 'all', ko: '모두' } },
        { value: 'first', label: { en: 'first order', ko: '1차' } },
        { value: 'inertia', label: { en: 'with momentum', ko: '모멘텀 계열' } },
        { value: 'adaptive', label: { en: 'adaptive', ko: '적응형' } },
        { value: 'second', label: { en: 'second order', ko: '2차' } },
      ],
    },
    { kind: 'number', key: 'x', label: { en: 'Start, x', ko: '출발점 x' }, least: -5, most: 5, step: 0.01 },
    { kind: 'number', key: 'y', label: { en: 'Start, y', ko: '출발점 y' }, least: -5, most: 5, step: 0.01 },
    {
      kind: 'number',
      key: 'rateFactor',
      label: { en: 'Learning rates ×', ko: '학습률 ×' },
      hint: {
        en: 'Multiplies the rate that suits each method.',
        ko: '방법마다 알맞게 고른 학습률에 곱합니다.',
      },
      least: 0.1,
      most: 10,
      step: 10 ** 0.1,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'noise',
      label: { en: 'Noise of gradients', ko: '기울기의 잡음' },
      hint: {
        en: 'Each evaluation sees the surface tilted at random, as each mini-batch shows another loss.',
        ko: '미니배치마다 손실이 다르듯, 계산할 때마다 곡면이 무작위로 기울어집니다.',
      },
      least: 0,
      most: 2,
      step: 0.01,
    },
    {
      kind: 'number',
      key: 'budget',
      label: { en: 'Evaluations', ko: '계산 횟수 한도' },
      least: 100,
      most: 20000,
      step: 10 ** 0.1,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'seed',
      label: { en: 'Seed of the noise', ko: '잡음의 시드(seed)' },
      least: 1,
      most: 99,
      step: 1,
    },
  ],
  defaults,
  holds(measures, config) {
    const { surface, start, noise } = raceOf(config);
    const [best1, best2] = [first(measures, firstOrder), first(measures, secondOrder)];
    if (surface === 'saddle') {
      if (start[1] !== 0 || noise > 0) {
        return isSooner(measures, 'momentum', 'sgd') && isSooner(measures, 'trust', best1);
      }
      const isStuck = (name: Racer): boolean => measures[`${name}.y`] === 0;
      const blind: readonly Racer[] = [...firstOrder, 'cg', 'lbfgs'];
      const seeing: readonly Racer[] = ['newton', 'trust'];
      return (
        blind.every((name) => !hasRun(measures, name) || isStuck(name)) &&
        seeing.every((name) => !hasRun(measures, name) || Number.isFinite(reached(measures, name)))
      );
    }
    if (noise > 0) {
      const ran = secondOrder.filter((name) => hasRun(measures, name));
      if (!hasRun(measures, 'sgd') || ran.length === 0) return true;
      return ran.every((name) => level(measures, name) > 2 * level(measures, 'sgd'));
    }
    const { 'adagrad.rate': adagrad = 0, 'rmsprop.rate': rmsprop = Number.POSITIVE_INFINITY } = measures;
    const isValley = surface !== 'himmelblau';
    return (
      isSooner(measures, best2, best1) &&
      (!isValley || isSooner(measures, 'momentum', 'sgd')) &&
      adagrad < 1 &&
      rmsprop > adagrad
    );
  },
  sees(measures, config) {
    const race = raceOf(config);
    const { surface, start, noise } = race;
    const [best1, best2] = [first(measures, firstOrder), first(measures, secondOrder)];
    const count = (name: Racer): string => shortNumber(reached(measures, name));
    const arrivedAt = (name: Racer | undefined): name is Racer =>
      name !== undefined && Number.isFinite(reached(measures, name));
    const until = shortNumber(measures['evaluations'] ?? 0);

    if (surface === 'saddle' && start[1] === 0 && noise === 0) {
      const away = [...firstOrder, ...secondOrder].filter(arrivedAt);
      const stuck = [...firstOrder, ...secondOrder].filter((name) => hasRun(measures, name) && !arrivedAt(name));
      const gone = away.map((name) => `${english(name)} (${count(name)})`).join(', ');
      const goneKorean = away.map((name) => `${korean(name)} (${count(name)})`).join(', ');
      return {
        en: `After ${until} evaluations ${stuck.length} methods are still on the ridge, where y = 0 and the gradient leads to the saddle. ${away.length === 0 ? 'None has left it.' : `Off it, by evaluations: ${gone}.`}`,
        ko: `${until}회 계산한 뒤에도 ${stuck.length}가지 방법이 y = 0인 능선에 남아 있으며, 기울기는 안장점으로만 이끕니다. ${away.length === 0 ? '벗어난 방법은 없습니다.' : `벗어난 방법과 계산 횟수: ${goneKorean}.`}`,
      };
    }
    if (noise > 0 && surface !== 'saddle' && hasRun(measures, 'sgd')) {
      const sgd = shortNumber(level(measures, 'sgd'));
      const [low] = secondOrder
        .filter((name) => hasRun(measures, name))
        .sort((a, b) => level(measures, a) - level(measures, b));
      return {
        en: `With noise SGD stays ${sgd} above the minimum on average over the second half of its evaluations.${low === undefined ? '' : ` The best of second order, ${english(low)}, ends ${shortNumber(level(measures, low))} above it: it compares values that noise has changed.`}`,
        ko: `잡음이 있으면 SGD는 계산의 후반부에 평균적으로 최솟값보다 ${sgd}만큼 위에 머뭅니다.${low === undefined ? '' : ` 2차 방법 가운데 가장 나은 ${korean(low)}의 끝 높이는 ${shortNumber(level(measures, low))}입니다. 잡음으로 달라진 값을 비교하기 때문입니다.`}`,
      };
    }
    const goal = surface === 'saddle' ? '|y| ≥ 1' : `f − min f ≤ ${shortNumber(targetOf(race))}`;
    const parts: { readonly en: string; readonly ko: string }[] = [];
    for (const [name, en, ko] of [
      [best1, 'of first order', '1차 방법'],
      [best2, 'of second order', '2차 방법'],
    ] as const) {
      if (name === undefined) continue;
      parts.push(
        arrivedAt(name)
          ? {
              en: `${en}, ${english(name)} is first, after ${count(name)} evaluations`,
              ko: `${ko} 중에서는 ${korean(name)}의 ${count(name)}회가 가장 적습니다`,
            }
          : {
              en: `${en}, none is there after ${until} evaluations`,
              ko: `${ko} 중에서는 ${until}회 안에 도착한 것이 없습니다`,
            },
      );
    }
    const inertia = hasRun(measures, 'sgd') && hasRun(measures, 'momentum');
    const sgd = arrivedAt('sgd') ? count('sgd') : `> ${until}`;
    const momentum = arrivedAt('momentum') ? count('momentum') : `> ${until}`;
    return {
      en: `To ${goal}: ${parts.map((each) => each.en).join('; ')}.${inertia ? ` Plain SGD needs ${sgd}, with momentum ${momentum}.` : ''}`,
      ko: `${goal}까지 걸린 계산 횟수: ${parts.map((each) => each.ko).join('. ')}.${inertia ? ` 단순 SGD는 ${sgd}회, 모멘텀을 더하면 ${momentum}회입니다.` : ''}`,
    };
  },
  cures(config) {
    const { surface, start, noise, rateFactor } = raceOf(config);
    return [
      ...(surface === 'saddle' && start[1] === 0 && noise === 0
        ? [
            {
              id: 'noise',
              label: { en: 'A little noise, as mini-batches have it', ko: '미니배치처럼 약간의 잡음 더하기' },
              config: { ...config, noise: 0.01 },
            },
          ]
        : []),
      ...(rateFactor === 1
        ? []
        : [
            {
              id: 'rates',
              label: { en: 'The rates that suit each method', ko: '방법마다 알맞은 학습률 쓰기' },
              config: { ...config, rateFactor: 1 },
            },
          ]),
    ];
  },
  code: codeOf,
};
