import {
  add,
  argmax,
  broadcastTo,
  eye,
  globalAveragePool,
  globalMaxPool,
  norm,
  pad,
  reshape,
  scatterAdd,
  type Tensor,
  takeAlongAxis,
  transpose,
  zeros,
} from '@gradkit/core';
import { alongAxis, axesFrom, channelsFirst, channelsLast } from '../compositions/axes.ts';
import { counting, stridesOf } from '../compositions/positions.ts';
import {
  average,
  convolve,
  convolveTransposed,
  largest,
  type Margin,
  reachOf,
  type Sliding,
  tapAxes,
  windows,
} from '../compositions/sliding.ts';
import type { Adaptor, Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Convolution, pooling, and what undoes them. */
export const sliding: Adaptors = {
  AveragePool: (call) => {
    const isPaddingCounted = call.flag('count_include_pad', false);
    return channelsFirst(average(channelsLast(call.input(0)), pooling(call), isPaddingCounted));
  },
  Col2Im: overlapped,
  Conv: (call) => {
    const [x, kernel] = [call.input(0), kernelOf(call)];
    const options = slidingOf(call, kernel.shape.slice(0, -2));
    const result = channelsFirst(convolve(channelsLast(x), kernel, options, call.number('group', 1)));
    return biased(result, call.optional(2));
  },
  ConvTranspose: (call) => {
    // The kernel is [inputs, outputs / groups, …taps].
    const kernel = kernelOf(call);
    const { options, outputPadding } = uncovered(call, kernel.shape.slice(0, -2));
    const x = channelsLast(call.input(0));
    const result = convolveTransposed(x, kernel, options, call.number('group', 1), outputPadding);
    return biased(channelsFirst(result), call.optional(2));
  },
  GlobalAveragePool: (call) => channelsFirst(globalAveragePool(channelsLast(call.input(0)), { keepDims: true })),
  GlobalMaxPool: (call) => channelsFirst(globalMaxPool(channelsLast(call.input(0)), { keepDims: true })),
  LpPool: (call) => {
    const options = pooling(call);
    const views = windows(channelsLast(call.input(0)), options);
    return channelsFirst(norm(views, { axis: tapAxes(options), ord: call.number('p', 2) }));
  },
  MaxPool: (call) => {
    const options = pooling(call);
    const byColumn = call.flag('storage_order', false);
    const result = channelsFirst(largest(channelsLast(call.input(0)), options));
    return [result, call.outputCount > 1 ? largestPositions(call.input(0), options, byColumn) : undefined];
  },
  MaxUnpool: (call) => {
    const [x, size] = [call.input(0), call.numbers('kernel_shape', [])];
    const { strides, padding } = slidingOf(call, size);
    const spatial = x.shape.slice(2).map((n, i) => {
      const [before, after] = padding[i] as Margin;
      return (n - 1) * (strides[i] as number) + (size[i] as number) - before - after;
    });
    const shape = [...x.shape.slice(0, 2), ...spatial];
    const flat = zeros([shape.reduce((product, n) => product * n, 1)], { dtype: x.dtype });
    const spread = reshape(scatterAdd(flat, reshape(call.input(1), [-1]), reshape(x, [-1])), shape);
    const wanted = call.optionalNumbersOf(2) ?? shape;
    return pad(
      spread,
      shape.map((n, axis) => [0, (wanted[axis] as number) - n] as const),
    );
  },
};

/** `[filters, channels, …taps] → […taps, channels, filters]` */
function kernelOf(call: OperatorCall): Tensor {
  const kernel = call.input(1);
  return transpose(kernel, [...axesFrom(2, kernel.rank), 1, 0]);
}

function biased(x: Tensor, bias: Tensor | undefined): Tensor {
  return bias === undefined ? x : add(x, alongAxis(bias, 1, x.rank));
}

function pooling(call: OperatorCall): Sliding {
  return slidingOf(call, call.numbers('kernel_shape', []));
}

/** Attributes name all margins before the axes, then all after; or that they give ⌈n / stride⌉ positions. */
function slidingOf(call: OperatorCall, size: readonly number[]): Sliding {
  call.ignore('kernel_shape');
  const ones = size.map(() => 1);
  const [strides, dilation] = [call.numbers('strides', ones), call.numbers('dilations', ones)];
  const pads = call.numbers('pads', [...ones, ...ones].fill(0));
  const automatic = call.text('auto_pad', 'NOTSET');
  const padding = size.map((taps, i): Margin => {
    if (automatic === 'NOTSET' || automatic === 'VALID') return [pads[i] as number, pads[i + size.length] as number];
    const [extent, stride] = [call.input(0).shape[i + 2] as number, strides[i] as number];
    const covered = (Math.ceil(extent / stride) - 1) * stride + reachOf(taps, dilation[i] as number);
    return halves(Math.max(0, covered - extent), automatic === 'SAME_LOWER');
  });
  return { size, strides, dilation, padding, ceilMode: call.flag('ceil_mode', false) };
}

/** An odd element goes after the axis, or before it. */
function halves(total: number, isLower: boolean): Margin {
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return isLower ? [more, less] : [less, more];
}

/** The margins of a transposed convolution: given, or such that the result has the extents that are asked for. */
function uncovered(
  call: OperatorCall,
  size: readonly number[],
): { readonly options: Sliding; readonly outputPadding: readonly number[] } {
  const automatic = call.text('auto_pad', 'NOTSET');
  const given = slidingOf(call, size);
  const extra = call.numbers(
    'output_padding',
    size.map(() => 0),
  );
  const { strides, dilation } = given;
  const positions = call.input(0).shape.slice(2);
  const asked =
    call.numbers('output_shape') ??
    (automatic.startsWith('SAME') ? positions.map((n, i) => n * (strides[i] as number)) : undefined);
  if (asked === undefined) return { options: given, outputPadding: extra };
  const surplus = positions.map((n, i) => {
    const covered = (n - 1) * (strides[i] as number) + reachOf(size[i] as number, dilation[i] as number);
    return covered + (extra[i] as number) - (asked[i] as number);
  });
  return {
    options: { ...given, padding: surplus.map((n) => halves(Math.max(0, n), automatic !== 'SAME_UPPER')) },
    outputPadding: extra.map((n, i) => n + Math.max(0, -(surplus[i] as number))),
  };
}

/** Where the largest element of each window lies in the whole array, counted row by row or, in each image, by columns. */
function largestPositions(x: Tensor, options: Sliding, byColumn: boolean): Tensor {
  const spatial = x.shape.slice(2);
  const count = spatial.reduce((product, n) => product * n, 1);
  const strides = byColumn ? stridesOf(spatial.toReversed()).toReversed() : stridesOf(spatial);
  const positions = spatial
    .map((_, axis) => counting(spatial, axis).mul(strides[axis] as number))
    .reduce(add)
    .reshape([1, ...spatial, 1]);
  const views = windows(channelsLast(x), options, -Infinity);
  const shape = [...views.shape.slice(0, -spatial.length), -1];
  const flat = views.reshape(shape);
  const places = broadcastTo(
    windows(positions, options).reshape([1, ...shape.slice(1, -2), 1, flat.shape.at(-1) as number]),
    flat.shape,
  );
  const own = takeAlongAxis(places, argmax(flat, { keepDims: true }));
  const image = counting(x.shape.slice(0, 2), 0)
    .mul(x.shape[1] as number)
    .add(counting(x.shape.slice(0, 2), 1));
  const before = image.mul(count).reshape([...x.shape.slice(0, 2), ...spatial.map(() => 1)]);
  return add(channelsFirst(own.reshape(shape.slice(0, -1))), before);
}

/** Columns of windows, each laid at its place, and what overlaps added up: a transposed convolution with ones in its kernel. */
function overlapped(call: OperatorCall): ReturnType<Adaptor> {
  const [x, image, size] = [call.input(0), call.numbersOf(1), call.numbersOf(2)];
  const options = slidingOf(call, size);
  const { strides, dilation, padding } = options;
  const [batch, rows] = x.shape as [number, number];
  const channels = rows / size.reduce((product, n) => product * n, 1);
  const room = image.map((n, i) => {
    const [before, after] = padding[i] as Margin;
    return n + before + after - reachOf(size[i] as number, dilation[i] as number);
  });
  const positions = room.map((n, i) => Math.floor(n / (strides[i] as number)) + 1);
  const columns = channelsLast(reshape(x, [batch, rows, ...positions]));
  // Row `channel · taps + tap` of a column belongs to that tap of that channel.
  const ones = eye(rows).reshape([channels, ...size, rows]);
  const kernel = transpose(ones, [...axesFrom(1, ones.rank - 1), 0, ones.rank - 1]);
  const outputPadding = room.map((n, i) => n % (strides[i] as number));
  return channelsFirst(convolveTransposed(columns, kernel, options, 1, outputPadding));
}
