import { randomNormal } from '@gradkit/initializers';
import { activation, batchNormalization, dense, type Layer, type Sequential, sequential } from '@gradkit/layers';
import { activations } from '../recipe/named-parts.ts';
import type { ActivationName } from '../recipe/recipe.ts';

export const hiddenLayers = 5;
const hiddenUnits = 32;

/** Five hidden layers; `scale` is in units of the deviation √(2/n), which is He’s. */
export function networkOf(bend: ActivationName, normalization: boolean, scale: number, seed: number): Sequential {
  const kernelInitializer = randomNormal({ stddev: scale * Math.sqrt(2 / hiddenUnits) });
  const hidden = Array.from({ length: hiddenLayers }, (): readonly Layer[] => [
    dense({ units: hiddenUnits, kernelInitializer }),
    ...(normalization ? [batchNormalization({ momentum: 0.9 })] : []),
    activation(activations[bend]),
  ]);
  return sequential([...hidden.flat(), dense({ units: 10 })], { seed });
}
