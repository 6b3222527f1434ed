import type { Label } from '../label.ts';

export const defaults = {
  kind: 'instrument',
  remedy: 'none',
  shift: 1.5,
  samples: 640,
  epochs: 40,
  steps: 120,
  seed: 1,
};

/** What the experiment shows. */
export const kinds = {
  instrument: { en: 'real: another instrument', ko: '실제: 다른 측정 기기' },
  order: { en: 'real: data in order', ko: '실제: 순서대로 나눈 데이터' },
  internal: { en: 'internal: layers that move', ko: '내부: 움직이는 층' },
} as const satisfies Readonly<Record<string, Label>>;

export type Kind = keyof typeof kinds;

/** What is done against a real shift. */
export const remedies = {
  none: { en: 'nothing', ko: '없음' },
  shuffle: { en: 'shuffle before the split', ko: '나누기 전에 섞기' },
  statistics: { en: 'standardise with statistics of the same source', ko: '같은 출처의 통계로 표준화' },
} as const satisfies Readonly<Record<string, Label>>;

export type Remedy = keyof typeof remedies;

/** The kind with a name; the first for a name that is none. */
export function kindOf(name: string): Kind {
  return Object.keys(kinds).includes(name) ? (name as Kind) : 'instrument';
}

/** The remedy with a name; none for a name that is none. */
export function remedyOf(name: string): Remedy {
  return Object.keys(remedies).includes(name) ? (name as Remedy) : 'none';
}

/** The remedies that fit a real shift. */
export const rightRemedies: Readonly<Record<'instrument' | 'order', readonly Remedy[]>> = {
  instrument: ['statistics', 'shuffle'],
  order: ['shuffle'],
};
