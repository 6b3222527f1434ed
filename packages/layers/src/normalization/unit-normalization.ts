import { ArgumentError, maximum, mul, normalizeAxes, rsqrt, square, sum } from '@gradkit/core';
import { checkLayerOptions, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link unitNormalization}. */
export interface UnitNormalizationOptions extends LayerOptions {
  /** The axis, or axes, along which vectors lie. Default -1. */
  readonly axis?: number | readonly number[] | undefined;
}

/**
 * Divides vectors by their length, so that products of them are cosines.
 *
 * ```text
 * y = x / √(Σ x²)      over the axis, or axes; 0 stays 0
 * ```
 *
 * The shape stays. Squares are added up to at least 10⁻²⁴, which vectors shorter than 10⁻¹² notice.
 *
 * @throws ArgumentError when `axis` is not an axis of the input
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { sequential, unitNormalization } from '@gradkit/layers';
 *
 * console.log(sequential([unitNormalization()]).apply(tensor([[3, 4]])).toArray()); // [[0.6…, 0.8…]]
 * ```
 */
export function unitNormalization(options: UnitNormalizationOptions = {}): Layer {
  checkLayerOptions('unitNormalization', options, ['axis']);
  const { axis = -1 } = options;
  if (Array.isArray(axis) && axis.length === 0) {
    throw new ArgumentError('unitNormalization: axis is a list without an axis.');
  }
  return createStateless(
    'unitNormalization',
    options,
    (x) => {
      const axes = normalizeAxes('unitNormalization', axis, x.shape.length);
      return mul(x, rsqrt(maximum(sum(square(x), { axis: axes, keepDims: true }), 1e-24)));
    },
    { outputMask: keepMask },
  );
}
