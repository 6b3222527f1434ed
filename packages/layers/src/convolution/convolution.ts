import {
  type CausalPadding,
  type ConvOptions,
  conv1d as convolve1d,
  conv2d as convolve2d,
  conv3d as convolve3d,
  formatShape,
  mul,
  type Padding,
  type Shape,
  ShapeError,
  type Tensor,
  zeros,
} from '@gradkit/core';
import { checkAffineOptions, createAffine, createKernel, type KernelOptions } from '../affine.ts';
import { checkCount } from '../check-options.ts';
import type { Layer, LinearWindows } from '../layer.ts';
import { underName } from '../under-name.ts';
import { channelsOf, type SlidingOptions, slidingNames, slidingOf } from './sliding.ts';

/** Options of {@link conv2d}. */
export interface Conv2dOptions<P = Padding> extends KernelOptions, SlidingOptions<P> {
  /** Channels of the output: an integer of at least 1. */
  readonly filters: number;
  /** Parts into which channels and filters are cut; filters of a part see only its channels; default 1. */
  readonly groups?: number | undefined;
}

/** Options of {@link conv1d}: those of {@link conv2d}, and `padding: 'causal'`, with which no step sees a later one. */
export type Conv1dOptions = Conv2dOptions<CausalPadding>;

/** Options of {@link conv3d}. */
export type Conv3dOptions = Conv2dOptions;

/**
 * A convolution of sequences: filters that look for patterns in neighbouring steps.
 *
 * ```text
 * y[p, f] = activation(Σₜ꜀ x[p · stride + t · dilation, c] · kernel[t, c, f] + bias[f])
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, positions, filters]`, with a kernel `[kernelSize, channels / groups, filters]` and a
 * bias `[filters]`. There are `⌊(length − (kernelSize − 1) · dilationRate − 1) / stride⌋ + 1` positions, and `⌈length / stride⌉`
 * with `padding: 'same'` or `'causal'`.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or is shorter
 * @see Waibel, Hanazawa, Hinton, Shikano and Lang, Phoneme recognition using time-delay neural networks, IEEE Trans. ASSP 1989
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { conv1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([conv1d({ filters: 8, kernelSize: 5, padding: 'causal', dilationRate: 2 })]);
 * console.log(model.apply(zeros([16, 100, 3])).shape); // [16, 100, 8]
 * ```
 */
export function conv1d(options: Conv1dOptions): Layer {
  return convolution('conv1d', 1, options, conv1d, convolve1d);
}

/**
 * A convolution of images: filters that look for patterns everywhere, with the same weights at every place.
 *
 * ```text
 * y[p, q, f] = activation(Σₛₜ꜀ x[p · stride + s · dilation, q · stride + t · dilation, c] · kernel[s, t, c, f] + bias[f])
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, …positions, filters]`, with a kernel `[…kernelSize, channels / groups, filters]`
 * and a bias `[filters]`. Along an axis of n elements there are `⌊(n − (kernelSize − 1) · dilationRate − 1) / stride⌋ + 1`
 * positions, and `⌈n / stride⌉` with `padding: 'same'`.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or is smaller
 * @see LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 1998
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { zeros } from '@gradkit/core';
 * import { conv2d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([
 *   conv2d({ filters: 16, kernelSize: 3, padding: 'same', activation: relu }),
 *   conv2d({ filters: 32, kernelSize: 3, strides: 2 }),
 * ]);
 * console.log(model.apply(zeros([8, 28, 28, 1])).shape); // [8, 13, 13, 32]
 * ```
 */
export function conv2d(options: Conv2dOptions): Layer {
  return convolution('conv2d', 2, options, conv2d, convolve2d);
}

/**
 * A convolution of volumes, or of images over time: {@link conv2d} with one more axis.
 *
 * ```text
 * y[p, f] = activation(Σₜ꜀ x[p · stride + t · dilation, c] · kernel[t, c, f] + bias[f])     p, t: three indices each
 * ```
 *
 * `[batch, depth, height, width, channels]` becomes `[batch, …positions, filters]`, with a kernel `[…kernelSize, channels / groups,
 * filters]` and a bias `[filters]`.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or is smaller
 * @see Ji, Xu, Yang and Yu, 3D convolutional neural networks for human action recognition, IEEE Trans. PAMI 2013
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { conv3d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([conv3d({ filters: 4, kernelSize: [1, 3, 3] })]);
 * console.log(model.apply(zeros([1, 5, 9, 9, 2])).shape); // [1, 5, 7, 7, 4]
 * ```
 */
export function conv3d(options: Conv3dOptions): Layer {
  return convolution('conv3d', 3, options, conv3d, convolve3d);
}

function convolution<P>(
  kind: string,
  rank: number,
  options: Conv2dOptions<P>,
  factory: (options: Conv2dOptions<P>) => Layer,
  convolve: (x: Tensor, kernel: Tensor, options: ConvOptions<P | 'valid'>) => Tensor,
): Layer {
  checkAffineOptions(kind, options, ['kernel'], ['filters', 'groups', ...slidingNames]);
  const { filters, groups = 1 } = options ?? {};
  checkCount(kind, 'filters', filters);
  checkCount(kind, 'groups', groups);
  const { taps, options: sliding, reach } = slidingOf(kind, rank, options);
  const all = { ...sliding, groups };
  const shapeOf = (input: Shape, kernel: Shape): Shape => convolve(zeros(input), zeros(kernel), all).shape;
  shapeOf([1, ...reach, groups], [...taps, 1, filters]);

  return createAffine(kind, options, factory, (input, key, name) => {
    const channels = channelsOf(name, input);
    if (channels % groups !== 0) {
      throw new ShapeError(`${name}: the channels of ${formatShape(input)} are no multiple of ${groups} groups.`);
    }
    const shape = [...taps, channels / groups, filters];
    underName(name, () => shapeOf(input, shape));
    const kernel = createKernel(name, shape, options, key);
    return {
      kernels: [kernel],
      units: filters,
      output: (given) => underName(name, () => shapeOf(given, shape)),
      product: (x, content) => convolve(x, content(kernel), all),
      ...(groups === 1 && { linear: { windows: sliding as LinearWindows } }),
      scaledBy: (factor) => ({ kernelInitializer: () => mul(kernel.variable.value, factor) }),
    };
  });
}
