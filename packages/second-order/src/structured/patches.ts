import { pad, reshape, type Shape, slidingWindow, type Tensor, transpose } from '@gradkit/core';
import type { ObservedProduct, ObservedWindows } from '@gradkit/optimizers';

/**
 * What a kernel was multiplied by, one row for each row of the output: samples, or the windows of a convolution with their
 * elements in the order of the kernel's.
 */
export function patches({ kernel, input, windows }: ObservedProduct): Tensor {
  const { shape } = kernel;
  if (windows === undefined) return reshape(input, [-1, shape[0] as number]);
  const taps = shape.slice(0, -2);
  const axes = taps.map((_, i) => i + 1);
  const margins = taps.map((count, i) => marginsOf(windows, i, count, input.shape));
  const views = slidingWindow(pad(input, [[0, 0], ...margins, [0, 0]]), taps, {
    axis: axes,
    strides: windows.strides,
    dilation: windows.dilation,
  });
  // [batch, …positions, channels, …taps] to [batch, …positions, …taps, channels]
  const channels = taps.length + 1;
  const order = [0, ...axes, ...taps.map((_, i) => channels + 1 + i), channels];
  const size = shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
  return reshape(transpose(views, order), [-1, size]);
}

/** The zeros before and after one spatial axis. */
function marginsOf(
  { strides, padding, dilation }: ObservedWindows,
  i: number,
  taps: number,
  input: Shape,
): readonly [number, number] {
  const reach = (taps - 1) * (dilation[i] as number) + 1;
  if (padding === 'valid') return [0, 0];
  if (padding === 'causal') return [reach - 1, 0];
  if (typeof padding === 'number') return [padding, padding];
  if (padding !== 'same') return padding[i] as readonly [number, number];
  const [extent, stride] = [input[i + 1], strides[i]] as [number, number];
  const total = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + reach - extent);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
