import { ArgumentError, checkOptions, describe, foldIn, type Tensor } from '@gradkit/core';
import { checkLayer } from './check-layer.ts';
import { applyMasked, contextOf, type Layer, type Masked } from './layer.ts';
import { createModel, type Model } from './model.ts';
import { nameLayers } from './names.ts';
import { type Place, placeNames } from './summary.ts';

/** Options of {@link sequential}. */
export interface SequentialOptions {
  /** Default `sequential`, numbered where models nest. */
  readonly name?: string | undefined;
  /** Source of the first weights and of all randomness in training. Default: the key given to `build`, or 0. */
  readonly seed?: number | undefined;
}

/** A model whose layers stand one after the other. */
export interface Sequential extends Model {
  /** In their order; a slice of them makes another model that shares them. */
  readonly layers: readonly Layer[];
}

/**
 * A model that applies its layers one after the other.
 *
 * It builds itself at its first `apply`, also inside `jit`, for the shape of that input, or when it is first asked for its
 * variables, if its first layer has an `inputShape`. Layer `i` gets the key `foldIn(key, i)`, and so on by path where
 * models nest: the same seed gives the same weights.
 *
 * A part of it is `sequential(model.layers.slice(0, 3))`, which shares layers and weights: what a trained network sees, or,
 * with `freeze`, the body of another one. `model.summary()` is a table of layers, shapes and counts.
 *
 * @param layers at least one; a layer that stands at two places shares its variables
 * @throws ArgumentError when there is no layer, something is not a layer, or two layers have the same name
 * @throws ShapeError when an input, or what one layer gives, does not fit the next layer
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * import { dense, sequential } from '@gradkit/layers';
 *
 * const model = sequential([dense({ units: 8, activation: relu }), dense({ units: 1 })], { seed: 3 });
 * console.log(model.apply(tensor([[1, 2], [3, 4]])).shape); // [2, 1]
 * console.log(model.parameters.map(({ name }) => name)); // dense/kernel, dense/bias, dense_1/kernel, dense_1/bias
 * console.log(sequential(model.layers.slice(0, 1)).apply(tensor([[1, 2]])).shape); // [1, 8]: what the first layer gives
 * console.log(model.summary({ batchSize: 32 }));
 * ```
 */
export function sequential(layers: readonly Layer[], options: SequentialOptions = {}): Sequential {
  checkOptions('sequential', options, ['name', 'seed']);
  return chain('sequential', layers, options);
}

/** A sequential model of another kind: a network, say. */
export function chain(kind: string, layers: readonly Layer[], options: SequentialOptions): Sequential {
  checkLayers(kind, layers);
  nameLayers(kind, layers);

  const inputShape = layers[0]?.inputShape;
  let places: readonly Place[] = [];
  return createModel<Tensor, Tensor>({
    kind,
    name: options.name,
    seed: options.seed,
    distinct: [...new Set(layers)],
    layers: [...layers],
    knownInput: inputShape === undefined ? undefined : [1, ...inputShape],
    build(input, key) {
      const names = placeNames(layers);
      let shape = input;
      places = layers.map((layer, index) => {
        const arriving = shape;
        shape = layer.build(arriving, foldIn(key, index));
        return { name: names[index] as string, layer, input: arriving, output: shape };
      });
      return shape;
    },
    apply(x, context) {
      let value: Masked = { output: x, mask: context.mask };
      for (const [index, layer] of layers.entries()) {
        value = applyMasked(layer, value.output, contextOf(context, index, value.mask));
      }
      return value;
    },
    places: () => places,
  }) as Sequential;
}

function checkLayers(kind: string, layers: readonly Layer[]): void {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new ArgumentError(`${kind}: expected a list of at least one layer, got ${describe(layers)}.`);
  }
  for (const [index, layer] of (layers as unknown[]).entries()) checkLayer(`${kind}: layers[${index}]`, layer);
}
