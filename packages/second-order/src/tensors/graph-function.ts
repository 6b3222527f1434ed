import { Tensor } from '@gradkit/core';
import { type Node, substituted } from '@gradkit/core/graph';

/**
 * What was computed from some nodes, as a function of tensors in their place. The user's function is called once, and all calls of
 * this one share what does not depend on the nodes, also numbers that are written in it.
 *
 * @param sources older than everything computed from them
 */
export function graphFunction(sources: readonly Node[], results: readonly Node[]): (xs: readonly Tensor[]) => Tensor[] {
  return (xs) => {
    const replacements = new Map(sources.map((source, i) => [source, xs[i].node]));
    return substituted(results, replacements).map((n) => new Tensor(n));
  };
}
