import { maximum } from '@gradkit/core';
import type { Constraint } from './constraint.ts';

/**
 * Keeps weights from being negative: what is below 0 becomes 0.
 *
 * ```text
 * w ← max(w, 0)
 * ```
 *
 * Any shape in, the same shape out.
 *
 * @see Lee and Seung, Learning the parts of objects by non-negative matrix factorization, Nature 401, 1999, for what it is
 * good for
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { nonNeg } from '@gradkit/regularizers';
 * console.log(nonNeg()(tensor([-1, 0, 2])).toArray()); // [0, 0, 2]
 * ```
 */
export function nonNeg(): Constraint {
  return (value) => maximum(value, 0);
}
