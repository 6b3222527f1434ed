import type { Experiment } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { compared, defaults } from './functions.ts';

const near = (value: number | undefined, expected: number, within = 1e-3): boolean =>
  value !== undefined && Math.abs(value - expected) <= within;

export const activationFunctions: Experiment = {
  id: 'activation-functions',
  group: 'signal',
  title: { en: 'Activation functions and their slopes', ko: '활성화 함수(activation function)와 기울기' },
  question: {
    en: 'What does an activation do to the numbers that go through it, and to the gradient that comes back?',
    ko: '활성화 함수는 지나가는 값과 되돌아오는 기울기를 어떻게 바꿀까요?',
  },
  claim: {
    en: 'The sigmoid’s slope is at most 0.25, so ten of them shrink a gradient at least a million times. ReLU’s is 0 or 1. SELU leaves mean 0 and variance 1 as they are; ELU tends to −α; GELU has its minimum −0.17 at z = −0.75.',
    ko: '시그모이드의 기울기는 최대 0.25이므로, 열 번 지나면 기울기가 백만분의 일 아래로 줄어듭니다. ReLU의 기울기는 0 아니면 1입니다. SELU는 평균 0과 분산 1을 그대로 유지하고, ELU는 −α로 수렴하며, GELU의 최솟값은 z = −0.75에서 −0.17입니다.',
  },
  explanation: [
    {
      en: 'Slopes are not written down anywhere here: automatic differentiation finds them from the functions. Whatever comes back through a layer is multiplied by them. If weights keep variances (`1/n`), a layer changes the length of a gradient by about `√E[f′(z)²]`, z ~ N(0, 1): the typical slope. ReLU’s is `√½`, for which He’s weights make up by `√2`.',
      ko: '기울기는 따로 적어 두지 않고, 자동 미분이 함수에서 구합니다. 층을 거슬러 오는 값에는 이 기울기가 곱해집니다. 가중치가 분산을 유지하면(`1/n`) 한 층은 기울기의 크기를 대략 `√E[f′(z)²]`배(z ~ N(0, 1))로 바꿉니다. 이것이 전형적인 기울기입니다. ReLU에서는 `√½`이고, He 초깃값은 `√2`로 이를 메웁니다.',
    },
    {
      en: 'Three documents give leaky ReLU three slopes (0.01, 0.1, 0.3), so it is a control. `max(αz, z)` is the same only for α ≤ 1. PReLU learns α; RReLU draws it anew in training. Not all functions before GELU are convex and monotonic, as one document says: sigmoid, tanh and SELU are not convex.',
      ko: 'leaky ReLU의 기울기는 문서마다 다르므로(0.01, 0.1, 0.3) 직접 정할 수 있게 했습니다. `max(αz, z)`는 α ≤ 1일 때만 같은 식입니다. PReLU는 α를 학습하고, RReLU는 훈련 중 매번 새로 뽑습니다. GELU 이전의 함수가 모두 볼록하고 단조라는 설명은 틀렸습니다. 시그모이드, tanh, SELU는 볼록하지 않습니다.',
    },
    {
      en: '`z · σ(1.702 z)` is never further than 0.0203 from GELU. ELU’s limit is −α, not 1/α. Maxout takes the largest of several linear functions and learns them: here the pieces z and −z/2.',
      ko: '`z · σ(1.702 z)`와 GELU의 차이는 최대 0.0203입니다. ELU의 극한은 1/α이 아니라 −α입니다. maxout은 여러 일차 함수 가운데 가장 큰 값을 취하며 그 함수들을 학습합니다. 여기서는 z와 −z/2를 씁니다.',
    },
  ],
  inventory: [
    '1.2.1',
    '1.2.2',
    '1.2.3',
    '1.2.4',
    '1.2.5',
    '1.2.6',
    '1.2.7',
    '1.3.2',
    '1.3.4',
    '1.3.5',
    '1.3.6',
    '1.5.9',
    '1.5.10',
    '1.5.11',
    '1.5.12',
    '1.5.13',
    '1.5.14',
    '1.5.15',
    '1.5.16',
    '1.5.17',
  ],
  source:
    'Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, NIPS 2017; Hendrycks and Gimpel, Gaussian error linear units, 2016',
  controls: [
    {
      kind: 'choice',
      key: 'activation',
      label: { en: 'Activation', ko: '활성화 함수' },
      hint: { en: 'All are drawn; this one is the solid line.', ko: '모두 그립니다. 고른 함수는 실선입니다.' },
      choices: compared.map(({ value, label }) => ({ value, label })),
    },
    {
      kind: 'number',
      key: 'slope',
      label: { en: 'Slope of leaky ReLU below 0', ko: 'leaky ReLU의 음수 쪽 기울기' },
      least: 0,
      most: 0.5,
      step: 0.01,
    },
    { kind: 'number', key: 'layers', label: { en: 'Layers', ko: '층 수' }, least: 1, most: 30, step: 1 },
  ],
  defaults,
  holds(measures, config) {
    const { layers } = settingsOf(defaults, config);
    return (
      near(measures['largestSlope.sigmoid'], 0.25, 1e-9) &&
      near(measures['largestAt.sigmoid'], 0, 1e-9) &&
      (measures['bound.sigmoid'] ?? 1) <= 0.25 ** layers * (1 + 1e-9) &&
      near(measures['largestSlope.relu'], 1, 1e-12) &&
      near(measures['mean.selu'], 0) &&
      near(measures['variance.selu'], 1) &&
      near(measures['atMinus8.elu'], -1) &&
      near(measures['smallest.gelu'], -0.16997, 1e-5) &&
      near(measures['smallestAt.gelu'], -0.75179, 2e-3) &&
      near(measures['approximationError'], 0.0203, 1e-4)
    );
  },
  sees(measures, config) {
    const { activation, layers } = settingsOf(defaults, config);
    const label = compared.find(({ value }) => value === activation)?.label ?? activation;
    const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
    const { largestSlope = NaN, largestAt = NaN, mean = NaN, variance = NaN, product = NaN, bound = NaN } = measures;
    if (Number.isNaN(largestSlope)) return { en: 'Functions are looked at.', ko: '함수를 살펴보는 중입니다.' };
    const peak = largestSlope > 1.0001 || largestSlope < 0.9999 ? shortNumber(largestSlope) : '1';
    const flat = activation === 'sigmoid' || activation === 'tanh';
    return {
      en:
        `The slope of ${en} is at most ${peak}${flat ? `, at z = ${shortNumber(largestAt)}` : ''}: ` +
        `${layers} layers multiply a gradient by at most ${shortNumber(bound)}, typically by ${shortNumber(product)}. ` +
        `Of numbers with mean 0 and variance 1 it makes mean ${shortNumber(clean(mean))} and variance ${shortNumber(variance)}.`,
      ko:
        `${ko}의 기울기는 최대 ${peak}입니다${flat ? `(z = ${shortNumber(largestAt)})` : ''}. ` +
        `${layers}개 층을 지나면 기울기는 최대 ${shortNumber(bound)}배, 전형적으로는 ${shortNumber(product)}배가 됩니다. ` +
        `평균 0, 분산 1인 입력은 평균 ${shortNumber(clean(mean))}, 분산 ${shortNumber(variance)}이 됩니다.`,
    };
  },
  cures(config) {
    const { activation } = settingsOf(defaults, config);
    return activation === 'sigmoid' || activation === 'tanh'
      ? [
          { id: 'relu', label: 'ReLU', config: { activation: 'relu' } },
          { id: 'selu', label: 'SELU', config: { activation: 'selu' } },
        ]
      : [];
  },
  code: codeOf,
};

/** Zero, where only rounding is left. */
const clean = (value: number): number => (Math.abs(value) < 1e-6 ? 0 : value);
