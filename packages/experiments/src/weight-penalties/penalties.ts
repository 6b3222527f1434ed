import type { Label } from '../label.ts';

export const defaults = {
  penalty: 'l1-proximal',
  lambda: 0.3,
  design: 'correlated',
  samples: 80,
  features: 30,
  noise: 1,
  steps: 300,
  seed: 1,
};

/** The kinds of penalty that are compared, in the order of the pictures. */
export const penalties = {
  none: { en: 'no penalty', ko: '규제 없음' },
  l1: { en: 'L1, gradient steps', ko: 'L1, 경사 걸음' },
  'l1-proximal': { en: 'L1, proximal steps', ko: 'L1, 근접(proximal) 걸음' },
  l2: { en: 'L2 penalty', ko: 'L2 규제' },
} as const satisfies Readonly<Record<string, Label>>;

export type PenaltyName = keyof typeof penalties;

export const penaltyNames = Object.keys(penalties) as readonly PenaltyName[];

/** The one with a name; none for a name that is none. */
export function penaltyOf(name: string): PenaltyName {
  return penaltyNames.find((each) => each === name) ?? 'none';
}

/** What the first features count; all others count nothing. */
export const truth: readonly number[] = [3, -2, 1.5, -1, 1];

/** The step of gradient descent: below 2 / L for all designs that can be set. */
export const learningRate = 0.05;
