import {
  checkOptions,
  diagonal,
  formatShape,
  less,
  mul,
  neg,
  normal,
  reshape,
  ShapeError,
  sizeOf,
  transpose,
  where,
  zeros,
} from '@gradkit/core';
import { qr } from '@gradkit/core/linalg';
import { checkFinite, chooseKey, type Initializer, type SeedOption } from './initializer.ts';

/** Options of {@link orthogonal}. */
export interface OrthogonalOptions extends SeedOption {
  /** What the orthogonal matrix is multiplied by; default 1. */
  readonly gain?: number | undefined;
}

/**
 * Draws an orthogonal matrix, each as likely as any other: it turns a signal and keeps its length, and so does a product
 * of many.
 *
 * ```text
 * A ~ N(0, 1),  A = Q R,  W = gain · Q · diag(sign rᵢᵢ)
 * ```
 *
 * `[…, in, out]` in, a tensor of that shape out: as a matrix of `out` columns it has orthonormal columns, or orthonormal rows
 * where there are more columns than rows, times the gain. Without the signs, Q would depend on how the factors are
 * computed, and not be evenly distributed.
 *
 * @throws ArgumentError when `gain` is not finite
 * @throws ShapeError when the shape has fewer than two axes
 * @see Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks,
 * ICLR 2014; the signs: Mezzadri, How to generate random matrices from the classical compact groups, Notices of the AMS 54,
 * 2007
 * @example
 * ```ts
 * import { key, matmul, transpose } from '@gradkit/core';
 * import { orthogonal } from '@gradkit/initializers';
 * const kernel = orthogonal()([8, 2], 'float64', key(1));
 * console.log(matmul(transpose(kernel), kernel).toArray()); // [[1, 0], [0, 1]] to 15 digits
 * ```
 */
export function orthogonal(options: OrthogonalOptions = {}): Initializer {
  checkOptions('orthogonal', options, ['gain', 'seed']);
  const { gain = 1, seed } = options;
  checkFinite('orthogonal', { gain });
  return (shape, dtype, key) => {
    if (shape.length < 2) {
      throw new ShapeError(`orthogonal: expected at least two axes [in, out], got ${formatShape(shape)}.`);
    }
    const columns = shape.at(-1) as number;
    const rows = sizeOf(shape.slice(0, -1));
    if (rows * columns === 0) return zeros(shape, { dtype });
    const tall = normal(chooseKey(seed, key), [Math.max(rows, columns), Math.min(rows, columns)], { dtype });
    const { q, r } = qr(tall);
    const signed = mul(where(less(diagonal(r), 0), neg(q), q), gain);
    return reshape(rows < columns ? transpose(signed) : signed, shape);
  };
}
