import { broadcastTo, expandDims, formatShape, ShapeError } from '@gradkit/core';
import { checkCount } from '../check-options.ts';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link repeatVector}. */
export interface RepeatVectorOptions extends LayerOptions {
  /** How many times: an integer of at least 1. */
  readonly n: number;
}

/**
 * A sequence that repeats one vector: what a decoder gets at each of its steps, say.
 *
 * ```text
 * [batch, features] → [batch, n, features],   y[t] = x
 * ```
 *
 * @throws ArgumentError when `n` is not a positive integer
 * @throws ShapeError when an input has other axes
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { repeatVector, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([repeatVector({ n: 2 })]).apply(tensor([[1, 2]])).toArray()); // [[[1, 2], [1, 2]]]
 * ```
 */
export function repeatVector(options: RepeatVectorOptions): Layer {
  checkLayerOptions('repeatVector', options, ['n']);
  const { n } = options ?? {};
  checkCount('repeatVector', 'n', n);
  return createStateless('repeatVector', options, (x) => {
    const [batch, features] = x.shape;
    if (batch === undefined || features === undefined || x.shape.length > 2) {
      throw new ShapeError(`repeatVector: expected the axes [batch, features], got ${formatShape(x.shape)}.`);
    }
    return broadcastTo(expandDims(x, 1), [batch, n, features]);
  });
}
