import type { Experiment } from '../experiment.ts';
import { activationChoices } from '../function-choices.ts';
import { settingsOf } from '../settings.ts';
import { percent, shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults, scales } from './settings.ts';

export const batchNormalization: Experiment = {
  id: 'batch-normalization',
  group: 'signal',
  title: { en: 'Batch normalization, before and after', ko: '배치 정규화(batch normalization) 전과 후' },
  question: {
    en: 'What does a network tolerate once each of its layers is normalized, and what is the price?',
    ko: '층마다 정규화를 하면 신경망은 무엇을 견딜 수 있게 되며, 그 대가는 무엇일까요?',
  },
  claim: {
    en: 'With batch normalization a network learns at learning rates, and from first weights, at which it fails without. Batches must not be too small: with two samples a network in training and in use are two different networks.',
    ko: '배치 정규화를 쓰면 쓰지 않을 때는 실패하는 학습률과 가중치 초깃값에서도 학습이 됩니다. 배치가 너무 작아서는 안 됩니다. 샘플이 두 개이면 훈련할 때와 사용할 때의 신경망이 서로 다른 것이 됩니다.',
  },
  explanation: [
    {
      en: 'Between the linear part and the activation, `z̃ = (z − μ_B) / √(σ²_B + ε)` and `z′ = γz̃ + β`, with mean and variance of each unit over the batch. Whatever the weights and the layers before do, what enters an activation begins with mean 0 and deviation 1. A factor on the weights changes nothing, and makes their steps smaller by its square.',
      ko: '선형 변환과 활성화 함수 사이에서 `z̃ = (z − μ_B) / √(σ²_B + ε)`, `z′ = γz̃ + β`를 계산합니다. 평균과 분산은 배치에서 유닛마다 구합니다. 가중치와 앞 층이 어떻든 활성화 함수에 들어가는 값은 평균 0, 표준편차 1에서 시작합니다. 가중치에 상수를 곱해도 결과는 그대로이고, 스텝의 크기는 그 제곱만큼 작아집니다.',
    },
    {
      en: 'In use there is no batch, so moving averages of μ and σ² take its place. With two samples `z̃` is ±1 whatever they are: the network learns from little else than signs, and its averages describe something that it has never seen in training.',
      ko: '사용할 때는 배치가 없으므로 μ와 σ²의 이동 평균을 씁니다. 샘플이 두 개이면 값이 무엇이든 `z̃`는 ±1이 됩니다. 신경망은 부호나 다름없는 것만 보고 배우며, 이동 평균은 훈련에서 본 적이 없는 상태를 나타냅니다.',
    },
    {
      en: 'That the name of the effect is “less internal covariate shift” is disputed: later work finds smoother losses instead (Santurkar and others, 2018). The pictures of means and deviations show both networks honestly; judge by the ranges.',
      ko: '이 효과가 내부 공변량 변화(internal covariate shift)의 감소 때문이라는 설명에는 반론이 있으며, 손실 함수가 매끄러워지기 때문이라는 연구도 있습니다(Santurkar 외, 2018). 평균과 표준편차 그림을 직접 보고, 견딜 수 있는 범위로 판단하십시오.',
    },
  ],
  inventory: [
    '1.1.39',
    '1.1.40',
    '1.1.41',
    '1.2.9',
    '1.2.10',
    '1.2.11',
    '1.2.12',
    '1.2.14',
    '1.2.15',
    '1.2.16',
    '1.2.17',
    '1.2.18',
    '1.2.19',
    '1.3.13',
    '1.4.22',
    '1.4.23',
    '1.4.24',
    '1.4.25',
    '1.4.26',
    '1.4.29',
  ],
  source:
    'Ioffe and Szegedy, Batch normalization, ICML 2015; Santurkar, Tsipras, Ilyas and Madry, How does batch normalization help optimization?, NeurIPS 2018',
  controls: [
    {
      kind: 'choice',
      key: 'activation',
      label: { en: 'Activation', ko: '활성화 함수' },
      choices: activationChoices(['relu', 'tanh', 'sigmoid']),
    },
    { kind: 'switch', key: 'normalization', label: { en: 'Batch normalization', ko: '배치 정규화' } },
    {
      kind: 'number',
      key: 'learningRate',
      label: { en: 'Learning rate', ko: '학습률' },
      least: 0.001,
      most: 10,
      step: 1.25,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'scale',
      label: { en: 'Size of the first weights (He’s = 1)', ko: '가중치 초깃값의 크기(He = 1)' },
      least: 0.01,
      most: 30,
      step: 1.25,
      scale: 'log',
    },
    { kind: 'number', key: 'epochs', label: { en: 'Epochs', ko: '에포크 수' }, least: 1, most: 30, step: 1 },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드' }, least: 1, most: 100, step: 1 },
  ],
  defaults,
  holds(measures) {
    const { gapSmall = NaN, gapLarge = NaN, smallBatchAccuracy = NaN } = measures;
    const range = (which: string): number => (measures[`${which}.most`] ?? NaN) / (measures[`${which}.least`] ?? NaN);
    // Without normalization there may be no rate at all that works.
    const wider = !(range('plain') >= 1) || range('normalized') > 2 * range('plain');
    const higher =
      !((measures['plain.most'] ?? NaN) > 0) ||
      (measures['normalized.most'] ?? NaN) > 2 * (measures['plain.most'] ?? NaN);
    const moreWeights = (measures['normalized.scales'] ?? 0) >= (measures['plain.scales'] ?? 0) + 2;
    return wider && higher && moreWeights && Math.abs(gapSmall) > 2 * Math.abs(gapLarge) && smallBatchAccuracy < 0.6;
  },
  sees(measures, config) {
    const { normalization, learningRate } = settingsOf(defaults, config);
    const { accuracy = NaN, gapSmall = NaN, gapLarge = NaN } = measures;
    if (Number.isNaN(accuracy)) return { en: 'Training begins.', ko: '훈련을 시작합니다.' };
    const own = {
      en: `${normalization ? 'With' : 'Without'} batch normalization and a learning rate of ${shortNumber(learningRate)} the network recognizes ${percent(accuracy)} of other digits.`,
      ko: `${normalization ? '배치 정규화를 쓰고' : '배치 정규화 없이'} 학습률이 ${shortNumber(learningRate)}일 때 다른 숫자에 대한 정확도는 ${percent(accuracy)}입니다.`,
    };
    if (Number.isNaN(gapLarge)) return own;
    const range = (which: string): string | undefined => {
      const [least = NaN, most = NaN] = [measures[`${which}.least`], measures[`${which}.most`]];
      return most > 0 ? `${shortNumber(least)}–${shortNumber(most)}` : undefined;
    };
    const [plain, normalized] = [range('plain'), range('normalized')];
    const count = (which: string): string => shortNumber(measures[`${which}.scales`] ?? 0);
    return {
      en: `${own.en} Rates that work: ${normalized ?? 'none'} with it, ${plain ?? 'none'} without; of ${scales.length} sizes of first weights ${count('normalized')} and ${count('plain')}. From training to use the loss changes by ${shortNumber(gapSmall)} at batch size 2, by ${shortNumber(gapLarge)} at 64.`,
      ko: `${own.ko} 학습이 되는 학습률은 정규화를 쓰면 ${normalized ?? '없음'}, 쓰지 않으면 ${plain ?? '없음'}이고, 가중치 초깃값 ${scales.length}가지 가운데 각각 ${count('normalized')}가지와 ${count('plain')}가지에서 학습이 됩니다. 훈련 방식에서 평가 방식으로 바꾸면 손실이 배치 크기 2에서 ${shortNumber(gapSmall)}, 64에서 ${shortNumber(gapLarge)}만큼 달라집니다.`,
    };
  },
  cures(config) {
    const { normalization, learningRate, scale } = settingsOf(defaults, config);
    if (normalization) return [];
    return [
      {
        id: 'normalization',
        label: { en: 'Batch normalization', ko: '배치 정규화 쓰기' },
        config: { normalization: true },
      },
      ...(learningRate > 0.1 || scale !== 1
        ? [
            {
              id: 'usual',
              label: { en: 'Learning rate 0.1, He’s weights', ko: '학습률 0.1과 He 초깃값' },
              config: { learningRate: 0.1, scale: 1 },
            },
          ]
        : []),
    ];
  },
  code: codeOf,
};
