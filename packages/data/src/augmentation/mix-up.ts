import { add, mul, reshape, sub } from '@gradkit/core';
import type { BatchMap } from './augment.ts';
import { type MixOptions, mixing } from './mixing.ts';

/**
 * Trains on means of two samples and of their targets, which makes a network behave linearly between samples.
 *
 * ```text
 * x = λ xᵢ + (1 − λ) xⱼ,  y = λ yᵢ + (1 − λ) yⱼ,  λ ~ Beta(α, α)
 * ```
 *
 * x [samples, …] → the same; y class ids [samples] → shares [samples, classes], and numbers → the same. The partner j of
 * each sample is another one of the batch, found at random, so this is the last map, and results depend on the batch. Use a
 * loss of shares, such as `categoricalCrossentropy`.
 *
 * @param options `seed`; `alpha`, default 0.2; `classes`, the number of classes if `y` holds class ids
 * @returns a function for `map` of data sets, streams and batches
 * @throws ArgumentError when an option is wrong or missing; when batches come, ArgumentError, ShapeError, DTypeError unless x
 * is float32 and y float32 or class ids
 * @see Zhang, Cissé, Dauphin, Lopez-Paz, mixup: Beyond empirical risk minimization, 2018
 * @example
 * ```ts
 * import { mixUp } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const batches = digits().shuffle({ seed: 7 }).batch(64).map(mixUp({ seed: 3, classes: 10 }));
 * console.log(batches.at(0).y.shape); // [64, 10]
 * ```
 */
export function mixUp(options: MixOptions): BatchMap {
  return mixing('mixUp', options, 0.2, ({ x, partner, share }) => {
    const factor = reshape(share, [-1, ...x.shape.slice(1).map(() => 1)]);
    return { x: add(partner, mul(factor, sub(x, partner))), kept: share };
  });
}
