import {
  ArgumentError,
  abs,
  arange,
  bernoulli,
  expandDims,
  greaterEqual,
  key as keyOf,
  less,
  logicalAnd,
  mul,
  reshape,
  softmax,
  sub,
  type Tensor,
  type Variable,
  where,
} from '@gradkit/core';
import type { ApplyContext } from '../layer.ts';
import { randomStream } from '../random-stream.ts';

/** Where a score is not to count: far below any score, and finite, so that derivatives are numbers. */
const nowhere = -1e30;

/**
 * The weights of an average: the softmax of the scores that count.
 *
 * ```text
 * weights = softmax(scores where mask, else −∞)
 * ```
 *
 * `scores` are `[…, queries, keys]`, and the mask broadcasts to them. A query that may look at nothing has only zeros. `used`
 * are the weights with some dropped.
 */
export function attend(
  scores: Tensor,
  mask: Tensor | undefined,
  drop: (weights: Tensor) => Tensor,
): { readonly weights: Tensor; readonly used: Tensor } {
  const weights = mask === undefined ? softmax(scores) : where(mask, softmax(where(mask, scores, nowhere)), 0);
  return { weights, used: drop(weights) };
}

/** Which keys a query may look at because they are not later: `bool[queries, keys]`. */
export function causalMask(queries: number, keys: number): Tensor {
  return greaterEqual(queryPositions(queries), arange(keys, undefined, 1, { dtype: 'int32' }));
}

/** Which keys are less than `width` positions away from the query, before or after: `bool[queries, keys]`. */
export function windowMask(queries: number, keys: number, width: number): Tensor {
  return less(abs(sub(queryPositions(queries), arange(keys, undefined, 1, { dtype: 'int32' }))), width);
}

const queryPositions = (count: number): Tensor => reshape(arange(count, undefined, 1, { dtype: 'int32' }), [count, 1]);

/** The masks that are there, as one. */
export function allOf(masks: readonly (Tensor | undefined)[]): Tensor | undefined {
  const [first, ...others] = masks.filter((mask) => mask !== undefined);
  return others.reduce((a, b) => (a === undefined ? b : logicalAnd(a, b)), first);
}

/** Masks of sequences, `[batch, …]`, as one of scores `[batch, queries, keys]`. */
export function sequenceMask(ofQueries: Tensor | undefined, ...ofKeys: (Tensor | undefined)[]): Tensor | undefined {
  return allOf([
    ofQueries === undefined ? undefined : expandDims(ofQueries, -1),
    ...ofKeys.map((mask) => (mask === undefined ? undefined : expandDims(mask, -2))),
  ]);
}

/** Dropout of attention weights, with a seed of its own or the model's. */
export interface WeightDropout {
  readonly state: readonly Variable[];
  /** What to do with the weights in this application. */
  drop(context: ApplyContext): (weights: Tensor) => Tensor;
}

export function weightDropout(name: string, rate: number, seed: number | undefined): WeightDropout {
  const own = seed === undefined || rate === 0 ? undefined : randomStream(keyOf(seed), name);
  return {
    state: own === undefined ? [] : [own.step],
    drop(context) {
      if (!context.training || rate === 0) return (weights) => weights;
      const key = own?.next() ?? context.key;
      if (key === undefined) {
        throw new ArgumentError(`${name}: training needs a random key. Put it into a model, or give it a seed.`);
      }
      return (weights) => where(bernoulli(key, weights.shape, { p: 1 - rate }), mul(weights, 1 / (1 - rate)), 0);
    },
  };
}
