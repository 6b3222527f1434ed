const convolution = 'gradkit has no convolution';
const pooling = 'gradkit has no pooling';
const running = 'gradkit has no cumulative sums and products';

/** Operators without an adaptor, and why. */
export const onnxAbsent: Readonly<Record<string, string>> = {
  AveragePool: pooling,
  Col2Im: convolution,
  Compress: 'the shape of the result depends on values',
  Conv: convolution,
  ConvTranspose: convolution,
  CumProd: running,
  CumSum: running,
  Det: 'gradkit has no linear algebra',
  GlobalAveragePool: pooling,
  GlobalMaxPool: pooling,
  LpPool: pooling,
  MaxPool: pooling,
  MaxUnpool: pooling,
  NonZero: 'the shape of the result depends on values',
};
