import type { Experiment } from '../experiment.ts';
import { percent, shortNumber } from '../short-number.ts';
import { batchSettings, type Division, defaults, learned } from './batch-settings.ts';
import { codeOf } from './code.ts';

export const batchSizes: Experiment = {
  id: 'batch-sizes',
  group: 'descent',
  title: { en: 'Batch, mini-batch, single sample', ko: '배치, 미니배치, 샘플 하나' },
  question: {
    en: 'The same samples, taken all at once, in small groups, or one by one: which way down is better?',
    ko: '같은 샘플을 한꺼번에, 조금씩 묶어서, 또는 하나씩 쓴다면 어느 쪽이 더 잘 내려갈까요?',
  },
  claim: {
    en: 'Small batches make more steps of the same samples, each less exact: they have learned when descent with all samples has hardly begun. But their direction varies, and with a constant learning rate they end up wandering around the minimum.',
    ko: '작은 배치는 같은 샘플로 더 많은 걸음을 걷지만 걸음 하나하나는 덜 정확합니다. 전체 데이터로 내려가는 방법이 이제 막 출발할 때 작은 배치는 이미 학습을 마칩니다. 대신 방향이 들쭉날쭉하여, 학습률이 일정하면 마지막에는 최솟값 둘레를 헤맵니다.',
  },
  explanation: [
    {
      en: 'A linear model of two weights, so that its loss can be drawn; `n` samples; the same learning rate for all. Whether one calls it batch, mini-batch or stochastic gradient descent, the program is the same: only `batchSize` is `n`, `k` or 1. (Documents call both mini-batches and single samples SGD.)',
      ko: '손실을 그릴 수 있도록 가중치가 두 개인 선형 모델을 씁니다. 샘플은 `n`개이고 학습률은 모두 같습니다. 배치, 미니배치, 확률적 경사 하강법은 이름만 다를 뿐 같은 프로그램이며, `batchSize`가 각각 `n`, `k`, 1입니다. (문서에 따라 미니배치를 SGD라고도 하고 샘플 하나씩 쓰는 것을 SGD라고도 합니다.)',
    },
    {
      en: 'One epoch has `⌈n/k⌉` steps. The gradient of a batch is that of all samples plus an error whose mean square is `(1/k)·(n − k)/(n − 1)` times the variance over samples: four times the samples halve the error, at four times the price. Far from the minimum a rough direction is enough; near it the error is larger than the gradient.',
      ko: '1 에포크는 `⌈n/k⌉`걸음입니다. 배치의 기울기는 전체 기울기에 오차가 더해진 것이고, 오차의 제곱평균은 샘플 사이 분산의 `(1/k)·(n − k)/(n − 1)`배입니다. 곧 샘플을 네 배로 늘려야 오차가 반이 됩니다. 최솟값에서 멀 때는 대강의 방향으로 충분하지만, 가까이 가면 오차가 기울기보다 커집니다.',
    },
    {
      en: 'How wide the wandering is goes with the learning rate. Let it fall, and single samples, too, come to rest at the minimum.',
      ko: '헤매는 폭은 학습률에 비례합니다. 학습률을 점점 낮추면 샘플 하나씩 쓰는 방법도 최솟값에 내려앉습니다.',
    },
  ],
  inventory: ['1.1.2', '1.1.6', '1.1.7', '1.1.8', '1.3.10', '1.4.2', '1.4.3', '1.4.4', '1.4.5', '1.4.12', '1.4.13'],
  source:
    'Robbins and Monro, A stochastic approximation method, 1951; Bottou, Curtis and Nocedal, Optimization methods for large-scale machine learning, SIAM Review 60, 2018',
  controls: [
    {
      kind: 'number',
      key: 'batchSize',
      label: { en: 'Samples in a mini-batch', ko: '미니배치의 샘플 수' },
      least: 2,
      most: 256,
      step: 2,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'samples',
      label: { en: 'Samples', ko: '샘플 수' },
      least: 32,
      most: 1024,
      step: 2,
      scale: 'log',
    },
    { kind: 'number', key: 'epochs', label: { en: 'Epochs', ko: '에포크' }, least: 5, most: 100, step: 5 },
    {
      kind: 'number',
      key: 'learningRate',
      label: { en: 'Learning rate', ko: '학습률' },
      least: 0.001,
      most: 1,
      step: 10 ** 0.1,
      scale: 'log',
    },
    {
      kind: 'switch',
      key: 'falls',
      label: { en: 'The learning rate falls to 0', ko: '학습률을 0까지 낮추기' },
      hint: {
        en: 'Along half a cosine wave over the whole run.',
        ko: '전체 훈련에 걸쳐 코사인(cosine) 곡선을 따라 낮춥니다.',
      },
    },
    {
      kind: 'number',
      key: 'noise',
      label: { en: 'Noise of the data', ko: '데이터의 잡음' },
      least: 0,
      most: 2,
      step: 0.1,
    },
    { kind: 'number', key: 'x', label: { en: 'Start, w₁', ko: '출발점 w₁' }, least: -2, most: 2, step: 0.01 },
    { kind: 'number', key: 'y', label: { en: 'Start, w₂', ko: '출발점 w₂' }, least: -2, most: 2, step: 0.01 },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures, config) {
    const { falls, noise, sizes } = batchSettings(config);
    const of = (division: Division, what: string): number =>
      measures[`${division}.${what}`] ?? Number.POSITIVE_INFINITY;
    const pairs: readonly (readonly [Division, Division])[] = [
      ['single', 'mini'],
      ['mini', 'full'],
    ];
    const isOrdered = pairs.every(
      ([small, large]) =>
        sizes[small] === sizes[large] ||
        (of(small, 'learned') < of(large, 'learned') &&
          of(small, 'steps') > of(large, 'steps') &&
          of(small, 'deviation') > of(large, 'deviation')),
    );
    // Measured over some hundred batches or all samples.
    const { mini } = sizes;
    const isRight = mini === sizes.full || Math.abs(of('mini', 'deviation') / of('mini', 'expected') - 1) < 0.15;
    const wanders =
      falls || noise === 0 || of('single', 'level') > 3 * Math.max(of('mini', 'level'), of('full', 'level'));
    return isOrdered && isRight && wanders;
  },
  sees(measures, config) {
    const { sizes } = batchSettings(config);
    const of = (division: Division, what: string): string => {
      const value = measures[`${division}.${what}`];
      return value === undefined ? `> ${shortNumber(measures['seen'] ?? 0)}` : shortNumber(value);
    };
    const off = (division: Division): string => percent(measures[`${division}.deviation`] ?? 0);
    const left = percent(learned);
    return {
      en: `Until ${left} of the loss is left, descent with all samples has to see ${of('full', 'learned')} samples, with ${sizes.mini} at a step ${of('mini', 'learned')}, with one ${of('single', 'learned')}. Their gradients are off by ${off('mini')} and ${off('single')}; at the end they are ${of('full', 'level')}, ${of('mini', 'level')} and ${of('single', 'level')} above the least loss.`,
      ko: `손실이 ${left}만 남을 때까지 전체 데이터로는 샘플 ${of('full', 'learned')}개, 한 걸음에 ${sizes.mini}개씩 쓰면 ${of('mini', 'learned')}개, 하나씩 쓰면 ${of('single', 'learned')}개를 봅니다. 기울기의 오차는 ${sizes.mini}개씩일 때 ${off('mini')}, 하나씩일 때 ${off('single')}입니다. 끝에서 최소 손실과의 차이는 차례로 ${of('full', 'level')}, ${of('mini', 'level')}, ${of('single', 'level')}입니다.`,
    };
  },
  cures(config) {
    const { falls, learningRate } = batchSettings(config);
    return [
      ...(falls
        ? []
        : [
            {
              id: 'falls',
              label: { en: 'Let the learning rate fall', ko: '학습률을 점점 낮추기' },
              config: { ...config, falls: true },
            },
          ]),
      ...(learningRate > 0.2
        ? [
            {
              id: 'rate',
              label: { en: 'A lower learning rate', ko: '더 낮은 학습률 쓰기' },
              config: { ...config, learningRate: 0.1 },
            },
          ]
        : []),
    ];
  },
  code: codeOf,
};
