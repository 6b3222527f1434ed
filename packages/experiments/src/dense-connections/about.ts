import type { Experiment } from '../experiment.ts';
import { activationChoices } from '../function-choices.ts';
import { settingsOf } from '../settings.ts';
import { percent, shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { connections, defaults, labelOf } from './settings.ts';

export const denseConnections: Experiment = {
  id: 'dense-connections',
  group: 'signal',
  title: { en: 'Plain depth, residual and dense connections', ko: '단순한 깊이, 잔차 연결, 밀집 연결' },
  question: {
    en: 'Twelve layers, connected in three ways. In which of them does the first layer learn, and at what price?',
    ko: '열두 개의 층을 세 가지 방법으로 연결합니다. 첫 번째 층까지 학습되는 것은 어느 쪽이며, 매개변수는 얼마나 필요할까요?',
  },
  claim: {
    en: 'Where every layer sees the outputs of all layers before it, as in DenseNet, the gradient reaches the first layer. So it does where a layer adds to its input, as in ResNet. Plain depth loses it. Concatenated features are used again, so each layer needs only a few of its own: fewer parameters.',
    ko: 'DenseNet처럼 모든 층이 앞선 모든 층의 출력을 보면 기울기가 첫 번째 층까지 도달합니다. ResNet처럼 층이 입력에 더하는 구조에서도 마찬가지입니다. 단순히 쌓기만 하면 기울기가 소실됩니다. 이어 붙인 특성은 다시 쓰이므로 층마다 새로 만드는 특성은 조금이면 되고, 매개변수도 적어집니다.',
  },
  explanation: [
    {
      en: 'Plain: `xₗ₊₁ = f(xₗ)`. Residual: `xₗ₊₁ = xₗ + f(xₗ)`; the sum has a way of slope 1 around the layer. Dense: `xₗ₊₁ = [xₗ, f(xₗ)]`; features are put beside each other, and each layer adds only a few, its growth rate. The loss is then just one layer away from every layer.',
      ko: '단순: `xₗ₊₁ = f(xₗ)`. 잔차: `xₗ₊₁ = xₗ + f(xₗ)`. 합에는 층을 돌아가는 기울기 1의 경로가 있습니다. 밀집: `xₗ₊₁ = [xₗ, f(xₗ)]`. 특성을 나란히 이어 붙이며, 층마다 성장률(growth rate)만큼만 더합니다. 그러면 모든 층이 손실에서 한 층 거리에 있습니다.',
    },
    {
      en: 'In images only maps of equal size can be put together. DenseNet therefore has dense blocks with transitions between them (a 1 × 1 convolution and average pooling), which the documents leave out: `denseBlock` and `transition` in gradkit. Here all layers are fully connected, so that it is quick. Choose ReLU to see the price of sums: without normalization each residual layer doubles the variance, and training may explode.',
      ko: '이미지에서는 크기가 같은 특성 맵만 이어 붙일 수 있습니다. 그래서 DenseNet은 밀집 블록 사이에 전이층(transition: 1 × 1 합성곱과 평균 풀링)을 두는데, 문서에는 이 내용이 빠져 있습니다(gradkit의 `denseBlock`과 `transition`). 여기서는 빠르게 실행되도록 모든 층이 완전 연결층입니다. ReLU를 고르면 덧셈의 대가를 볼 수 있습니다. 정규화가 없으면 잔차 층마다 분산이 두 배가 되어 학습이 폭발할 수 있습니다.',
    },
  ],
  inventory: ['1.2.65', '1.2.66', '1.2.67', '1.2.68', '1.2.69', '1.2.70'],
  source:
    'Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks, CVPR 2017; He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016',
  controls: [
    {
      kind: 'choice',
      key: 'connections',
      label: { en: 'Connections', ko: '연결' },
      hint: {
        en: 'All three are trained; this one is the solid line, and the one that the doctor looks at.',
        ko: '세 가지를 모두 훈련합니다. 고른 것은 실선이며, 진단도 그 신경망에 대한 것입니다.',
      },
      choices: connections,
    },
    {
      kind: 'choice',
      key: 'activation',
      label: { en: 'Activation', ko: '활성화 함수' },
      choices: activationChoices(['sigmoid', 'tanh', 'relu']),
    },
    { kind: 'number', key: 'depth', label: { en: 'Layers', ko: '층 수' }, least: 3, most: 20, step: 1 },
    {
      kind: 'number',
      key: 'width',
      label: { en: 'Units of plain and residual layers', ko: '단순·잔차 층의 유닛 수' },
      least: 8,
      most: 64,
      step: 8,
    },
    { kind: 'number', key: 'growth', label: { en: 'Growth rate', ko: '성장률' }, least: 2, most: 16, step: 1 },
    {
      kind: 'number',
      key: 'learningRate',
      label: { en: 'Learning rate', ko: '학습률' },
      least: 0.001,
      most: 0.5,
      step: 1.25,
      scale: 'log',
    },
    { kind: 'number', key: 'epochs', label: { en: 'Epochs', ko: '에포크 수' }, least: 1, most: 30, step: 1 },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드' }, least: 1, most: 100, step: 1 },
  ],
  defaults,
  holds(measures, config) {
    const { activation } = settingsOf(defaults, config);
    const of = (name: string, connection: string): number => measures[`${name}.${connection}`] ?? NaN;
    const reaches = (connection: string): boolean => of('firstRatio', connection) > 0.05;
    const smaller = of('parameters', 'dense') < of('parameters', 'plain');
    const better = of('accuracy', 'dense') > of('accuracy', 'plain');
    if (activation !== 'sigmoid') return reaches('dense') && reaches('residual') && smaller && better;
    return (
      of('firstRatio', 'plain') < 1e-4 &&
      reaches('residual') &&
      reaches('dense') &&
      of('accuracy', 'plain') < 0.3 &&
      of('accuracy', 'residual') > 0.5 &&
      of('accuracy', 'dense') > 0.5 &&
      smaller
    );
  },
  sees(measures, config) {
    const { connections: name, depth } = settingsOf(defaults, config);
    const { firstRatio = NaN, parameters = NaN, accuracy = NaN } = measures;
    if (Number.isNaN(parameters)) return { en: 'Training begins.', ko: '훈련을 시작합니다.' };
    const label = labelOf(name);
    const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
    const others = connections.flatMap(({ value, label: other }) => {
      const share = measures[`accuracy.${value}`];
      return value === name || share === undefined
        ? []
        : [{ en: `${other.en} ${percent(share)}`, ko: `${other.ko} ${percent(share)}` }];
    });
    return {
      en:
        `${en[0]?.toUpperCase()}${en.slice(1)}${name === 'plain' ? '' : ' connections'}: layer 1 gets ${shortNumber(firstRatio)} of the gradient of layer ${depth} at the first step; ` +
        `${shortNumber(parameters)} parameters recognize ${percent(accuracy)} of other digits` +
        `${others.length > 0 ? ` (${others.map((other) => other.en).join(', ')})` : ''}.`,
      ko:
        `${ko}: 첫 스텝에서 1층의 기울기는 ${depth}층의 ${shortNumber(firstRatio)}배이고, ` +
        `매개변수 ${shortNumber(parameters)}개로 다른 숫자에 대한 정확도는 ${percent(accuracy)}입니다` +
        `${others.length > 0 ? `(${others.map((other) => other.ko).join(', ')})` : ''}.`,
    };
  },
  cures(config) {
    const { connections: name } = settingsOf(defaults, config);
    if (name !== 'plain') return [];
    return [
      {
        id: 'residual',
        label: { en: 'Residual connections', ko: '잔차 연결 쓰기' },
        config: { connections: 'residual' },
      },
      { id: 'dense', label: { en: 'Dense connections', ko: '밀집 연결 쓰기' }, config: { connections: 'dense' } },
    ];
  },
  code: codeOf,
};
