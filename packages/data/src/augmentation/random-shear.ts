import type { Tensor } from '@gradkit/core';
import { about, checkWarpOptions, type WarpOptions, warp } from './affine-transform.ts';
import { type Augmentation, boundsOf, drawn, type Factor, imageExtents } from './augmentation.ts';

/** Options of {@link randomShear}. */
export interface ShearOptions extends WarpOptions {
  /** Shifts columns up and down, by their distance from the centre; default 0. */
  readonly yFactor?: Factor | undefined;
}

/**
 * Slants every image by a random amount, about its centre.
 *
 * ```text
 * out[r, c] = image[r + s_y (c − centre), c + s_x (r − centre)],  s_x, s_y uniform within their factors
 * ```
 *
 * [samples, height, width, channels] → the same. Labels stay right: slanted writing reads the same.
 *
 * @param xFactor shifts rows to the left and right, by their distance from the centre: from −1 to 1, where 1 is 45°; 0.2
 * means [−0.2, 0.2]
 * @throws ArgumentError when a factor or option is wrong; ShapeError, DTypeError, when images come, unless they are float32
 * with four axes
 * @see Simard, Steinkraus, Platt, Best practices for convolutional neural networks applied to visual document analysis, 2003
 * @example
 * ```ts
 * import { augment, randomShear } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const slanted = digits({ image: true }).map(augment([randomShear(0.2)], { seed: 3 }));
 * console.log(slanted.take(2).x.shape); // [2, 8, 8, 1]
 * ```
 */
export function randomShear(xFactor: Factor, options: ShearOptions = {}): Augmentation {
  const { yFactor = 0, ...warping } = options;
  checkWarpOptions('randomShear', warping);
  const horizontal = boundsOf('randomShear', 'xFactor', xFactor, -1, 1);
  const vertical = boundsOf('randomShear', 'yFactor', yFactor, -1, 1);
  return (images, keys) => {
    const [, height, width] = imageExtents('randomShear', images);
    const [byRow, byColumn] = drawn(keys, [horizontal, vertical]) as [Tensor, Tensor];
    return warp('randomShear', images, about(height, width, [1, byColumn], [byRow, 1]), warping);
  };
}
