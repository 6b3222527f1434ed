import { ArgumentError, describe, type Shape, ShapeError } from '@gradkit/core';
import { createLayer, type Layer } from '../layer.ts';
import { averagePooling2d } from '../pooling/average-pooling.ts';
import { chain, type Sequential } from '../sequential.ts';
import { checkStageOptions, convolution, dropping, preactivation, type StageOptions } from './stage.ts';

/** Options of {@link transition}. */
export interface TransitionOptions extends StageOptions {
  /** Share of the feature maps that are left: greater than 0, at most 1; default 0.5. */
  readonly reduction?: number | undefined;
  /** Default `transition`, numbered in its model. */
  readonly name?: string | undefined;
}

/**
 * What stands between the blocks of a DenseNet: fewer feature maps, of half the size.
 *
 * ```text
 * y = averagePool₂ₓ₂(conv₁ₓ₁(relu(norm(x))))
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, ⌊height / 2⌋, ⌊width / 2⌋, ⌊reduction · channels⌋]`.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when the input is not a batch of images
 * @see Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks, CVPR 2017
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { transition } from '@gradkit/layers';
 *
 * console.log(transition({ reduction: 0.25 }).apply(zeros([1, 8, 8, 32])).shape); // [1, 4, 4, 8]
 * ```
 */
export function transition(options: TransitionOptions = {}): Sequential {
  checkStageOptions('transition', options, ['reduction', 'name']);
  const { reduction = 0.5, name } = options;
  if (!(typeof reduction === 'number' && reduction > 0 && reduction <= 1)) {
    throw new ArgumentError(`transition: reduction is greater than 0 and at most 1, got ${describe(reduction)}.`);
  }
  return chain(
    'transition',
    [...preactivation(options), compression(reduction, options), ...dropping(options), averagePooling2d()],
    { name },
  );
}

/** A convolution of size 1 whose number of filters follows from the input. */
function compression(reduction: number, options: StageOptions): Layer {
  return createLayer('conv2d', {}, (input: Shape, key, name) => {
    const channels = input.at(-1) ?? 0;
    const filters = Math.floor(reduction * channels);
    if (filters < 1) {
      throw new ShapeError(`${name}: of ${channels} channels, a reduction to ${reduction} leaves none.`);
    }
    const inner = convolution(filters, 1, options, name);
    inner.build(input, key);
    return {
      parameters: inner.parameters,
      output: (shape) => inner.build(shape, key),
      apply: (x, context) => inner.apply(x, context),
    };
  });
}
