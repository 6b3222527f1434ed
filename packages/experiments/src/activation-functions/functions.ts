import type { Label } from '../label.ts';

/** The functions that are compared, with their formulas; `α` is the slope of the control. */
export const compared = [
  { value: 'sigmoid', label: { en: 'sigmoid', ko: '시그모이드(sigmoid)' }, formula: '1 / (1 + e⁻ᶻ)' },
  { value: 'tanh', label: 'tanh', formula: '(eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)' },
  { value: 'relu', label: 'ReLU', formula: 'max(0, z)' },
  { value: 'leakyRelu', label: 'leaky ReLU', formula: 'z (z > 0), αz (z ≤ 0)' },
  { value: 'elu', label: 'ELU', formula: 'z (z > 0), eᶻ − 1 (z ≤ 0)' },
  { value: 'selu', label: 'SELU', formula: '1.0507 · (z (z > 0), 1.6733 (eᶻ − 1) (z ≤ 0))' },
  { value: 'gelu', label: 'GELU', formula: 'z · Φ(z)' },
  { value: 'silu', label: 'Swish (SiLU)', formula: 'z / (1 + e⁻ᶻ)' },
  { value: 'mish', label: 'Mish', formula: 'z · tanh(ln(1 + eᶻ))' },
  { value: 'maxout', label: 'maxout', formula: 'max(z, −z/2)' },
] as const satisfies readonly { readonly value: string; readonly label: Label; readonly formula: string }[];

export type ComparedName = (typeof compared)[number]['value'];

export const defaults = { activation: 'sigmoid', slope: 0.1, layers: 10 };
