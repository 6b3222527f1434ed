import { add, norm, type Tensor, transpose } from '@gradkit/core';
import { alongAxis, channelsFirst, channelsLast } from '../compositions/axes.ts';
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

/** Convolution and pooling of images. */
export const sliding: Adaptors = {
  averagePool2d: pooled((x, options) => average(x, options, false)),
  conv2d: (call) => {
    const kernel = arranged(call.input('filter'), call.text('filterLayout', 'oihw'), 'hwio');
    return withLayout(call, 'inputLayout', (x) => {
      const options = slidingOf(call, kernel.shape.slice(0, 2));
      return biased(convolve(x, kernel, options, call.number('groups', 1)), call);
    });
  },
  convTranspose2d: (call) => {
    const kernel = arranged(call.input('filter'), call.text('filterLayout', 'iohw'), 'hwoi');
    return withLayout(call, 'inputLayout', (x) => {
      const options = slidingOf(call, kernel.shape.slice(0, 2));
      const given = call.numbers('outputPadding', [0, 0]);
      const sizes = call.numbers('outputSizes');
      const outputPadding = sizes?.map((size, i) => size - coveredBy(x, options, i)) ?? given;
      return biased(convolveTransposed(x, kernel, options, call.number('groups', 1), outputPadding), call);
    });
  },
  l2Pool2d: pooled((x, options) => norm(windows(x, options), { axis: tapAxes(options) })),
  maxPool2d: pooled(largest),
};

/** Applies a function of `[batch, height, width, channels]` to an input in the layout that an option names. */
function withLayout(call: OperatorCall, option: string, fn: (x: Tensor) => Tensor): Tensor {
  const isChannelsFirst = call.text(option, 'nchw') === 'nchw';
  const x = call.input('input');
  return isChannelsFirst ? channelsFirst(fn(channelsLast(x))) : fn(x);
}

/** Axes from the order of one layout to that of another, both named by letters. */
function arranged(filter: Tensor, layout: string, wanted: string): Tensor {
  return transpose(
    filter,
    [...wanted].map((axis) => layout.indexOf(axis)),
  );
}

function biased(y: Tensor, call: OperatorCall): Tensor {
  const bias = call.optional('bias');
  return bias === undefined ? y : add(y, alongAxis(bias, -1, y.rank));
}

/** Margins are top, bottom, left, right. */
function slidingOf(call: OperatorCall, size: readonly number[]): Sliding {
  const [top, bottom, left, right] = call.numbers('padding', [0, 0, 0, 0]) as [number, number, number, number];
  return {
    size,
    strides: call.numbers('strides', [1, 1]),
    dilation: call.numbers('dilations', [1, 1]),
    padding: [
      [top, bottom],
      [left, right],
    ],
    ceilMode: false,
  };
}

function pooled(pool: (x: Tensor, options: Sliding) => Tensor): Adaptor {
  return (call) =>
    withLayout(call, 'layout', (x) => {
      const options = slidingOf(call, call.numbers('windowDimensions', x.shape.slice(1, 3)));
      const isRoundedUp = call.text('roundingType', 'floor') === 'ceil';
      // Extents that are asked for say again which way to round, whatever the option for it says.
      const sizes = call.numbers('outputSizes');
      return pool(x, { ...options, ceilMode: sizes?.some((n, i) => n > positionsOf(x, options, i)) ?? isRoundedUp });
    });
}

/** Positions of windows that lie inside. */
function positionsOf(x: Tensor, { size, strides, dilation, padding }: Sliding, i: number): number {
  const [before, after] = padding[i] as Margin;
  const room = (x.shape[i + 1] as number) + before + after - reachOf(size[i] as number, dilation[i] as number);
  return Math.floor(room / (strides[i] as number)) + 1;
}

/** What the windows of a transposed convolution cover, without margins. */
function coveredBy(x: Tensor, { size, strides, dilation, padding }: Sliding, i: number): number {
  const [before, after] = padding[i] as Margin;
  const reach = reachOf(size[i] as number, dilation[i] as number);
  return ((x.shape[i + 1] as number) - 1) * (strides[i] as number) + reach - before - after;
}
