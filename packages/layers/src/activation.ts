import type { Activation } from '@gradkit/activations';
import { ArgumentError, describe, equalShapes, type Shape, zeros } from '@gradkit/core';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from './layer.ts';

/**
 * Applies a function to every input, as a layer of its own: an activation between batch normalisation and dropout, say.
 *
 * ```text
 * y = fn(x)
 * ```
 *
 * Any function of tensors will do, also one that changes the shape, which is Keras' Lambda: it is asked for the shape that it
 * gives when the model is built, and has neither weights nor state. Masks of steps stay.
 *
 * @param fn an activation, or any function from a tensor to a tensor, batches along axis 0
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
  let known: { readonly input: Shape; readonly output: Shape } | undefined;
  return createLayer(
    'activation',
    options,
    () => ({
      output(input) {
        if (known === undefined || !equalShapes(known.input, input)) known = { input, output: fn(zeros(input)).shape };
        return known.output;
      },
      apply: (x) => fn(x),
    }),
    { outputMask: keepMask, activation: fn },
  );
}
