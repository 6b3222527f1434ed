import { reshaped } from '../brought/convolution/axes.ts';
import { convCode } from '../brought/convolution/conv.ts';
import { reachOf } from '../brought/convolution/windows.ts';
import { ArgumentError, checkOptions, ShapeError } from '../errors.ts';
import { checkPair, type Node, node } from '../graph.ts';
import { formatShape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operands } from './operand.ts';
import {
  type CausalPadding,
  checkFits,
  checkImage,
  checkKernel,
  marginsOf,
  type Padding,
  type PerAxis,
  perAxis,
} from './spatial.ts';

/** Options of {@link depthwiseConv2d} and its like. */
export interface DepthwiseConvOptions<P = Padding> {
  /** Elements from one position to the next, at least 1; default 1. */
  readonly strides?: PerAxis | undefined;
  /** What is added around the input, as zeros; default `'valid'`: nothing. */
  readonly padding?: P | undefined;
  /** Elements from one kernel element to the next, at least 1; default 1. */
  readonly dilation?: PerAxis | undefined;
}

/** Options of {@link conv2d} and its like. */
export interface ConvOptions<P = Padding> extends DepthwiseConvOptions<P> {
  /** Parts into which channels and filters are cut; filters of a part see only its channels; default 1. */
  readonly groups?: number | undefined;
}

/**
 * The convolution of sequences with a kernel, `y[b, p, f] = Σₜ꜀ x[b, p · stride + t · dilation, c] · kernel[t, c, f]`, which like
 * in every framework does not turn the kernel around.
 *
 * `[batch, length, channels] ⋆ [taps, channels / groups, filters] → [batch, positions, filters]`. With `padding: 'causal'`
 * position p sees nothing after it.
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { conv1d, tensor } from '@gradkit/core';
 * const x = tensor([1, 2, 4, 8]).reshape([1, 4, 1]);
 * const difference = tensor([-1, 1]).reshape([2, 1, 1]);
 * console.log(conv1d(x, difference).reshape([-1]).toArray()); // [1, 2, 4]
 * console.log(conv1d(x, difference, { padding: 'causal' }).reshape([-1]).toArray()); // [1, 1, 2, 4]
 * ```
 */
export function conv1d(x: TensorLike, kernel: TensorLike, options: ConvOptions<CausalPadding> = {}): Tensor {
  return convolve('conv1d', 1, x, kernel, options);
}

/**
 * The convolution of images with a kernel, `y[b, p, q, f] = Σₛₜ꜀ x[b, p · stride + s · dilation, q · stride + t · dilation, c] ·
 * kernel[s, t, c, f]`, which like in every framework does not turn the kernel around.
 *
 * `[batch, height, width, channels] ⋆ [rows, columns, channels / groups, filters] → [batch, …positions, filters]`, where there
 * are `⌊(n + padding − (taps − 1) · dilation − 1) / stride⌋ + 1` positions along an axis, with `padding: 'same'` `⌈n / stride⌉`.
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @see Dumoulin, Visin: A guide to convolution arithmetic for deep learning, arXiv:1603.07285
 * @example
 * ```ts
 * import { conv2d, ones, zeros } from '@gradkit/core';
 * const images = zeros([32, 28, 28, 3]);
 * console.log(conv2d(images, zeros([3, 3, 3, 64])).shape); // [32, 26, 26, 64]
 * console.log(conv2d(images, zeros([3, 3, 3, 64]), { strides: 2, padding: 'same' }).shape); // [32, 14, 14, 64]
 * console.log(conv2d(ones([1, 2, 2, 1]), ones([2, 2, 1, 1])).item()); // 4
 * ```
 */
export function conv2d(x: TensorLike, kernel: TensorLike, options: ConvOptions = {}): Tensor {
  return convolve('conv2d', 2, x, kernel, options);
}

/**
 * The convolution of volumes with a kernel, as {@link conv2d} with one more axis.
 *
 * `[batch, depth, height, width, channels] ⋆ [layers, rows, columns, channels / groups, filters] → [batch, …positions, filters]`
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { conv3d, max, ones } from '@gradkit/core';
 * const y = conv3d(ones([1, 4, 4, 4, 2]), ones([3, 3, 3, 2, 5]), { padding: 'same' });
 * console.log(y.shape, max(y).item()); // [1, 4, 4, 4, 5] 54
 * ```
 */
export function conv3d(x: TensorLike, kernel: TensorLike, options: ConvOptions = {}): Tensor {
  return convolve('conv3d', 3, x, kernel, options);
}

/**
 * A convolution of every channel of sequences on its own, with `multiplier` kernels each.
 *
 * `[batch, length, channels] ⋆ [taps, channels, multiplier] → [batch, positions, channels · multiplier]`, where filter
 * `c · multiplier + m` belongs to channel c.
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { depthwiseConv1d, tensor } from '@gradkit/core';
 * const x = tensor([[[1, 10], [2, 20], [3, 30]]]);
 * const kernel = tensor([[[1], [1]], [[1], [-1]]]);
 * console.log(depthwiseConv1d(x, kernel).toArray()); // [[[3, -10], [5, -10]]]
 * ```
 */
export function depthwiseConv1d(
  x: TensorLike,
  kernel: TensorLike,
  options: DepthwiseConvOptions<CausalPadding> = {},
): Tensor {
  return convolveEach('depthwiseConv1d', 1, x, kernel, options);
}

/**
 * A convolution of every channel of images on its own, with `multiplier` kernels each.
 *
 * `[batch, height, width, channels] ⋆ [rows, columns, channels, multiplier] → [batch, …positions, channels · multiplier]`, where
 * filter `c · multiplier + m` belongs to channel c.
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { depthwiseConv2d, ones } from '@gradkit/core';
 * console.log(depthwiseConv2d(ones([1, 8, 8, 3]), ones([3, 3, 3, 2]), { padding: 'same' }).shape); // [1, 8, 8, 6]
 * ```
 */
export function depthwiseConv2d(x: TensorLike, kernel: TensorLike, options: DepthwiseConvOptions = {}): Tensor {
  return convolveEach('depthwiseConv2d', 2, x, kernel, options);
}

/**
 * A convolution that mixes places and channels one after the other: {@link depthwiseConv1d}, then a product with a matrix at
 * every position.
 *
 * `[batch, length, channels] ⋆ [taps, channels, multiplier] ⋆ [1, channels · multiplier, filters] → [batch, positions, filters]`
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { ones, separableConv1d } from '@gradkit/core';
 * console.log(separableConv1d(ones([1, 3, 2]), ones([3, 2, 1]), ones([1, 2, 4])).toArray()); // [[[6, 6, 6, 6]]]
 * ```
 */
export function separableConv1d(
  x: TensorLike,
  depthwiseKernel: TensorLike,
  pointwiseKernel: TensorLike,
  options: DepthwiseConvOptions<CausalPadding> = {},
): Tensor {
  return mixed('separableConv1d', 1, convolveEach('separableConv1d', 1, x, depthwiseKernel, options), pointwiseKernel);
}

/**
 * A convolution that mixes places and channels one after the other: {@link depthwiseConv2d}, then a product with a matrix at
 * every position.
 *
 * `[batch, height, width, channels] ⋆ [rows, columns, channels, multiplier] ⋆ [1, 1, channels · multiplier, filters] → [batch,
 * …positions, filters]`
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @see Chollet: Xception: Deep learning with depthwise separable convolutions, CVPR 2017
 * @example
 * ```ts
 * import { ones, separableConv2d } from '@gradkit/core';
 * const y = separableConv2d(ones([1, 8, 8, 3]), ones([3, 3, 3, 1]), ones([1, 1, 3, 16]), { strides: 2, padding: 'same' });
 * console.log(y.shape); // [1, 4, 4, 16]
 * ```
 */
export function separableConv2d(
  x: TensorLike,
  depthwiseKernel: TensorLike,
  pointwiseKernel: TensorLike,
  options: DepthwiseConvOptions = {},
): Tensor {
  return mixed('separableConv2d', 2, convolveEach('separableConv2d', 2, x, depthwiseKernel, options), pointwiseKernel);
}

const slidingKeys = ['strides', 'padding', 'dilation'];

function convolve(
  where: string,
  rank: number,
  x: TensorLike,
  kernel: TensorLike,
  options: ConvOptions<CausalPadding>,
): Tensor {
  checkOptions(where, options, [...slidingKeys, 'groups']);
  const { groups = 1 } = options;
  const [image, weights] = pair(where, rank, x, kernel, ['channels / groups', 'filters']);
  const [own, filters] = weights.shape.slice(rank) as [number, number];
  if (!Number.isInteger(groups) || groups < 1) {
    throw new ArgumentError(`${where}: groups is an integer of at least 1, got ${String(groups)}.`);
  }
  if (own * groups !== image.shape.at(-1)) {
    throw new ShapeError(
      `${where}: x ${formatShape(image.shape)} has ${image.shape.at(-1)} channels, the kernel ${formatShape(weights.shape)} is for ` +
        `${own}${groups === 1 ? '' : ` in each of ${groups} groups`}. The last but one axis of the kernel is channels / groups.`,
    );
  }
  if (filters % groups !== 0) {
    throw new ShapeError(
      `${where}: ${filters} filters ${formatShape(weights.shape)} are no multiple of ${groups} groups.`,
    );
  }
  return applied(where, rank, image, weights, groups, options);
}

function convolveEach(
  where: string,
  rank: number,
  x: TensorLike,
  kernel: TensorLike,
  options: DepthwiseConvOptions<CausalPadding>,
): Tensor {
  checkOptions(where, options, slidingKeys);
  const [image, weights] = pair(where, rank, x, kernel, ['channels', 'multiplier']);
  const [channels, multiplier] = weights.shape.slice(rank) as [number, number];
  if (channels !== image.shape.at(-1)) {
    throw new ShapeError(
      `${where}: x ${formatShape(image.shape)} has ${image.shape.at(-1)} channels, the kernel ${formatShape(weights.shape)} is for ` +
        `${channels}. The last but one axis of the kernel is channels.`,
    );
  }
  const groups = Math.max(1, channels);
  const each = reshaped(weights, [...weights.shape.slice(0, rank), channels / groups, channels * multiplier]);
  return applied(where, rank, image, each, groups, options);
}

/** Every position times a matrix that mixes its channels. */
function mixed(where: string, rank: number, each: Tensor, kernel: TensorLike): Tensor {
  const [channels, matrix] = operands(where, [each, kernel]) as [Node, Node];
  checkPair(where, 'conv', channels, matrix);
  const expected = [...Array<number>(rank).fill(1), channels.shape.at(-1) as number];
  if (matrix.shape.length !== rank + 2 || !expected.every((n, i) => n === matrix.shape[i])) {
    throw new ShapeError(
      `${where}: the pointwise kernel needs the shape [${expected.join(', ')}, filters], got ${formatShape(matrix.shape)}.`,
    );
  }
  return applied(where, rank, channels, matrix, 1, {});
}

function pair(
  where: string,
  rank: number,
  x: TensorLike,
  kernel: TensorLike,
  last: readonly [string, string],
): [Node, Node] {
  const [image, weights] = operands(where, [x, kernel]) as [Node, Node];
  checkPair(where, 'conv', image, weights);
  checkImage(where, image, rank);
  checkKernel(where, weights, rank, last);
  return [image, weights];
}

function applied(
  where: string,
  rank: number,
  x: Node,
  kernel: Node,
  groups: number,
  { strides = 1, padding = 'valid', dilation = 1 }: DepthwiseConvOptions<CausalPadding>,
): Tensor {
  const sliding = {
    taps: kernel.shape.slice(0, rank),
    strides: perAxis(where, 'strides', strides, rank),
    dilations: perAxis(where, 'dilation', dilation, rank),
  };
  const extents = x.shape.slice(1, -1);
  const margins =
    padding === 'causal' && rank === 1
      ? { low: [reachOf(sliding.taps[0] as number, sliding.dilations[0] as number) - 1], high: [0] }
      : marginsOf(where, padding as Padding, extents, sliding, rank === 1 ? "'valid', 'same', 'causal'" : undefined);
  if (padding !== 'same' && padding !== 'causal') checkFits(where, 'kernel', extents, margins, sliding);
  const { strides: steps, dilations } = sliding;
  return new Tensor(node('conv', [x, kernel], { strides: steps, dilations, ...margins, groups, code: convCode }));
}
