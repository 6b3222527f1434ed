import { checkDType } from '../constant.ts';
import { type DType, dtypes } from '../dtype.ts';
import { ArgumentError, checkOptions } from '../errors.ts';
import { add, mul, sub } from '../functions/arithmetic.ts';
import { castNode } from '../functions/casting.ts';
import { maximum, minimum } from '../functions/limits.ts';
import { checkFloat } from '../functions/operand.ts';
import { literal, type Node, node } from '../graph.ts';
import type { Shape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { shiftRightCode } from '../wasm/emit/integers.ts';
import { bits } from './key.ts';

/** Options of {@link uniform}. */
export interface UniformOptions {
  /** Included; default 0. */
  readonly min?: number | undefined;
  /** Not included, but for rounding; default 1. */
  readonly max?: number | undefined;
  /** `float32` or `float64`; default `float32`. */
  readonly dtype?: DType | undefined;
}

/**
 * Random numbers spread evenly over `[min, max)`, as `jax.random.uniform`: 23 random bits each in float32, 52 in float64.
 *
 * @throws ArgumentError when `from` is not a key, the shape is not one or an option is out of range; DTypeError unless
 * `dtype` is a float one
 * @example
 * ```ts
 * import { key, max, min, uniform } from '@gradkit/core';
 * const x = uniform(key(0), [1000], { min: -1, max: 1 });
 * console.log(min(x).item() >= -1, max(x).item() < 1); // true true
 * ```
 */
export function uniform(from: TensorLike, shape: Shape, options: UniformOptions = {}): Tensor {
  checkOptions('uniform', options, ['min', 'max', 'dtype']);
  const { min = 0, max = 1, dtype = 'float32' } = options;
  if (!(Number.isFinite(min) && Number.isFinite(max) && min <= max)) {
    throw new ArgumentError(`uniform: needs finite min ≤ max, got ${min} and ${max}.`);
  }
  checkDType('uniform', dtype);
  const { wrap } = dtypes[dtype];
  if (!Number.isFinite(wrap(wrap(max) - wrap(min)))) {
    throw new ArgumentError(`uniform: max - min overflows ${dtype}, got ${min} and ${max}. Use a smaller range.`);
  }
  return evenly('uniform', from, shape, min, max, dtype);
}

/** Evenly spread over `[min, max)`: the highest bits of a word become a fraction. */
export function evenly(where: string, from: TensorLike, shape: Shape, min: number, max: number, dtype: DType): Tensor {
  checkDType(where, dtype);
  checkFloat(where, dtype);
  const unit = dtype === 'float32' ? unit23(bits(where, from, shape, 'xor')) : unit52(where, from, shape);
  if (min === 0 && max === 1) return unit;
  const { wrap } = dtypes[dtype];
  return maximum(add(mul(unit, wrap(wrap(max) - wrap(min))), wrap(min)), wrap(min));
}

/** 23 bits as the mantissa of a number in [1, 2), less 1. */
function unit23(word: Node): Tensor {
  const constant = (value: number): Node => literal(value, 'uint32', word.shape);
  const mantissa = node('or', [node('shr', [word, constant(9)], { code: shiftRightCode }), constant(0x3f800000)], {});
  return sub(new Tensor(node('bitcast', [mantissa], { dtype: 'float32' })), 1);
}

/** 52 bits: the first word and the upper 20 bits of the second. */
function unit52(where: string, from: TensorLike, shape: Shape): Tensor {
  const high = bits(where, from, shape, 0);
  const low = node('shr', [bits(where, from, shape, 1), literal(12, 'uint32', shape)], { code: shiftRightCode });
  const [a, b] = [high, low].map((word) => new Tensor(castNode(word, 'float64'))) as [Tensor, Tensor];
  return mul(add(mul(a, 2 ** 20), b), 2 ** -52);
}

/**
 * Evenly spread over (0, 1), neither end included: 32 random bits in float32, so that small numbers are as fine as their
 * logarithms need them, and 52 in float64.
 */
export function openUnit(where: string, from: TensorLike, shape: Shape, dtype: DType): Tensor {
  checkDType(where, dtype);
  checkFloat(where, dtype);
  if (dtype === 'float64') return add(unit52(where, from, shape), 2 ** -53);
  const word = new Tensor(castNode(bits(where, from, shape, 'xor'), dtype));
  return minimum(mul(add(word, 0.5), 2 ** -32), 1 - 2 ** -24);
}
