import type { Control, Label } from 'experiments';
import type { Recipe } from 'experiments/recipe';
import type { PlaygroundMessages } from '../messages/playground/en.ts';

/** A word of a recipe that is a control of the page. The layers have an editor of their own. */
type RecipeControl = Control & { readonly key: keyof Recipe };

/** Controls that belong together. */
export interface ControlGroup {
  readonly id: keyof PlaygroundMessages['groups'];
  readonly controls: readonly RecipeControl[];
}

const choices = (values: Readonly<Record<string, Label>>): { readonly value: string; readonly label: Label }[] =>
  Object.entries(values).map(([value, label]) => ({ value, label }));

const same = (...values: readonly string[]): { readonly value: string; readonly label: Label }[] =>
  values.map((value) => ({ value, label: value }));

/** All words of a recipe but `hidden`. */
export const controlGroups: readonly ControlGroup[] = [
  {
    id: 'data',
    controls: [
      {
        key: 'data',
        kind: 'choice',
        label: { en: 'Data set', ko: '데이터 집합' },
        choices: choices({
          circles: { en: 'Circles', ko: '동심원(circles)' },
          moons: { en: 'Moons', ko: '초승달(moons)' },
          spirals: { en: 'Spirals', ko: '나선(spirals)' },
          xor: 'XOR',
          blobs: { en: 'Three blobs', ko: '세 덩어리(blobs)' },
          iris: { en: 'Iris (4 features)', ko: '붓꽃(iris, 특성 4개)' },
          wine: { en: 'Wine (13 features)', ko: '와인(특성 13개)' },
          'breast-cancer': { en: 'Breast cancer (30 features)', ko: '유방암(특성 30개)' },
          digits: { en: 'Digits (64 pixels)', ko: '손글씨 숫자(픽셀 64개)' },
        }),
      },
      { key: 'noise', kind: 'number', label: { en: 'Noise', ko: '잡음' }, least: 0, most: 0.5, step: 0.01 },
      {
        key: 'samples',
        kind: 'number',
        label: { en: 'Training samples', ko: '훈련 표본 수' },
        least: 10,
        most: 1000,
        step: 10,
      },
      {
        key: 'standardize',
        kind: 'switch',
        label: { en: 'Standardise features', ko: '특성 표준화(standardize)' },
      },
      {
        key: 'augment',
        kind: 'switch',
        label: { en: 'Augment images', ko: '이미지 증강(augmentation)' },
        hint: { en: 'Digits only.', ko: '손글씨 숫자에만 쓰입니다.' },
      },
    ],
  },
  {
    id: 'network',
    controls: [
      {
        key: 'activation',
        kind: 'choice',
        label: { en: 'Activation', ko: '활성화 함수(activation)' },
        choices: same('linear', 'sigmoid', 'tanh', 'relu', 'leakyRelu', 'elu', 'selu', 'gelu', 'silu', 'mish'),
      },
      {
        key: 'initializer',
        kind: 'choice',
        label: { en: 'First weights', ko: '가중치 초기화(initializer)' },
        choices: same(
          'glorotUniform',
          'glorotNormal',
          'heNormal',
          'lecunNormal',
          'orthogonal',
          'normal',
          'zeros',
          'constant',
        ),
      },
      {
        key: 'stddev',
        kind: 'number',
        label: { en: 'Deviation of “normal”', ko: 'normal의 표준편차' },
        least: 0.001,
        most: 10,
        step: 10 ** 0.25,
        scale: 'log',
      },
      {
        key: 'normalization',
        kind: 'choice',
        label: { en: 'Normalisation', ko: '정규화(normalization)' },
        choices: choices({
          none: { en: 'None', ko: '없음' },
          batch: { en: 'Batch normalisation', ko: '배치 정규화' },
          layer: { en: 'Layer normalisation', ko: '층 정규화' },
        }),
      },
      {
        key: 'output',
        kind: 'choice',
        label: { en: 'Output', ko: '출력' },
        choices: choices({
          logits: { en: 'Scores (logits)', ko: '점수(logits)' },
          probabilities: { en: 'Probabilities (softmax)', ko: '확률(softmax)' },
          'probabilities-as-logits': {
            en: 'Softmax twice (a fault)',
            ko: 'softmax를 두 번(결함)',
          },
        }),
      },
    ],
  },
  {
    id: 'training',
    controls: [
      {
        key: 'optimizer',
        kind: 'choice',
        label: { en: 'Optimizer', ko: '옵티마이저(optimizer)' },
        choices: same('sgd', 'nag', 'adagrad', 'adadelta', 'rmsprop', 'adam', 'adamw', 'nadam', 'lion'),
      },
      {
        key: 'learningRate',
        kind: 'number',
        label: { en: 'Learning rate', ko: '학습률(learning rate)' },
        least: 0.00001,
        most: 10,
        step: 10 ** 0.25,
        scale: 'log',
      },
      {
        key: 'momentum',
        kind: 'number',
        label: { en: 'Momentum', ko: '모멘텀(momentum)' },
        hint: { en: 'Of sgd and nag.', ko: 'sgd와 nag에 쓰입니다.' },
        least: 0,
        most: 0.99,
        step: 0.01,
      },
      {
        key: 'batchSize',
        kind: 'number',
        label: { en: 'Batch size', ko: '배치 크기' },
        least: 1,
        most: 512,
        step: 2,
        scale: 'log',
      },
      {
        key: 'schedule',
        kind: 'choice',
        label: { en: 'Schedule of the learning rate', ko: '학습률 스케줄' },
        choices: choices({
          none: { en: 'Constant', ko: '일정' },
          cosine: { en: 'Cosine to 0', ko: '코사인으로 0까지' },
        }),
      },
      {
        key: 'epochs',
        kind: 'number',
        label: { en: 'Epochs', ko: '에포크 수' },
        hint: {
          en: 'For the schedule and the program: the playground goes on.',
          ko: '스케줄과 프로그램에 쓰입니다. 놀이터는 계속 훈련합니다.',
        },
        least: 10,
        most: 1000,
        step: 10,
      },
      {
        key: 'clip',
        kind: 'number',
        label: { en: 'Clip gradients at norm (0: never)', ko: '기울기 클리핑 크기(0: 안 함)' },
        least: 0,
        most: 5,
        step: 0.5,
      },
      {
        key: 'classWeights',
        kind: 'switch',
        label: { en: 'Weigh classes by rarity', ko: '드문 클래스에 가중치' },
      },
      { key: 'seed', kind: 'number', label: { en: 'Seed', ko: '시드(seed)' }, least: 1, most: 999, step: 1 },
    ],
  },
  {
    id: 'regularization',
    controls: [
      {
        key: 'penalty',
        kind: 'choice',
        label: { en: 'Penalty of weights', ko: '가중치 벌점' },
        choices: choices({ none: { en: 'None', ko: '없음' }, l1: 'L1', l2: 'L2' }),
      },
      {
        key: 'strength',
        kind: 'number',
        label: { en: 'Strength of the penalty', ko: '벌점의 세기' },
        least: 0.00001,
        most: 1,
        step: 10 ** 0.25,
        scale: 'log',
      },
      {
        key: 'dropout',
        kind: 'number',
        label: { en: 'Dropout', ko: '드롭아웃(dropout)' },
        least: 0,
        most: 0.9,
        step: 0.05,
      },
      {
        key: 'earlyStopping',
        kind: 'switch',
        label: { en: 'Early stopping', ko: '조기 종료(early stopping)' },
      },
    ],
  },
  {
    id: 'faults',
    controls: [
      {
        key: 'labelNoise',
        kind: 'number',
        label: { en: 'Share of labels drawn anew', ko: '무작위로 바꾼 라벨 비율' },
        least: 0,
        most: 1,
        step: 0.05,
      },
      {
        key: 'imbalance',
        kind: 'number',
        label: { en: 'Class 1 rarer by a factor of', ko: '클래스 1을 줄이는 배수' },
        least: 1,
        most: 30,
        step: 1,
      },
      {
        key: 'scale',
        kind: 'number',
        label: { en: 'Features multiplied and moved by', ko: '특성에 곱하고 더하는 크기' },
        least: 0.01,
        most: 100,
        step: 10 ** 0.25,
        scale: 'log',
      },
      {
        key: 'shift',
        kind: 'number',
        label: { en: 'Shift of the test data (deviations)', ko: '테스트 데이터의 이동(표준편차)' },
        least: 0,
        most: 5,
        step: 0.25,
      },
      {
        key: 'corrupt',
        kind: 'number',
        label: { en: 'Samples with NaN', ko: 'NaN이 있는 표본 수' },
        least: 0,
        most: 10,
        step: 1,
      },
      {
        key: 'bias',
        kind: 'number',
        label: { en: 'First biases', ko: '편향의 첫 값' },
        least: -10,
        most: 10,
        step: 0.5,
      },
      {
        key: 'dropoutFirst',
        kind: 'switch',
        label: { en: 'Dropout before normalisation', ko: '정규화 앞의 드롭아웃' },
      },
    ],
  },
];
