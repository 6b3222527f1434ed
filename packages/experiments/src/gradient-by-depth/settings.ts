import type { Settings } from '../settings.ts';

export const defaults = {
  activation: 'sigmoid',
  initializer: 'glorotNormal',
  normalization: false,
  residual: false,
  clip: 0,
  learningRate: 0.1,
  depth: 10,
  epochs: 20,
  seed: 1,
};

type Chosen = Settings<typeof defaults>;

/** Activations without an upper bound: what lets a signal grow. */
const unbounded = ['relu', 'leakyRelu', 'elu', 'gelu'];

/** What theory says of gradients in such a network. */
export function expected({
  activation,
  initializer,
  normalization,
  residual,
  clip,
}: Chosen): 'vanishing' | 'exploding' | 'sound' {
  if (normalization) return 'sound';
  if (initializer === 'wide' && unbounded.includes(activation)) return clip === 0 ? 'exploding' : 'sound';
  return (activation === 'sigmoid' || initializer === 'narrow') && !residual ? 'vanishing' : 'sound';
}
