import { checkOptions, eye, formatShape, mul, ShapeError } from '@gradkit/core';
import { checkFinite, type Initializer } from './initializer.ts';

/** Options of {@link identity}. */
export interface IdentityOptions {
  /** The value on the diagonal; default 1. */
  readonly gain?: number | undefined;
}

/**
 * Fills a matrix with the unit matrix, so that a layer starts by handing on its input: the usual start of the recurrent
 * kernel of a plain recurrent network with rectified linear units.
 *
 * ```text
 * Wᵢⱼ = gain where i = j,  0 elsewhere
 * ```
 *
 * `[in, out]` in, a tensor of that shape out, also where it is not square.
 *
 * @throws ArgumentError when `gain` is not finite
 * @throws ShapeError when the shape does not have two axes
 * @see Le, Jaitly and Hinton, A simple way to initialize recurrent networks of rectified linear units, 2015
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { identity } from '@gradkit/initializers';
 * console.log(identity({ gain: 0.5 })([2, 3], 'float32', key(0)).toArray()); // [[0.5, 0, 0], [0, 0.5, 0]]
 * ```
 */
export function identity(options: IdentityOptions = {}): Initializer {
  checkOptions('identity', options, ['gain']);
  const { gain = 1 } = options;
  checkFinite('identity', { gain });
  return (shape, dtype) => {
    if (shape.length !== 2) {
      throw new ShapeError(`identity: expected two axes [in, out], got ${formatShape(shape)}.`);
    }
    return mul(eye(shape[0] as number, { columns: shape[1] as number, dtype }), gain);
  };
}
