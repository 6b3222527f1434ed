import { mul, type Tensor } from '@gradkit/core';
import { checkWarpOptions, type WarpOptions, warp } from './affine-transform.ts';
import { type Augmentation, boundsOf, drawn, type Factor, imageExtents } from './augmentation.ts';

/**
 * Moves every image by a random distance down and to the right.
 *
 * ```text
 * out[r, c] = image[r − t_y · height, c − t_x · width],  t_y, t_x uniform within their factors
 * ```
 *
 * [samples, height, width, channels] → the same. Labels stay right as long as what they name stays in the image.
 *
 * @param heightFactor parts of the height, from −1 to 1; 0.1 means [−0.1, 0.1], and positive numbers move down
 * @param widthFactor parts of the width; positive numbers move to the right
 * @throws ArgumentError when a factor or option is wrong; ShapeError, DTypeError, when images come, unless they are float32
 * with four axes
 * @see Simard, Steinkraus, Platt, Best practices for convolutional neural networks applied to visual document analysis, 2003
 * @example
 * ```ts
 * import { augment, randomTranslation } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const moved = digits({ image: true }).map(augment([randomTranslation(0.1, 0.1)], { seed: 3 }));
 * console.log(moved.take(2).x.shape); // [2, 8, 8, 1]
 * ```
 */
export function randomTranslation(heightFactor: Factor, widthFactor: Factor, options: WarpOptions = {}): Augmentation {
  checkWarpOptions('randomTranslation', options);
  const vertical = boundsOf('randomTranslation', 'heightFactor', heightFactor, -1, 1);
  const horizontal = boundsOf('randomTranslation', 'widthFactor', widthFactor, -1, 1);
  return (images, keys) => {
    const [, height, width] = imageExtents('randomTranslation', images);
    const [down, right] = drawn(keys, [vertical, horizontal]) as [Tensor, Tensor];
    const map = { y: [1, 0, mul(down, -height)], x: [0, 1, mul(right, -width)] } as const;
    return warp('randomTranslation', images, map, options);
  };
}
