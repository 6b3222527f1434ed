import { ArgumentError, describe } from '@gradkit/core';
import type { Layer } from './layer.ts';
import type { Values } from './values.ts';

/** Anything that can be frozen: a layer or a model. */
type Freezable = Layer<never, Values>;

/**
 * Excludes a layer, or a model with all its layers, from training.
 *
 * Its parameters are then in no list of `parameters`, so that optimizers and penalties leave them alone, and batch
 * normalisation in it uses its moving statistics as they are, also in training. Dropout still drops. The variables stay:
 * weights are saved and loaded as before.
 *
 * Programs that are compiled already do not notice: freeze before `fit`, or before a step is compiled by hand.
 *
 * @returns the layer itself
 * @throws ArgumentError when it is not a layer
 * @example
 * ```ts
 * import { dense, freeze, sequential } from '@gradkit/layers';
 *
 * const features = sequential([dense({ units: 8 })]);
 * const model = sequential([freeze(features), dense({ units: 2 })]);
 * model.build([1, 4]);
 * console.log(model.parameters.map(({ name }) => name)); // only those of the last layer
 * ```
 */
export function freeze<L extends Freezable>(layer: L): L {
  return setTrainable('freeze', layer, false);
}

/**
 * Trains a frozen layer, or model, again. Layers in it that were frozen by themselves stay frozen.
 *
 * @returns the layer itself
 * @throws ArgumentError when it is not a layer
 * @example
 * ```ts
 * import { dense, freeze, unfreeze } from '@gradkit/layers';
 *
 * const layer = freeze(dense({ units: 8 }));
 * console.log(unfreeze(layer).trainable); // true
 * ```
 */
export function unfreeze<L extends Freezable>(layer: L): L {
  return setTrainable('unfreeze', layer, true);
}

function setTrainable<L extends Freezable>(where: string, layer: L, trainable: boolean): L {
  if (typeof layer !== 'object' || layer === null || !('apply' in layer)) {
    throw new ArgumentError(`${where}: expected a layer or a model, got ${describe(layer)}.`);
  }
  layer.trainable = trainable;
  return layer;
}
