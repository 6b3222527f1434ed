import type { Label } from '../label.ts';

export const defaults = {
  remedy: 'none',
  ratio: 30,
  distance: 2,
  samples: 1240,
  epochs: 30,
  seed: 1,
};

/** What can be done, in the order of the pictures. */
export const remedies = {
  none: { en: 'nothing', ko: '없음' },
  weights: { en: 'class weights', ko: '클래스 가중치(class weights)' },
  threshold: { en: 'another threshold', ko: '판정 기준값 바꾸기' },
} as const satisfies Readonly<Record<string, Label>>;

export type Remedy = keyof typeof remedies;

export const remedyNames = Object.keys(remedies) as readonly Remedy[];

/** The one with a name; nothing for a name that is none. */
export function remedyOf(name: string): Remedy {
  return remedyNames.find((each) => each === name) ?? 'none';
}
