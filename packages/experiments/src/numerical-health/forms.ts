import type { Label } from '../label.ts';

export const defaults = {
  form: 'naive',
  scale: 40,
  learningRate: 0.1,
  steps: 60,
  seed: 1,
};

/** Ways to write the cross-entropy of scores, in the order of the pictures. */
export const forms = {
  naive: { en: 'as the formula says', ko: '식 그대로' },
  shifted: { en: 'softmax without overflow, then log', ko: '오버플로를 막은 소프트맥스와 로그' },
  stable: { en: 'log-sum-exp in one piece', ko: '한 번에 계산한 log-sum-exp' },
} as const satisfies Readonly<Record<string, Label>>;

export type FormName = keyof typeof forms;

export const formNames = Object.keys(forms) as readonly FormName[];

/** The one with a name; the naive one for a name that is none. */
export function formOf(name: string): FormName {
  return formNames.find((each) => each === name) ?? 'naive';
}
