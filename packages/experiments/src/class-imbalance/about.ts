import type { Cure, Experiment } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { percent } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults, type Remedy, remedies, remedyNames, remedyOf } from './remedies.ts';

export const classImbalance: Experiment = {
  id: 'class-imbalance',
  group: 'generalization',
  title: { en: 'A rare class', ko: '클래스 불균형(class imbalance)' },
  question: {
    en: 'The network is right in 97 of 100 cases. Is it good?',
    ko: '신경망이 100번 가운데 97번을 맞힙니다. 좋은 신경망입니까?',
  },
  claim: {
    en: 'Where one class is rare, accuracy says little: always answering with the frequent class is nearly as right, and the network misses most of the rare samples. Class weights of `n / (k·n_c)` make it find most of them, and raise false alarms. For two clouds of normal points they do what another threshold does: the order of the samples hardly changes.',
    ko: '한 클래스가 드물면 정확도(accuracy)는 많은 것을 말해 주지 않습니다. 언제나 흔한 클래스라고 답해도 거의 같은 만큼 맞고, 신경망은 드문 표본을 대부분 놓칩니다. 클래스 가중치 `n / (k·n_c)`를 주면 대부분을 찾아내지만 거짓 경보도 늘어납니다. 정규분포 두 개로 된 데이터에서 클래스 가중치는 판정 기준값을 바꾸는 것과 같은 일을 합니다. 표본의 순서는 거의 달라지지 않습니다.',
  },
  explanation: [
    {
      en: 'Two normal clouds of deviation 1 at a distance d, with ratio r between the classes. The best decision knows both: it calls a point rare when `d·x₁ − d²/2 > ln r`. Of the rare ones it finds `Φ((d²/2 − ln r) / d)`: for d = 2 and r = 30 that is 24 %. With weights that make the classes equal it is `Φ(d/2)`, 84 %.',
      ko: '표준편차가 1인 정규분포 두 개가 거리 d만큼 떨어져 있고, 클래스의 비는 r입니다. 가장 좋은 판정은 둘 다 알고서 `d·x₁ − d²/2 > ln r`일 때 드문 클래스라고 합니다. 이때 드문 표본 중 찾아내는 비율은 `Φ((d²/2 − ln r) / d)`로, d = 2, r = 30이면 24 %입니다. 두 클래스를 같게 만드는 가중치를 주면 `Φ(d/2)`, 84 %입니다.',
    },
    {
      en: 'Precision: how many of those called rare are rare. Recall: how many of the rare ones are called so. What to choose depends on what a miss and a false alarm cost; look at the curve of both, not at one number.',
      ko: '정밀도(precision)는 드물다고 판정한 것 가운데 실제로 드문 것의 비율이고, 재현율(recall)은 드문 것 가운데 드물다고 판정한 것의 비율입니다. 무엇을 택할지는 놓치는 것과 거짓 경보의 비용에 달려 있습니다. 숫자 하나가 아니라 둘의 곡선을 보십시오.',
    },
  ],
  inventory: ['1.4.1', '1.4.15'],
  source: 'King and Zeng, Logistic regression in rare events data, Political Analysis 9, 2001',
  controls: [
    {
      key: 'remedy',
      label: { en: 'Remedy', ko: '대책' },
      kind: 'choice',
      choices: remedyNames.map((value) => ({ value, label: remedies[value] })),
    },
    {
      key: 'ratio',
      label: { en: 'Frequent samples for one that is rare', ko: '드문 표본 하나당 흔한 표본 수' },
      kind: 'number',
      least: 1,
      most: 100,
      step: 1,
    },
    {
      key: 'distance',
      label: { en: 'Distance of the clouds, in deviations', ko: '두 무리 사이의 거리(표준편차 단위)' },
      kind: 'number',
      least: 0.5,
      most: 4,
      step: 0.25,
    },
    {
      key: 'samples',
      label: { en: 'Training samples', ko: '훈련 표본 수' },
      kind: 'number',
      least: 310,
      most: 3100,
      step: 62,
    },
    { key: 'epochs', label: { en: 'Epochs', ko: '에포크' }, kind: 'number', least: 2, most: 100, step: 2 },
    { key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, kind: 'number', least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures) {
    const of = (name: Remedy, what: string): number => measures[`${name}.${what}`] ?? NaN;
    return (
      of('none', 'accuracy') > 0.95 &&
      of('none', 'recall') < 0.5 &&
      of('weights', 'recall') > of('none', 'recall') + 0.25 &&
      of('weights', 'precision') < of('none', 'precision') &&
      of('threshold', 'recall') > of('none', 'recall') + 0.25 &&
      Math.abs(of('weights', 'averagePrecision') - of('none', 'averagePrecision')) < 0.1
    );
  },
  sees(measures, config) {
    const remedy = remedyOf(settingsOf(defaults, config).remedy);
    const of = (name: Remedy, what: string): string => percent(measures[`${name}.${what}`] ?? NaN);
    const [always, right] = [percent(measures['always'] ?? NaN), of(remedy, 'accuracy')];
    const [precision, recall, before] = [of(remedy, 'precision'), of(remedy, 'recall'), of('none', 'recall')];
    if (remedy === 'none') {
      return {
        en: `${right} of all decisions are right; always answering with the frequent class would be right in ${always}. Of the rare samples the network finds ${recall}.`,
        ko: `전체 판정의 ${right}가 맞습니다. 언제나 흔한 클래스라고 답해도 ${always}가 맞습니다. 드문 표본 가운데 찾아낸 것은 ${recall}입니다.`,
      };
    }
    const { en, ko } = remedies[remedy];
    return {
      en: `With ${en} the network finds ${recall} of the rare samples; without it is ${before}. Of those it calls rare ${precision} are so, and ${right} of all decisions are right.`,
      ko: `대책이 ‘${ko}’일 때 드문 표본의 ${recall}를 찾아내며, 대책이 없으면 ${before}입니다. 드물다고 판정한 것 중 ${precision}가 실제로 드물고, 전체 판정의 ${right}가 맞습니다.`,
    };
  },
  cures(config) {
    if (remedyOf(settingsOf(defaults, config).remedy) !== 'none') return [];
    return (['weights', 'threshold'] as const).map(
      (remedy): Cure => ({ id: remedy, label: remedies[remedy], config: { ...config, remedy } }),
    );
  },
  code: codeOf,
};
