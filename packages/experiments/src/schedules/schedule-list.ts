import type { Config } from '../experiment.ts';
import type { Label } from '../label.ts';
import { settingsOf } from '../settings.ts';

export const defaults = { schedule: 'constant', peak: 0.1, epochs: 24, batchSize: 4, noise: 0.5, seed: 1 };

/** Samples of the problem. */
export const samples = 256;

export type ScheduleName =
  | 'constant'
  | 'step'
  | 'exponential'
  | 'inverse-time'
  | 'cosine'
  | 'warm-up'
  | 'one-cycle'
  | 'plateau';

export const scheduleLabels: Readonly<Record<ScheduleName, Label>> = {
  constant: { en: 'constant', ko: '일정' },
  step: { en: 'steps', ko: '계단(step)' },
  exponential: { en: 'exponential', ko: '지수(exponential)' },
  'inverse-time': { en: '1/time', ko: '시간 반비례(1/t)' },
  cosine: { en: 'cosine', ko: '코사인(cosine)' },
  'warm-up': { en: 'warm-up, then cosine', ko: '워밍업(warm-up) 후 코사인' },
  'one-cycle': { en: 'one cycle', ko: '1사이클(1cycle)' },
  plateau: { en: 'reduced on plateaus', ko: '정체되면 낮추기(plateau)' },
};

export const scheduleNames = Object.keys(scheduleLabels) as readonly ScheduleName[];

/** Those that fall. */
export const annealed: readonly ScheduleName[] = scheduleNames.filter((name) => name !== 'constant');

/** Those of them that are to end below every constant rate; 1/time leaves the high rates too early for that. */
export const better: readonly ScheduleName[] = annealed.filter((name) => name !== 'inverse-time');

/** Constant rates, of which the best one is to be beaten. */
export const constantRates: readonly number[] = [0.003, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1];

export function scheduleSettings(config: Config): Omit<typeof defaults, 'schedule'> & {
  readonly schedule: ScheduleName;
  /** Of the whole run. */
  readonly steps: number;
} {
  const given = settingsOf(defaults, config);
  const schedule = scheduleNames.find((name) => name === given.schedule) ?? 'constant';
  return { ...given, schedule, steps: given.epochs * Math.ceil(samples / given.batchSize) };
}
