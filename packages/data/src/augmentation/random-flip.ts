import { flip, less, reshape, slice, type Tensor, where } from '@gradkit/core';
import { checkChoice } from '../option-checks.ts';
import { type Augmentation, imageExtents } from './augmentation.ts';
import { uniformEach } from './sample-keys.ts';

/** Which way {@link randomFlip} mirrors images. */
export type FlipMode = 'horizontal' | 'vertical' | 'horizontalAndVertical';

const axes: { readonly [Mode in FlipMode]: readonly number[] } = {
  horizontal: [2],
  vertical: [1],
  horizontalAndVertical: [2, 1],
};

/**
 * Mirrors every image with probability ½, in each of the directions by itself.
 *
 * ```text
 * horizontal: out[r, c] = image[r, width − 1 − c];  vertical: out[r, c] = image[height − 1 − r, c]
 * ```
 *
 * [samples, height, width, channels] → the same. Labels stay right only where left and right, or up and down, mean nothing:
 * for photographs of animals a horizontal flip is harmless; digits and letters must not be flipped (a 6 upside down is a 9).
 *
 * @param mode `'horizontal'`, `'vertical'` or `'horizontalAndVertical'`; default the last
 * @throws ArgumentError for another mode; ShapeError, DTypeError, when images come, unless they are float32 with four axes
 * @see Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional neural networks, 2012
 * @example
 * ```ts
 * import { key, reshape, tensor } from '@gradkit/core';
 * import { randomFlip } from '@gradkit/data';
 *
 * const image = tensor([[[[1], [2], [3]]]]);
 * console.log(randomFlip('horizontal')(image, reshape(key(4), [1, 2])).dataSync()); // 1 2 3 or 3 2 1
 * ```
 */
export function randomFlip(mode: FlipMode = 'horizontalAndVertical'): Augmentation {
  checkChoice('randomFlip', 'mode', mode, Object.keys(axes));
  const along = axes[mode];
  return (images, keys) => {
    const [samples] = imageExtents('randomFlip', images);
    const unit = uniformEach(keys, [along.length]);
    return along.reduce((before: Tensor, axis, i) => {
      const chosen = less(reshape(slice(unit, [0, i], [samples, i + 1]), [samples, 1, 1, 1]), 0.5);
      return where(chosen, flip(before, { axis }), before);
    }, images);
  };
}
