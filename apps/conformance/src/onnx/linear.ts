import { add, einsum, matmul, mul, type Tensor, transpose } from '@gradkit/core';
import { det } from '@gradkit/core/linalg';
import type { Adaptors } from '../suite/adaptor.ts';

/** Sums of products, and matrices. */
export const linear: Adaptors = {
  Det: (call) => det(call.input(0)),
  Einsum: (call) => einsum(call.text('equation', ''), ...call.list()),
  Gemm: (call) => {
    const side = (i: number, name: string): Tensor =>
      call.flag(name, false) ? transpose(call.input(i)) : call.input(i);
    const product = mul(matmul(side(0, 'transA'), side(1, 'transB')), call.number('alpha', 1));
    const [c, beta] = [call.optional(2), call.number('beta', 1)];
    return c === undefined ? product : add(product, mul(c, beta));
  },
  MatMul: (call) => matmul(call.input(0), call.input(1)),
};
