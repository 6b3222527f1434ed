const convolution = 'gradkit has no convolution';
const pooling = 'gradkit has no pooling';
const trigonometry = 'gradkit has no such function';
const running = 'gradkit has no cumulative sums and products';

/** Operators without an adaptor, and why. */
export const onnxAbsent: Readonly<Record<string, string>> = {
  Acos: trigonometry,
  Acosh: trigonometry,
  Asin: trigonometry,
  Asinh: trigonometry,
  Atan: trigonometry,
  Atanh: trigonometry,
  AveragePool: pooling,
  Col2Im: convolution,
  Compress: 'the shape of the result depends on values',
  Conv: convolution,
  ConvTranspose: convolution,
  Cosh: trigonometry,
  CumProd: running,
  CumSum: running,
  Det: 'gradkit has no linear algebra',
  GlobalAveragePool: pooling,
  GlobalMaxPool: pooling,
  LpPool: pooling,
  MaxPool: pooling,
  MaxUnpool: pooling,
  NonZero: 'the shape of the result depends on values',
  Sinh: trigonometry,
  Tan: trigonometry,
};
