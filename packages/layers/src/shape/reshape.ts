import { ArgumentError, describe, formatShape, reshape as reshaped, ShapeError } from '@gradkit/core';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link reshape}. */
export interface ReshapeOptions extends LayerOptions {
  /** The shape without the batch axis; one extent may be -1, to be inferred. */
  readonly targetShape: readonly number[];
}

/**
 * The same elements of each sample in another shape.
 *
 * ```text
 * [batch, …] → [batch, …targetShape]
 * ```
 *
 * @throws ArgumentError when `targetShape` is not a list of extents with at most one -1
 * @throws ShapeError when an input has another number of elements
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { reshape, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([reshape({ targetShape: [7, 7, -1] })]).apply(zeros([2, 784])).shape); // [2, 7, 7, 16]
 * ```
 */
export function reshape(options: ReshapeOptions): Layer {
  checkLayerOptions('reshape', options, ['targetShape']);
  const { targetShape } = options ?? {};
  const isExtent = (n: unknown): boolean => Number.isInteger(n) && (n as number) >= -1;
  if (
    !Array.isArray(targetShape) ||
    !targetShape.every(isExtent) ||
    targetShape.filter((extent) => extent === -1).length > 1
  ) {
    throw new ArgumentError(
      `reshape: targetShape is a list of extents, at most one of them -1, got ${
        Array.isArray(targetShape) ? `[${targetShape.join(', ')}]` : describe(targetShape)
      }.`,
    );
  }
  return createStateless('reshape', options, (x) => {
    const [batch, ...rest] = x.shape;
    if (batch === undefined) throw new ShapeError('reshape: expected [batch, …], got a scalar.');
    const elements = rest.reduce((a, b) => a * b, 1);
    const known = targetShape.reduce((a, b) => (b === -1 ? a : a * b), 1);
    const inferred = targetShape.includes(-1) && known > 0 && elements % known === 0 ? elements / known : -1;
    const target = targetShape.map((extent) => (extent === -1 ? inferred : extent));
    if (target.includes(-1) || target.reduce((a, b) => a * b, 1) !== elements) {
      throw new ShapeError(
        `reshape: a sample of shape ${formatShape(rest)} has ${elements} elements, which do not fit into ${formatShape(targetShape)}.`,
      );
    }
    return reshaped(x, [batch, ...target]);
  });
}
