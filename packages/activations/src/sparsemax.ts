import {
  add,
  arange,
  cast,
  checkOptions,
  cumsum,
  div,
  flip,
  greater,
  lessEqual,
  max,
  mul,
  normalizeAxis,
  reshape,
  sort,
  stopGradient,
  sub,
  sum,
  type Tensor,
  where,
} from '@gradkit/core';

/** Options of {@link sparsemax}. */
export interface SparsemaxOptions {
  /** The axis whose elements compete, negative from the end; default -1. */
  readonly axis?: number | undefined;
}

/**
 * Like softmax, numbers of at least 0 that sum to 1, but exactly 0 for all that are far below the largest.
 *
 * ```text
 * sparsemax(x)ᵢ = max(xᵢ − τ, 0),  with the τ for which the sum is 1
 * ```
 *
 * It is the point of the probability simplex that is nearest to x. Any shape in, the same shape out. A row with NaN is NaN.
 * The derivative spreads over the elements that are not 0: `gᵢ − mean g` among them.
 *
 * @throws ArgumentError when the axis does not exist
 * @see Martins and Astudillo, From softmax to sparsemax, ICML 2016
 * @example
 * ```ts
 * import { sparsemax } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(sparsemax(tensor([0, 1, 1.5])).toArray()); // [0, 0.25, 0.75]
 * ```
 */
export function sparsemax(x: Tensor, options: SparsemaxOptions = {}): Tensor {
  checkOptions('sparsemax', options, ['axis']);
  const rank = x.shape.length;
  const axis = normalizeAxis('sparsemax', options.axis ?? -1, rank);
  if (x.size === 0) return x;
  const over = { axis, keepDims: true };

  // Below the largest, so that nothing is lost of small differences between large numbers.
  const shifted = sub(x, stopGradient(max(x, over)));
  // Algorithm 1 of the paper: the k largest are in the support while 1 + k · z₍k₎ exceeds their sum.
  const fixed = stopGradient(shifted);
  const sorted = flip(sort(fixed, { axis }), { axis });
  const extent = x.shape[axis] as number;
  const alongAxis = x.shape.map((_, i) => (i === axis ? extent : 1));
  const count = reshape(arange(1, extent + 1, 1, { dtype: x.dtype }), alongAxis);
  const inside = greater(add(mul(count, sorted), 1), cumsum(sorted, { axis }));
  const size = sum(cast(inside, x.dtype), over);
  const limit = div(sub(sum(where(inside, sorted, 0), over), 1), size);

  // The same τ once more from the elements of the support: linear in them, which is the derivative.
  const support = greater(fixed, limit);
  const tau = div(sub(sum(where(support, shifted, 0), over), 1), size);
  const above = sub(shifted, tau);
  return where(lessEqual(above, 0), 0, above);
}
