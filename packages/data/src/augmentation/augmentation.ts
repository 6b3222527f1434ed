import {
  ArgumentError,
  add,
  DTypeError,
  describe,
  formatShape,
  mul,
  reshape,
  ShapeError,
  slice,
  type Tensor,
} from '@gradkit/core';
import { uniformEach } from './sample-keys.ts';

/**
 * A change of images: float32 [samples, height, width, channels] → the same number of samples. What is random in it comes
 * from the keys, uint32[samples, 2], one for each sample; use {@link uniformEach} to draw from them.
 */
export type Augmentation = (images: Tensor, keys: Tensor) => Tensor;

/** How far a random change goes: from −factor to factor, or between two numbers. */
export type Factor = number | readonly [lower: number, upper: number];

/** The extents of images. Throws unless they are float32 and have four axes. */
export function imageExtents(where: string, images: Tensor): readonly [number, number, number, number] {
  if (images.dtype !== 'float32') {
    throw new DTypeError(`${where}: images are float32, got ${images.dtype}. Use rescale(1 / 255) first for bytes.`);
  }
  return extentsOf(where, images);
}

/** The extents of images of any element type. */
export function extentsOf(where: string, { shape }: Tensor): readonly [number, number, number, number] {
  if (shape.length !== 4) {
    throw new ShapeError(
      `${where}: images have shape [samples, height, width, channels], got ${formatShape(shape)}. Grey images have one channel.`,
    );
  }
  return shape as unknown as readonly [number, number, number, number];
}

/** The bounds that a factor means. Throws unless they lie between `lowest` and `highest`. */
export function boundsOf(
  where: string,
  name: string,
  factor: Factor,
  lowest: number,
  highest: number,
): readonly [number, number] {
  const pair: unknown = typeof factor === 'number' ? [-factor, factor] : factor;
  const [lower, upper] = (Array.isArray(pair) ? pair : []) as unknown[];
  const fits = (bound: unknown): bound is number => typeof bound === 'number' && bound >= lowest && bound <= highest;
  // One number is a distance to both sides, of which one may end at the limit.
  const isDistance = typeof factor === 'number' && factor >= 0 && factor <= highest;
  if (isDistance) return [Math.max(-factor, lowest), factor];
  if (fits(lower) && fits(upper) && lower <= upper && (pair as unknown[]).length === 2) return [lower, upper];
  throw new ArgumentError(
    `${where}: ${name} is a number from 0 to ${highest}, or [lower, upper] from ${lowest} to ${highest}, got ${describe(factor)}.`,
  );
}

/** Numbers spread evenly between bounds, one for each sample: `count` tensors of shape [samples, 1, 1]. */
export function drawn(keys: Tensor, bounds: readonly (readonly [number, number])[]): Tensor[] {
  const samples = keys.shape[0] as number;
  const unit = uniformEach(keys, [bounds.length]);
  return bounds.map(([lower, upper], i) => {
    const column = reshape(slice(unit, [0, i], [samples, i + 1]), [samples, 1, 1]);
    return add(mul(column, upper - lower), lower);
  });
}
