import {
  ArgumentError,
  abs,
  checkOptions,
  describe,
  div,
  equal,
  eye,
  formatShape,
  matmul,
  mul,
  norm,
  ShapeError,
  sub,
  sum,
  transpose,
  where,
  zeros,
} from '@gradkit/core';
import { checkFactor, type Regularizer } from './regularizer.ts';

/** Options of {@link orthogonality}. */
export interface OrthogonalityOptions {
  /** Weight of the penalty, at least 0; default 0.01. */
  readonly factor?: number | undefined;
  /** Which vectors are to be at right angles: the rows (default) or the columns of the matrix. */
  readonly mode?: 'rows' | 'columns' | undefined;
}

/**
 * Pushes the rows, or the columns, of a matrix towards right angles: the penalty is the mean cosine of the angles between
 * them, without its sign.
 *
 * ```text
 * penalty(W) = factor · mean over i < j of |wᵢ · wⱼ| / (‖wᵢ‖ · ‖wⱼ‖)
 * ```
 *
 * A matrix `[rows, columns]` in, a scalar out. A vector of zeros is at right angles to all, and so is a single one. Columns
 * of a dense kernel `[in, units]` are what its units look for. (`orthogonal` is the initializer that starts there.)
 *
 * @throws ArgumentError when `factor` is negative or not finite, or `mode` is neither of the two
 * @throws ShapeError when the weight is not a matrix
 * @see Brock, Lim, Ritchie and Weston, Neural photo editing with introspective adversarial networks, ICLR 2017, for the idea;
 * the formula is that of Keras' `OrthogonalRegularizer`
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { orthogonality } from '@gradkit/regularizers';
 * const penalty = orthogonality({ factor: 1 });
 * console.log(penalty(tensor([[1, 1], [1, -1]])).item()); // 0
 * console.log(penalty(tensor([[1, 2], [2, 4]])).item().toFixed(4)); // 1.0000
 * ```
 */
export function orthogonality(options: OrthogonalityOptions = {}): Regularizer {
  checkOptions('orthogonality', options, ['factor', 'mode']);
  const { factor = 0.01, mode = 'rows' } = options;
  checkFactor('orthogonality', 'factor', factor);
  if (mode !== 'rows' && mode !== 'columns') {
    throw new ArgumentError(`orthogonality: mode is 'rows' or 'columns', got ${describe(mode)}.`);
  }
  return (value) => {
    if (value.shape.length !== 2) {
      throw new ShapeError(`orthogonality: expected a matrix [rows, columns], got ${formatShape(value.shape)}.`);
    }
    const vectors = mode === 'rows' ? value : transpose(value);
    const count = vectors.shape[0] as number;
    if (count < 2) return zeros([], { dtype: value.dtype });
    const lengths = norm(vectors, { axis: 1, keepDims: true });
    const unit = div(vectors, where(equal(lengths, 0), 1, lengths));
    const cosines = matmul(unit, transpose(unit));
    // Each pair stands in the matrix twice.
    const others = mul(abs(cosines), sub(1, eye(count, { dtype: value.dtype })));
    return mul(sum(others), factor / (count * (count - 1)));
  };
}
