import type { Activation } from '@gradkit/activations';
import { ArgumentError, describe } from '@gradkit/core';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from './layer.ts';

/**
 * Applies a function to every input, as a layer of its own: between batch normalisation and dropout, say.
 *
 * The shape stays as the function leaves it; activations keep it.
 *
 * @param fn an activation, or any function from a tensor to a tensor of the same shape
 * @throws ArgumentError when `fn` is not a function
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * import { activation, sequential } from '@gradkit/layers';
 *
 * const model = sequential([activation(relu)]);
 * console.log(model.apply(tensor([[-1, 2]])).toArray()); // [[0, 2]]
 * ```
 */
export function activation(fn: Activation, options: LayerOptions = {}): Layer {
  if (typeof fn !== 'function') {
    throw new ArgumentError(`activation: expected a function such as relu, got ${describe(fn)}.`);
  }
  checkLayerOptions('activation', options, []);
  return createLayer('activation', options, () => ({ output: (input) => input, apply: (x) => fn(x) }), {
    outputMask: keepMask,
  });
}
