import type { Experiment } from '../experiment.ts';
import { shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { curves, defaults, type StepName, stepLabels, stepNames, stepSettings } from './step-settings.ts';

export const newtonStep: Experiment = {
  id: 'newton-step',
  group: 'curvature',
  title: { en: 'One step of Newton’s method', ko: '뉴턴(Newton) 방법의 한 걸음' },
  question: {
    en: 'The slope says which way is down. What does the curvature add, and what if it is negative?',
    ko: '기울기는 어느 쪽이 내리막인지 알려 줍니다. 곡률은 무엇을 더해 주며, 곡률이 음수이면 어떻게 될까요?',
  },
  claim: {
    en: 'A slope gives a linear model, which has no lowest place; slope and curvature give a parabola, whose lowest place is −f′/f″ away. Near a minimum such steps double the number of right digits each time. Where the curvature is negative the same step goes up, to a maximum; damping or a line search cures that.',
    ko: '기울기만으로는 최저점이 없는 1차 모형이 되고, 기울기와 곡률을 함께 쓰면 포물선이 되며 그 최저점은 −f′/f″만큼 떨어져 있습니다. 최솟값 근처에서는 걸음마다 맞는 자릿수가 두 배로 늘어납니다. 곡률이 음수인 곳에서는 같은 걸음이 오르막으로, 최댓값을 향해 갑니다. 감쇠(damping)나 선 탐색(line search)으로 바로잡을 수 있습니다.',
  },
  explanation: [
    {
      en: 'Taylor: `f(x + δ) ≈ f + f′·δ + ½·f″·δ²`. The right side is flat at `δ = −f′/f″` (the document has a stray bracket there): the lowest place of the model for `f″ > 0`, its highest for `f″ < 0`. The function is no parabola, so one goes on from there. On a parabola one step is enough.',
      ko: '테일러(Taylor) 전개로 `f(x + δ) ≈ f + f′·δ + ½·f″·δ²`입니다. 오른쪽 식은 `δ = −f′/f″`에서 평평합니다(문서의 식에는 괄호가 하나 잘못 들어가 있습니다). `f″ > 0`이면 모형의 최저점, `f″ < 0`이면 최고점입니다. 실제 함수는 포물선이 아니므로 그 자리에서 다시 반복합니다. 포물선이라면 한 걸음으로 끝납니다.',
    },
    {
      en: 'Curvature by its size, `−f′/|f″|`, always goes down; damping, `−f′/(f″ + μ)`, also makes steps shorter where the curvature is small, and becomes gradient descent with the rate `1/μ` for large `μ`. In many variables f″ is the Hessian of m × m numbers: one solves `(H + μI)·δ = −∇f` by factors, and inverts nothing.',
      ko: '곡률의 절댓값을 쓰는 `−f′/|f″|`는 언제나 내려갑니다. 감쇠 `−f′/(f″ + μ)`는 곡률이 작은 곳에서 걸음을 줄여 주며, `μ`가 크면 학습률이 `1/μ`인 경사 하강이 됩니다. 변수가 여럿이면 f″는 m × m 헤세 행렬(Hessian)이 되고, 역행렬을 구하지 않고 분해를 이용해 `(H + μI)·δ = −∇f`를 풉니다.',
    },
    {
      en: 'Positive curvature alone is not enough: on `√(1 + x²)` a plain step from x lands at `−x³`. From inside (−1, 1) that converges with three times the digits at each step, from outside it flies away. A line search takes a shorter step in the same direction.',
      ko: '곡률이 양수인 것만으로는 충분하지 않습니다. `√(1 + x²)`에서는 x에서 한 걸음 가면 `−x³`입니다. (−1, 1) 안에서 출발하면 걸음마다 자릿수가 세 배로 늘며 수렴하지만, 밖에서 출발하면 멀리 날아갑니다. 선 탐색은 같은 방향으로 더 짧은 걸음을 택합니다.',
    },
  ],
  inventory: ['1.2.53', '1.2.54', '1.2.55', '1.2.56', '1.2.57', '1.2.58', '1.2.59', '1.2.60'],
  source: 'Nocedal and Wright, Numerical optimization, 2nd edition 2006, sections 3.3 and 3.4',
  controls: [
    {
      kind: 'choice',
      key: 'f',
      label: { en: 'Function', ko: '함수' },
      choices: Object.entries(curves).map(([value, { label, start }]) => ({ value, label, sets: { start } })),
    },
    {
      kind: 'choice',
      key: 'method',
      label: { en: 'Step', ko: '걸음' },
      choices: stepNames.map((value) => ({ value, label: stepLabels[value] })),
    },
    { kind: 'number', key: 'start', label: { en: 'Start', ko: '출발점' }, least: -4, most: 4, step: 0.01 },
    {
      kind: 'number',
      key: 'damping',
      label: { en: 'Damping μ', ko: '감쇠 μ' },
      least: 0.5,
      most: 10,
      step: 0.1,
    },
    {
      kind: 'number',
      key: 'shown',
      label: { en: 'Show the models of step', ko: '모형을 보여 줄 걸음' },
      least: 1,
      most: 30,
      step: 1,
    },
  ],
  defaults,
  holds(measures, config) {
    const { curve, method, start } = stepSettings(config);
    const { minimum = 0, uphill = 0, curvature = 0, steps = 0, order } = measures;
    if (method !== 'plain') return minimum === 1 && uphill === 0;
    if (curvature < 0) return uphill === 1;
    if (curve === 'bowl' && Math.abs(start) >= 1) return minimum === 0;
    if (curve === 'parabola') return minimum === 1 && steps <= 1;
    // Estimated from three steps, before rounding: between that of the limit, 2 or 3, and a little less.
    return minimum === 1 && (order === undefined || order > 1.5);
  },
  sees(measures, config) {
    const { method } = stepSettings(config);
    const { steps = 0, x = 0, minimum = 0, maximum = 0, curvature = 0, firstStep = 0, order } = measures;
    const label = stepLabels[method];
    const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
    const place = shortNumber(x);
    const start = {
      en: `At the start the curvature is ${shortNumber(curvature)}, and the step (${en}) ${shortNumber(firstStep)}`,
      ko: `출발점의 곡률은 ${shortNumber(curvature)}이고 첫걸음(${ko})은 ${shortNumber(firstStep)}`,
    };
    const grows =
      order === undefined
        ? { en: '', ko: '' }
        : {
            en: ` At the end each step multiplies the number of right digits by ${shortNumber(Number(order.toPrecision(2)))}.`,
            ko: ` 끝에서는 걸음마다 맞는 자릿수가 ${shortNumber(Number(order.toPrecision(2)))}배가 됩니다.`,
          };
    if (minimum === 1) {
      return {
        en: `${start.en}. After ${steps} steps it is at a minimum, x = ${place}.${grows.en}`,
        ko: `${start.ko}입니다. ${steps}걸음 뒤 최솟값 x = ${place}에 도착합니다.${grows.ko}`,
      };
    }
    if (maximum === 1) {
      return {
        en: `${start.en}: uphill. After ${steps} steps it is at a maximum, x = ${place}, where the slope is 0 as well.`,
        ko: `${start.ko}로, 오르막입니다. ${steps}걸음 뒤 도착한 곳은 기울기가 0인 최댓값 x = ${place}입니다.`,
      };
    }
    return {
      en: `${start.en}. After ${steps} steps it is nowhere near a minimum: x = ${place}.`,
      ko: `${start.ko}입니다. ${steps}걸음 뒤에도 최솟값 근처가 아니며 x = ${place}입니다.`,
    };
  },
  cures(config) {
    const { curve, method } = stepSettings(config);
    const isBroken = method === 'plain' && (curve === 'double-well' || curve === 'bowl');
    const isBowl = curve === 'bowl' && method === 'absolute';
    if (!isBroken && !isBowl) return [];
    const names: readonly StepName[] =
      curve === 'bowl' ? ['line-search', 'damped'] : ['line-search', 'damped', 'absolute'];
    return names.map((name) => ({ id: name, label: stepLabels[name], config: { ...config, method: name } }));
  },
  code: codeOf,
};
