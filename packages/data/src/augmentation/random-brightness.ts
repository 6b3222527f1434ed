import { add, checkOptions, clip, expandDims, mul, type Tensor } from '@gradkit/core';
import { checkRange } from '../option-checks.ts';
import { type Augmentation, boundsOf, drawn, type Factor, imageExtents } from './augmentation.ts';

/** Options of {@link randomBrightness} and {@link randomContrast}. */
export interface ValueRangeOptions {
  /** The lowest and highest value of a pixel, to which results are limited; default [0, 1]. */
  readonly valueRange?: readonly [number, number] | undefined;
}

/**
 * Makes every image lighter or darker by a random amount, the same for all its pixels.
 *
 * ```text
 * out = clip(image + f · (high − low), low, high),  f uniform within the factor
 * ```
 *
 * [samples, height, width, channels] → the same. Labels stay right unless brightness is what they tell.
 *
 * @param factor parts of the range of values, from −1 to 1; 0.2 means [−0.2, 0.2]
 * @param options `valueRange`: [low, high], default [0, 1], the range of images from this package's readers
 * @throws ArgumentError when the factor or range is wrong; ShapeError, DTypeError, when images come, unless they are float32
 * with four axes
 * @see Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional neural networks, 2012
 * @example
 * ```ts
 * import { augment, randomBrightness, randomContrast } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const varied = digits({ image: true }).map(augment([randomBrightness(0.1), randomContrast(0.2)], { seed: 3 }));
 * console.log(varied.take(2).x.shape); // [2, 8, 8, 1]
 * ```
 */
export function randomBrightness(factor: Factor, options: ValueRangeOptions = {}): Augmentation {
  const [low, high] = valueRangeOf('randomBrightness', options);
  const bounds = boundsOf('randomBrightness', 'factor', factor, -1, 1);
  return (images, keys) => {
    imageExtents('randomBrightness', images);
    const [change] = drawn(keys, [bounds]) as [Tensor];
    return clip(add(images, mul(expandDims(change, -1), high - low)), low, high);
  };
}

export function valueRangeOf(where: string, options: ValueRangeOptions): readonly [number, number] {
  checkOptions(where, options, ['valueRange']);
  const { valueRange = [0, 1] } = options;
  checkRange(where, 'valueRange', valueRange);
  return valueRange;
}
