export { type MaxoutOptions, maxout } from './activation/maxout.ts';
export { type PreluOptions, prelu } from './activation/prelu.ts';
export { type RreluOptions, rrelu } from './activation/rrelu.ts';
export { activation } from './activation.ts';
export type { BiasOptions, KernelOptions } from './affine.ts';
export { type AdditiveAttentionOptions, additiveAttention } from './attention/additive-attention.ts';
export { type AttentionOptions, attention } from './attention/attention.ts';
export { type GroupedQueryAttentionOptions, groupedQueryAttention } from './attention/grouped-query-attention.ts';
export type { HeadAttentionOptions } from './attention/head-attention.ts';
export { type MultiHeadAttentionOptions, multiHeadAttention } from './attention/multi-head-attention.ts';
export { type PositionEmbeddingOptions, positionEmbedding } from './attention/position-embedding.ts';
export { type PositionalEncodingOptions, positionalEncoding } from './attention/positional-encoding.ts';
export type { ProjectionOptions } from './attention/projection.ts';
export type { ScoreAttentionOptions } from './attention/score-attention.ts';
export { type DenseBlockOptions, denseBlock } from './block/dense-block.ts';
export { type DenseNetOptions, denseNet } from './block/dense-net.ts';
export { type ResidualOptions, residual } from './block/residual.ts';
export type { StageOptions } from './block/stage.ts';
export { type TransitionOptions, transition } from './block/transition.ts';
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
export type {
  ApplyContext,
  BuiltLayer,
  Layer,
  LayerOptions,
  LayerTraits,
  LayerVisit,
  LinearProduct,
  LinearWindows,
  Masked,
  NamedVariable,
} from './layer.ts';
export { applyMasked, createLayer, keepMask, variablesOf } from './layer.ts';
export { type ConcatenateOptions, concatenate } from './merge/concatenate.ts';
export { type DotOptions, dot } from './merge/dot.ts';
export { add, average, maximum, minimum, multiply, subtract } from './merge/elementwise.ts';
export type { AnyLayer, Model } from './model.ts';
export { type ActivityRegularizationOptions, activityRegularization } from './noise/activity-regularization.ts';
export { alphaDropout } from './noise/alpha-dropout.ts';
export type { RandomLayerOptions } from './noise/create-noise.ts';
export { type DropoutOptions, dropout } from './noise/dropout.ts';
export {
  type GaussianDropoutOptions,
  type GaussianNoiseOptions,
  gaussianDropout,
  gaussianNoise,
} from './noise/gaussian-noise.ts';
export {
  type SpatialDropoutOptions,
  spatialDropout1d,
  spatialDropout2d,
  spatialDropout3d,
} from './noise/spatial-dropout.ts';
export { type BatchNormalizationOptions, batchNormalization } from './normalization/batch-normalization.ts';
export type { BatchStatistics, Moments } from './normalization/batch-statistics.ts';
export { foldBatchNorm } from './normalization/fold-batch-norm.ts';
export {
  type GroupNormalizationOptions,
  groupNormalization,
  type InstanceNormalizationOptions,
  instanceNormalization,
} from './normalization/group-normalization.ts';
export { type LayerNormalizationOptions, layerNormalization } from './normalization/layer-normalization.ts';
export {
  type InputBatch,
  type InputData,
  type RecalibrateBatchNormOptions,
  recalibrateBatchNorm,
} from './normalization/recalibrate-batch-norm.ts';
export { type RmsNormalizationOptions, rmsNormalization } from './normalization/rms-normalization.ts';
export type { NormalizationOptions } from './normalization/scale-and-shift.ts';
export { type UnitNormalizationOptions, unitNormalization } from './normalization/unit-normalization.ts';
export { penalty } from './penalty.ts';
export {
  type AdaptivePoolingOptions,
  adaptiveAveragePooling1d,
  adaptiveAveragePooling2d,
  adaptiveAveragePooling3d,
  adaptiveMaxPooling1d,
  adaptiveMaxPooling2d,
  adaptiveMaxPooling3d,
} from './pooling/adaptive-pooling.ts';
export { averagePooling1d, averagePooling2d, averagePooling3d } from './pooling/average-pooling.ts';
export {
  type GlobalPoolingOptions,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalMaxPooling3d,
} from './pooling/global-pooling.ts';
export { maxPooling1d, maxPooling2d, maxPooling3d } from './pooling/max-pooling.ts';
export type { PoolingOptions } from './pooling/pool-options.ts';
export {
  type BidirectionalLayer,
  type BidirectionalOptions,
  bidirectional,
  type MergeMode,
} from './recurrent/bidirectional.ts';
export type { Cell, CellRun, CellShapes, CellStep, States } from './recurrent/cell.ts';
export type { GatedCellOptions, UnitCellOptions } from './recurrent/cell-options.ts';
export { type ConvLstmOptions, convLstm1d, convLstm2d, convLstm3d } from './recurrent/conv-lstm.ts';
export { type EmbeddingOptions, embedding } from './recurrent/embedding.ts';
export { type GruOptions, gru } from './recurrent/gru.ts';
export { type GruCellOptions, gruCell } from './recurrent/gru-cell.ts';
export { type LstmOptions, lstm } from './recurrent/lstm.ts';
export { type LstmCellOptions, lstmCell, type MemoryOptions } from './recurrent/lstm-cell.ts';
export { type MaskingOptions, masking } from './recurrent/masking.ts';
export { type RecurrentLayer, type RnnOptions, rnn } from './recurrent/rnn.ts';
export { type SimpleRnnOptions, simpleRnn } from './recurrent/simple-rnn.ts';
export { type SimpleRnnCellOptions, simpleRnnCell } from './recurrent/simple-rnn-cell.ts';
export { stackedRnnCells } from './recurrent/stacked-rnn-cells.ts';
export { type TimeDistributedOptions, timeDistributed } from './recurrent/time-distributed.ts';
export { type Sequential, type SequentialOptions, sequential } from './sequential.ts';
export { type CroppingOptions, cropping1d, cropping2d, cropping3d } from './shape/cropping.ts';
export { flatten } from './shape/flatten.ts';
export { type PermuteOptions, permute } from './shape/permute.ts';
export { type RepeatVectorOptions, repeatVector } from './shape/repeat-vector.ts';
export { type ReshapeOptions, reshape } from './shape/reshape.ts';
export {
  type UpSampling2dOptions,
  type UpSamplingOptions,
  upSampling1d,
  upSampling2d,
  upSampling3d,
} from './shape/up-sampling.ts';
export { type ZeroPaddingOptions, zeroPadding1d, zeroPadding2d, zeroPadding3d } from './shape/zero-padding.ts';
export type { Margins } from './sizes.ts';
export type { Place, SummaryOptions } from './summary.ts';
export type { ShapesOf, Values } from './values.ts';
export { type DropConnectOptions, dropConnect } from './wrapper/drop-connect.ts';
export { type SpectralNormalizationOptions, spectralNormalization } from './wrapper/spectral-normalization.ts';
