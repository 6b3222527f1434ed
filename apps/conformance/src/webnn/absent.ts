const convolution = 'gradkit has no convolution';
const pooling = 'gradkit has no pooling';

/** Operators without an adaptor, and why. */
export const webnnAbsent: Readonly<Record<string, string>> = {
  averagePool2d: pooling,
  conv2d: convolution,
  convTranspose2d: convolution,
  cumulativeSum: 'gradkit has no cumulative sums and products',
  l2Pool2d: pooling,
  maxPool2d: pooling,
};
