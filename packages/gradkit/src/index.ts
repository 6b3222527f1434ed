export * from '@gradkit/activations';
export * from '@gradkit/autograd';
export * from '@gradkit/core';
export * as core from '@gradkit/core';
// Names that two packages use: words of arrays are core's, words of networks the layers'.
// See docs/decisions/0020-names-of-layers.md.
export {
  add,
  concatenate,
  maximum,
  minimum,
  ones,
  type PermutationOptions,
  permutation,
  reshape,
  truncatedNormal,
  zeros,
} from '@gradkit/core';
export * from '@gradkit/core/profile';
export * from '@gradkit/core/threads';
export * from '@gradkit/data';
export * as data from '@gradkit/data';
export * from '@gradkit/diagnostics';
export * from '@gradkit/initializers';
export * as initializers from '@gradkit/initializers';
export * from '@gradkit/layers';
export * as layers from '@gradkit/layers';
export {
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  depthwiseConv1d,
  depthwiseConv2d,
  embedding,
  flatten,
  separableConv1d,
  separableConv2d,
} from '@gradkit/layers';
export * from '@gradkit/losses';
export * from '@gradkit/metrics';
export * from '@gradkit/optimizers';
export * from '@gradkit/regularizers';
export * from '@gradkit/second-order';
export * from '@gradkit/train';
export { presets } from './presets.ts';
