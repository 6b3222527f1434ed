import type { Cure, Experiment } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { percent, shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults, kindOf, kinds, remedies, remedyOf, rightRemedies } from './settings.ts';

export const covariateShift: Experiment = {
  id: 'covariate-shift',
  group: 'generalization',
  title: { en: 'Two kinds of covariate shift', ko: '두 가지 공변량 변화(covariate shift)' },
  question: {
    en: 'Inputs that change their distribution: between training and use, or between layers while training. Are these one problem?',
    ko: '입력의 분포가 달라집니다. 훈련과 사용 사이에서, 또는 훈련 중 층과 층 사이에서 그렇습니다. 둘은 같은 문제입니까?',
  },
  claim: {
    en: 'No. Real covariate shift, other inputs in use than in training, costs accuracy, and is cured in the data: shuffle before the split, standardise with the statistics of the same source. Internal covariate shift, inputs of hidden layers that move while the layers before them learn, is what batch normalisation was made against; but that is not why it helps: with random shifts added behind it, the inputs move more than in a plain network, and it trains just as well (Santurkar and others, 2018).',
    ko: '아닙니다. 실제 공변량 변화, 곧 사용할 때의 입력이 훈련 때와 다른 것은 정확도를 떨어뜨리며, 데이터에서 고쳐야 합니다. 나누기 전에 섞고, 같은 출처의 통계로 표준화합니다. 내부 공변량 변화(internal covariate shift)는 앞 층이 배우는 동안 은닉층의 입력이 움직이는 것으로, 배치 정규화(batch normalization)는 이를 막으려고 만들어졌습니다. 그러나 효과의 이유는 그것이 아닙니다. 배치 정규화 뒤에 무작위 이동을 더하면 정규화가 없을 때보다 입력이 더 많이 움직이는데도 똑같이 잘 훈련됩니다(Santurkar 외, 2018).',
  },
  explanation: [
    {
      en: 'Another instrument: the first 70 % of two moons were measured with one, the rest with another that adds so many standard deviations to both features. Standardised with their own means, which needs no labels, the new inputs lie where the old ones did.',
      ko: '다른 측정 기기: 두 반달 데이터의 처음 70 %는 한 기기로, 나머지는 두 특징 모두에 표준편차의 몇 배를 더하는 다른 기기로 쟀습니다. 새 입력을 자신의 평균으로 표준화하면 정답 없이도 이전 입력이 있던 곳에 놓입니다.',
    },
    {
      en: 'Data in order: samples were stored from left to right, and the last 30 % kept for the test. The network has never seen that side. Shuffling before the split helps. Scaling does not: with statistics of its own the unseen side is pushed onto the seen one, so that the means agree and the answers are still wrong. Look at the boundary.',
      ko: '순서대로 나눈 데이터: 표본이 왼쪽에서 오른쪽으로 저장되어 있고 마지막 30 %를 테스트로 남겼습니다. 신경망은 그쪽을 본 적이 없습니다. 나누기 전에 섞어야 합니다. 표준화로는 고칠 수 없습니다. 자신의 통계로 표준화하면 보지 못한 쪽이 본 쪽 위에 겹쳐져 평균은 같아지지만 답은 여전히 틀립니다. 결정 경계를 보십시오.',
    },
    {
      en: 'Layers that move: four hidden layers of sigmoids learn digits with all samples at every step. Shown is what enters the third activation: how its mean moves at a step, in standard deviations, and its distribution. The disturbed network stretches each normalised feature by 1 to 2 and moves it by −1 to 1, at random at every step. What batch normalisation does instead is a matter of scale: gradients that neither vanish nor depend on the size of weights, and a smoother loss.',
      ko: '움직이는 층: 시그모이드 은닉층 네 개가 걸음마다 모든 표본으로 숫자를 배웁니다. 세 번째 활성화 함수에 들어가는 값의 평균이 한 걸음에 표준편차의 몇 배만큼 움직이는지와 그 분포를 보여 줍니다. 교란한 신경망은 정규화한 특징마다 걸음마다 무작위로 1~2배 늘이고 −1~1만큼 옮깁니다. 배치 정규화가 실제로 하는 일은 크기를 맞추는 것입니다. 기울기가 사라지지 않고 가중치 크기에 좌우되지 않으며, 손실이 더 매끄러워집니다.',
    },
  ],
  inventory: ['1.1.39', '1.1.40', '1.2.8', '1.2.9', '1.2.10', '1.4.22', '1.4.24', '1.4.29'],
  source: 'Santurkar, Tsipras, Ilyas and Madry, How does batch normalization help optimization?, NeurIPS 2018',
  controls: [
    {
      key: 'kind',
      label: { en: 'Shift', ko: '변화' },
      kind: 'choice',
      choices: Object.entries(kinds).map(([value, label]) => ({ value, label })),
    },
    {
      key: 'remedy',
      label: { en: 'Remedy for a real shift', ko: '실제 변화에 대한 대책' },
      kind: 'choice',
      choices: Object.entries(remedies).map(([value, label]) => ({ value, label })),
    },
    {
      key: 'shift',
      label: { en: 'Shift of the other instrument, in deviations', ko: '다른 기기의 이동(표준편차 단위)' },
      kind: 'number',
      least: 0,
      most: 4,
      step: 0.25,
    },
    { key: 'samples', label: { en: 'Samples', ko: '표본 수' }, kind: 'number', least: 160, most: 1600, step: 160 },
    {
      key: 'epochs',
      label: { en: 'Epochs, real shift', ko: '에포크(실제 변화)' },
      kind: 'number',
      least: 2,
      most: 100,
      step: 2,
    },
    {
      key: 'steps',
      label: { en: 'Steps, internal shift', ko: '걸음 수(내부 변화)' },
      kind: 'number',
      least: 10,
      most: 400,
      step: 10,
    },
    { key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, kind: 'number', least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures, config) {
    const settings = settingsOf(defaults, config);
    const [kind, remedy] = [kindOf(settings.kind), remedyOf(settings.remedy)];
    const of = (name: string): number => measures[name] ?? NaN;
    if (kind === 'internal') {
      return (
        of('normalized.drift') < of('plain.drift') &&
        of('disturbed.drift') > 3 * of('plain.drift') &&
        of('normalized.loss') < of('plain.loss') / 4 &&
        of('disturbed.loss') < of('plain.loss') / 4
      );
    }
    const gap = of('trainAccuracy') - of('testAccuracy');
    const shift = Math.max(of('shift1'), of('shift2'));
    if (rightRemedies[kind].includes(remedy)) return gap < 0.05 && shift < 0.3;
    return gap > 0.1 && (remedy !== 'none' || shift > 0.5);
  },
  sees(measures, config) {
    const settings = settingsOf(defaults, config);
    const [kind, remedy] = [kindOf(settings.kind), remedyOf(settings.remedy)];
    const of = (name: string): number => measures[name] ?? NaN;
    if (kind === 'internal') {
      const drift = (name: string): string => shortNumber(of(`${name}.drift`));
      const loss = (name: string): string => shortNumber(of(`${name}.loss`));
      return {
        en: `After ${of('step')} steps the inputs of the third layer have moved by ${drift('plain')} standard deviations a step in the plain network, ${drift('normalized')} with batch normalisation, ${drift('disturbed')} when disturbed; the losses are ${loss('plain')}, ${loss('normalized')} and ${loss('disturbed')}.`,
        ko: `${of('step')} 걸음 동안 세 번째 층의 입력은 한 걸음에 표준편차의 ${drift('plain')}배(정규화 없음), ${drift('normalized')}배(배치 정규화), ${drift('disturbed')}배(교란)만큼 움직였습니다. 손실은 차례로 ${loss('plain')}, ${loss('normalized')}, ${loss('disturbed')}입니다.`,
      };
    }
    // Of the same statistics only rounding is left.
    const [first, second] = [of('shift1'), of('shift2')].map((each) => shortNumber(each < 1e-6 ? 0 : each));
    const [train, test] = [percent(of('trainAccuracy')), percent(of('testAccuracy'))];
    const { en, ko } = remedies[remedy];
    const [prefix, opening] = remedy === 'none' ? ['', ''] : [`Remedy: ${en}. `, `대책은 ‘${ko}’입니다. `];
    return {
      en: `${prefix}The means of the test inputs are ${first} and ${second} standard deviations away from those of training. After ${of('epoch')} epochs the network gets ${train} of the training data right, and ${test} of the test data.`,
      ko: `${opening}테스트 입력의 평균은 훈련 입력의 평균에서 표준편차의 ${first}배와 ${second}배만큼 떨어져 있습니다. ${of('epoch')} 에포크 뒤 정확도는 훈련 데이터에서 ${train}, 테스트 데이터에서 ${test}입니다.`,
    };
  },
  cures(config) {
    const settings = settingsOf(defaults, config);
    const [kind, remedy] = [kindOf(settings.kind), remedyOf(settings.remedy)];
    if (kind === 'internal' || rightRemedies[kind].includes(remedy)) return [];
    return rightRemedies[kind].map(
      (right): Cure => ({ id: right, label: remedies[right], config: { ...config, remedy: right } }),
    );
  },
  code: codeOf,
};
