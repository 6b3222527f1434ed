import type { Experiment } from '../experiment.ts';
import { shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults, goodRate, recipeOf, type Verdict, verdictOf } from './rate-settings.ts';

const verdicts: Readonly<Record<Verdict, { readonly en: string; readonly ko: string }>> = {
  small: {
    en: 'the rate is too small: training crawls',
    ko: '학습률이 너무 작아 훈련이 거의 나아가지 않습니다',
  },
  right: { en: 'the rate suits', ko: '학습률이 알맞습니다' },
  large: {
    en: 'the rate is too large: the loss leaps above where it began before it falls',
    ko: '학습률이 너무 커서 손실이 처음보다 높이 뛰었다가 내려갑니다',
  },
  diverging: {
    en: 'the rate is far too large: training diverges',
    ko: '학습률이 지나치게 커서 훈련이 발산합니다',
  },
};

export const learningRates: Experiment = {
  id: 'learning-rates',
  group: 'descent',
  title: { en: 'Learning rates: too small, right, too large', ko: '학습률: 너무 작음, 알맞음, 너무 큼' },
  question: {
    en: 'One number decides whether a network learns at all. Where are its limits, and how does one find it?',
    ko: '숫자 하나가 신경망이 학습할 수 있는지를 좌우합니다. 그 한계는 어디이며 어떻게 찾을까요?',
  },
  claim: {
    en: 'Too small a learning rate hardly moves, too large a one leaps from wall to wall, and beyond 2/λ, λ the largest curvature, it diverges. In between lies about one decade that suits, and a range test of a hundred steps finds it.',
    ko: '학습률이 너무 작으면 거의 움직이지 않고, 너무 크면 벽에서 벽으로 튀며, 가장 큰 곡률 λ에 대해 2/λ를 넘으면 발산합니다. 그 사이 약 열 배 폭의 범위가 알맞고, 백 걸음짜리 범위 시험(range test)으로 찾을 수 있습니다.',
  },
  explanation: [
    {
      en: 'On a parabola of curvature `λ` a step is `x ← (1 − αλ)·x`. For `α < 1/λ` it comes down on one side; between `1/λ` and `2/λ` it leaps to the other side and still comes down; above `2/λ` every leap is longer than the one before. A network has many curvatures at once, and the largest one sets the limit.',
      ko: '곡률이 `λ`인 포물선에서 한 걸음은 `x ← (1 − αλ)·x`입니다. `α < 1/λ`이면 한쪽에서 내려오고, `1/λ`과 `2/λ` 사이이면 반대편으로 튀면서도 내려오며, `2/λ`를 넘으면 튈 때마다 더 멀어집니다. 신경망에는 수많은 곡률이 함께 있고, 그 가운데 가장 큰 것이 한계를 정합니다.',
    },
    {
      en: 'The network reads digits: one hidden layer, plain gradient descent with mini-batches of 32. The second picture trains it anew for each of many rates. With tanh units are bounded, so too large a rate saturates them rather than blowing up; with ReLU nothing holds the loss back.',
      ko: '신경망은 숫자 이미지를 읽습니다. 은닉층은 하나이고, 크기 32의 미니배치로 단순한 경사 하강을 합니다. 두 번째 그림은 여러 학습률마다 처음부터 다시 훈련한 결과입니다. tanh는 출력이 제한되어 있어 학습률이 너무 크면 폭발하는 대신 포화되고, ReLU에서는 손실을 붙잡아 주는 것이 없습니다.',
    },
    {
      en: 'The range test lets the rate grow from step to step, and watches the loss. It suggests a tenth of the rate where the smoothed loss is smallest. (The documents give 0.1 as the default of SGD; here that is a good value, in Keras the default is 0.01.)',
      ko: '범위 시험은 걸음마다 학습률을 키우면서 손실을 지켜봅니다. 평활한 손실이 가장 작아진 학습률의 10분의 1을 추천합니다. (문서에는 SGD의 기본값이 0.1로 적혀 있습니다. 이 문제에는 알맞은 값이지만, Keras의 기본값은 0.01입니다.)',
    },
  ],
  inventory: ['1.1.9', '1.1.12', '1.3.10', '1.4.8'],
  source:
    'Smith, Cyclical learning rates for training neural networks, WACV 2017, section 3.3; LeCun, Bottou, Orr and Müller, Efficient backprop, 1998',
  controls: [
    {
      kind: 'number',
      key: 'learningRate',
      label: { en: 'Learning rate', ko: '학습률' },
      least: 0.0001,
      most: 10,
      step: 10 ** 0.1,
      scale: 'log',
    },
    {
      kind: 'choice',
      key: 'activation',
      label: { en: 'Activation', ko: '활성화 함수' },
      choices: [
        { value: 'relu', label: 'ReLU' },
        { value: 'tanh', label: 'tanh' },
      ],
    },
    { kind: 'number', key: 'hidden', label: { en: 'Hidden units', ko: '은닉 유닛 수' }, least: 8, most: 128, step: 8 },
    {
      kind: 'number',
      key: 'samples',
      label: { en: 'Training samples', ko: '훈련 샘플 수' },
      least: 100,
      most: 1200,
      step: 100,
    },
    { kind: 'number', key: 'epochs', label: { en: 'Epochs', ko: '에포크' }, least: 2, most: 50, step: 1 },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures) {
    const { first = 0, best = Infinity, smallest = 0, largest = 0, limit = 0, suggestedLoss = Infinity } = measures;
    return (
      limit === 1 && smallest > 0.8 * first && best < 0.1 * first && largest > 5 * best && suggestedLoss < 0.2 * first
    );
  },
  sees(measures, config) {
    const { first = Number.NaN, loss = Number.NaN, bestRate, best, suggestion } = measures;
    const { learningRate, epochs } = recipeOf(config);
    if (Number.isNaN(first)) {
      return { en: 'The network is being built.', ko: '신경망을 만드는 중입니다.' };
    }
    const verdict = verdicts[verdictOf(measures)];
    const rate = shortNumber(learningRate);
    const end = Number.isFinite(loss)
      ? { en: `to ${shortNumber(loss)}`, ko: `${shortNumber(loss)}로 바뀌었습니다` }
      : { en: 'until it was no number any more', ko: '더는 수가 아니게 되었습니다' };
    const compared =
      bestRate === undefined || best === undefined
        ? { en: '', ko: '' }
        : {
            en: ` Of the rates tried, ${shortNumber(bestRate)} has the least loss after the same few epochs, ${shortNumber(best)}.`,
            ko: ` 시험한 학습률 가운데 같은 에포크 뒤의 손실이 가장 작은 것은 ${shortNumber(bestRate)}이고 손실은 ${shortNumber(best)}입니다.`,
          };
    const suggested =
      suggestion === undefined
        ? { en: '', ko: '' }
        : {
            en: ` The range test suggests ${shortNumber(suggestion)}.`,
            ko: ` 범위 시험은 ${shortNumber(suggestion)}을 추천합니다.`,
          };
    return {
      en: `With a rate of ${rate} the loss went from ${shortNumber(first)} ${end.en}, in up to ${epochs} epochs: ${verdict.en}.${compared.en}${suggested.en}`,
      ko: `학습률 ${rate}에서 손실은 최대 ${epochs} 에포크 동안 ${shortNumber(first)}에서 ${end.ko}. ${verdict.ko}.${compared.ko}${suggested.ko}`,
    };
  },
  cures(config) {
    const { learningRate } = recipeOf(config);
    if (learningRate > goodRate / 3 && learningRate < goodRate * 3) return [];
    return [
      {
        id: 'suggested',
        label: {
          en: `A rate near the suggested one, ${goodRate}`,
          ko: `추천에 가까운 학습률 ${goodRate} 쓰기`,
        },
        config: { ...config, learningRate: goodRate },
      },
    ];
  },
  code: codeOf,
};
