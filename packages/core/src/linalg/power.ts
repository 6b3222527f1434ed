import { fill, withDiagonal } from '../brought/linear-algebra/matrices.ts';
import { ArgumentError } from '../errors.ts';
import { matmul } from '../functions/contraction.ts';
import { literal } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { squareOperand } from './operand.ts';
import { inv } from './solve.ts';

/**
 * A square matrix to a whole power, by repeated squaring: `[…, n, n] → […, n, n]`; negative powers are those of the inverse.
 *
 * @param exponent an integer; 0 gives the unit matrix
 * @throws ShapeError unless the last two axes are equal; DTypeError unless the element type is float32 or float64;
 * ArgumentError when the exponent is not an integer
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { matrixPower } from '@gradkit/core/linalg';
 * console.log(matrixPower(tensor([[1, 1], [0, 1]]), 5).toArray()); // [[1, 5], [0, 1]]
 * ```
 */
export function matrixPower(a: TensorLike, exponent: number): Tensor {
  const x = squareOperand('matrixPower', a);
  if (!Number.isSafeInteger(exponent)) {
    throw new ArgumentError(`matrixPower: the exponent is an integer, got ${String(exponent)}.`);
  }
  if (exponent === 0) return new Tensor(withDiagonal(literal(0, x.dtype, x.shape), fill(1, x)));
  let square = exponent < 0 ? inv(new Tensor(x)) : new Tensor(x);
  let result: Tensor | undefined;
  for (let rest = Math.abs(exponent); ; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === undefined ? square : matmul(result, square);
    if (rest <= 1) return result as Tensor;
    square = matmul(square, square);
  }
}
