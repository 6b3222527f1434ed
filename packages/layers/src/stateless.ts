import { type Tensor, zeros } from '@gradkit/core';
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
    (_input, _key, name) => ({
      output: (shape) => underName(name, () => apply(zeros(shape)).shape),
      apply: (x, { mask }) => underName(name, () => apply(x, mask)),
    }),
    traits,
  );
}
