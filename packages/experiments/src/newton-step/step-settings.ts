import type { Config } from '../experiment.ts';
import type { Label } from '../label.ts';
import { settingsOf } from '../settings.ts';

export const defaults = { f: 'double-well', method: 'plain', start: 0.4, damping: 1, shown: 1 };

export type CurveName = 'double-well' | 'exponential' | 'bowl' | 'parabola';
export type StepName = 'plain' | 'absolute' | 'damped' | 'line-search';

/** A function of one variable that steps are taken on. */
export interface CurveAbout {
  readonly label: Label;
  /** Of x, as a program writes it, and the names that it needs from `@gradkit/core`. */
  readonly code: string;
  readonly needs: readonly string[];
  readonly range: readonly [number, number];
  readonly start: number;
}

export const curves: Readonly<Record<CurveName, CurveAbout>> = {
  'double-well': {
    label: { en: 'double well, x⁴/4 − x²/2', ko: '두 우물 x⁴/4 − x²/2' },
    code: 'sub(div(pow(x, 4), 4), div(square(x), 2))',
    needs: ['div', 'pow', 'square', 'sub'],
    range: [-2, 2],
    start: 0.4,
  },
  exponential: {
    label: { en: 'convex, eˣ − 2x', ko: '볼록 함수 eˣ − 2x' },
    code: 'sub(exp(x), mul(2, x))',
    needs: ['exp', 'mul', 'sub'],
    range: [-2, 4],
    start: 3,
  },
  bowl: {
    label: { en: 'bowl with straight walls, √(1 + x²)', ko: '벽이 곧은 그릇 √(1 + x²)' },
    code: 'sqrt(add(1, square(x)))',
    needs: ['add', 'sqrt', 'square'],
    range: [-4, 4],
    start: 1.2,
  },
  parabola: {
    label: { en: 'parabola, (x − 1)²', ko: '포물선 (x − 1)²' },
    code: 'square(sub(x, 1))',
    needs: ['square', 'sub'],
    range: [-2, 4],
    start: -1.5,
  },
};

export const stepLabels: Readonly<Record<StepName, Label>> = {
  plain: { en: 'plain, −f′/f″', ko: '그대로 −f′/f″' },
  absolute: { en: 'curvature by its size, −f′/|f″|', ko: '곡률의 절댓값 −f′/|f″|' },
  damped: { en: 'damped, −f′/(f″ + μ)', ko: '감쇠 −f′/(f″ + μ)' },
  'line-search': { en: 'with a line search', ko: '선 탐색(line search) 사용' },
};

export const stepNames = Object.keys(stepLabels) as readonly StepName[];

export function stepSettings(config: Config): {
  readonly curve: CurveName;
  readonly method: StepName;
  readonly start: number;
  readonly damping: number;
  readonly shown: number;
} {
  const { f, method, start, damping, shown } = settingsOf(defaults, config);
  return {
    curve: f in curves ? (f as CurveName) : 'double-well',
    method: stepNames.find((name) => name === method) ?? 'plain',
    start,
    damping,
    shown,
  };
}
