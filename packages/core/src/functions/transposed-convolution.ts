import { convCode } from '../brought/convolution/conv.ts';
import { transposedConv } from '../brought/convolution/transpose.ts';
import { reachOf } from '../brought/convolution/windows.ts';
import { ArgumentError, checkOptions, ShapeError } from '../errors.ts';
import { checkPair, type Node } from '../graph.ts';
import { formatShape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import type { ConvOptions } from './convolution.ts';
import { operands } from './operand.ts';
import { checkImage, checkKernel, explicitMargins, type Padding, type PerAxis, perAxis } from './spatial.ts';

/** Options of {@link conv2dTranspose} and its like. */
export interface ConvTransposeOptions extends ConvOptions {
  /**
   * Elements that the result has more at the end, below the stride: several extents convolve to one number of positions, and
   * this says which is meant. Default: the one that Keras takes, `n · stride` with `padding: 'same'` and `n · stride +
   * max(0, reach − stride)` with `'valid'`; 0 with explicit padding.
   */
  readonly outputPadding?: PerAxis | undefined;
}

/**
 * The transpose of {@link conv1d} with the same kernel and options: every element of `x` lays the kernel, times itself, at
 * its place, and what overlaps adds up.
 *
 * `[batch, positions, filters] ⋆ [taps, channels / groups, filters] → [batch, length, channels]`: the kernel has its output
 * channels before its input channels, as in Keras.
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { conv1dTranspose, tensor } from '@gradkit/core';
 * const x = tensor([1, 10]).reshape([1, 2, 1]);
 * const kernel = tensor([1, 2, 3]).reshape([3, 1, 1]);
 * console.log(conv1dTranspose(x, kernel, { strides: 2 }).reshape([-1]).toArray()); // [1, 2, 13, 20, 30]
 * ```
 */
export function conv1dTranspose(x: TensorLike, kernel: TensorLike, options: ConvTransposeOptions = {}): Tensor {
  return transposed('conv1dTranspose', 1, x, kernel, options);
}

/**
 * The transpose of {@link conv2d} with the same kernel and options, also called deconvolution: every element of `x` lays the
 * kernel, times itself, at its place, and what overlaps adds up.
 *
 * `[batch, …positions, filters] ⋆ [rows, columns, channels / groups, filters] → [batch, height, width, channels]`: the kernel has
 * its output channels before its input channels, as in Keras. Extents are `(positions − 1) · stride + reach − padding +
 * outputPadding` with `reach = (taps − 1) · dilation + 1`; see {@link ConvTransposeOptions} for the default.
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @see Dumoulin, Visin: A guide to convolution arithmetic for deep learning, arXiv:1603.07285
 * @example
 * ```ts
 * import { conv2dTranspose, ones } from '@gradkit/core';
 * const y = conv2dTranspose(ones([1, 14, 14, 64]), ones([3, 3, 32, 64]), { strides: 2, padding: 'same' });
 * console.log(y.shape); // [1, 28, 28, 32]
 * ```
 */
export function conv2dTranspose(x: TensorLike, kernel: TensorLike, options: ConvTransposeOptions = {}): Tensor {
  return transposed('conv2dTranspose', 2, x, kernel, options);
}

/**
 * The transpose of {@link conv3d} with the same kernel and options, as {@link conv2dTranspose} with one more axis.
 *
 * `[batch, …positions, filters] ⋆ [layers, rows, columns, channels / groups, filters] → [batch, depth, height, width, channels]`
 * @throws ShapeError when the axes, the channels or the extents do not fit; ArgumentError for options out of range;
 * DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { conv3dTranspose, ones } from '@gradkit/core';
 * console.log(conv3dTranspose(ones([1, 2, 2, 2, 1]), ones([2, 2, 2, 3, 1]), { strides: 2 }).shape); // [1, 4, 4, 4, 3]
 * ```
 */
export function conv3dTranspose(x: TensorLike, kernel: TensorLike, options: ConvTransposeOptions = {}): Tensor {
  return transposed('conv3dTranspose', 3, x, kernel, options);
}

function transposed(
  where: string,
  rank: number,
  x: TensorLike,
  kernel: TensorLike,
  options: ConvTransposeOptions,
): Tensor {
  checkOptions(where, options, ['strides', 'padding', 'dilation', 'groups', 'outputPadding']);
  const { strides = 1, padding = 'valid', dilation = 1, groups = 1, outputPadding } = options;
  const [received, weights] = operands(where, [x, kernel]) as [Node, Node];
  checkPair(where, 'conv', received, weights);
  checkImage(where, received, rank);
  checkKernel(where, weights, rank, ['channels / groups', 'filters']);
  const filters = weights.shape.at(-1) as number;
  if (filters !== received.shape.at(-1)) {
    throw new ShapeError(
      `${where}: x ${formatShape(received.shape)} has ${received.shape.at(-1)} channels, the kernel ${formatShape(weights.shape)} takes ` +
        `${filters}. The last axis of the kernel is that of the input, the one before that of the result.`,
    );
  }
  if (!Number.isInteger(groups) || groups < 1 || filters % groups !== 0) {
    throw new ArgumentError(`${where}: groups divides the ${filters} channels of x, got ${String(groups)}.`);
  }
  const steps = perAxis(where, 'strides', strides, rank);
  const dilations = perAxis(where, 'dilation', dilation, rank);
  const extra = outputPadding === undefined ? undefined : perAxis(where, 'outputPadding', outputPadding, rank, 0);
  const positions = received.shape.slice(1, -1);
  const reaches = dilations.map((step, i) => reachOf(weights.shape[i] as number, step));
  const isNamed = padding === 'valid' || padding === 'same';
  const margins = isNamed ? undefined : explicitMargins(where, padding, rank);
  const axes = positions.map((n, i) => {
    const own = { positions: n, stride: steps[i] as number, reach: reaches[i] as number, extra: extra?.[i] };
    const [low, high] = [margins?.low[i] ?? 0, margins?.high[i] ?? 0];
    return uncovered(where, own, padding, low + high, low);
  });
  const attributes = {
    strides: steps,
    dilations,
    low: axes.map(({ low }) => low),
    high: axes.map(({ high }) => high),
    groups,
    code: convCode,
  };
  const extents = axes.map(({ extent }) => extent);
  return new Tensor(transposedConv(received, weights, attributes, extents));
}

interface TransposedAxis {
  readonly positions: number;
  readonly stride: number;
  readonly reach: number;
  /** What `outputPadding` says. */
  readonly extra: number | undefined;
}

/** Which extent a convolution with these positions had, and what was around it. */
function uncovered(
  where: string,
  { positions, stride, reach, extra }: TransposedAxis,
  padding: Padding,
  margin: number,
  before: number,
): { readonly extent: number; readonly low: number; readonly high: number } {
  const covered = (positions - 1) * stride + reach;
  let extent: number;
  let low = before;
  if (padding === 'same') {
    extent = extra === undefined ? positions * stride : covered - 2 * Math.floor(reach / 2) + extra;
    low = Math.floor(Math.max(0, covered - extent) / 2);
  } else if (padding === 'valid') {
    extent = extra === undefined ? Math.max(positions * stride, covered) : covered + extra;
  } else {
    extent = covered - margin + (extra ?? 0);
    if (positions === 0) extent = Math.max(0, extent);
  }
  const full = padding === 'same' ? Math.max(extent, covered) : extent + margin;
  if (extent >= 0 && full - covered < stride && (padding !== 'same' || Math.ceil(extent / stride) === positions)) {
    return { extent, low, high: full - extent - low };
  }
  throw new ShapeError(
    `${where}: no convolution of ${extent} elements with stride ${stride}, a kernel that spans ${reach} and this padding has ` +
      `${positions} positions. Choose outputPadding from 0 to ${stride - 1}, or less padding.`,
  );
}
