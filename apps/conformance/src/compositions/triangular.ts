import { greaterEqual, lessEqual, sub, type Tensor, where, zerosLike } from '@gradkit/core';
import { counting } from './positions.ts';

/** The part of matrices on one side of a diagonal, which is the `k`-th above the main one; 0 on the other side. */
export function triangle(x: Tensor, isUpper: boolean, k: number): Tensor {
  const [row, column] = [counting(x.shape, x.rank - 2), counting(x.shape, x.rank - 1)];
  const distance = sub(column, row);
  return where(isUpper ? greaterEqual(distance, k) : lessEqual(distance, k), x, zerosLike(x));
}
