import {
  arraySplit,
  checkOptions,
  formatShape,
  mul,
  normalizeAxis,
  ShapeError,
  sigmoid,
  type Tensor,
} from '@gradkit/core';

/** Options of {@link glu}. */
export interface GluOptions {
  /** The axis that is halved, negative from the end; default -1. */
  readonly axis?: number | undefined;
}

/**
 * The gated linear unit: one half of the features, gated by the sigmoid of the other half.
 *
 * ```text
 * glu([a, b]) = a · sigmoid(b)
 * ```
 *
 * `[…, 2n]` in, `[…, n]` out: the axis is cut in the middle, so the layer before needs twice the units.
 *
 * @throws ArgumentError when the axis does not exist
 * @throws ShapeError when its extent is odd
 * @see Dauphin, Fan, Auli and Grangier, Language modeling with gated convolutional networks, ICML 2017
 * @example
 * ```ts
 * import { glu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(glu(tensor([[6, 8, 0, 100]])).toArray()); // [[3, 8]]
 * ```
 */
export function glu(x: Tensor, options: GluOptions = {}): Tensor {
  checkOptions('glu', options, ['axis']);
  const axis = normalizeAxis('glu', options.axis ?? -1, x.shape.length);
  const extent = x.shape[axis] as number;
  if (extent % 2 !== 0) {
    throw new ShapeError(
      `glu: axis ${axis} of ${formatShape(x.shape)} is cut into halves, so its extent must be even.`,
    );
  }
  const [value, gate] = arraySplit(x, 2, { axis }) as [Tensor, Tensor];
  return mul(value, sigmoid(gate));
}
