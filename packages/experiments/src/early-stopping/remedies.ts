import type { Label } from '../label.ts';

export const defaults = {
  remedy: 'none',
  samples: 40,
  noise: 0.3,
  epochs: 300,
  l1: 0.003,
  l2: 0.01,
  rate: 0.7,
  patience: 20,
  seed: 1,
};

/** What can be done, with its name. */
export const remedies = {
  none: { en: 'nothing', ko: '없음' },
  l1: { en: 'L1 penalty', ko: 'L1 규제' },
  l2: { en: 'L2 penalty', ko: 'L2 규제' },
  dropout: { en: 'dropout', ko: '드롭아웃(dropout)' },
  'early-stopping': { en: 'early stopping', ko: '조기 종료(early stopping)' },
  'more-data': { en: 'ten times the data', ko: '데이터 10배' },
  'written-rule': { en: 'the stopping rule as the document writes it', ko: '문서에 적힌 그대로의 종료 규칙' },
} as const satisfies Readonly<Record<string, Label>>;

export type Remedy = keyof typeof remedies;

/** The one with a name; nothing for a name that is none. */
export function remedyOf(name: string): Remedy {
  return Object.keys(remedies).includes(name) ? (name as Remedy) : 'none';
}

export const learningRate = 0.005;

/** All samples at once, as long as they are few: whole batches, and no noise but that of the data. */
export function batchSizeOf(samples: number): number {
  return Math.min(64, samples);
}
