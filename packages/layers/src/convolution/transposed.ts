import {
  type ConvTransposeOptions,
  conv1dTranspose as convolve1d,
  conv2dTranspose as convolve2d,
  conv3dTranspose as convolve3d,
  mul,
  type PerAxis,
  reshape,
  type Shape,
  type Tensor,
  zeros,
} from '@gradkit/core';
import { checkAffineOptions, createAffine, createKernel, type KernelOptions } from '../affine.ts';
import { checkCount } from '../check-options.ts';
import type { Layer } from '../layer.ts';
import { perAxis } from '../sizes.ts';
import { underName } from '../under-name.ts';
import { channelsOf, type SlidingOptions, slidingNames, slidingOf } from './sliding.ts';

/** Options of {@link conv2dTranspose} and its like. */
export interface Conv2dTransposeOptions extends KernelOptions, SlidingOptions {
  /** Channels of the output: an integer of at least 1. */
  readonly filters: number;
  /**
   * Elements that the output has more at the end, below the stride: several extents convolve to one number of positions, and this
   * says which is meant. Default: `n · stride` elements with `padding: 'same'`, `n · stride + max(0, reach − stride)` with `'valid'`.
   */
  readonly outputPadding?: PerAxis | undefined;
}

/** Options of {@link conv1dTranspose}. */
export type Conv1dTransposeOptions = Conv2dTransposeOptions;

/** Options of {@link conv3dTranspose}. */
export type Conv3dTransposeOptions = Conv2dTransposeOptions;

/**
 * The transpose of {@link conv1d}: every step of the input lays the kernel, times itself, at its place, so that sequences get
 * longer.
 *
 * ```text
 * y[p · stride + t · dilation, f] = activation(Σ x[p, c] · kernel[t, f, c] + bias[f])     over all p, t that meet there
 * ```
 *
 * `[batch, positions, channels]` becomes `[batch, length, filters]`, with a kernel `[kernelSize, filters, channels]`: its output
 * channels come first, as in Keras.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or no convolution has this many positions
 * @see Zeiler, Krishnan, Taylor and Fergus, Deconvolutional networks, CVPR 2010
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { conv1dTranspose, sequential } from '@gradkit/layers';
 *
 * const model = sequential([conv1dTranspose({ filters: 2, kernelSize: 4, strides: 2, padding: 'same' })]);
 * console.log(model.apply(zeros([1, 50, 8])).shape); // [1, 100, 2]
 * ```
 */
export function conv1dTranspose(options: Conv1dTransposeOptions): Layer {
  return transposed('conv1dTranspose', 1, options, conv1dTranspose, convolve1d);
}

/**
 * The transpose of {@link conv2d}, also called deconvolution: every place of the input lays the kernel, times itself, at its place,
 * so that images get larger.
 *
 * ```text
 * y[p · stride + t · dilation, f] = activation(Σ x[p, c] · kernel[t, f, c] + bias[f])     over all p, t that meet there
 * ```
 *
 * `[batch, …positions, channels]` becomes `[batch, height, width, filters]`, with a kernel `[…kernelSize, filters, channels]`: its
 * output channels come first, as in Keras. Extents are `(positions − 1) · stride + reach − padding + outputPadding` with `reach =
 * (kernelSize − 1) · dilationRate + 1`.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or no convolution has this many positions
 * @see Zeiler, Krishnan, Taylor and Fergus, Deconvolutional networks, CVPR 2010
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { conv2dTranspose, sequential } from '@gradkit/layers';
 *
 * const model = sequential([conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' })]);
 * console.log(model.apply(zeros([1, 14, 14, 16])).shape); // [1, 28, 28, 3]
 * ```
 */
export function conv2dTranspose(options: Conv2dTransposeOptions): Layer {
  return transposed('conv2dTranspose', 2, options, conv2dTranspose, convolve2d);
}

/**
 * The transpose of {@link conv3d}: {@link conv2dTranspose} with one more axis.
 *
 * ```text
 * y[p · stride + t · dilation, f] = activation(Σ x[p, c] · kernel[t, f, c] + bias[f])     over all p, t that meet there
 * ```
 *
 * `[batch, …positions, channels]` becomes `[batch, depth, height, width, filters]`, with a kernel `[…kernelSize, filters, channels]`.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or no convolution has this many positions
 * @see Zeiler, Krishnan, Taylor and Fergus, Deconvolutional networks, CVPR 2010
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { conv3dTranspose, sequential } from '@gradkit/layers';
 *
 * const model = sequential([conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2 })]);
 * console.log(model.apply(zeros([1, 2, 3, 4, 5])).shape); // [1, 4, 6, 8, 2]
 * ```
 */
export function conv3dTranspose(options: Conv3dTransposeOptions): Layer {
  return transposed('conv3dTranspose', 3, options, conv3dTranspose, convolve3d);
}

function transposed(
  kind: string,
  rank: number,
  options: Conv2dTransposeOptions,
  factory: (options: Conv2dTransposeOptions) => Layer,
  convolve: (x: Tensor, kernel: Tensor, options: ConvTransposeOptions) => Tensor,
): Layer {
  checkAffineOptions(kind, options, ['kernel'], ['filters', 'outputPadding', ...slidingNames]);
  const { filters, outputPadding } = options ?? {};
  checkCount(kind, 'filters', filters);
  const { taps, options: sliding } = slidingOf(kind, rank, options);
  const extra =
    outputPadding === undefined ? {} : { outputPadding: perAxis(kind, 'outputPadding', outputPadding, rank, 0) };
  const all: ConvTransposeOptions = { ...sliding, ...extra };
  const shapeOf = (input: Shape, kernel: Shape): Shape => convolve(zeros(input), zeros(kernel), all).shape;
  // As many positions as any margins may cut off.
  shapeOf([1, ...taps.map(() => 1 << (24 / rank)), 1], [...taps, filters, 1]);

  return createAffine(kind, options, factory, (input, key, name) => {
    const shape = [...taps, filters, channelsOf(name, input)];
    underName(name, () => shapeOf(input, shape));
    const kernel = createKernel(name, shape, options, key);
    return {
      kernels: [kernel],
      units: filters,
      output: (given) => underName(name, () => shapeOf(given, shape)),
      product: (x, content) => convolve(x, content(kernel), all),
      scaledBy: (factor) => ({ kernelInitializer: () => mul(kernel.variable.value, reshape(factor, [filters, 1])) }),
    };
  });
}
