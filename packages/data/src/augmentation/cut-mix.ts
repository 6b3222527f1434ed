import { cast, expandDims, mean, reshape, sqrt, sub, type Tensor, take, uniform, where } from '@gradkit/core';
import type { BatchMap } from './augment.ts';
import { imageExtents } from './augmentation.ts';
import { type MixOptions, mixing } from './mixing.ts';
import { rectangle } from './random-erasing.ts';

/**
 * Pastes a rectangle of another image into every image, and mixes the targets by their areas.
 *
 * ```text
 * sides of the rectangle = √(1 − λ) · sides of the image,  λ ~ Beta(α, α), at a uniform place
 * y = a yᵢ + (1 − a) yⱼ,  a the share of pixels that stay
 * ```
 *
 * x [samples, height, width, channels] → the same; y class ids [samples] → shares [samples, classes], and numbers → the
 * same. The partner j of each sample is another one of the batch, found at random, so this is the last map, and results
 * depend on the batch. Use a loss of shares, such as `categoricalCrossentropy`.
 *
 * @param options `seed`; `alpha`, default 1; `classes`, the number of classes if `y` holds class ids
 * @returns a function for `map` of data sets, streams and batches
 * @throws ArgumentError when an option is wrong or missing; when batches come, ArgumentError, ShapeError, DTypeError unless x
 * are float32 images and y is float32 or class ids
 * @see Yun, Han, Oh, Chun, Choe, Yoo, CutMix: Regularization strategy to train strong classifiers, 2019
 * @example
 * ```ts
 * import { cutMix } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const batches = digits({ image: true }).shuffle({ seed: 7 }).batch(64).map(cutMix({ seed: 3, classes: 10 }));
 * console.log(batches.at(0).x.shape, batches.at(0).y.shape); // [64, 8, 8, 1] [64, 10]
 * ```
 */
export function cutMix(options: MixOptions): BatchMap {
  return mixing('cutMix', options, 1, ({ x, partner, share, key }) => {
    const [samples, height, width] = imageExtents('cutMix', x);
    const column = (t: Tensor): Tensor => reshape(t, [samples, 1, 1]);
    const side = column(sqrt(sub(1, share)));
    const places = uniform(key, [2, samples]);
    const pasted = rectangle(column(take(places, 0)), column(take(places, 1)), side, side, height, width);
    const kept = sub(1, mean(cast(pasted, 'float32'), { axis: [1, 2] }));
    return { x: where(expandDims(pasted, -1), partner, x), kept };
  });
}
