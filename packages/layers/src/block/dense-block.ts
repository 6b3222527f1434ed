import { checkFlags, type Shape } from '@gradkit/core';
import { checkCount } from '../check-options.ts';
import { type GraphModel, wireGraph } from '../graph/graph-model.ts';
import { connect, input } from '../graph/symbolic.ts';
import type { Layer } from '../layer.ts';
import { concatenate } from '../merge/concatenate.ts';
import { chain } from '../sequential.ts';
import { checkStageOptions, convolution, dropping, preactivation, type StageOptions } from './stage.ts';

/** Options of {@link denseBlock}. */
export interface DenseBlockOptions extends StageOptions {
  /** How many layers the block has: an integer of at least 1. */
  readonly layers: number;
  /** Feature maps that each layer adds: an integer of at least 1. */
  readonly growthRate: number;
  /** Whether each layer first reduces what it sees to 4 · growthRate maps, by a convolution of size 1; default true. */
  readonly bottleneck?: boolean | undefined;
  /** The input's shape without the batch axis; default: that of the first input. */
  readonly inputShape?: Shape | undefined;
  /** Default `denseBlock`, numbered in its model. */
  readonly name?: string | undefined;
}

/**
 * A block of a DenseNet: every layer sees the feature maps of all layers before it, side by side.
 *
 * ```text
 * xₗ = concatenate(xₗ₋₁, H(xₗ₋₁)),   H = conv₃ₓ₃ ∘ relu ∘ norm ∘ conv₁ₓ₁ ∘ relu ∘ norm
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, height, width, channels + layers · growthRate]`: maps keep their size, so
 * that they can stand side by side. Features are used again instead of being learned again, so few maps for each layer are
 * enough, and gradients reach the first layer directly.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when the input is not a batch of images
 * @see Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks, CVPR 2017
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { denseBlock, sequential, transition } from '@gradkit/layers';
 *
 * const model = sequential([denseBlock({ layers: 4, growthRate: 6 }), transition()]);
 * console.log(model.apply(zeros([1, 16, 16, 8])).shape); // [1, 8, 8, 16]: half the size, and half of 8 + 4 · 6 maps
 * ```
 */
export function denseBlock(options: DenseBlockOptions): GraphModel {
  checkStageOptions('denseBlock', options, ['layers', 'growthRate', 'bottleneck', 'inputShape', 'name']);
  const { layers, growthRate, bottleneck = true, inputShape, name } = options ?? {};
  checkCount('denseBlock', 'layers', layers);
  checkCount('denseBlock', 'growthRate', growthRate);
  checkFlags('denseBlock', { bottleneck });

  const start = input({ shape: inputShape });
  let maps = start;
  for (let i = 0; i < layers; i++) {
    maps = connect(concatenate(), [maps, connect(denseLayer(growthRate, bottleneck, options), maps)]);
  }
  return wireGraph('denseBlock', { inputs: start, outputs: maps, name });
}

function denseLayer(growthRate: number, bottleneck: boolean, options: StageOptions): Layer {
  const stage = (filters: number, size: number): readonly Layer[] => [
    ...preactivation(options),
    convolution(filters, size, options),
    ...dropping(options),
  ];
  return chain('denseLayer', [...(bottleneck ? stage(4 * growthRate, 1) : []), ...stage(growthRate, 3)], {});
}
