import type { Config, Experiment, Frame } from '../experiment.ts';
import { activationChoices } from '../function-choices.ts';
import { percent, shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { compared, isBounded, labelOf, rightFor } from './initializers.ts';

type Measures = Frame['measures'];

/** The standard deviation of the last layer over that of the first. */
const ratio = (measures: Measures, initializer: string): number =>
  (measures[`last.${initializer}`] ?? Number.NaN) / (measures[`first.${initializer}`] ?? Number.NaN);

export const signalByDepth: Experiment = {
  id: 'signal-by-depth',
  group: 'signal',
  title: { en: 'What arrives at layer ten', ko: '열 번째 층에 도달하는 신호' },
  question: {
    en: 'Data go through ten layers that have learned nothing yet. Do the last layers still see them?',
    ko: '아직 아무것도 배우지 않은 열 개의 층에 데이터를 통과시킵니다. 마지막 층까지 신호가 남아 있을까요?',
  },
  claim: {
    en: 'He’s weights keep the standard deviation behind ten ReLU layers within a factor of 3; N(0, 0.01²) leaves less than a millionth of it. Xavier’s suit tanh and sigmoid, and starve ReLU.',
    ko: 'He 초깃값은 ReLU 층 열 개를 지나도 표준편차를 3배 이내로 유지하지만, N(0, 0.01²)에서는 백만분의 일도 남지 않습니다. Xavier 초깃값은 tanh와 시그모이드에 맞으며, ReLU에서는 신호가 줄어듭니다.',
  },
  explanation: [
    {
      en: 'A layer of `n` inputs with weights of variance `σ²` gives pre-activations of variance `n·σ²·E[a²]`. Under ReLU half of it is cut off, so the mean square changes by `n·σ²/2` per layer: it stays for `σ² = 2/n` (He), halves for `σ² = 1/n` (LeCun; Glorot’s `2/(nᵢₙ + nₒᵤₜ)` is the same where a layer is as wide as the one before), and for `N(0, 0.01²)` with 100 inputs falls to 0.005 of itself, ten times over.',
      ko: '입력이 `n`개이고 가중치의 분산이 `σ²`인 층에서 활성화 함수 직전 값의 분산은 `n·σ²·E[a²]`입니다. ReLU는 그 절반을 잘라 내므로 제곱평균은 층마다 `n·σ²/2`배가 됩니다. `σ² = 2/n`(He)이면 유지되고, `σ² = 1/n`(LeCun. 층의 폭이 모두 같으면 Glorot의 `2/(nᵢₙ + nₒᵤₜ)`도 같은 값)이면 층마다 절반으로 줄며, 입력이 100개인 `N(0, 0.01²)`에서는 층을 지날 때마다 0.005배가 됩니다.',
    },
    {
      en: 'Each row of histograms is one way to begin, each column a layer. Look for three ways to fail: a spike at 0 (the signal is gone), spikes at both ends of tanh or sigmoid (saturated: slopes are 0 there), and everything in the bin at the edge (the signal has grown beyond the picture). Weights of 0 pass nothing at all.',
      ko: '히스토그램의 행은 초기화 방법, 열은 층입니다. 실패하는 모습은 세 가지입니다. 0에 솟은 기둥(신호가 사라짐), tanh나 시그모이드의 양 끝에 솟은 기둥(포화되어 기울기가 0), 그리고 가장자리 칸에 몰린 값(신호가 그림 밖까지 커짐)입니다. 가중치가 모두 0이면 아무것도 통과하지 못합니다.',
    },
    {
      en: 'The gradient goes the same way back, through `Wᵀ` and the slopes of the activation. The sigmoid’s slope is at most 0.25, so its gradient vanishes even where Xavier’s weights keep the signal. Batch normalization brings each layer to mean 0 and variance 1 whatever the weights are: all rows become alike.',
      ko: '기울기는 같은 길을 거꾸로, 곧 `Wᵀ`와 활성화 함수의 기울기를 거쳐 돌아옵니다. 시그모이드의 기울기는 최대 0.25이므로, Xavier 초깃값으로 신호가 유지되더라도 기울기는 소실됩니다. 배치 정규화(batch normalization)는 가중치와 관계없이 각 층을 평균 0, 분산 1로 맞추므로 모든 행이 비슷해집니다.',
    },
  ],
  inventory: ['1.1.3', '1.1.4', '1.1.23', '1.1.24', '1.1.25', '1.1.26', '1.1.28', '1.1.29', '1.3.7', '1.5.3', '1.5.5'],
  source: 'He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015, section 2.2',
  controls: [
    {
      kind: 'choice',
      key: 'activation',
      label: { en: 'Activation', ko: '활성화 함수' },
      choices: activationChoices([
        'relu',
        'tanh',
        'sigmoid',
        'leakyRelu',
        'elu',
        'selu',
        'gelu',
        'silu',
        'mish',
        'linear',
      ]),
    },
    {
      kind: 'choice',
      key: 'initializer',
      label: { en: 'First weights', ko: '가중치 초깃값' },
      hint: {
        en: 'All seven are drawn; this is the one that the sentence and the first picture are about.',
        ko: '일곱 가지를 모두 그립니다. 첫 번째 그림과 설명 문장은 여기서 고른 방법에 관한 것입니다.',
      },
      choices: compared,
    },
    { kind: 'switch', key: 'normalization', label: { en: 'Batch normalization', ko: '배치 정규화' } },
    { kind: 'number', key: 'depth', label: { en: 'Layers', ko: '층 수' }, least: 2, most: 30, step: 1 },
    {
      kind: 'number',
      key: 'units',
      label: { en: 'Units per layer', ko: '층당 유닛 수' },
      least: 10,
      most: 200,
      step: 10,
    },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드' }, least: 1, most: 100, step: 1 },
  ],
  defaults: { activation: 'relu', initializer: 'narrow', normalization: false, depth: 10, units: 100, seed: 1 },
  holds(measures, { activation, normalization, depth }) {
    const kept = (name: string, low: number, high: number): boolean =>
      ratio(measures, name) >= low && ratio(measures, name) <= high;
    if (normalization === true) {
      return compared.every(({ value }) => value === 'zeros' || kept(value, 0.05, 20));
    }
    const right = rightFor(String(activation));
    // The sigmoid of small numbers is ½ for all units: what is lost is the difference between samples, and the gradient.
    if (activation === 'sigmoid') {
      return (
        kept(right, 0.3, 3) && (measures['last.narrow'] ?? 1) < 0.05 && (measures[`gradient.${right}`] ?? 1) < 0.01
      );
    }
    // A millionth at ten layers: a factor of 10^(2/3) at each step from layer to layer.
    return (
      kept(right, activation === 'tanh' ? 0.2 : 0.3, 3) &&
      ratio(measures, 'narrow') < 10 ** (-(2 / 3) * (Number(depth) - 1))
    );
  },
  sees(measures, config) {
    const name = String(config['initializer']);
    const { first = 0, last = 0, gradient = 0, saturated = 0 } = measures;
    const depth = Number(config['depth']);
    const label = labelOf(name);
    const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
    const [verdict, judged] = verdictOf(measures, config);
    const bound = isBounded(config['activation']);
    return {
      en:
        `With ${en} the standard deviation is ${shortNumber(first)} behind layer 1 and ${shortNumber(last)} behind layer ${depth}: ${verdict} ` +
        `The gradient at layer 1 is ${shortNumber(gradient)} of that at layer ${depth}` +
        `${bound ? `, and ${percent(saturated)} of the last outputs are saturated` : ''}.`,
      ko:
        `${ko} 초깃값에서 표준편차는 1층에서 ${shortNumber(first)}, ${depth}층에서 ${shortNumber(last)}입니다. ${judged} ` +
        `1층의 기울기는 ${depth}층의 ${shortNumber(gradient)}배${bound ? `이고, 마지막 층 출력의 ${percent(saturated)}가 포화되었습니다` : '입니다'}.`,
    };
  },
  cures(config) {
    const activation = String(config['activation']);
    const right = rightFor(activation);
    const label = labelOf(right);
    const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
    return [
      ...(config['initializer'] === right
        ? []
        : [
            {
              id: 'initializer',
              label: { en: `Begin with ${en}`, ko: `${ko} 초깃값 쓰기` },
              config: { ...config, initializer: right },
            },
          ]),
      ...(config['normalization'] === true
        ? []
        : [
            {
              id: 'normalization',
              label: { en: 'Normalize each batch', ko: '배치 정규화 쓰기' },
              config: { ...config, normalization: true },
            },
          ]),
      ...(activation === 'sigmoid'
        ? [
            {
              id: 'relu',
              label: { en: 'ReLU with He', ko: 'ReLU와 He 초깃값 쓰기' },
              config: { ...config, activation: 'relu', initializer: 'heNormal' },
            },
          ]
        : []),
    ];
  },
  code: codeOf,
};

/** What has become of the signal, in both languages. */
function verdictOf(
  { first = 0, last = 0, saturated = 0 }: Measures,
  { activation }: Config,
): readonly [string, string] {
  const change = last / first;
  if (first === 0 || last === 0) return ['nothing passes.', '아무것도 통과하지 못합니다.'];
  if (saturated > 0.5) {
    return ['the units are saturated, and their slopes near 0.', '유닛이 포화되어 기울기가 0에 가깝습니다.'];
  }
  if (activation === 'sigmoid' && last < 0.05) {
    return ['all units say ½, whatever the sample.', '어떤 샘플이든 모든 유닛이 ½에 가까운 값을 냅니다.'];
  }
  if (change < 0.01) {
    return [
      `only ${shortNumber(change)} of it is left; the signal has vanished.`,
      `${shortNumber(change)}배만 남아 신호가 사라졌습니다.`,
    ];
  }
  if (change > 100) {
    return [
      `${shortNumber(change)} times as much; the signal has exploded.`,
      `${shortNumber(change)}배로 커져 신호가 폭발했습니다.`,
    ];
  }
  if (change < 0.2) {
    return [
      `${shortNumber(change)} of it is left; the signal fades.`,
      `${shortNumber(change)}배만 남아 신호가 약해집니다.`,
    ];
  }
  return [
    `${shortNumber(change)} of it arrives; the signal is kept.`,
    `${shortNumber(change)}배로, 신호가 유지됩니다.`,
  ];
}
