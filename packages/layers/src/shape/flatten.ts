import { formatShape, reshape, type Shape, ShapeError, sizeOf } from '@gradkit/core';
import { checkLayerOptions, createLayer, type Layer, type LayerOptions } from '../layer.ts';

/**
 * Joins all axes but the batch, as a dense layer after convolutions needs it.
 *
 * ```text
 * [batch, a, b, …] → [batch, a · b · …]
 * ```
 *
 * @throws ShapeError for a scalar input
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { flatten, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([flatten()]).apply(zeros([32, 8, 8])).shape); // [32, 64]
 * ```
 */
export function flatten(options: LayerOptions = {}): Layer {
  checkLayerOptions('flatten', options, []);
  return createLayer('flatten', options, (_input, _key, name) => {
    const output = (shape: Shape): Shape => {
      const [batch, ...rest] = shape;
      if (batch === undefined) throw new ShapeError(`${name}: expected [batch, …], got ${formatShape(shape)}.`);
      return [batch, sizeOf(rest)];
    };
    return { output, apply: (x) => reshape(x, output(x.shape)) };
  });
}
