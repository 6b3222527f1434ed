import { ShapeError, slice, type Tensor } from '@gradkit/core';
import { checkInteger } from '../permutation.ts';
import { extentsOf } from './augmentation.ts';

/**
 * Cuts the middle out of every image: for evaluation, where training cuts at random.
 *
 * [samples, h, w, channels] → [samples, height, width, channels], from row ⌊(h − height) / 2⌋ and column
 * ⌊(w − width) / 2⌋ on.
 *
 * @param height rows of the part, at most those of the image
 * @param width columns of the part
 * @throws ArgumentError when an extent is not a positive integer; ShapeError, when images come, if they are smaller or do not
 * have four axes
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { centerCrop } from '@gradkit/data';
 *
 * const image = tensor([[[[1], [2], [3]], [[4], [5], [6]], [[7], [8], [9]]]]);
 * console.log(centerCrop(1, 1)(image).item()); // 5
 * ```
 */
export function centerCrop(height: number, width: number): (images: Tensor) => Tensor {
  checkExtents('centerCrop', height, width);
  return (images) => {
    const [, rows, columns] = checkFits('centerCrop', images, height, width);
    const [top, left] = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)];
    return slice(images, [undefined, top, left], [undefined, top + height, left + width]);
  };
}

/** Throws unless a size is one of images. */
export function checkExtents(where: string, height: number, width: number): void {
  checkInteger(where, 'height', height, 1, 2 ** 24);
  checkInteger(where, 'width', width, 1, 2 ** 24);
}

/** The extents of images. Throws unless a part of the given size can be cut out of them. */
export function checkFits(where: string, images: Tensor, height: number, width: number): ReturnType<typeof extentsOf> {
  const extents = extentsOf(where, images);
  const [, rows, columns] = extents;
  if (height <= rows && width <= columns) return extents;
  throw new ShapeError(
    `${where}: cannot cut ${height} × ${width} out of images of ${rows} × ${columns}. Use resizeImages first.`,
  );
}
