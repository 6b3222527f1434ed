import { bernoulli, cast, foldIn, type Tensor, where } from '@gradkit/core';

/** Random signs, 1 or −1 with equal probability, for each of these tensors: `foldIn(key, i)` is the key of the i-th. */
export function rademacher(key: Tensor, like: readonly Tensor[]): Tensor[] {
  return like.map(({ shape, dtype }, i) => cast(where(bernoulli(foldIn(key, i), shape), 1, -1), dtype));
}
