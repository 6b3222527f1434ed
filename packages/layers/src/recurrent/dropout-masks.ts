import { bernoulli, foldIn, type Shape, type Tensor, where } from '@gradkit/core';

/**
 * Masks that drop a share of the features of every sequence, the same ones in all of its steps: factors 0 and
 * `1 / (1 − rate)`.
 *
 * @see Gal and Ghahramani, A theoretically grounded application of dropout in recurrent neural networks, NIPS 2016
 */
export function dropoutMasks(key: Tensor, shape: Shape, rate: number, count: number): readonly Tensor[] {
  return Array.from({ length: count }, (_, i) =>
    where(bernoulli(foldIn(key, i), shape, { p: 1 - rate }), 1 / (1 - rate), 0),
  );
}
