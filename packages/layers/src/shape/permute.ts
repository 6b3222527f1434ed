import { ArgumentError, describe, formatShape, ShapeError, transpose } from '@gradkit/core';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link permute}. */
export interface PermuteOptions extends LayerOptions {
  /** For each axis of the output, which axis of the input it is, counted from 1: the batch is axis 0 and stays. */
  readonly dims: readonly number[];
}

/**
 * The axes of each sample in another order.
 *
 * ```text
 * output axis i is input axis dims[i − 1], i = 1, 2, …
 * ```
 *
 * @throws ArgumentError unless `dims` names every number from 1 on once
 * @throws ShapeError when an input has another number of axes
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { permute, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([permute({ dims: [2, 1] })]).apply(zeros([32, 10, 64])).shape); // [32, 64, 10]
 * ```
 */
export function permute(options: PermuteOptions): Layer {
  checkLayerOptions('permute', options, ['dims']);
  const { dims } = options ?? {};
  if (!Array.isArray(dims) || dims.length === 0 || !dims.every((_, i) => dims.includes(i + 1))) {
    throw new ArgumentError(
      `permute: dims names the axes 1, 2, … in their new order, each once, got ${
        Array.isArray(dims) ? `[${dims.join(', ')}]` : describe(dims)
      }.`,
    );
  }
  return createStateless('permute', options, (x) => {
    if (x.shape.length !== dims.length + 1) {
      throw new ShapeError(
        `permute: dims [${dims.join(', ')}] is for ${dims.length} axes and the batch, got ${formatShape(x.shape)}.`,
      );
    }
    return transpose(x, [0, ...dims]);
  });
}
