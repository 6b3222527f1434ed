import type { Experiment } from '../experiment.ts';
import type { Label } from '../label.ts';
import { settingsOf } from '../settings.ts';
import { percent } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults } from './settings.ts';

const labels: Readonly<Record<string, Label>> = {
  relu: 'ReLU',
  leakyRelu: { en: 'leaky ReLU (slope 0.1)', ko: 'leaky ReLU(기울기 0.1)' },
  prelu: 'PReLU',
  elu: 'ELU',
  gelu: 'GELU',
};

const choices = Object.entries(labels).map(([value, label]) => ({ value, label }));

export const dyingRelu: Experiment = {
  id: 'dying-relu',
  group: 'signal',
  title: { en: 'Units that die: ReLU’s weakness', ko: '죽은 ReLU(dying ReLU)' },
  question: {
    en: 'A ReLU unit that is negative for every sample gets no gradient and never comes back. How many die, and why?',
    ko: '모든 샘플에서 음수가 된 ReLU 유닛은 기울기를 받지 못해 되살아나지 못합니다. 얼마나 많은 유닛이, 왜 죽을까요?',
  },
  claim: {
    en: 'Large learning rates and negative first biases kill ReLU units, up to all of a network. Leaky ReLU and PReLU cannot die; ELU and GELU only where they are driven far below 0; a lower rate and biases of 0 keep ReLU alive.',
    ko: '큰 학습률과 음수 편향 초깃값은 ReLU 유닛을 죽이며, 신경망 전체가 죽기도 합니다. leaky ReLU와 PReLU는 죽지 않고, ELU와 GELU는 0보다 훨씬 아래로 밀려났을 때만 죽습니다. 학습률을 낮추고 편향을 0으로 두면 ReLU도 살아 있습니다.',
  },
  explanation: [
    {
      en: 'A unit counts as dead when its activation’s slope is at most 0.001 for every training sample: nothing flows back through it, and its weights stay as they are. One large step is enough: it moves the bias below all that the inputs can make up for.',
      ko: '모든 훈련 샘플에서 활성화 함수의 기울기가 0.001 이하인 유닛을 죽은 것으로 셉니다. 그런 유닛으로는 아무것도 되돌아오지 않아 가중치가 그대로 멈춥니다. 큰 스텝 한 번이면 충분합니다. 편향이 입력으로 메울 수 없을 만큼 아래로 밀려나기 때문입니다.',
    },
    {
      en: 'Leaky ReLU has a small slope below 0 (0.1 here, 0.01 or 0.3 elsewhere), PReLU learns it. A document calls leaky ReLU “always better”, and ELU free of dead units: neither is quite so. ELU’s slope is eᶻ, which is nothing at z = −10, and where ReLU units die at a rate that is too high, leaky ones may explode instead. The map shows other rates and biases after one epoch.',
      ko: 'leaky ReLU는 0 아래에서 작은 기울기(여기서는 0.1, 다른 곳에서는 0.01이나 0.3)를 가지며, PReLU는 그 기울기를 학습합니다. leaky ReLU가 언제나 낫다거나 ELU에는 죽은 유닛이 없다는 설명은 꼭 맞지는 않습니다. ELU의 기울기 eᶻ은 z = −10에서 사실상 0이고, 학습률이 너무 커서 ReLU 유닛이 죽는 곳에서 leaky 유닛은 폭발하기도 합니다. 지도는 다른 학습률과 편향에서 한 에포크 뒤의 결과입니다.',
    },
  ],
  inventory: ['1.3.4', '1.3.5', '1.4.19', '1.5.8', '1.5.9', '1.5.11', '1.5.12', '1.5.13'],
  source:
    'Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, ICML 2013; Lu, Shin, Su and Karniadakis, Dying ReLU and initialization, 2020',
  controls: [
    { kind: 'choice', key: 'activation', label: { en: 'Activation', ko: '활성화 함수' }, choices },
    {
      kind: 'number',
      key: 'learningRate',
      label: { en: 'Learning rate (Adam)', ko: '학습률(Adam)' },
      least: 0.0001,
      most: 1,
      step: 1.25,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'bias',
      label: { en: 'First bias', ko: '편향 초깃값' },
      least: -4,
      most: 2,
      step: 0.25,
    },
    { kind: 'number', key: 'epochs', label: { en: 'Epochs', ko: '에포크 수' }, least: 1, most: 40, step: 1 },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드' }, least: 1, most: 100, step: 1 },
  ],
  defaults,
  holds(measures, config) {
    const { activation, learningRate, bias } = settingsOf(defaults, config);
    const { dead = NaN, accuracy = NaN } = measures;
    if (activation === 'leakyRelu' || activation === 'prelu') return dead < 0.1;
    if (activation !== 'relu') return learningRate > 0.05 || bias < -2 || (dead < 0.15 && accuracy > 0.5);
    if (learningRate >= 0.05 || bias <= -1) return dead > 0.3;
    return learningRate > 0.01 || bias < 0 || (dead < 0.25 && accuracy > 0.8);
  },
  sees(measures, config) {
    const { activation } = settingsOf(defaults, config);
    const { epoch = 0, dead = NaN, deadBefore = NaN, accuracy = NaN } = measures;
    const label = labels[activation] ?? activation;
    const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
    if (!(epoch > 0)) {
      return {
        en: `Before training ${percent(deadBefore)} of the ${en} units are dead.`,
        ko: `훈련 전에 ${ko} 유닛의 ${percent(deadBefore)}가 죽어 있습니다.`,
      };
    }
    return {
      en: `After ${epoch} epochs ${percent(dead)} of the ${en} units are dead, ${percent(deadBefore)} before training; the network recognizes ${percent(accuracy)} of other digits.`,
      ko: `${epoch}에포크 뒤 ${ko} 유닛의 ${percent(dead)}가 죽었습니다(훈련 전 ${percent(deadBefore)}). 다른 숫자에 대한 정확도는 ${percent(accuracy)}입니다.`,
    };
  },
  cures(config) {
    const { activation, learningRate, bias } = settingsOf(defaults, config);
    const others = ['leakyRelu', 'prelu', 'elu', 'gelu'].map((id) => ({
      id,
      label: labels[id] as Label,
      config: { activation: id },
    }));
    return [
      ...(activation === 'relu' ? others : []),
      ...(learningRate > 0.003
        ? [
            {
              id: 'lower-rate',
              label: { en: 'Learning rate 0.003', ko: '학습률 0.003' },
              config: { learningRate: 0.003 },
            },
          ]
        : []),
      ...(bias < 0 ? [{ id: 'bias', label: { en: 'First bias 0', ko: '편향 초깃값 0' }, config: { bias: 0 } }] : []),
    ];
  },
  code: codeOf,
};
