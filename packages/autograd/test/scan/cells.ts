import { add, matmul, mul, sigmoid, slice, sub, type Tensor, tanh } from '@gradkit/core';

/** `h′ = tanh(h W + x V + b)` (Elman 1990). */
export const simpleCell =
  ([w, v, b]: Tensor[]) =>
  (h: Tensor, x: Tensor): [Tensor, Tensor] => {
    const next = tanh(add(add(matmul(h, w as Tensor), matmul(x, v as Tensor)), b as Tensor));
    return [next, next];
  };

const part = (z: Tensor, i: number, count: number): Tensor => {
  const size = (z.shape[1] as number) / count;
  return slice(z, [0, i * size], [z.shape[0] as number, (i + 1) * size]);
};

/** Long short-term memory with a forget gate (Gers, Schmidhuber, Cummins 2000); gates are forget, input, cell, output. */
export const lstmCell =
  ([w, v, b]: Tensor[]) =>
  ([h, c]: [Tensor, Tensor], x: Tensor): [[Tensor, Tensor], Tensor] => {
    const z = add(add(matmul(h, w as Tensor), matmul(x, v as Tensor)), b as Tensor);
    const cell = add(mul(sigmoid(part(z, 0, 4)), c), mul(sigmoid(part(z, 1, 4)), tanh(part(z, 2, 4))));
    const next = mul(sigmoid(part(z, 3, 4)), tanh(cell));
    return [[next, cell], next];
  };

/** Gated recurrent unit (Cho et al. 2014), with the reset after the product, so that one product serves all gates. */
export const gruCell =
  ([w, v, b]: Tensor[]) =>
  (h: Tensor, x: Tensor): [Tensor, Tensor] => {
    const own = matmul(h, w as Tensor);
    const given = add(matmul(x, v as Tensor), b as Tensor);
    const reset = sigmoid(add(part(own, 0, 3), part(given, 0, 3)));
    const update = sigmoid(add(part(own, 1, 3), part(given, 1, 3)));
    const candidate = tanh(add(mul(reset, part(own, 2, 3)), part(given, 2, 3)));
    const next = add(mul(update, h), mul(sub(1, update), candidate));
    return [next, next];
  };
