import { add, matmul, mul, type Tensor, transpose } from '@gradkit/core';
import type { Adaptors } from '../suite/adaptor.ts';

/** Matrix products. */
export const linear: Adaptors = {
  gemm: (call) => {
    const side = (key: string, name: string): Tensor =>
      call.flag(name, false) ? transpose(call.input(key)) : call.input(key);
    const product = matmul(side('a', 'aTranspose'), side('b', 'bTranspose'));
    const [alpha, beta, c] = [call.number('alpha', 1), call.number('beta', 1), call.optional('c')];
    const scaled = alpha === 1 ? product : mul(product, alpha);
    return c === undefined ? scaled : add(scaled, mul(c, beta));
  },
  matmul: (call) => matmul(call.input('a'), call.input('b')),
};
