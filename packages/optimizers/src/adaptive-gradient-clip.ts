import { checkOptions, div, less, maximum, mul, sqrt, square, sum, type Tensor, where } from '@gradkit/core';
import type { GradientClip } from './clip.ts';
import { checkRange } from './ranges.ts';

/** Options of {@link adaptiveGradientClip}. */
export interface AdaptiveGradientClipOptions {
  /** Largest norm of the gradient of a unit, as a share of the norm of the unit's weights, above 0; default 0.01. */
  readonly clipping?: number | undefined;
  /** Norm below which weights count as this large, so that weights of 0 can be learned, above 0; default 10⁻³. */
  readonly epsilon?: number | undefined;
}

/**
 * Shortens the gradient of each unit that is long in relation to the weights of the unit.
 *
 * ```text
 * gᵤ ← gᵤ · limit / ‖gᵤ‖   where ‖gᵤ‖ ≥ limit = clipping · max(‖wᵤ‖, epsilon)
 * ```
 *
 * A unit is all that leads to one index of the last axis: a column of a matrix, a filter of a convolution. Scalars and
 * vectors, such as biases, are one unit. It is given to an optimizer as its option `gradientClip`. The published networks
 * leave out their last layer, where it does harm.
 *
 * @throws ArgumentError when an option is not above 0
 * @see Brock, De, Smith and Simonyan, High-performance large-scale image recognition without normalization, ICML 2021
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { adaptiveGradientClip, sgd } from '@gradkit/optimizers';
 * const w = variable([3, 4]); // of norm 5
 * const optimizer = sgd({ learningRate: 1, gradientClip: adaptiveGradientClip({ clipping: 0.1 }) });
 * optimizer.apply([tensor([300, 400])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // [2.7, 3.6]: a step of norm 0.5
 * ```
 */
export function adaptiveGradientClip(options: AdaptiveGradientClipOptions = {}): GradientClip {
  checkOptions('adaptiveGradientClip', options, ['clipping', 'epsilon']);
  const { clipping = 0.01, epsilon = 1e-3 } = options;
  checkRange('adaptiveGradientClip', 'above 0', { clipping, epsilon });
  return (gradients, parameters) =>
    gradients.map((gradient, i) => {
      const weights = parameters[i]?.variable.value as Tensor;
      const limit = mul(maximum(unitNorms(weights), epsilon), clipping);
      const norms = unitNorms(gradient);
      // The smallest divisor concerns only norms that are not above the limit.
      return where(less(norms, limit), gradient, mul(gradient, div(limit, maximum(norms, 1e-6))));
    });
}

/** The norms of all units, broadcastable to the weights. */
function unitNorms(x: Tensor): Tensor {
  const axis = x.shape.length < 2 ? x.shape.map((_, i) => i) : x.shape.slice(0, -1).map((_, i) => i);
  return sqrt(sum(square(x), { axis, keepDims: true }));
}
