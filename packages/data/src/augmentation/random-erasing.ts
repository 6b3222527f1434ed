import {
  ArgumentError,
  add,
  arange,
  checkOptions,
  describe,
  expandDims,
  greaterEqual,
  less,
  logicalAnd,
  mul,
  reshape,
  sqrt,
  sub,
  type Tensor,
  where,
} from '@gradkit/core';
import { checkRange } from '../option-checks.ts';
import { type Augmentation, drawn, imageExtents } from './augmentation.ts';
import { foldEach, uniformEach } from './sample-keys.ts';

/** Options of {@link randomErasing}. */
export interface ErasingOptions {
  /** How likely an image is changed, from 0 to 1; default 1. */
  readonly factor?: number | undefined;
  /** Bounds of the squares of both sides of the rectangle, relative to those of the image; default [0.02, 0.33]. */
  readonly scale?: readonly [number, number] | undefined;
  /** What the rectangle is filled with; default random values within the range of pixels. */
  readonly fillValue?: number | undefined;
  /** The lowest and highest value of a pixel, for random values; default [0, 1]. */
  readonly valueRange?: readonly [number, number] | undefined;
}

/**
 * Hides a random rectangle of every image.
 *
 * ```text
 * rows [t, t + √a · height), columns [l, l + √b · width);  a, b uniform within the scale, t, l uniform where it fits
 * ```
 *
 * [samples, height, width, channels] → the same. Labels stay right while enough of the image is left.
 *
 * @throws ArgumentError when an option is wrong; ShapeError, DTypeError, when images come, unless they are float32 with four
 * axes
 * @see Zhong, Zheng, Kang, Li, Yang, Random erasing data augmentation, 2020
 * @example
 * ```ts
 * import { augment, randomErasing } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const covered = digits({ image: true }).map(augment([randomErasing({ factor: 0.5, fillValue: 0 })], { seed: 3 }));
 * console.log(covered.take(2).x.shape); // [2, 8, 8, 1]
 * ```
 */
export function randomErasing(options: ErasingOptions = {}): Augmentation {
  checkOptions('randomErasing', options, ['factor', 'scale', 'fillValue', 'valueRange']);
  const { factor = 1, scale = [0.02, 0.33], fillValue, valueRange = [0, 1] } = options;
  if (!(typeof factor === 'number' && factor >= 0 && factor <= 1)) {
    throw new ArgumentError(`randomErasing: factor is a probability from 0 to 1, got ${describe(factor)}.`);
  }
  checkRange('randomErasing', 'scale', scale);
  if (scale[0] < 0 || scale[1] > 1) {
    throw new ArgumentError(`randomErasing: scale lies between 0 and 1, got [${scale.join(', ')}].`);
  }
  checkRange('randomErasing', 'valueRange', valueRange);
  if (fillValue !== undefined && !Number.isFinite(fillValue)) {
    throw new ArgumentError(`randomErasing: fillValue is a finite number, got ${describe(fillValue)}.`);
  }
  return (images, keys) => {
    const [, height, width, channels] = imageExtents('randomErasing', images);
    const unit = [0, 1] as const;
    const [decision, top, left, ...areas] = drawn(keys, [unit, unit, unit, scale, scale]) as [Tensor, Tensor, Tensor];
    const [a, b] = areas as unknown as [Tensor, Tensor];
    const hidden = logicalAnd(rectangle(top, left, sqrt(a), sqrt(b), height, width), less(decision, factor));
    const [low, high] = valueRange;
    const noise = (): Tensor => add(mul(uniformEach(foldEach(keys, 0), [height, width, channels]), high - low), low);
    return where(expandDims(hidden, -1), fillValue ?? noise(), images);
  };
}

/**
 * Which pixels lie in a rectangle, [samples, height, width]: its sides are parts of those of the image, and `top` and `left`
 * parts of the room that it leaves.
 */
export function rectangle(
  top: Tensor,
  left: Tensor,
  tall: Tensor,
  wide: Tensor,
  height: number,
  width: number,
): Tensor {
  const within = (place: Tensor, side: Tensor, at: Tensor, extent: number): Tensor => {
    const length = mul(side, extent);
    const start = mul(place, sub(extent, length));
    return logicalAnd(greaterEqual(at, start), less(at, add(start, length)));
  };
  return logicalAnd(
    within(top, tall, reshape(arange(height), [1, height, 1]), height),
    within(left, wide, reshape(arange(width), [1, 1, width]), width),
  );
}
