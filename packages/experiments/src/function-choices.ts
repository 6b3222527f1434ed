import type { Label } from './label.ts';
import type { ActivationName } from './recipe/recipe.ts';

/** What activations are called. */
const activationLabels: Readonly<Record<ActivationName, Label>> = {
  linear: { en: 'none (linear)', ko: '없음(linear)' },
  sigmoid: { en: 'sigmoid', ko: '시그모이드(sigmoid)' },
  tanh: 'tanh',
  relu: 'ReLU',
  leakyRelu: 'leaky ReLU',
  elu: 'ELU',
  selu: 'SELU',
  gelu: 'GELU',
  silu: 'Swish (SiLU)',
  mish: 'Mish',
};

/** Activations to choose from. */
export const activationChoices = (
  names: readonly ActivationName[],
): readonly { readonly value: string; readonly label: Label }[] =>
  names.map((value) => ({ value, label: activationLabels[value] }));
