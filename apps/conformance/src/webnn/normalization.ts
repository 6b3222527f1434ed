import { type Tensor, transpose } from '@gradkit/core';
import { alongAxis } from '../compositions/axes.ts';
import { moments, standardize } from '../compositions/normalization.ts';
import type { Adaptors } from '../suite/adaptor.ts';

/** Functions that bring activations to a common scale. */
export const normalization: Adaptors = {
  batchNormalization: (call) => {
    const x = call.input('input');
    const axis = call.number('axis', 1);
    const along = (vector: Tensor): Tensor => alongAxis(vector, axis, x.rank);
    const [scale, bias] = [call.optional('scale'), call.optional('bias')];
    return standardize(
      x,
      along(call.input('mean')),
      along(call.input('variance')),
      call.number('epsilon', 1e-5),
      scale && along(scale),
      bias && along(bias),
    );
  },
  instanceNormalization: (call) => {
    const x = call.input('input');
    const isChannelsFirst = call.text('layout', 'nchw') === 'nchw';
    const along = (vector: Tensor): Tensor => alongAxis(vector, isChannelsFirst ? 1 : 3, x.rank);
    const [scale, bias] = [call.optional('scale'), call.optional('bias')];
    const across = moments(x, isChannelsFirst ? [2, 3] : [1, 2]);
    return standardize(x, ...across, call.number('epsilon', 1e-5), scale && along(scale), bias && along(bias));
  },
  layerNormalization: (call) => {
    const x = call.input('input');
    const axes = call.numbers('axes', [...x.shape.keys()].slice(1));
    const along = (given: Tensor): Tensor => {
      // The axes of scale and bias follow the order in which they are named.
      const sorted = axes.toSorted((a, b) => a - b);
      const inOrder = transpose(
        given,
        sorted.map((axis) => axes.indexOf(axis)),
      );
      return inOrder.reshape(x.shape.map((extent, axis) => (axes.includes(axis) ? extent : 1)));
    };
    const [scale, bias] = [call.optional('scale'), call.optional('bias')];
    return standardize(
      x,
      ...moments(x, axes),
      call.number('epsilon', 1e-5),
      scale && along(scale),
      bias && along(bias),
    );
  },
};
