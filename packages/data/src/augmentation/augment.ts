import { ArgumentError, checkOptions, describe, jit, type Tensor, tensor } from '@gradkit/core';
import type { MapContext, Sample } from '../dataset.ts';
import { checkSeed } from '../permutation.ts';
import type { Augmentation } from './augmentation.ts';
import { epochKey, foldEach, sampleKeys } from './sample-keys.ts';

/** Options of {@link augment}. */
export interface AugmentOptions {
  /** Any safe integer. */
  readonly seed: number;
  /** The field with the images; default `x`. */
  readonly field?: string | undefined;
}

/** A function for `map`: batches that keep their fields. */
export type BatchMap = <F extends string>(batch: Sample<F>, context: MapContext) => Sample<F>;

/**
 * Changes images at random whenever they are drawn, so that a network never sees the same one twice: a regulariser.
 *
 * ```text
 * key of a change = fold(fold(fold(seed, epoch), index of the sample), place in the list)
 * ```
 *
 * What happens to a sample depends on the seed, the epoch and the sample only, not on the batch that it is in. All changes
 * of a batch are one compiled program. Other fields, such as labels, stay as they are: use only changes after which they are
 * still right.
 *
 * @param changes one after the other: those of this package, or functions of images and keys of your own
 * @returns a function for `map` of data sets, streams and batches
 * @throws ArgumentError when the list is empty or holds something else, or the seed is missing
 * @see Shorten, Khoshgoftaar, A survey on image data augmentation for deep learning, 2019
 * @example
 * ```ts
 * import { augment, randomRotation, randomTranslation } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const images = digits({ image: true }).map(augment([randomTranslation(0.1, 0.1), randomRotation(0.05)], { seed: 3 }));
 * for (const { x, y } of images.shuffle({ seed: 7 }).batch(64).epoch(1)) console.log(x.shape, y.shape);
 * ```
 */
export function augment(changes: readonly Augmentation[], options: AugmentOptions): BatchMap {
  checkOptions('augment', options, ['seed', 'field']);
  const { seed, field = 'x' } = options ?? {};
  checkSeed('augment', seed);
  if (!Array.isArray(changes) || changes.length === 0 || !changes.every((change) => typeof change === 'function')) {
    throw new ArgumentError(`augment: expected a list of changes such as [randomFlip()], got ${describe(changes)}.`);
  }
  const changed = jit((images: Tensor, parent: Tensor, indices: Tensor): Tensor => {
    const keys = sampleKeys(parent, indices);
    return changes.reduce((before, change, place) => change(before, foldEach(keys, place)), images);
  });
  return <F extends string>(batch: Sample<F>, { epoch, indices }: MapContext): Sample<F> => {
    const images: Tensor | undefined = (batch as Sample<string>)[field];
    if (images === undefined) {
      throw new ArgumentError(`augment: no field "${field}"; there is ${Object.keys(batch).join(', ')}.`);
    }
    return { ...batch, [field]: changed(images, epochKey(seed, epoch), tensor(indices)) };
  };
}
