/** Operators that adaptors put together from several functions of gradkit. */
export const webnnComposed: readonly string[] = [
  ...['batchNormalization', 'instanceNormalization', 'layerNormalization'],
  ...['dequantizeLinear', 'quantizeLinear'],
  ...['elu', 'gelu', 'hardSigmoid', 'hardSwish', 'linear', 'prelu', 'softsign'],
  'gemm',
  ...['gru', 'gruCell', 'lstm', 'lstmCell'],
  'l2Pool2d',
  ...['reduceL1', 'reduceLogSum', 'reduceSumSquare'],
  'resample2d',
];
