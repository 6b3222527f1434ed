import {
  add,
  cast,
  concatenate,
  diagonal,
  div,
  expandDims,
  eye,
  greater,
  matmul,
  mul,
  reshape,
  scan,
  slice,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  where,
  zeros,
  zerosLike,
} from '@gradkit/core';
import type { Kept } from './state-together.ts';

/**
 * Pairs of a step and the change of the gradient along it, the oldest in the first row; rows of zeros are no pairs. What pairs have to
 * do with each other is kept in float64, so that a direction takes four products of a matrix and a vector.
 */
export interface LimitedMemory extends Kept<'steps' | 'changes' | 'stepChange' | 'changeChange' | 'scale'> {
  /** `[pairs, numbers]` */
  readonly steps: Tensor;
  /** `[pairs, numbers]` */
  readonly changes: Tensor;
  /** `stepᵢ · changeⱼ` for i ≤ j; below the diagonal nothing is used. */
  readonly stepChange: Tensor;
  /** `changeᵢ · changeⱼ` */
  readonly changeChange: Tensor;
  /** The inverse curvature along directions of which no pair tells: a float64 scalar. */
  readonly scale: Tensor;
}

/** No pairs yet of `count`, with vectors of so many numbers. */
export function emptyMemory(count: number, size: number, dtype: 'float32' | 'float64'): LimitedMemory {
  const square = zeros([count, count], { dtype: 'float64' });
  const rows = zeros([count, size], { dtype });
  return {
    steps: rows,
    changes: rows,
    stepChange: square,
    changeChange: square,
    scale: tensor(1, { dtype: 'float64' }),
  };
}

/** The product of a matrix with a vector, in float64. */
const along = (matrix: Tensor, vector: Tensor): Tensor => cast(matmul(matrix, vector), 'float64');

/**
 * The inverse of the BFGS matrix of the pairs, times a gradient.
 *
 * The recursion in two loops, on the coefficients of the pairs instead of vectors: with R the upper triangle of `stepChange` and D its
 * diagonal,
 *
 * ```text
 * R α = S g,   Rᵀ c = D α − scale · (Y g − YYᵀ α),   d = scale · (g − Yᵀ α) + Sᵀ c
 * ```
 *
 * @see Nocedal, Updating quasi-Newton matrices with limited storage, Mathematics of Computation 35, 1980; Byrd, Nocedal and Schnabel,
 * Representations of quasi-Newton matrices and their use in limited memory methods, Mathematical Programming 63, 1994
 */
export function inverseProduct(memory: LimitedMemory, gradient: Tensor): Tensor {
  const { steps, changes, stepChange, changeChange, scale } = memory;
  const { dtype } = gradient;
  const curvature = diagonal(stepChange);
  const inverse = where(greater(curvature, 0), div(1, where(greater(curvature, 0), curvature, 1)), 0);

  const alpha = substitution(stepChange, along(steps, gradient), inverse, true);
  const rest = mul(scale, sub(along(changes, gradient), matmul(changeChange, alpha)));
  const coefficients = substitution(transpose(stepChange), sub(mul(curvature, alpha), rest), inverse, false);
  const back = (matrix: Tensor, weights: Tensor): Tensor => matmul(cast(weights, dtype), matrix);
  return add(mul(cast(scale, dtype), sub(gradient, back(changes, alpha))), back(steps, coefficients));
}

/**
 * Solves a triangular system row by row, from the last row to the first or the other way round. What lies beyond the diagonal meets
 * unknowns that are still 0.
 * @param inverse of the diagonal, and 0 where there is no pair
 */
function substitution(rows: Tensor, targets: Tensor, inverse: Tensor, reverse: boolean): Tensor {
  type Slice = { readonly row: Tensor; readonly target: Tensor; readonly factor: Tensor; readonly unit: Tensor };
  const step = (found: Tensor, { row, target, factor, unit }: Slice): [Tensor, undefined] => {
    const own = mul(factor, sub(target, sum(mul(row, found))));
    return [add(found, mul(unit, own)), undefined];
  };
  const unit = eye(targets.shape[0] as number, { dtype: 'float64' });
  const slices: Slice = { row: rows, target: targets, factor: inverse, unit };
  return scan(step, zerosLike(targets), slices, { reverse })[0];
}

/** The memory with one more pair, without the oldest. */
export function withPair(memory: LimitedMemory, step: Tensor, change: Tensor, scale: Tensor): LimitedMemory {
  const pushed = (matrix: Tensor, row: Tensor): Tensor => {
    const [count, numbers] = matrix.shape as readonly [number, number];
    return concatenate([slice(matrix, [1, 0], [count, numbers]), expandDims(row, 0)]);
  };
  const steps = pushed(memory.steps, step);
  const changes = pushed(memory.changes, change);
  const count = steps.shape[0] as number;
  /** The last rows and columns of what was there, with a new last column and row. */
  const bordered = (matrix: Tensor, column: Tensor): Tensor => {
    const inner = slice(matrix, [1, 1], [count, count]);
    const above = reshape(slice(column, [0], [count - 1]), [count - 1, 1]);
    return concatenate([concatenate([inner, above], { axis: 1 }), expandDims(column, 0)]);
  };
  return {
    steps,
    changes,
    stepChange: bordered(memory.stepChange, along(steps, change)),
    changeChange: bordered(memory.changeChange, along(changes, change)),
    scale,
  };
}
