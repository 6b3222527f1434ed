import { add } from '@gradkit/core';
import { about, checkWarpOptions, type WarpOptions, warp } from './affine-transform.ts';
import { type Augmentation, boundsOf, drawn, type Factor, imageExtents } from './augmentation.ts';

/** Options of {@link randomZoom}. */
export interface ZoomOptions extends WarpOptions {
  /** Zooms the width by its own random factor; default: as much as the height. */
  readonly widthFactor?: Factor | undefined;
}

/**
 * Makes what is in every image smaller or larger, about its centre.
 *
 * ```text
 * out[p] = image[(1 + f) (p − centre) + centre],  f uniform within the factor
 * ```
 *
 * [samples, height, width, channels] → the same. Labels stay right unless size is what they tell.
 *
 * @param factor positive numbers zoom out, negative ones in, from −1 to 1: 0.2 means [−0.2, 0.2], and [0.2, 0.3] shows 20
 * to 30 % more
 * @throws ArgumentError when a factor or option is wrong; ShapeError, DTypeError, when images come, unless they are float32
 * with four axes
 * @see Shorten, Khoshgoftaar, A survey on image data augmentation for deep learning, 2019
 * @example
 * ```ts
 * import { augment, randomZoom } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const zoomed = digits({ image: true }).map(augment([randomZoom(0.2)], { seed: 3 }));
 * console.log(zoomed.take(2).x.shape); // [2, 8, 8, 1]
 * ```
 */
export function randomZoom(factor: Factor, options: ZoomOptions = {}): Augmentation {
  const { widthFactor, ...warping } = options;
  checkWarpOptions('randomZoom', warping);
  const bounds = [boundsOf('randomZoom', 'factor', factor, -1, 1)];
  if (widthFactor !== undefined) bounds.push(boundsOf('randomZoom', 'widthFactor', widthFactor, -1, 1));
  return (images, keys) => {
    const [, height, width] = imageExtents('randomZoom', images);
    const scales = drawn(keys, bounds).map((f) => add(f, 1));
    const [vertical = 1, horizontal = vertical] = scales;
    return warp('randomZoom', images, about(height, width, [vertical, 0], [0, horizontal]), warping);
  };
}
