import { add, clip, expandDims, mean, mul, sub, type Tensor } from '@gradkit/core';
import { type Augmentation, boundsOf, drawn, type Factor, imageExtents } from './augmentation.ts';
import { type ValueRangeOptions, valueRangeOf } from './random-brightness.ts';

/**
 * Spreads or narrows the values of every image about their mean, in each channel by itself.
 *
 * ```text
 * out = clip((image − mean) · f + mean, low, high),  f uniform between 1 − lower and 1 + upper
 * ```
 *
 * [samples, height, width, channels] → the same; means are over height and width. Labels stay right.
 *
 * @param factor from 0 to 1: 0.2 means f between 0.8 and 1.2, and [0.5, 0.2] between 0.5 and 1.2
 * @param options `valueRange`: [low, high], default [0, 1], the range of images from this package's readers
 * @throws ArgumentError when the factor or range is wrong; ShapeError, DTypeError, when images come, unless they are float32
 * with four axes
 * @see Howard, Some improvements on deep convolutional neural network based image classification, 2013
 * @example
 * ```ts
 * import { augment, randomContrast } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const varied = digits({ image: true }).map(augment([randomContrast(0.2)], { seed: 3 }));
 * console.log(varied.take(2).x.shape); // [2, 8, 8, 1]
 * ```
 */
export function randomContrast(factor: Factor, options: ValueRangeOptions = {}): Augmentation {
  const [low, high] = valueRangeOf('randomContrast', options);
  const [lower, upper] = typeof factor === 'number' ? [factor, factor] : (factor ?? []);
  for (const part of [lower, upper]) boundsOf('randomContrast', 'factor', part as Factor, 0, 1);
  return (images, keys) => {
    imageExtents('randomContrast', images);
    const [scale] = drawn(keys, [[1 - (lower as number), 1 + (upper as number)]]) as [Tensor];
    const centre = mean(images, { axis: [1, 2], keepDims: true });
    return clip(add(mul(sub(images, centre), expandDims(scale, -1)), centre), low, high);
  };
}
