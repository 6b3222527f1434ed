import { ArgumentError, cast, clip, describe, div, maximum, mul, type Parameter, type Tensor } from '@gradkit/core';
import { checkGradients } from './check-gradients.ts';
import { globalNorm } from './global-norm.ts';
import { checkRange } from './ranges.ts';

/** What keeps all gradients of a step small, such as {@link adaptiveGradientClip}. */
export type GradientClip = (gradients: readonly Tensor[], parameters: readonly Parameter[]) => readonly Tensor[];

/** At most one way of keeping gradients small; default: none. */
export type Clipping = OneOf<{
  /** Largest Euclidean norm of each gradient, above 0. */
  readonly clipNorm: number;
  /** Largest absolute value of each element, above 0. */
  readonly clipValue: number;
  /** Largest Euclidean norm of all gradients together, above 0. */
  readonly globalClipNorm: number;
  /** A way of its own, such as `adaptiveGradientClip()`. */
  readonly gradientClip: GradientClip;
}>;

/** At most one of the options. */
type OneOf<All> = {
  readonly [One in keyof All]: { readonly [Key in keyof All]?: Key extends One ? All[Key] | undefined : undefined };
}[keyof All];

const clippingKeys = ['clipNorm', 'clipValue', 'globalClipNorm', 'gradientClip'] as const;

/**
 * Shortens a gradient that is longer than allowed, keeping its direction.
 *
 * `g · maxNorm / max(‖g‖, maxNorm)`
 *
 * @throws ArgumentError when `maxNorm` is not above 0
 * @see Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { clipByNorm } from '@gradkit/optimizers';
 * console.log(clipByNorm(tensor([30, 40]), 5).toArray()); // [3, 4]
 * ```
 */
export function clipByNorm(gradient: Tensor, maxNorm: number): Tensor {
  return clipByGlobalNorm([gradient], maxNorm)[0] as Tensor;
}

/**
 * Shortens gradients that together are longer than allowed, all by the same factor.
 *
 * `gᵢ · maxNorm / max(‖g‖, maxNorm)`, where `‖g‖² = Σᵢ ‖gᵢ‖²`
 *
 * @throws ArgumentError when `maxNorm` is not above 0
 * @see Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { clipByGlobalNorm } from '@gradkit/optimizers';
 * const [a, b] = clipByGlobalNorm([tensor([30]), tensor([40])], 5);
 * console.log(a?.toArray(), b?.toArray()); // [3] [4]
 * ```
 */
export function clipByGlobalNorm(gradients: readonly Tensor[], maxNorm: number): Tensor[] {
  checkRange('clipByGlobalNorm', 'above 0', { maxNorm });
  const [first, ...others] = gradients;
  if (first === undefined) return [];
  const norm = globalNorm([first, ...others]);
  const factor = div(maxNorm, maximum(norm, maxNorm));
  return gradients.map((gradient) => mul(gradient, cast(factor, gradient.dtype)));
}

/**
 * Limits each element of a gradient.
 *
 * `min(max(g, −maxValue), maxValue)`: unlike the norms, it changes the direction
 *
 * @throws ArgumentError when `maxValue` is not above 0
 * @see Mikolov, Statistical language models based on neural networks, dissertation, Brno 2012
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { clipByValue } from '@gradkit/optimizers';
 * console.log(clipByValue(tensor([30, -0.5]), 1).toArray()); // [1, -0.5]
 * ```
 */
export function clipByValue(gradient: Tensor, maxValue: number): Tensor {
  checkRange('clipByValue', 'above 0', { maxValue });
  return clip(gradient, -maxValue, maxValue);
}

/** What the options do to all gradients of a step. */
export function clipper(where: string, options: Clipping): GradientClip {
  const given = clippingKeys.filter((name) => options[name] !== undefined);
  if (given.length > 1)
    throw new ArgumentError(`${where}: ${given.join(' and ')} exclude each other. Give one of them.`);
  const { clipNorm, clipValue, globalClipNorm, gradientClip } = options;
  if (gradientClip !== undefined) {
    if (typeof gradientClip !== 'function') {
      throw new ArgumentError(
        `${where}: gradientClip is a function such as adaptiveGradientClip(), got ${describe(gradientClip)}.`,
      );
    }
    return (gradients, parameters) => {
      const clipped = gradientClip(gradients, parameters);
      checkGradients(`${where}: gradientClip`, clipped, parameters);
      return clipped;
    };
  }
  for (const name of given) checkRange(where, 'above 0', { [name]: options[name] as unknown as number });
  if (clipNorm !== undefined) return (gradients) => gradients.map((gradient) => clipByNorm(gradient, clipNorm));
  if (clipValue !== undefined) return (gradients) => gradients.map((gradient) => clipByValue(gradient, clipValue));
  if (globalClipNorm !== undefined) return (gradients) => clipByGlobalNorm(gradients, globalClipNorm);
  return (gradients) => gradients;
}
