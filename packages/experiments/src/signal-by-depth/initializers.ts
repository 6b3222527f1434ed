import type { Label } from '../label.ts';

/** The seven ways to begin that are compared, in the order of the pictures. */
export const compared = [
  { value: 'zeros', label: { en: 'zeros', ko: '0으로 채움(zeros)' } },
  { value: 'wide', label: 'N(0, 1)' },
  { value: 'narrow', label: 'N(0, 0.01²)' },
  { value: 'lecunNormal', label: 'LeCun' },
  { value: 'glorotNormal', label: 'Glorot (Xavier)' },
  { value: 'heNormal', label: 'He' },
  { value: 'orthogonal', label: { en: 'orthogonal', ko: '직교(orthogonal)' } },
] as const satisfies readonly { readonly value: string; readonly label: Label }[];

export type ComparedName = (typeof compared)[number]['value'];

export const labelOf = (name: string): Label => compared.find(({ value }) => value === name)?.label ?? name;

/** The scheme that is derived for an activation. */
export function rightFor(activation: string): ComparedName {
  if (activation === 'selu') return 'lecunNormal';
  return ['tanh', 'sigmoid', 'linear'].includes(activation) ? 'glorotNormal' : 'heNormal';
}

/** Whether an activation has a bound on both sides that its units can lie at. */
export const isBounded = (activation: unknown): boolean => activation === 'tanh' || activation === 'sigmoid';
