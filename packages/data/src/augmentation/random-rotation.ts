import { cos, mul, neg, sin, type Tensor } from '@gradkit/core';
import { about, checkWarpOptions, type WarpOptions, warp } from './affine-transform.ts';
import { type Augmentation, boundsOf, drawn, type Factor, imageExtents } from './augmentation.ts';

/**
 * Turns every image by a random angle about its centre.
 *
 * ```text
 * out[p] = image[R(θ) (p − centre) + centre],  θ = 2π · f,  f uniform within the factor
 * ```
 *
 * [samples, height, width, channels] → the same. Labels stay right where angles are small or orientation does not matter:
 * half a turn makes a 9 of a 6.
 *
 * @param factor parts of a full turn, from −1 to 1; 0.05 means [−0.05, 0.05], which is 18° to both sides, and positive
 * numbers turn counter-clockwise
 * @throws ArgumentError when the factor or an option is wrong; ShapeError, DTypeError, when images come, unless they are
 * float32 with four axes
 * @see Simard, Steinkraus, Platt, Best practices for convolutional neural networks applied to visual document analysis, 2003
 * @example
 * ```ts
 * import { augment, randomRotation } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const turned = digits({ image: true }).map(augment([randomRotation(0.05)], { seed: 3 }));
 * console.log(turned.take(2).x.shape); // [2, 8, 8, 1]
 * ```
 */
export function randomRotation(factor: Factor, options: WarpOptions = {}): Augmentation {
  checkWarpOptions('randomRotation', options);
  const bounds = boundsOf('randomRotation', 'factor', factor, -1, 1);
  return (images, keys) => {
    const [, height, width] = imageExtents('randomRotation', images);
    const [turns] = drawn(keys, [bounds]) as [Tensor];
    const angle = mul(turns, 2 * Math.PI);
    const map = about(height, width, [cos(angle), sin(angle)], [neg(sin(angle)), cos(angle)]);
    return warp('randomRotation', images, map, options);
  };
}
