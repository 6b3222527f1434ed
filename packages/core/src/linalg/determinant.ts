import { diagonalRow } from '../brought/linear-algebra/matrices.ts';
import { qrNode, qrParts, qrSign } from '../brought/linear-algebra/qr.ts';
import { abs, sign } from '../functions/arithmetic.ts';
import { ones, zeros } from '../functions/creation.ts';
import { prod, sum } from '../functions/reductions.ts';
import { log } from '../functions/transcendental.ts';
import { type Node, node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { squareOperand } from './operand.ts';

/**
 * The determinant of square matrices: `[…, n, n] → […]`.
 *
 * The product of the diagonal of R, from QR factors with pivoting, with the sign that reflections and exchanges give it.
 * Derivatives of all orders are right also where the matrix is singular, as long as its rank is at least n − 1; below that
 * the first derivative is right, and zero.
 * @throws ShapeError unless the last two axes are equal; DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { det } from '@gradkit/core/linalg';
 * console.log(det(tensor([[1, 2], [3, 4]])).item()); // -2
 * ```
 */
export function det(a: TensorLike): Tensor {
  const x = squareOperand('det', a);
  if (isEmpty(x)) return ones(x.shape.slice(0, -2), { dtype: x.dtype });
  const { diagonal, turned } = factors(x);
  // Zero is turned into the positive one.
  return prod(diagonal, { axis: -1 }).mul(turned).add(0);
}

/** What {@link slogdet} returns. */
export interface SlogdetResult {
  /** 1, −1, or 0 where the determinant is 0. */
  readonly sign: Tensor;
  /** `log |det a|`; −∞ where the determinant is 0. */
  readonly logabsdet: Tensor;
}

/**
 * Sign and logarithm of the determinant, which itself may overflow: `det a = sign · exp(logabsdet)`, `[…, n, n] → […]` each.
 *
 * @throws ShapeError unless the last two axes are equal; DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { slogdet } from '@gradkit/core/linalg';
 * const { sign, logabsdet } = slogdet(tensor([[0, 2], [1, 0]]));
 * console.log(sign.item(), logabsdet.item()); // -1 0.693…
 * ```
 */
export function slogdet(a: TensorLike): SlogdetResult {
  const x = squareOperand('slogdet', a);
  const lead = x.shape.slice(0, -2);
  if (isEmpty(x)) return { sign: ones(lead, { dtype: x.dtype }), logabsdet: zeros(lead, { dtype: x.dtype }) };
  const { diagonal, turned } = factors(x);
  return {
    sign: prod(sign(diagonal), { axis: -1 }).mul(turned).add(0),
    logabsdet: sum(log(abs(diagonal)), { axis: -1 }),
  };
}

const isEmpty = (x: Node): boolean => x.shape.at(-1) === 0;

/** The diagonal of R, and the determinant of everything else. */
function factors(x: Node): { readonly diagonal: Tensor; readonly turned: Tensor } {
  const packed = qrNode(x, { complete: false, pivoting: true });
  const row = diagonalRow(qrParts(packed, x.shape.at(-2) as number).rT);
  const lead = x.shape.slice(0, -2);
  return {
    diagonal: new Tensor(node('reshape', [row], { shape: [...lead, x.shape.at(-1) as number] })),
    turned: new Tensor(node('reshape', [qrSign(packed)], { shape: lead })),
  };
}
