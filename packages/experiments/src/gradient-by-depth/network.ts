import { type Initializer, randomNormal } from '@gradkit/initializers';
import {
  activation,
  batchNormalization,
  dense,
  type Layer,
  residual,
  type Sequential,
  sequential,
} from '@gradkit/layers';
import { activations, initializers } from '../recipe/named-parts.ts';
import type { ActivationName, InitializerName } from '../recipe/recipe.ts';
import type { Settings } from '../settings.ts';
import type { defaults } from './settings.ts';

const hiddenUnits = 32;

const initializerOf = (name: string): Initializer => {
  if (name === 'narrow') return randomNormal({ stddev: 0.01 });
  if (name === 'wide') return randomNormal({ stddev: 0.4 });
  return initializers[name as InitializerName](0);
};

/** Hidden layers that are alike, the first of which has the digits as its input, and ten scores. */
export function networkOf(settings: Settings<typeof defaults>): Sequential {
  const kernelInitializer = initializerOf(settings.initializer);
  const bend = activations[settings.activation as ActivationName];
  const layers = Array.from({ length: settings.depth }, (_, index): readonly Layer[] => {
    const body = [
      dense({ units: hiddenUnits, kernelInitializer }),
      ...(settings.normalization ? [batchNormalization({ momentum: 0.9 })] : []),
      activation(bend),
    ];
    // The first layer changes the number of features: there is nothing to add its input to.
    return settings.residual && index > 0 ? [residual(body)] : body;
  });
  return sequential([...layers.flat(), dense({ units: 10 })], { seed: settings.seed });
}
