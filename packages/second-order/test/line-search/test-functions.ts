import type { LineFunction } from '../../src/index.ts';

/** A function of the step on which line searches are tested, and what Moré and Thuente print of their search on it. */
export interface LineProblem {
  readonly name: string;
  readonly phi: LineFunction;
  readonly c1: number;
  readonly c2: number;
  /** From the first steps 10⁻³, 10⁻¹, 10¹ and 10³: evaluations without that at 0, and the step to two digits. */
  readonly published: readonly (readonly [start: number, evaluations: number, step: string])[];
}

/** A convex function with a minimum between 0 and 1 that is flat where β₁ and β₂ say. */
function yanai(b1: number, b2: number): LineFunction {
  const gamma = (b: number): number => Math.sqrt(1 + b * b) - b;
  return (a) => ({
    value: gamma(b1) * Math.hypot(1 - a, b2) + gamma(b2) * Math.hypot(a, b1),
    slope: (gamma(b1) * (a - 1)) / Math.hypot(1 - a, b2) + (gamma(b2) * a) / Math.hypot(a, b1),
  });
}

/** |1 − α|, rounded at its kink, with waves. */
function wavy(a: number): { value: number; slope: number } {
  const [b, l] = [0.01, 39];
  const isNear = Math.abs(a - 1) < b;
  return {
    value:
      (isNear ? (a - 1) ** 2 / (2 * b) + b / 2 : Math.abs(a - 1)) +
      ((2 * (1 - b)) / (l * Math.PI)) * Math.sin((l * Math.PI * a) / 2),
    slope: (isNear ? (a - 1) / b : Math.sign(a - 1)) + (1 - b) * Math.cos((l * Math.PI * a) / 2),
  };
}

/** J. J. Moré and D. J. Thuente, ACM TOMS 20, 1994: functions (5.1) to (5.4), tables I to VI. */
export const lineProblems: readonly LineProblem[] = [
  {
    name: '−α/(α² + 2)',
    phi: (a) => ({ value: -a / (a * a + 2), slope: (a * a - 2) / (a * a + 2) ** 2 }),
    c1: 0.001,
    c2: 0.1,
    published: [
      [1e-3, 6, '1.4'],
      [1e-1, 3, '1.4'],
      [1e1, 1, '10'],
      [1e3, 4, '37'],
    ],
  },
  {
    name: '(α + 0.004)⁵ − 2(α + 0.004)⁴',
    phi: (a) => ({
      value: (a + 0.004) ** 5 - 2 * (a + 0.004) ** 4,
      slope: 5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3,
    }),
    c1: 0.1,
    c2: 0.1001,
    published: [
      [1e-3, 12, '1.6'],
      [1e-1, 8, '1.6'],
      [1e1, 8, '1.6'],
      [1e3, 11, '1.6'],
    ],
  },
  {
    name: 'a wavy one with a kink',
    phi: wavy,
    c1: 0.1,
    c2: 0.1001,
    published: [
      [1e-3, 12, '1.0'],
      [1e-1, 12, '1.0'],
      [1e1, 10, '1.0'],
      [1e3, 13, '1.0'],
    ],
  },
  {
    name: 'a flat one',
    phi: yanai(0.001, 0.001),
    c1: 0.001,
    c2: 0.001001,
    published: [
      [1e-3, 4, '0.085'],
      [1e-1, 1, '0.10'],
      [1e1, 3, '0.35'],
      [1e3, 4, '0.83'],
    ],
  },
  {
    name: 'one that is steep on the right',
    phi: yanai(0.01, 0.001),
    c1: 0.001,
    c2: 0.001001,
    published: [
      [1e-3, 6, '0.075'],
      [1e-1, 3, '0.078'],
      [1e1, 7, '0.073'],
      [1e3, 8, '0.076'],
    ],
  },
  {
    name: 'one that is steep on the left',
    phi: yanai(0.001, 0.01),
    c1: 0.001,
    c2: 0.001001,
    published: [
      [1e-3, 13, '0.93'],
      [1e-1, 11, '0.93'],
      [1e1, 8, '0.92'],
      [1e3, 11, '0.92'],
    ],
  },
];
