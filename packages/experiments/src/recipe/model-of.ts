import { softmax } from '@gradkit/activations';
import { constant } from '@gradkit/initializers';
import {
  activation,
  batchNormalization,
  dense,
  dropout,
  flatten,
  type Layer,
  layerNormalization,
  type Sequential,
  sequential,
} from '@gradkit/layers';
import { l1, l2 } from '@gradkit/regularizers';
import { hiddenUnits } from './hidden-units.ts';
import { activations, initializers } from './named-parts.ts';
import type { Recipe } from './recipe.ts';

/** The network of a recipe: hidden layers, each with what normalizes, bends and drops, and one unit for each class. */
export function modelOf(recipe: Recipe, classes: number): Sequential {
  const { normalization, dropout: rate, dropoutFirst, output, seed, augment } = recipe;
  const kernel = {
    kernelInitializer: initializers[recipe.initializer](recipe.stddev),
    ...(recipe.penalty === 'none'
      ? {}
      : { kernelRegularizer: recipe.penalty === 'l1' ? l1(recipe.strength) : l2(recipe.strength) }),
  };
  const bend = activations[recipe.activation];
  const drop = (): Layer[] => (rate > 0 ? [dropout({ rate })] : []);
  const hidden = hiddenUnits(recipe).flatMap((units): Layer[] => {
    const bias = recipe.bias === 0 ? {} : { biasInitializer: constant(recipe.bias) };
    if (normalization === 'none') return [dense({ units, ...kernel, ...bias, activation: bend }), ...drop()];
    return [
      dense({ units, ...kernel, ...bias }),
      ...(dropoutFirst ? drop() : []),
      normalization === 'batch' ? batchNormalization() : layerNormalization(),
      activation(bend),
      ...(dropoutFirst ? [] : drop()),
    ];
  });
  const last = output === 'logits' ? {} : { activation: softmax };
  return sequential([...(augment ? [flatten()] : []), ...hidden, dense({ units: classes, ...kernel, ...last })], {
    seed,
  });
}
