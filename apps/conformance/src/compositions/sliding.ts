import {
  averagePool1d,
  averagePool2d,
  averagePool3d,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  pad,
  slidingWindow,
  type Tensor,
} from '@gradkit/core';

/** Elements before and after an axis. */
export type Margin = readonly [before: number, after: number];

/** Windows that slide over spatial axes; one number, or one margin, for each of them. */
export interface Sliding {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly Margin[];
  /** Whether a last window counts that starts inside but ends outside. */
  readonly ceilMode: boolean;
}

const convolutions = [conv1d, conv2d, conv3d];
const transposed = [conv1dTranspose, conv2dTranspose, conv3dTranspose];
const maxima = [maxPool1d, maxPool2d, maxPool3d];
const averages = [averagePool1d, averagePool2d, averagePool3d];

/** The function for the number of spatial axes of `[batch, …, channels]`. */
const forRank = <F>(functions: readonly F[], x: Tensor): F => functions[x.rank - 3] as F;

/** `[batch, …, channels] ⋆ […taps, channels / groups, filters]` */
export function convolve(x: Tensor, kernel: Tensor, { strides, dilation, padding }: Sliding, groups: number): Tensor {
  return forRank(convolutions, x)(x, kernel, { strides, dilation, padding, groups });
}

/** `[batch, …, filters] ⋆ […taps, channels / groups, filters]` */
export function convolveTransposed(
  x: Tensor,
  kernel: Tensor,
  { strides, dilation, padding }: Sliding,
  groups: number,
  outputPadding: readonly number[],
): Tensor {
  return forRank(transposed, x)(x, kernel, { strides, dilation, padding, groups, outputPadding });
}

/** The largest element of each window of `[batch, …, channels]`. */
export function largest(x: Tensor, sliding: Sliding): Tensor {
  return forRank(maxima, x)(x, sliding);
}

/** The mean of each window of `[batch, …, channels]`. */
export function average(x: Tensor, sliding: Sliding, countIncludePadding: boolean): Tensor {
  return forRank(averages, x)(x, { ...sliding, countIncludePadding });
}

/** `[batch, …, channels] → [batch, …positions, channels, …size]`, with margins of a value. */
export function windows(x: Tensor, { size, strides, dilation, padding, ceilMode }: Sliding, value = 0): Tensor {
  const spatial = size.map((_, i) => i + 1);
  const margins = padding.map((margin, i): Margin => {
    const extent = x.shape[i + 1] as number;
    return ceilMode
      ? withLastWindow(extent, margin, size[i] as number, strides[i] as number, dilation[i] as number)
      : margin;
  });
  const padded = pad(x, [[0, 0], ...margins, [0, 0]], { value });
  return slidingWindow(padded, size, { axis: spatial, strides, dilation });
}

/** The axes of the elements of a window, in what {@link windows} makes. */
export function tapAxes({ size }: Sliding): number[] {
  return size.map((_, i) => size.length + 2 + i);
}

/** How many elements a window spans. */
export function reachOf(size: number, dilation: number): number {
  return (size - 1) * dilation + 1;
}

/** A margin so wide at the end that a window which starts before it fits. */
function withLastWindow(
  extent: number,
  [before, after]: Margin,
  size: number,
  stride: number,
  dilation: number,
): Margin {
  const reach = reachOf(size, dilation);
  const count = Math.ceil((before + extent + after - reach) / stride) + 1;
  const last = (count - 1) * stride < before + extent ? count - 1 : count - 2;
  return [before, Math.max(after, last * stride + reach - before - extent)];
}
