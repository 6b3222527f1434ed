import type { Cure, Experiment } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults, formNames, formOf, forms } from './forms.ts';

/** What was not finite first, by its number in the order of computation. */
const origins = [
  { en: 'nothing', ko: '없음' },
  { en: 'the scores', ko: '점수' },
  { en: 'the exponentials', ko: '지수' },
  { en: 'the probabilities', ko: '확률' },
  { en: 'the loss', ko: '손실' },
  { en: 'the gradients', ko: '기울기' },
  { en: 'the weights', ko: '가중치' },
] as const;

export const numericalHealth: Experiment = {
  id: 'numerical-health',
  group: 'numbers',
  title: { en: 'Where NaN comes from', ko: 'NaN은 어디에서 시작됩니까' },
  question: {
    en: 'The formula is right. Why does the loss become NaN, and how small may the step of a gradient check be?',
    ko: '식은 맞습니다. 그런데 왜 손실이 NaN이 되며, 기울기 검사의 간격은 얼마나 작아도 됩니까?',
  },
  claim: {
    en: 'In float32 `eᶻ` overflows from z = 88.7 on, and infinity by infinity is NaN; after the largest score is subtracted nothing overflows, but probabilities below 10⁻⁴⁵ are 0, and the logarithm of 0 is −∞. One formula for log-sum-exp has neither. A finite difference is worst where its step is smallest: its error has the shape of a V, with the best step near the cube root of the rounding error, about 10⁻² in float32 and 10⁻⁵ in float64.',
    ko: 'float32에서 `eᶻ`는 z = 88.7부터 넘치고, 무한대를 무한대로 나누면 NaN입니다. 가장 큰 점수를 빼면 넘치지 않지만, 10⁻⁴⁵보다 작은 확률은 0이 되고 0의 로그는 −∞입니다. log-sum-exp를 한 번에 계산하면 두 문제가 모두 없습니다. 유한 차분은 간격이 가장 작을 때 가장 나쁩니다. 오차는 V자 모양이며, 가장 좋은 간격은 반올림 오차의 세제곱근 근처로 float32에서는 약 10⁻², float64에서는 약 10⁻⁵입니다.',
  },
  explanation: [
    {
      en: 'A network with inputs that are too large, so that its scores grow. Each step counts what is not finite, in the order of computation: scores, exponentials, probabilities, loss, gradients, weights. What comes first is the cause; one step later everything is NaN and says nothing any more.',
      ko: '입력이 너무 커서 점수가 계속 커지는 신경망입니다. 걸음마다 점수, 지수, 확률, 손실, 기울기, 가중치의 계산 순서대로 유한하지 않은 값을 셉니다. 가장 먼저 나타난 것이 원인입니다. 한 걸음 뒤에는 모두 NaN이 되어 아무것도 알 수 없습니다.',
    },
    {
      en: 'The three forms: `log(eᶻ / Σeᶻ)`; the same with `z − max z`; and `z − max z − log Σ e^(z − max z)`, which forms no probability before its logarithm. The last is what the losses of this library use with `fromLogits: true`, and `logSoftmax`.',
      ko: '세 가지 형태는 `log(eᶻ / Σeᶻ)`, 여기에 `z − max z`를 넣은 것, 그리고 로그를 취하기 전에 확률을 만들지 않는 `z − max z − log Σ e^(z − max z)`입니다. 이 라이브러리의 손실 함수에서 `fromLogits: true`를 주거나 `logSoftmax`를 쓰면 마지막 형태로 계산합니다.',
    },
    {
      en: 'The central difference `(f(w + h) − f(w − h)) / 2h` errs by `h²·f‴/6` because it is a difference, and by `ε·f/h` because f is rounded. Their sum is least at `h = (3·ε·f / f‴)^⅓`. Hence gradients are checked in float64.',
      ko: '중앙 차분 `(f(w + h) − f(w − h)) / 2h`의 오차는 차분이기 때문에 생기는 `h²·f‴/6`과, f가 반올림되기 때문에 생기는 `ε·f/h`의 합입니다. 합은 `h = (3·ε·f / f‴)^⅓`에서 가장 작습니다. 그래서 기울기 검사는 float64로 합니다.',
    },
  ],
  inventory: ['1.3.3', '1.4.1', '1.4.18'],
  source:
    'Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, IMA Journal of Numerical Analysis 41, 2021',
  controls: [
    {
      key: 'form',
      label: { en: 'Loss, written', ko: '손실 계산 방법' },
      kind: 'choice',
      choices: formNames.map((value) => ({ value, label: forms[value] })),
    },
    {
      key: 'scale',
      label: { en: 'Size of the inputs', ko: '입력의 크기' },
      kind: 'number',
      least: 1,
      most: 1000,
      step: 10 ** 0.1,
      scale: 'log',
    },
    {
      key: 'learningRate',
      label: { en: 'Learning rate', ko: '학습률' },
      kind: 'number',
      least: 0.001,
      most: 1,
      step: 10 ** 0.1,
      scale: 'log',
    },
    { key: 'steps', label: { en: 'Steps', ko: '걸음 수' }, kind: 'number', least: 10, most: 300, step: 10 },
    { key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, kind: 'number', least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures, config) {
    const form = formOf(settingsOf(defaults, config).form);
    const of = (name: string): number => measures[name] ?? NaN;
    // The logarithm of the largest float32, at the resolution of the sweep.
    const overflows = of('naive.limit') > 88.7 && of('naive.limit') < 91;
    const isStable = of('shifted.limit') > of('naive.limit') && of('stable.limit') === Infinity;
    const isV = of('float32.step') > 30 * of('float64.step') && of('float32.error') > 100 * of('float64.error');
    // Exponentials come second in the order of computation, the loss fourth.
    const begins = { naive: [2, 4], shifted: [4], stable: [0] }[form].includes(of('origin'));
    return overflows && isStable && isV && begins;
  },
  sees(measures, config) {
    const form = formOf(settingsOf(defaults, config).form);
    const { step = NaN, loss = NaN, firstStep = NaN, origin = 0 } = measures;
    const of = (name: string): string => shortNumber(measures[name] ?? NaN);
    const { en, ko } = origins[origin] ?? origins[0];
    const checks = {
      en: `The gradient check is best with h = ${of('float32.step')} in float32, with an error of ${of('float32.error')}, and with h = ${of('float64.step')} in float64, with ${of('float64.error')}.`,
      ko: `기울기 검사는 float32에서 h = ${of('float32.step')}일 때 오차 ${of('float32.error')}로, float64에서 h = ${of('float64.step')}일 때 오차 ${of('float64.error')}로 가장 정확합니다.`,
    };
    if (origin === 0) {
      return {
        en: `With the loss written “${forms[form].en}” everything is finite after ${step} steps: the loss is ${shortNumber(loss)}. ${checks.en}`,
        ko: `손실을 ‘${forms[form].ko}’ 방법으로 계산하면 ${step} 걸음 뒤에도 모두 유한하며 손실은 ${shortNumber(loss)}입니다. ${checks.ko}`,
      };
    }
    return {
      en: `With the loss written “${forms[form].en}” training breaks at step ${firstStep}: the first that ${origin === 4 ? 'is' : 'are'} not finite ${origin === 4 ? 'is' : 'are'} ${en}. ${checks.en}`,
      ko: `손실을 ‘${forms[form].ko}’ 방법으로 계산하면 ${firstStep} 걸음에서 훈련이 무너집니다. 처음으로 유한하지 않은 것은 ${ko}입니다. ${checks.ko}`,
    };
  },
  cures(config) {
    const { form, scale } = settingsOf(defaults, config);
    const stable: Cure = { id: 'stable', label: forms.stable, config: { ...config, form: 'stable' } };
    const small: Cure = {
      id: 'small-inputs',
      label: { en: 'inputs of size 1', ko: '크기가 1인 입력' },
      config: { ...config, scale: 1 },
    };
    return [...(formOf(form) === 'stable' ? [] : [stable]), ...(scale > 1 ? [small] : [])];
  },
  code: codeOf,
};
