/** Operators without an adaptor, and why. */
export const onnxAbsent: Readonly<Record<string, string>> = {
  Compress: 'the shape of the result depends on values',
  NonZero: 'the shape of the result depends on values',
};
