import type { Experiment } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { percent, shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults } from './settings.ts';

export const dropout: Experiment = {
  id: 'dropout',
  group: 'generalization',
  title: { en: 'Dropout and its sub-networks', ko: '드롭아웃(dropout)과 부분 신경망' },
  question: {
    en: 'Why does it help to throw half of the units away at every step, and where are they when the network is used?',
    ko: '걸음마다 유닛 절반을 버리는 것이 왜 도움이 되며, 신경망을 사용할 때 그 유닛은 어떻게 됩니까?',
  },
  claim: {
    en: 'Every sample trains a sub-network of its own, so that no unit can rely on others, and the gap between training and validation loss becomes smaller. Dividing what stays by 1 − rate (inverted dropout) keeps the mean, so that the whole network can be used as it is: its one prediction is about as good as the average of many sub-networks, and better than a single one.',
    ko: '표본마다 다른 부분 신경망을 훈련하므로 어떤 유닛도 다른 유닛에 기댈 수 없고, 훈련 손실과 검증 손실의 차이가 줄어듭니다. 남은 출력을 1 − 비율로 나누면(역드롭아웃, inverted dropout) 평균이 유지되므로 사용할 때는 전체 신경망을 그대로 쓸 수 있습니다. 전체 신경망의 예측 한 번은 많은 부분 신경망의 평균과 비슷하고, 부분 신경망 하나보다 낫습니다.',
  },
  explanation: [
    {
      en: 'In training `y = x / (1 − p)` with probability `1 − p`, else 0; otherwise `y = x`. p is the probability to be dropped. The document says that outputs are corrected by the rate, which can mean two things: times `1 − p` when the network is used, or divided by `1 − p` in training. Both keep the mean; the second needs nothing afterwards.',
      ko: '훈련할 때는 확률 `1 − p`로 `y = x / (1 − p)`, 아니면 0이고, 그 밖에는 `y = x`입니다. p는 버릴 확률입니다. 문서에서는 비율로 출력을 보정한다고만 하므로 두 가지로 읽힙니다. 사용할 때 `1 − p`를 곱하거나, 훈련할 때 `1 − p`로 나누는 것입니다. 둘 다 평균을 유지하지만 두 번째 방법은 나중에 아무것도 필요하지 않습니다.',
    },
    {
      en: 'Dropout removes units, not single connections; the method that removes connections is called DropConnect. The mask is drawn anew for each sample and step: the picture of the network shows that of the first sample of the last batch.',
      ko: '드롭아웃은 연결이 아니라 유닛을 없앱니다. 연결을 없애는 방법은 드롭커넥트(DropConnect)라고 합니다. 마스크는 표본마다, 걸음마다 새로 뽑습니다. 신경망 그림은 마지막 배치의 첫 표본이 지난 부분 신경망입니다.',
    },
    {
      en: 'A few handwritten digits and a network that can learn them by heart. Losses are measured without dropout. The mean behind dropout is compared in standard errors, `|h|·√(p / (1 − p) / n)` for n masks.',
      ko: '손글씨 숫자 몇 장과, 이를 외울 수 있는 신경망을 씁니다. 손실은 드롭아웃 없이 잽니다. 드롭아웃을 지난 평균은 표준오차로 비교합니다. 마스크가 n개일 때 표준오차는 `|h|·√(p / (1 − p) / n)`입니다.',
    },
  ],
  inventory: ['1.1.37', '1.1.38', '1.2.34', '1.2.35', '1.2.36', '1.2.37', '1.2.38', '1.3.9', '1.4.16'],
  source:
    'Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks from overfitting, JMLR 2014',
  controls: [
    { key: 'rate', label: { en: 'Dropout rate', ko: '드롭아웃 비율' }, kind: 'number', least: 0, most: 0.8, step: 0.1 },
    {
      key: 'samples',
      label: { en: 'Training samples', ko: '훈련 표본 수' },
      kind: 'number',
      least: 50,
      most: 600,
      step: 50,
    },
    { key: 'units', label: { en: 'Hidden units', ko: '은닉 유닛 수' }, kind: 'number', least: 16, most: 128, step: 16 },
    { key: 'epochs', label: { en: 'Epochs', ko: '에포크' }, kind: 'number', least: 2, most: 200, step: 2 },
    {
      key: 'masks',
      label: { en: 'Sub-networks averaged', ko: '평균할 부분 신경망 수' },
      kind: 'number',
      least: 4,
      most: 256,
      step: 4,
    },
    { key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, kind: 'number', least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures) {
    const { expectationError = NaN, wholeAccuracy = NaN, averagedAccuracy = NaN, subNetworkAccuracy = NaN } = measures;
    const gap = (rate: number): number => measures[`gap.${rate}`] ?? NaN;
    return (
      gap(0.5) < gap(0) &&
      gap(0.7) < gap(0) &&
      // The largest of 128 deviations that are about normal.
      expectationError < 5 &&
      Math.abs(wholeAccuracy - averagedAccuracy) < 0.04 &&
      subNetworkAccuracy < wholeAccuracy + 1e-9
    );
  },
  sees(measures, config) {
    const { rate, masks } = settingsOf(defaults, config);
    const { epoch = NaN, trainLoss = NaN, validationLoss = NaN, validationAccuracy = NaN } = measures;
    const { wholeAccuracy = NaN, averagedAccuracy = NaN, subNetworkAccuracy = NaN, drawn = NaN } = measures;
    const plain = shortNumber(measures['gap.0'] ?? NaN);
    const [train, validation, gap] = [trainLoss, validationLoss, validationLoss - trainLoss].map(shortNumber);
    const right = percent(validationAccuracy);
    const first =
      rate === 0
        ? {
            en: `Without dropout, after ${epoch} epochs, the training loss is ${train} and the validation loss ${validation}: a gap of ${gap}, with ${right} correct.`,
            ko: `드롭아웃 없이 ${epoch} 에포크 뒤 훈련 손실은 ${train}, 검증 손실은 ${validation}로 차이가 ${gap}이고, 정확도는 ${right}입니다.`,
          }
        : {
            en: `With a rate of ${shortNumber(rate)}, after ${epoch} epochs, the gap between training and validation loss is ${gap}; without dropout it is ${plain}.`,
            ko: `비율 ${shortNumber(rate)}에서 ${epoch} 에포크 뒤 훈련 손실과 검증 손실의 차이는 ${gap}이고, 드롭아웃이 없으면 ${plain}입니다.`,
          };
    if (Number.isNaN(drawn) || rate === 0) return first;
    const [one, average, whole] = [subNetworkAccuracy, averagedAccuracy, wholeAccuracy].map((each) => percent(each));
    return {
      en: `${first.en} A single sub-network gets ${one} right, the average of ${drawn} of ${masks} ${average}, the whole network in one prediction ${whole}.`,
      ko: `${first.ko} 부분 신경망 하나의 정확도는 ${one}, ${masks}개 중 ${drawn}개의 평균은 ${average}, 전체 신경망의 예측 한 번은 ${whole}입니다.`,
    };
  },
  cures(config) {
    const { rate } = settingsOf(defaults, config);
    if (rate > 0) return [];
    return [0.3, 0.5].map((each) => ({
      id: `rate-${each}`,
      label: { en: `Dropout with rate ${each}`, ko: `비율 ${each}의 드롭아웃` },
      config: { ...config, rate: each },
    }));
  },
  code: codeOf,
};
