import { ArgumentError, checkOptions, describe } from '../errors.ts';
import type { Tensor, TensorLike } from '../tensor.ts';
import { abs, div, mul, pow, square } from './arithmetic.ts';
import { castNode } from './casting.ts';
import { equal, isFinite as finite, notEqual, where } from './comparison.ts';
import { logicalAnd } from './logical.ts';
import { floatTensor } from './operand.ts';
import { fold, type ReduceOptions, reduceKeys, sum } from './reductions.ts';
import { root } from './statistics.ts';
import { stopGradient } from './stop-gradient.ts';

/** Options of {@link norm}. */
export interface NormOptions extends ReduceOptions {
  /** The power `p` that absolute values are raised to, `Infinity`, `-Infinity` or 0; default 2. */
  readonly ord?: number | undefined;
}

/**
 * The length of vectors, whose components lie along the named axes: `(Σ |x|ᵖ)^(1/p)` for `ord` `p`, `max |x|` for `Infinity`,
 * `min |x|` for `-Infinity`, and how many are not zero for 0, as NumPy's `norm` of vectors.
 *
 * Over all axes of a matrix, the default is its Frobenius norm. For `p ≥ 1` the derivative where the norm is 0 is taken as
 * 0. The powers for other `p` than 1 and 2 do not overflow before the norm does.
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError for another `ord` or an axis that does not
 * exist; ShapeError for the extremum of nothing
 * @example
 * ```ts
 * import { norm, tensor } from '@gradkit/core';
 * console.log(norm(tensor([3, 4])).item()); // 5
 * console.log(norm(tensor([[3, -4]]), { axis: 1, ord: 1 }).toArray()); // [7]
 * ```
 */
export function norm(x: TensorLike, options: NormOptions = {}): Tensor {
  const from = floatTensor('norm', x);
  checkOptions('norm', options, [...reduceKeys, 'ord']);
  const { ord = 2, ...reduce } = options;
  if (typeof ord !== 'number' || Number.isNaN(ord)) {
    throw new ArgumentError(`norm: ord is a number, Infinity or -Infinity, got ${describe(ord)}.`);
  }
  if (ord === 2) return root(fold('norm', 'reduceSum', square(from).node, reduce));
  if (ord === 1) return fold('norm', 'reduceSum', abs(from).node, reduce);
  if (ord === 0) return fold('norm', 'reduceSum', castNode(notEqual(from, 0).node, from.dtype), reduce);
  if (ord === Infinity) return fold('norm', 'reduceMax', abs(from).node, reduce);
  if (ord === -Infinity) return fold('norm', 'reduceMin', abs(from).node, reduce);
  return powers(abs(from), ord, reduce);
}

/** The extremum in front of the sum, `s (Σ (|x| / s)ᵖ)^(1/p)`: the powers are at most 1. */
function powers(magnitudes: Tensor, p: number, { axis, keepDims }: ReduceOptions): Tensor {
  // The norm does not depend on the scale, which needs no derivative then.
  const scale = stopGradient(scaleOf(magnitudes, p, axis));
  const total = sum(pow(div(magnitudes, scale), p), { axis, keepDims: true });
  const zero = equal(total, 0);
  const length = mul(scale, p > 0 ? where(zero, 0, pow(where(zero, 1, total), 1 / p)) : pow(total, 1 / p));
  // Folding away axes of extent 1 checks `keepDims` and gives the shape.
  const axes = axis ?? magnitudes.shape.map((_, i) => i);
  return fold('norm', 'reduceSum', length.node, { axis: axes, keepDims });
}

function scaleOf(magnitudes: Tensor, p: number, axis: ReduceOptions['axis']): Tensor {
  if (magnitudes.size === 0) return fold('norm', 'reduceSum', magnitudes.node, { axis, keepDims: true }).add(1);
  const extremum = fold('norm', p > 0 ? 'reduceMax' : 'reduceMin', magnitudes.node, { axis, keepDims: true });
  return where(logicalAnd(finite(extremum), notEqual(extremum, 0)), extremum, 1);
}
