import { equalShapes, type Shape, type Tensor, zeros } from '@gradkit/core';
import { createLayer, type Layer, type LayerOptions, type LayerTraits } from './layer.ts';
import { underName } from './under-name.ts';

/**
 * A layer without variables that gives what a function gives: the function also tells the shape of the output, and what does
 * not fit.
 */
export function createStateless(
  kind: string,
  options: LayerOptions,
  apply: (x: Tensor, mask?: Tensor | undefined) => Tensor,
  traits: LayerTraits = {},
): Layer {
  return createLayer(
    kind,
    options,
    (_input, _key, name) => {
      let known: { readonly input: Shape; readonly output: Shape } | undefined;
      return {
        output(input) {
          if (known === undefined || !equalShapes(known.input, input)) {
            known = { input, output: underName(name, () => apply(zeros(input)).shape) };
          }
          return known.output;
        },
        apply: (x, { mask }) => underName(name, () => apply(x, mask)),
      };
    },
    traits,
  );
}
