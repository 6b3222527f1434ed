import * as core from '@gradkit/core';
import type { Case } from './function-cases.ts';
import { filled } from './vectors.ts';

/** Convolutions, their transposes and pooling, where they are smooth; several rows for several ways to call them. */
export const convolutions: Readonly<Record<string, readonly Case[]>> = {
  conv1d: [
    [(x, k) => core.conv1d(x, k, { padding: 'causal', dilation: 2 }), filled([2, 4, 2]), filled([2, 2, 3], 1)],
    [(x, k) => core.conv1d(x, k, { padding: 'same', strides: 2, groups: 2 }), filled([1, 5, 4]), filled([3, 2, 2], 1)],
  ],
  conv2d: [
    [(x, k) => core.conv2d(x, k, { padding: 'same' }), filled([1, 4, 3, 2]), filled([3, 3, 2, 2], 1)],
    [(x, k) => core.conv2d(x, k, { strides: [2, 3], padding: 1 }), filled([2, 3, 4, 1]), filled([3, 2, 1, 2], 1)],
  ],
  conv3d: [[(x, k) => core.conv3d(x, k, { strides: [1, 2, 1] }), filled([1, 2, 3, 2, 2]), filled([2, 2, 1, 2, 2], 1)]],
  depthwiseConv1d: [[(x, k) => core.depthwiseConv1d(x, k), filled([2, 4, 3]), filled([2, 3, 2], 1)]],
  depthwiseConv2d: [
    [
      (x, k) => core.depthwiseConv2d(x, k, { strides: 2, padding: 'same' }),
      filled([1, 3, 4, 2]),
      filled([3, 2, 2, 1], 1),
    ],
  ],
  separableConv1d: [
    [(x, a, b) => core.separableConv1d(x, a, b), filled([1, 4, 2]), filled([2, 2, 2], 1), filled([1, 4, 3], 2)],
  ],
  separableConv2d: [
    [
      (x, a, b) => core.separableConv2d(x, a, b),
      filled([1, 3, 3, 2]),
      filled([2, 2, 2, 1], 1),
      filled([1, 1, 2, 3], 2),
    ],
  ],
  conv1dTranspose: [
    [(x, k) => core.conv1dTranspose(x, k, { strides: 2, padding: 'same' }), filled([2, 3, 2]), filled([3, 3, 2], 1)],
    [(x, k) => core.conv1dTranspose(x, k, { strides: 3, groups: 2 }), filled([1, 2, 4]), filled([2, 1, 4], 1)],
  ],
  conv2dTranspose: [
    [(x, k) => core.conv2dTranspose(x, k, { strides: [2, 1] }), filled([1, 2, 3, 2]), filled([3, 2, 2, 2], 1)],
  ],
  conv3dTranspose: [[(x, k) => core.conv3dTranspose(x, k), filled([1, 2, 1, 2, 1]), filled([2, 2, 1, 2, 1], 1)]],
  maxPool1d: [[(x) => core.maxPool1d(x, { size: 3, strides: 2, padding: 1 }), filled([2, 6, 2])]],
  maxPool2d: [
    [(x) => core.maxPool2d(x, { size: 2 }), filled([1, 4, 5, 2])],
    [(x) => core.maxPool2d(x, { size: 3, strides: 1, padding: 'same' }), filled([1, 4, 3, 2])],
  ],
  maxPool3d: [[(x) => core.maxPool3d(x, { size: 2, strides: 1 }), filled([1, 2, 3, 2, 2])]],
  averagePool1d: [[(x) => core.averagePool1d(x, { size: 2, ceilMode: true }), filled([2, 5, 2])]],
  averagePool2d: [
    [(x) => core.averagePool2d(x, { size: 3, strides: 2, padding: 'same' }), filled([1, 4, 4, 2])],
    [(x) => core.averagePool2d(x, { size: 2, padding: 1, countIncludePadding: true }), filled([1, 3, 4, 1])],
  ],
  averagePool3d: [[(x) => core.averagePool3d(x, { size: [1, 2, 2] }), filled([1, 2, 2, 4, 1])]],
  globalAveragePool: [[(x) => core.globalAveragePool(x), filled([2, 3, 2, 2])]],
  globalMaxPool: [[(x) => core.globalMaxPool(x, { keepDims: true }), filled([2, 3, 2, 2])]],
  slidingWindow: [
    [(x) => core.slidingWindow(x, [2, 3], { strides: [2, 1] }), filled([5, 4])],
    [(x) => core.slidingWindow(x, 2, { axis: 0, dilation: 2, strides: 3 }), filled([7, 2])],
  ],
};
