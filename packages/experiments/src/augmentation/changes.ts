import type { Label } from '../label.ts';

export const defaults = {
  augmentation: 'none',
  shift: 0.1,
  rotation: 18,
  samples: 96,
  epochs: 60,
  seed: 1,
};

/** What is done to images, in the order of the pictures. */
export const changes = {
  none: { en: 'nothing', ko: '없음' },
  move: { en: 'shift and rotate', ko: '이동과 회전' },
  flip: { en: 'flip', ko: '뒤집기(flip)' },
} as const satisfies Readonly<Record<string, Label>>;

export type ChangeName = keyof typeof changes;

export const changeNames = Object.keys(changes) as readonly ChangeName[];

/** The one with a name; none for a name that is none. */
export function changeOf(name: string): ChangeName {
  return changeNames.find((each) => each === name) ?? 'none';
}
