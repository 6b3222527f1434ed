import type { Experiment } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { shortNumber } from '../short-number.ts';
import { cases, defaults, isKept, labelOf } from './cases.ts';
import { codeOf } from './code.ts';

export const selfNormalizing: Experiment = {
  id: 'self-normalizing',
  group: 'signal',
  title: { en: 'SELU, and what it asks for', ko: 'SELU와 그 조건' },
  question: {
    en: 'Networks of SELU keep mean 0 and variance 1 by themselves, under conditions. What if one is broken?',
    ko: 'SELU 신경망은 조건이 맞으면 스스로 평균 0과 분산 1을 유지합니다. 조건 하나가 깨지면 어떻게 될까요?',
  },
  claim: {
    en: 'With LeCun’s weights, standardized inputs and plain layers, SELU keeps mean 0 and variance 1 through twenty layers, also with alpha dropout. Ordinary dropout, other first weights, skip connections, other activations or inputs that are not standardized break it.',
    ko: 'LeCun 초깃값, 표준화한 입력, 단순한 층이라는 조건에서 SELU는 스무 층을 지나도 평균 0과 분산 1을 유지하며, 알파 드롭아웃을 써도 마찬가지입니다. 일반 드롭아웃, 다른 초깃값, 건너뛰기 연결, 다른 활성화 함수, 표준화하지 않은 입력은 이를 깨뜨립니다.',
  },
  explanation: [
    {
      en: '`selu(z) = λz` for z > 0 and `λα(eᶻ − 1)` otherwise. `λ = 1.0507` and `α = 1.6733` are chosen so that mean 0 and variance 1 are a fixed point of a layer whose weights have mean 0 and variance 1/n, and one that attracts: small deviations become smaller from layer to layer.',
      ko: 'z > 0이면 `selu(z) = λz`, 아니면 `λα(eᶻ − 1)`입니다. `λ = 1.0507`과 `α = 1.6733`은 가중치의 평균이 0이고 분산이 1/n인 층에서 평균 0과 분산 1이 고정점이 되도록 정한 값입니다. 이 고정점은 끌어당기는 성질이 있어, 작은 편차는 층을 지날수록 줄어듭니다.',
    },
    {
      en: 'Ordinary dropout sets units to 0 and divides the others by 1 − p: the mean square grows by 1/(1 − p). Alpha dropout sets units to SELU’s lower limit −λα and then restores mean and variance, so it is allowed. A skip connection adds the variances of both ways at every layer.',
      ko: '일반 드롭아웃은 유닛을 0으로 만들고 나머지를 1 − p로 나누므로 제곱평균이 1/(1 − p)배가 됩니다. 알파 드롭아웃은 유닛을 SELU의 하한 −λα로 만든 뒤 평균과 분산을 되돌려 놓으므로 써도 됩니다. 건너뛰기 연결은 층마다 두 경로의 분산을 더합니다.',
    },
    {
      en: 'Inputs of mean 3 are an exception with an end: they are far from the fixed point, but it attracts them; look at how many layers that takes. In training, penalties (L1, L2), max-norm and batch normalization change the weights’ variance or the signal, and so break the condition, too.',
      ko: '평균이 3인 입력은 결국 회복됩니다. 고정점에서 멀리 떨어져 있지만 끌려오기 때문입니다. 몇 층이 걸리는지 보십시오. 훈련 중의 규제(L1, L2), 최대 노름 제약(max-norm), 배치 정규화도 가중치의 분산이나 신호를 바꾸므로 조건을 깨뜨립니다.',
    },
  ],
  inventory: ['1.5.14', '1.5.7', '1.1.25'],
  source: 'Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, NIPS 2017',
  controls: [
    {
      kind: 'choice',
      key: 'case',
      label: { en: 'Condition', ko: '조건' },
      hint: { en: 'All are drawn; this one is the solid line.', ko: '모두 그립니다. 고른 조건은 실선입니다.' },
      choices: cases.map(({ value, label }) => ({ value, label })),
    },
    {
      kind: 'number',
      key: 'rate',
      label: { en: 'Share that dropout drops', ko: '드롭아웃 비율' },
      least: 0.05,
      most: 0.5,
      step: 0.05,
    },
    { kind: 'number', key: 'depth', label: { en: 'Layers', ko: '층 수' }, least: 2, most: 50, step: 1 },
    {
      kind: 'number',
      key: 'units',
      label: { en: 'Units per layer', ko: '층당 유닛 수' },
      least: 20,
      most: 200,
      step: 20,
    },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드' }, least: 1, most: 100, step: 1 },
  ],
  defaults,
  holds(measures) {
    return cases.every(({ value, isKept: kept }) => {
      const mean = measures[`largestMean.${value}`] ?? NaN;
      const least = measures[`leastVariance.${value}`] ?? NaN;
      const most = measures[`mostVariance.${value}`] ?? NaN;
      // One network of finite width is not at the fixed point itself, but near.
      const near = mean < 0.2 && least > 0.6 && most < 1.6;
      return near === kept;
    });
  },
  sees(measures, config) {
    const { case: name, depth } = settingsOf(defaults, config);
    const { mean = NaN, variance = NaN, firstVariance = NaN } = measures;
    if (Number.isNaN(variance)) return { en: 'Signals are on their way.', ko: '신호를 보내는 중입니다.' };
    const label = labelOf(name);
    const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
    const near = Math.abs(mean) < 0.2 && variance > 0.6 && variance < 1.6;
    const [verdict, judged] = near
      ? name === 'inputs'
        ? ['the fixed point has attracted them.', '고정점으로 끌려왔습니다.']
        : ['mean 0 and variance 1 are kept.', '평균 0과 분산 1이 유지됩니다.']
      : variance >= 1.6
        ? ['the signal grows.', '신호가 커집니다.']
        : variance <= 0.6
          ? ['the signal fades.', '신호가 약해집니다.']
          : ['the mean has moved.', '평균이 벗어났습니다.'];
    return {
      en: `With ${en}, behind ${depth} layers the mean is ${mean.toFixed(2)} and the variance ${shortNumber(variance)}, ${shortNumber(firstVariance)} behind the first: ${verdict}`,
      ko: `${ko}: ${depth}개 층을 지난 뒤 평균은 ${mean.toFixed(2)}, 분산은 ${shortNumber(variance)}(첫 층 뒤 ${shortNumber(firstVariance)})입니다. ${judged}`,
    };
  },
  cures(config) {
    const { case: name } = settingsOf(defaults, config);
    if (isKept(name)) return [];
    const kept = { id: 'kept', label: { en: 'Keep all conditions', ko: '모든 조건 지키기' }, config: { case: 'kept' } };
    const alpha = { id: 'alpha-dropout', label: labelOf('alpha-dropout'), config: { case: 'alpha-dropout' } };
    return name === 'dropout' ? [alpha, kept] : [kept];
  },
  code: codeOf,
};
