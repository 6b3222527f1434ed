import type { Cure, Experiment, Frame } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults, type PenaltyName, penalties, penaltyNames, penaltyOf, truth } from './penalties.ts';

/** A number of one training: how many weights are 0, the error on other samples, … */
const of = (measures: Frame['measures'], name: PenaltyName, what: string): number => measures[`${name}.${what}`] ?? NaN;

export const weightPenalties: Experiment = {
  id: 'weight-penalties',
  group: 'generalization',
  title: { en: 'L1 against L2', ko: 'L1 규제와 L2 규제' },
  question: {
    en: 'Both penalties make weights small. Why does one of them choose features, and the other does not?',
    ko: '두 규제 모두 가중치를 작게 만듭니다. 그런데 왜 하나는 특징을 골라내고 다른 하나는 그러지 못합니까?',
  },
  claim: {
    en: 'L1 makes the weights of useless features exactly 0, and with that selects features – but only with proximal steps: the gradient steps of the document, `w ← w − ρ∇J − ρλ·sign(w)`, jump back and forth over 0 and leave no weight there. L2 makes all weights smaller and none of them 0.',
    ko: 'L1 규제는 쓸모없는 특징의 가중치를 정확히 0으로 만들어 특징을 선택합니다. 다만 근접 걸음(proximal step)을 쓸 때만 그렇습니다. 문서의 경사 걸음 `w ← w − ρ∇J − ρλ·sign(w)`는 0을 넘나들 뿐 어떤 가중치도 정확히 0에 두지 못합니다. L2 규제는 모든 가중치를 줄이지만 어느 것도 0으로 만들지 않습니다.',
  },
  explanation: [
    {
      en: 'A linear problem with a known truth: of all features only the first five count. The loss is the mean squared error plus `λ·Σ|w|` (L1) or `λ·Σw²` (L2, without ½). Four models with the same first weights are trained by the same steps of size ρ = 0.05.',
      ko: '정답을 알고 있는 선형 문제입니다. 전체 특징 가운데 처음 다섯 개만 의미가 있습니다. 손실은 평균제곱오차에 `λ·Σ|w|`(L1) 또는 `λ·Σw²`(L2, ½ 없음)를 더한 것입니다. 초깃값이 같은 모델 네 개를 크기 ρ = 0.05의 같은 걸음으로 훈련합니다.',
    },
    {
      en: 'On an orthogonal design the solutions can be written down: from the weight z of least squares L1 takes λ/2 and stops at 0 (soft threshold), L2 divides z by 1 + λ. In general L2 has the normal equations `(XᵀX/n + λI)·w = Xᵀy/n`, and L1 is solved coordinate by coordinate. The bars show both, trained and solved.',
      ko: '직교 설계에서는 해를 식으로 쓸 수 있습니다. 최소제곱 가중치 z에서 L1은 λ/2를 빼되 0에서 멈추고(연성 임계, soft threshold), L2는 z를 1 + λ로 나눕니다. 일반적으로 L2의 해는 정규 방정식 `(XᵀX/n + λI)·w = Xᵀy/n`로, L1의 해는 좌표를 하나씩 풀어 구합니다. 막대그래프에 훈련 결과와 계산한 해를 함께 보여 줍니다.',
    },
    {
      en: 'The contours: the penalty is the same as a limit to the norm. The diamond of L1 has its corners on the axes, so a contour often touches it where one weight is 0; the disc of L2 has no corners. The price: what counts is made smaller, too, by λ/2 at least. A λ that selects well is therefore often too large to predict well; one then trains anew with the features that are left, without a penalty.',
      ko: '등고선 그림: 규제는 노름(norm)에 한계를 두는 것과 같습니다. L1의 마름모는 꼭짓점이 축 위에 있어서 등고선이 한 가중치가 0인 곳에서 닿기 쉽습니다. L2의 원에는 꼭짓점이 없습니다. 대가도 있습니다. 의미 있는 가중치도 λ/2 이상 작아집니다. 그래서 특징을 잘 고르는 λ는 예측에는 너무 큰 경우가 많으며, 이때는 남은 특징만으로 규제 없이 다시 훈련합니다.',
    },
  ],
  inventory: ['1.1.33', '1.1.35', '1.2.23', '1.2.25', '1.2.26', '1.2.27', '1.2.28', '1.2.29', '1.2.30'],
  source:
    'Tibshirani, Regression shrinkage and selection via the lasso, Journal of the Royal Statistical Society B 58, 1996',
  controls: [
    {
      key: 'penalty',
      label: { en: 'Penalty shown', ko: '보여 줄 규제' },
      kind: 'choice',
      choices: penaltyNames.map((value) => ({ value, label: penalties[value] })),
    },
    { key: 'lambda', label: 'λ', kind: 'number', least: 0.01, most: 10, step: 10 ** 0.1, scale: 'log' },
    {
      key: 'design',
      label: { en: 'Features', ko: '특징' },
      kind: 'choice',
      choices: [
        { value: 'correlated', label: { en: 'correlated with their neighbours', ko: '이웃끼리 상관' } },
        { value: 'independent', label: { en: 'independent', ko: '독립' } },
        { value: 'orthogonal', label: { en: 'orthogonal', ko: '직교' } },
      ],
    },
    { key: 'samples', label: { en: 'Samples', ko: '표본 수' }, kind: 'number', least: 40, most: 400, step: 20 },
    { key: 'features', label: { en: 'Features', ko: '특징 수' }, kind: 'number', least: 6, most: 36, step: 2 },
    { key: 'noise', label: { en: 'Noise', ko: '잡음' }, kind: 'number', least: 0, most: 3, step: 0.25 },
    { key: 'steps', label: { en: 'Steps', ko: '걸음 수' }, kind: 'number', least: 20, most: 2000, step: 20 },
    { key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, kind: 'number', least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures) {
    const useless = measures['useless'] ?? NaN;
    return (
      of(measures, 'l1-proximal', 'zeros') > useless / 2 &&
      of(measures, 'l1-proximal', 'lost') === 0 &&
      of(measures, 'l1', 'zeros') === 0 &&
      of(measures, 'l2', 'zeros') === 0 &&
      of(measures, 'l2', 'squares') < of(measures, 'none', 'squares')
    );
  },
  sees(measures, config) {
    const { features, lambda } = settingsOf(defaults, config);
    const zeros = (name: PenaltyName): number => of(measures, name, 'zeros');
    const error = (name: PenaltyName): string => shortNumber(of(measures, name, 'testError'));
    const [lost, near, step] = [
      of(measures, 'l1-proximal', 'lost'),
      of(measures, 'l1', 'small'),
      measures['steps'] ?? 0,
    ];
    const [en, ko] =
      lost === 0
        ? [`none of the ${truth.length} that count among them`, `의미 있는 ${truth.length}개는 모두 남아 있습니다`]
        : [`${lost} of the ${truth.length} that count among them`, `그 가운데 ${lost}개는 의미 있는 특징입니다`];
    return {
      en: `After ${step} steps with λ = ${shortNumber(lambda)}, proximal L1 has ${zeros('l1-proximal')} of ${features} weights at exactly 0, ${en}; gradient steps have ${zeros('l1')}, though ${near} lie within one step of it; L2 has ${zeros('l2')}. The error on other samples is ${error('none')} without a penalty, ${error('l1-proximal')} with proximal L1, ${error('l2')} with L2.`,
      ko: `λ = ${shortNumber(lambda)}, ${step} 걸음 뒤 근접 걸음의 L1은 가중치 ${features}개 중 ${zeros('l1-proximal')}개가 정확히 0이며, ${ko}. 경사 걸음의 L1은 ${zeros('l1')}개가 0이고 ${near}개가 0에서 한 걸음 안에 있습니다. L2는 ${zeros('l2')}개입니다. 다른 표본에서의 오차는 규제 없이 ${error('none')}, 근접 L1 ${error('l1-proximal')}, L2 ${error('l2')}입니다.`,
    };
  },
  cures(config) {
    const cure = (penalty: PenaltyName): Cure => ({
      id: penalty,
      label: penalties[penalty],
      config: { ...config, penalty },
    });
    const penalty = penaltyOf(settingsOf(defaults, config).penalty);
    if (penalty === 'none') return [cure('l1-proximal'), cure('l2')];
    return penalty === 'l1' ? [cure('l1-proximal')] : [];
  },
  code: codeOf,
};
