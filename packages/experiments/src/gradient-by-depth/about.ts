import type { Cure, Experiment } from '../experiment.ts';
import { activationChoices } from '../function-choices.ts';
import { settingsOf } from '../settings.ts';
import { percent, shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults, expected } from './settings.ts';

const relu: Cure = {
  id: 'relu',
  label: { en: 'ReLU with He’s weights', ko: 'ReLU와 He 초깃값 쓰기' },
  config: { activation: 'relu', initializer: 'heNormal' },
};
const normalization: Cure = {
  id: 'normalization',
  label: { en: 'Batch normalization', ko: '배치 정규화 쓰기' },
  config: { normalization: true },
};
const residual: Cure = {
  id: 'residual',
  label: { en: 'Residual connections', ko: '잔차 연결(residual connection) 쓰기' },
  config: { residual: true },
};
const clip: Cure = {
  id: 'clip',
  label: { en: 'Clip gradients at norm 1', ko: '기울기를 노름 1로 자르기(clipping)' },
  config: { clip: 1 },
};

export const gradientByDepth: Experiment = {
  id: 'gradient-by-depth',
  group: 'signal',
  title: { en: 'Vanishing and exploding gradients', ko: '기울기 소실과 기울기 폭발' },
  question: {
    en: 'Ten layers learn to read digits. How much of the gradient reaches the first of them, and what helps?',
    ko: '열 개의 층이 숫자 읽기를 배웁니다. 기울기는 첫 번째 층까지 얼마나 전해지며, 무엇이 도움이 될까요?',
  },
  claim: {
    en: 'Through ten sigmoid layers the gradient shrinks to less than a thousandth, and the network learns nothing. ReLU with He’s weights, batch normalization or residual connections bring it to the first layer. With weights that are too large gradients explode until nothing is a number; clipping their norm, among others, prevents it.',
    ko: '시그모이드 층 열 개를 지나면 기울기가 천분의 일보다 작아져 신경망이 아무것도 배우지 못합니다(기울기 소실, vanishing gradient). ReLU와 He 초깃값, 배치 정규화, 잔차 연결을 쓰면 기울기가 첫 번째 층까지 전해집니다. 가중치가 너무 크면 기울기가 폭발하여(exploding gradient) 값이 수가 아니게 되며, 기울기의 노름을 자르는 것도 이를 막는 방법입니다.',
  },
  explanation: [
    {
      en: 'The gradient of a layer is that of the next one, times `Wᵀ · diag(σ′(z))`. It is not the slope alone that matters, as is often said, but its product with the weights: the sigmoid’s `σ′ ≤ 0.25` shrinks it where the weights do not make up for that, and large weights let it grow by the same factor at each layer.',
      ko: '한 층의 기울기는 다음 층의 기울기에 `Wᵀ · diag(σ′(z))`를 곱한 것입니다. 흔히 말하듯 활성화 함수의 기울기만이 아니라 가중치와의 곱이 중요합니다. 시그모이드에서는 `σ′ ≤ 0.25`이므로 가중치가 이를 메우지 못하면 층마다 줄어들고, 가중치가 크면 층마다 같은 배율로 커집니다.',
    },
    {
      en: 'In the heat map each column is a step of training and each row a layer, the first at the top. Colours are logarithmic: even colours from top to bottom are what one wants. ReLU has slope 1 where it is active, and He’s weights make up for the half that is not. Batch normalization rescales every layer. A residual connection, `x + f(x)`, has a path of slope 1 around each layer.',
      ko: '열지도의 열은 훈련 스텝, 행은 층이며 맨 위가 첫 번째 층입니다. 색은 로그 눈금이고, 위에서 아래까지 색이 고른 것이 바람직합니다. ReLU는 활성화된 곳에서 기울기가 1이고, He 초깃값이 활성화되지 않은 절반을 메웁니다. 배치 정규화는 층마다 크기를 다시 맞춥니다. 잔차 연결 `x + f(x)`에는 층을 돌아가는, 기울기 1인 경로가 있습니다.',
    },
    {
      en: 'Clipping, `g ← g · min(1, c / ‖g‖)` over all gradients together, keeps steps short where gradients are huge. It cannot bring back what has vanished: try it with the sigmoid. For an explosion choose the first weights N(0, 0.4²).',
      ko: '자르기(clipping)는 모든 기울기를 한꺼번에 `g ← g · min(1, c / ‖g‖)`로 줄여, 기울기가 아주 클 때도 스텝을 짧게 유지합니다. 이미 소실된 기울기는 되살리지 못하니 시그모이드에서 시험해 보십시오. 폭발을 보려면 가중치 초깃값으로 N(0, 0.4²)를 고르십시오.',
    },
  ],
  inventory: [
    '1.1.3',
    '1.1.19',
    '1.1.20',
    '1.1.21',
    '1.3.1',
    '1.3.2',
    '1.3.3',
    '1.3.4',
    '1.4.18',
    '1.4.20',
    '1.5.1',
    '1.5.2',
  ],
  source:
    'Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013; He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016',
  controls: [
    {
      kind: 'choice',
      key: 'activation',
      label: { en: 'Activation', ko: '활성화 함수' },
      choices: activationChoices(['sigmoid', 'tanh', 'relu', 'leakyRelu', 'elu', 'gelu']),
    },
    {
      kind: 'choice',
      key: 'initializer',
      label: { en: 'First weights', ko: '가중치 초깃값' },
      choices: [
        { value: 'glorotNormal', label: 'Glorot (Xavier)' },
        { value: 'heNormal', label: 'He' },
        { value: 'narrow', label: 'N(0, 0.01²)' },
        { value: 'wide', label: 'N(0, 0.4²)', sets: { activation: 'relu', normalization: false, clip: 0 } },
      ],
    },
    { kind: 'switch', key: 'normalization', label: { en: 'Batch normalization', ko: '배치 정규화' } },
    { kind: 'switch', key: 'residual', label: { en: 'Residual connections', ko: '잔차 연결' } },
    {
      kind: 'number',
      key: 'clip',
      label: { en: 'Largest norm of the gradient', ko: '기울기 노름의 상한' },
      hint: { en: '0: no limit', ko: '0이면 제한하지 않습니다' },
      least: 0,
      most: 10,
      step: 0.5,
    },
    {
      kind: 'number',
      key: 'learningRate',
      label: { en: 'Learning rate', ko: '학습률' },
      least: 0.001,
      most: 1,
      step: 1.25,
      scale: 'log',
    },
    { kind: 'number', key: 'depth', label: { en: 'Hidden layers', ko: '은닉층 수' }, least: 2, most: 20, step: 1 },
    { kind: 'number', key: 'epochs', label: { en: 'Epochs', ko: '에포크 수' }, least: 2, most: 60, step: 1 },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드' }, least: 1, most: 100, step: 1 },
  ],
  defaults,
  holds(measures, config) {
    const settings = settingsOf(defaults, config);
    const { ratio = NaN, nonFiniteStep = NaN, accuracy = NaN } = measures;
    const kind = expected(settings);
    if (kind === 'exploding') return nonFiniteStep > 0 || accuracy < 0.5;
    // A thousandth at ten layers: a factor of 2.15 at each step from layer to layer.
    if (kind === 'vanishing') return ratio < 10 ** (-(settings.depth - 1) / 3) && accuracy < 0.3;
    return ratio > 0.1 && ratio < 30 && accuracy > 0.5;
  },
  sees(measures, config) {
    const { depth } = settingsOf(defaults, config);
    const { steps = 0, ratio = NaN, nonFiniteStep = NaN, largest = NaN, accuracy = NaN } = measures;
    if (!(steps > 0)) return { en: 'Training begins.', ko: '훈련을 시작합니다.' };
    const share = percent(accuracy);
    if (nonFiniteStep > 0) {
      return {
        en: `The gradients explode: ${shortNumber(largest)} at the first step, and not a number from step ${nonFiniteStep} on. The network recognizes ${share} of other digits.`,
        ko: `기울기가 폭발합니다. 첫 스텝에서 ${shortNumber(largest)}이고, ${nonFiniteStep}번째 스텝부터는 수가 아닙니다(not a number). 다른 숫자에 대한 정확도는 ${share}입니다.`,
      };
    }
    const [verdict, judged] =
      ratio < 1e-3
        ? ['it has vanished', '기울기가 소실되었습니다']
        : ratio < 0.1
          ? ['it fades', '기울기가 약해집니다']
          : ratio > 30
            ? ['it grows on its way back', '기울기가 거꾸로 전해지면서 커집니다']
            : ['it arrives', '기울기가 잘 전해집니다'];
    return {
      en: `Layer 1 gets ${shortNumber(ratio)} of the gradient of layer ${depth}: ${verdict}. After ${steps} steps the network recognizes ${share} of other digits.`,
      ko: `1층의 기울기는 ${depth}층의 ${shortNumber(ratio)}배로, ${judged}. ${steps}스텝 뒤 다른 숫자에 대한 정확도는 ${share}입니다.`,
    };
  },
  cures(config) {
    const kind = expected(settingsOf(defaults, config));
    if (kind === 'vanishing') return [relu, normalization, residual];
    return kind === 'exploding'
      ? [clip, normalization, { ...relu, label: { en: 'He’s weights', ko: 'He 초깃값 쓰기' } }]
      : [];
  },
  code: codeOf,
};
