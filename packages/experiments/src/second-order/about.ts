import type { Experiment } from '../experiment.ts';
import type { Label } from '../label.ts';
import { shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { arrived, curved, defaults, type MethodName, methodLabels } from './curvature-settings.ts';

const said = (label: Label, language: 'en' | 'ko'): string => (typeof label === 'string' ? label : label[language]);

export const secondOrder: Experiment = {
  id: 'second-order',
  group: 'curvature',
  title: { en: 'Newton, CG and L-BFGS against Adam', ko: '뉴턴(Newton), CG, L-BFGS와 Adam' },
  question: {
    en: 'A method that knows curvature needs fewer steps. Is that worth what a step costs?',
    ko: '곡률을 아는 방법은 걸음이 적습니다. 걸음마다 드는 비용만큼의 가치가 있을까요?',
  },
  claim: {
    en: 'With all samples at once, methods of second order reach the same gradient norm in far fewer evaluations than Adam – L-BFGS and conjugate gradient with gradients alone, Newton-CG with products of the Hessian. Newton’s own method takes few steps, too, but a Hessian is m × m and costs m products: counted so, it loses.',
    ko: '전체 데이터를 한꺼번에 쓰면 2차 방법은 같은 기울기 크기에 Adam보다 훨씬 적은 계산으로 도달합니다. L-BFGS와 켤레 기울기(conjugate gradient)는 기울기만으로, 뉴턴-CG는 헤세 행렬(Hessian)과 벡터의 곱으로 그렇게 합니다. 뉴턴 방법 자체도 걸음 수는 적지만 헤세 행렬이 m × m이라 곱이 m번 필요하므로, 이렇게 세면 오히려 집니다.',
  },
  explanation: [
    {
      en: 'A gradient is a linear model of the loss, gradient and Hessian are a quadratic one: `f(w + δ) ≈ f + ∇fᵀδ + ½·δᵀHδ`, least at `Hδ = −∇f`. Nobody inverts H. Newton’s method solves that system by factors, in m³ operations; Newton-CG solves it approximately by conjugate gradients, which ask for products `Hv` only, and each of them costs about as much as a gradient.',
      ko: '기울기는 손실의 1차 모형이고, 기울기와 헤세 행렬을 함께 쓰면 2차 모형 `f(w + δ) ≈ f + ∇fᵀδ + ½·δᵀHδ`가 되며 `Hδ = −∇f`에서 가장 작습니다. H의 역행렬을 실제로 구하지는 않습니다. 뉴턴 방법은 분해를 이용해 m³번의 연산으로 이 연립 방정식을 풀고, 뉴턴-CG는 켤레 기울기로 근사해를 구하는데 이때는 곱 `Hv`만 있으면 되고 그 비용은 기울기 한 번과 비슷합니다.',
    },
    {
      en: 'L-BFGS learns curvature from the changes of gradients along its last 30 steps. (The documents write LFGS; it is BFGS, after Broyden, Fletcher, Goldfarb and Shanno.) Where the Hessian is not positive definite, as in networks far from a minimum, its step would lead uphill: a trust region takes the minimum of the model within a radius that grows while the model predicts well and shrinks where it does not.',
      ko: 'L-BFGS는 최근 30걸음 동안의 기울기 변화에서 곡률을 배웁니다. (문서에는 LFGS로 적혀 있으나 Broyden, Fletcher, Goldfarb, Shanno의 이름을 딴 BFGS가 맞습니다.) 최솟값에서 먼 신경망처럼 헤세 행렬이 양의 정부호가 아니면 뉴턴의 걸음은 오르막일 수 있습니다. 신뢰 영역(trust region)은 어떤 반지름 안에서 모형의 최솟값을 택하고, 모형이 잘 맞으면 반지름을 늘리고 맞지 않으면 줄입니다.',
    },
    {
      en: 'The largest eigenvalue of the Hessian, found by Lanczos’ method from products, is the curvature that limits plain gradient descent to rates below 2/λ. All of this needs a loss that is the same at every evaluation: with mini-batches line searches compare noise, and Adam wins.',
      ko: '헤세 행렬의 가장 큰 고윳값(곱만으로 란초시(Lanczos) 방법을 써서 구합니다)은 단순한 경사 하강의 학습률을 2/λ 아래로 제한하는 곡률입니다. 이 모든 것은 계산할 때마다 손실이 같아야 성립합니다. 미니배치에서는 선 탐색(line search)이 잡음을 비교하게 되므로 Adam이 유리합니다.',
    },
  ],
  inventory: [
    '1.2.52',
    '1.2.53',
    '1.2.55',
    '1.2.57',
    '1.2.58',
    '1.2.59',
    '1.2.60',
    '1.2.61',
    '1.2.62',
    '1.2.63',
    '1.2.64',
  ],
  source: 'Nocedal and Wright, Numerical optimization, 2nd edition 2006, chapters 4, 5 and 7',
  controls: [
    {
      kind: 'choice',
      key: 'problem',
      label: { en: 'Loss', ko: '손실' },
      choices: [
        { value: 'network', label: { en: 'a small network, two half moons', ko: '작은 신경망, 두 반달' } },
        { value: 'logistic', label: { en: 'logistic regression, tumours', ko: '로지스틱 회귀, 종양' } },
      ],
    },
    {
      kind: 'number',
      key: 'units',
      label: { en: 'Hidden units', ko: '은닉 유닛 수' },
      hint: {
        en: 'Of the network: it has 4 parameters for each, and one.',
        ko: '신경망에만 쓰입니다. 매개변수는 유닛마다 4개에 1개를 더한 수입니다.',
      },
      least: 2,
      most: 32,
      step: 1,
    },
    {
      kind: 'number',
      key: 'penalty',
      label: { en: 'Penalty λ', ko: '규제 강도 λ' },
      hint: {
        en: 'Half of it times the sum of squares is added to the loss.',
        ko: '그 절반에 매개변수 제곱의 합을 곱하여 손실에 더합니다.',
      },
      least: 0.0001,
      most: 0.1,
      step: 10 ** 0.5,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'learningRate',
      label: { en: 'Learning rate of Adam', ko: 'Adam의 학습률' },
      least: 0.001,
      most: 1,
      step: 10 ** 0.1,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'budget',
      label: { en: 'Evaluations, at most', ko: '계산 횟수 한도' },
      least: 100,
      most: 10000,
      step: 10 ** 0.1,
      scale: 'log',
    },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures) {
    const { parameters = 0 } = measures;
    const of = (name: MethodName, what: string): number => measures[`${name}.${what}`] ?? Number.POSITIVE_INFINITY;
    const cheap = curved.filter((name) => name !== 'newton');
    return (
      cheap.every((name) => of(name, 'reached') < of('adam', 'reached')) &&
      cheap.every((name) => of(name, 'steps') < of('adam', 'steps')) &&
      // Where its Hessians use up the evaluations before it arrives, it has lost all the more.
      (measures['newton.reached'] === undefined || of('newton', 'steps') < of('adam', 'steps') / 5) &&
      of('newton', 'perStep') > parameters
    );
  },
  sees(measures) {
    const { parameters = 0 } = measures;
    const ran = curved.filter((name) => measures[`${name}.perStep`] !== undefined);
    const there = ran.filter((name) => measures[`${name}.reached`] !== undefined);
    const [best] = there.sort((a, b) => (measures[`${a}.reached`] ?? 0) - (measures[`${b}.reached`] ?? 0));
    if (best === undefined) return { en: 'No method has arrived yet.', ko: '아직 도착한 방법이 없습니다.' };
    const told = (name: MethodName, what: string): string => {
      const value = measures[`${name}.${what}`];
      return value === undefined ? '–' : shortNumber(value);
    };
    const goal = `‖∇f‖ ≤ ${shortNumber(arrived)}`;
    const adamEn =
      measures['adam.reached'] === undefined ? 'Adam has not got there' : `Adam takes ${told('adam', 'reached')}`;
    const adamKo =
      measures['adam.reached'] === undefined
        ? 'Adam은 도착하지 못했습니다'
        : `Adam은 ${told('adam', 'reached')}회입니다`;
    const newtonEn =
      measures['newton.reached'] === undefined
        ? `does not get there, at ${told('newton', 'perStep')} evaluations a step`
        : `takes ${told('newton', 'steps')} steps, each of ${told('newton', 'perStep')} evaluations: ${told('newton', 'reached')}`;
    const newtonKo =
      measures['newton.reached'] === undefined
        ? `걸음마다 ${told('newton', 'perStep')}회를 계산하느라 도착하지 못했습니다`
        : `${told('newton', 'steps')}걸음, 걸음마다 ${told('newton', 'perStep')}회, 모두 ${told('newton', 'reached')}회입니다`;
    return {
      en: `To ${goal}, ${said(methodLabels[best], 'en')} takes ${told(best, 'reached')} evaluations; ${adamEn}. Newton’s method, with the whole Hessian of ${parameters} × ${parameters} numbers, ${newtonEn}.`,
      ko: `${goal}까지 ${said(methodLabels[best], 'ko')}의 계산 횟수는 ${told(best, 'reached')}회이고, ${adamKo}. ${parameters} × ${parameters} 헤세 행렬 전체를 쓰는 뉴턴 방법은 ${newtonKo}.`,
    };
  },
  cures: () => [],
  code: codeOf,
};
