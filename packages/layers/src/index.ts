export { activation } from './activation.ts';
export type { BiasOptions, KernelOptions } from './affine.ts';
export { type ResidualOptions, residual } from './block/residual.ts';
export {
  type Conv1dOptions,
  type Conv2dOptions,
  type Conv3dOptions,
  conv1d,
  conv2d,
  conv3d,
} from './convolution/convolution.ts';
export {
  type DepthwiseConv1dOptions,
  type DepthwiseConv2dOptions,
  depthwiseConv1d,
  depthwiseConv2d,
} from './convolution/depthwise.ts';
export {
  type SeparableConv1dOptions,
  type SeparableConv2dOptions,
  separableConv1d,
  separableConv2d,
} from './convolution/separable.ts';
export type { SlidingOptions } from './convolution/sliding.ts';
export {
  type Conv1dTransposeOptions,
  type Conv2dTransposeOptions,
  type Conv3dTransposeOptions,
  conv1dTranspose,
  conv2dTranspose,
  conv3dTranspose,
} from './convolution/transposed.ts';
export { type DenseOptions, dense } from './dense.ts';
export { freeze, unfreeze } from './freeze.ts';
export { type GraphModel, type GraphModelOptions, graphModel } from './graph/graph-model.ts';
export type {
  Connection,
  InputOptions,
  SymbolicInput,
  SymbolicOf,
  SymbolicTensor,
  ValuesOf,
} from './graph/symbolic.ts';
export { connect, input } from './graph/symbolic.ts';
export type { ApplyContext, BuiltLayer, Layer, LayerOptions, LayerTraits, Masked, NamedVariable } from './layer.ts';
export { applyMasked, createLayer, keepMask, variablesOf } from './layer.ts';
export { type ConcatenateOptions, concatenate } from './merge/concatenate.ts';
export { type DotOptions, dot } from './merge/dot.ts';
export { add, average, maximum, minimum, multiply, subtract } from './merge/elementwise.ts';
export type { AnyLayer, Model } from './model.ts';
export { type DropoutOptions, dropout } from './noise/dropout.ts';
export { type BatchNormalizationOptions, batchNormalization } from './normalization/batch-normalization.ts';
export { penalty } from './penalty.ts';
export { type Sequential, type SequentialOptions, sequential } from './sequential.ts';
export { flatten } from './shape/flatten.ts';
export type { Place, SummaryOptions } from './summary.ts';
export type { ShapesOf, Values } from './values.ts';
