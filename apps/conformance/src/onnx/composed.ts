/** Operators that adaptors put together from several functions of gradkit. */
export const onnxComposed: readonly string[] = [
  ...['Adagrad', 'Adam', 'Momentum'],
  ...['AffineGrid', 'GridSample', 'Resize'],
  ...['Attention', 'RotaryEmbedding'],
  ...['BatchNormalization', 'GroupNormalization', 'InstanceNormalization', 'LayerNormalization', 'LpNormalization'],
  ...['LRN', 'MeanVarianceNormalization', 'RMSNormalization'],
  ...['Celu', 'Elu', 'Gelu', 'HardSigmoid', 'HardSwish', 'Hardmax', 'Mish', 'PRelu', 'Selu', 'Shrink', 'Softsign'],
  ...['SwiGLU', 'Swish', 'ThresholdedRelu'],
  ...['CenterCropPad', 'DepthToSpace', 'EyeLike', 'ReverseSequence', 'SpaceToDepth'],
  ...['Col2Im', 'LpPool', 'MaxUnpool'],
  'Gemm',
  ...['GRU', 'LSTM', 'RNN'],
  'Mean',
  ...['NegativeLogLikelihoodLoss', 'SoftmaxCrossEntropyLoss'],
  ...['ReduceL1', 'ReduceLogSum', 'ReduceSumSquare'],
];
