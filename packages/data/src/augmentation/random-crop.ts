import { add, arange, cast, floor, mul, reshape, type Tensor, take } from '@gradkit/core';
import { type Augmentation, drawn, imageExtents } from './augmentation.ts';
import { checkExtents, checkFits } from './center-crop.ts';

/**
 * Cuts a part of the given size out of every image, at a random place.
 *
 * [samples, h, w, channels] → [samples, height, width, channels]. Every place is equally likely. Labels stay right as long
 * as what they name is in every part.
 *
 * @param height rows of the part, at most those of the image
 * @param width columns of the part
 * @throws ArgumentError when an extent is not a positive integer; ShapeError, DTypeError, when images come that are smaller,
 * are not float32 or do not have four axes
 * @see Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional neural networks, 2012
 * @example
 * ```ts
 * import { augment, randomCrop } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const parts = digits({ image: true }).map(augment([randomCrop(6, 6)], { seed: 3 }));
 * console.log(parts.fields.x.shape); // [6, 6, 1]
 * ```
 */
export function randomCrop(height: number, width: number): Augmentation {
  checkExtents('randomCrop', height, width);
  return (images, keys) => {
    const [samples, rows, columns, channels] = imageExtents('randomCrop', images);
    checkFits('randomCrop', images, height, width);
    const [top, left] = drawn(keys, [
      [0, rows - height + 1],
      [0, columns - width + 1],
    ]).map((place) => cast(floor(place), 'int32')) as [Tensor, Tensor];
    const counted = (extent: number, shape: readonly number[]): Tensor =>
      reshape(arange(0, extent, 1, { dtype: 'int32' }), shape);
    const first = mul(counted(samples, [samples, 1, 1]), rows);
    const row = mul(add(add(first, top), counted(height, [1, height, 1])), columns);
    const position = add(row, add(left, counted(width, [1, 1, width])));
    return take(reshape(images, [samples * rows * columns, channels]), position);
  };
}
