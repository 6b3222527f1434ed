import { foldIn, formatShape, type Shape, ShapeError } from '@gradkit/core';
import { checkLayer } from '../check-layer.ts';
import { checkLayerOptions, contextOf, createLayer, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { heldVariables } from './held-variables.ts';

/** Options of {@link timeDistributed}. */
export interface TimeDistributedOptions extends LayerOptions {}

/**
 * Applies a layer to every step of sequences by itself, with the same weights.
 *
 * ```text
 * yₜ = layer(xₜ)
 * ```
 *
 * `[batch, time, …]` becomes `[batch, time, …]` with what the layer makes of `[batch, …]`. There is no loop: all steps of
 * all sequences are one batch, also for statistics of a batch in training.
 *
 * @param layer any layer or model of one input and one output
 * @throws ArgumentError when it is not a layer
 * @throws ShapeError when the input has no time axis, or a step does not fit the layer
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { dense, sequential, timeDistributed } from '@gradkit/layers';
 *
 * const model = sequential([timeDistributed(dense({ units: 4 }))]);
 * console.log(model.apply(ones([2, 5, 3])).shape); // [2, 5, 4]
 * ```
 */
export function timeDistributed(layer: Layer, options: TimeDistributedOptions = {}): Layer {
  checkLayerOptions('timeDistributed', options, []);
  checkLayer('timeDistributed: the first argument', layer);

  return createLayer(
    'timeDistributed',
    options,
    (_input, key, name) => {
      /** All steps of all sequences as one batch. */
      const merged = (shape: Shape): Shape => {
        const [batch, time, ...rest] = shape;
        if (batch === undefined || time === undefined || rest.length === 0) {
          throw new ShapeError(`${name}: expected [batch, time, features…], got ${formatShape(shape)}.`);
        }
        return [batch * time, ...rest];
      };
      return Object.assign(heldVariables(name, [layer]), {
        output(shape: Shape): Shape {
          const inner = layer.build(merged(shape), foldIn(key, 0));
          return [...shape.slice(0, 2), ...inner.slice(1)];
        },
        apply(...[x, context]: Parameters<Layer['apply']>) {
          const y = layer.apply(x.reshape(merged(x.shape)), contextOf(context, 0, undefined));
          return y.reshape([...x.shape.slice(0, 2), ...y.shape.slice(1)]);
        },
      });
    },
    { random: layer.random ?? false, outputMask: keepMask },
  );
}
