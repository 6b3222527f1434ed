import {
  type Activation,
  elu,
  gelu,
  leakyRelu,
  linear,
  mish,
  relu,
  selu,
  sigmoid,
  silu,
  tanh,
} from '@gradkit/activations';
import {
  constant,
  glorotNormal,
  glorotUniform,
  heNormal,
  type Initializer,
  lecunNormal,
  orthogonal,
  randomNormal,
  zeros,
} from '@gradkit/initializers';
import type { ActivationName, InitializerName } from './recipe.ts';

/** The functions that recipes call by name. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  linear,
  sigmoid,
  tanh,
  relu: (x) => relu(x),
  leakyRelu: (x) => leakyRelu(x),
  elu: (x) => elu(x),
  selu,
  gelu: (x) => gelu(x),
  silu: (x) => silu(x),
  mish,
};

/** The initializers that recipes call by name; `stddev` is that of `normal`. */
export const initializers: Readonly<Record<InitializerName, (stddev: number) => Initializer>> = {
  glorotUniform: () => glorotUniform(),
  glorotNormal: () => glorotNormal(),
  heNormal: () => heNormal(),
  lecunNormal: () => lecunNormal(),
  orthogonal: () => orthogonal(),
  normal: (stddev) => randomNormal({ stddev }),
  zeros: () => zeros(),
  constant: () => constant(0.1),
};
