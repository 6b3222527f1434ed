import { elu, gelu, leakyRelu, relu } from '@gradkit/activations';
import { constant, heNormal } from '@gradkit/initializers';
import { activation, dense, type Layer, prelu, type Sequential, sequential } from '@gradkit/layers';

export const hiddenLayers = 3;

const bends: Readonly<Record<string, () => Layer>> = {
  relu: () => activation((x) => relu(x)),
  leakyRelu: () => activation((x) => leakyRelu(x, { negativeSlope: 0.1 })),
  prelu: () => prelu({ alphaInitializer: constant(0.25) }),
  elu: () => activation((x) => elu(x)),
  gelu: () => activation((x) => gelu(x)),
};

/** Three hidden layers of 64 units for the digits, with the given first bias. */
export function networkOf(name: string, bias: number, seed: number): Sequential {
  const hidden = Array.from({ length: hiddenLayers }, () => [
    dense({ units: 64, kernelInitializer: heNormal(), biasInitializer: constant(bias) }),
    bends[name]?.() ?? activation((x) => relu(x)),
  ]);
  return sequential([...hidden.flat(), dense({ units: 10 })], { seed });
}
