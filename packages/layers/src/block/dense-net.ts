import { type Activation, softmax } from '@gradkit/activations';
import { ArgumentError, describe, type Shape } from '@gradkit/core';
import { heNormal } from '@gradkit/initializers';
import { checkCount } from '../check-options.ts';
import { conv2d } from '../convolution/convolution.ts';
import { dense } from '../dense.ts';
import type { Layer } from '../layer.ts';
import { globalAveragePooling2d } from '../pooling/global-pooling.ts';
import { maxPooling2d } from '../pooling/max-pooling.ts';
import { chain, type Sequential } from '../sequential.ts';
import { denseBlock } from './dense-block.ts';
import { checkStageOptions, preactivation, type StageOptions, stageOptions } from './stage.ts';
import { transition } from './transition.ts';

/** Options of {@link denseNet}. */
export interface DenseNetOptions extends StageOptions {
  /** Layers of each block: `[6, 12, 24, 16]` is DenseNet-121. */
  readonly blocks: readonly number[];
  /** Feature maps that each layer adds: an integer of at least 1. */
  readonly growthRate: number;
  /** Classes of the output. Default: none, and the network ends with one mean for each feature map. */
  readonly classes?: number | undefined;
  /** Makes the output of logits; default `softmax`. `linear` leaves the logits, for a loss that takes them. */
  readonly classifierActivation?: Activation | undefined;
  /** Whether layers have bottlenecks; default true. */
  readonly bottleneck?: boolean | undefined;
  /** Share of the feature maps that each transition leaves; default 0.5. */
  readonly reduction?: number | undefined;
  /** Feature maps before the first block; default twice the growth rate. */
  readonly initialFilters?: number | undefined;
  /**
   * What comes first. `'imagenet'`: a convolution of size 7 with stride 2 and max pooling, which leave a quarter of height and
   * width; `'small'`: a convolution of size 3, for small images. Default `'imagenet'`.
   */
  readonly stem?: 'imagenet' | 'small' | undefined;
  /** `[height, width, channels]` of the images; default: those of the first. */
  readonly inputShape?: Shape | undefined;
  /** Default `denseNet`. */
  readonly name?: string | undefined;
  /** Source of the first weights and of all randomness in training. Default: the key given to `build`, or 0. */
  readonly seed?: number | undefined;
}

/**
 * A densely connected network for images: blocks whose layers see everything before them, with transitions between them.
 *
 * ```text
 * stem → block → transition → block → … → block → relu(norm) → global average → softmax(dense)
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, classes]`. It needs few parameters for what it learns: 7,978,856 for
 * DenseNet-121 and 1,000 classes. The members of `layers` are `stem`, the blocks and transitions, and `head`, so that
 * `sequential(net.layers.slice(0, -1))` is the part that sees.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when images are too small for all transitions
 * @see Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks, CVPR 2017
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { denseNet } from '@gradkit/layers';
 *
 * const model = denseNet({ blocks: [3, 3], growthRate: 8, classes: 10, stem: 'small', seed: 1 });
 * console.log(model.apply(zeros([2, 28, 28, 1])).shape); // [2, 10]
 * console.log(model.layers.map(({ name }) => name)); // ['stem', 'denseBlock', 'transition', 'denseBlock_1', 'head']
 * ```
 */
export function denseNet(options: DenseNetOptions): Sequential {
  checkStageOptions('denseNet', options, [
    'blocks',
    'growthRate',
    'classes',
    'classifierActivation',
    'bottleneck',
    'reduction',
    'initialFilters',
    'stem',
    'inputShape',
    'name',
    'seed',
  ]);
  const { blocks, growthRate, bottleneck, reduction, name, seed } = options ?? {};
  if (!Array.isArray(blocks) || blocks.length === 0) {
    throw new ArgumentError(`denseNet: blocks lists how many layers each block has, got ${describe(blocks)}.`);
  }
  for (const [i, layers] of blocks.entries()) checkCount('denseNet', `blocks[${i}]`, layers);
  checkCount('denseNet', 'growthRate', growthRate);

  const stages = stageOptions(options);
  const middle = blocks.flatMap((layers, i): readonly Layer[] => [
    ...(i === 0 ? [] : [transition({ ...stages, reduction })]),
    denseBlock({ ...stages, layers, growthRate, bottleneck }),
  ]);
  return chain('denseNet', [stemOf(options), ...middle, headOf(options)], { name, seed });
}

function stemOf(options: DenseNetOptions): Layer {
  const { growthRate, initialFilters: filters = 2 * growthRate, stem = 'imagenet', inputShape } = options;
  checkCount('denseNet', 'initialFilters', filters);
  if (stem !== 'imagenet' && stem !== 'small') {
    throw new ArgumentError(`denseNet: stem is 'imagenet' or 'small', got ${describe(stem)}.`);
  }
  const { kernelInitializer = heNormal(), kernelRegularizer } = options;
  const first = { filters, useBias: false, kernelInitializer, kernelRegularizer, inputShape };
  const layers =
    stem === 'small'
      ? [conv2d({ ...first, kernelSize: 3, padding: 'same' })]
      : [
          conv2d({ ...first, kernelSize: 7, strides: 2, padding: 3 }),
          ...preactivation(options),
          maxPooling2d({ poolSize: 3, strides: 2, padding: 1 }),
        ];
  return chain('stem', layers, {});
}

function headOf(options: DenseNetOptions): Layer {
  const { classes, classifierActivation: activation = softmax, kernelRegularizer } = options;
  if (classes !== undefined) checkCount('denseNet', 'classes', classes);
  const classifier = classes === undefined ? [] : [dense({ units: classes, activation, kernelRegularizer })];
  return chain('head', [...preactivation(options), globalAveragePooling2d(), ...classifier], {});
}
