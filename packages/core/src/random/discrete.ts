import { broadcastNode, nodeLike } from '../broadcast.ts';
import { checkDType } from '../constant.ts';
import { type DType, dtypes } from '../dtype.ts';
import { ArgumentError, checkOptions, DTypeError, ShapeError } from '../errors.ts';
import { add, mul } from '../functions/arithmetic.ts';
import { cast } from '../functions/casting.ts';
import { less } from '../functions/comparison.ts';
import { checkFloat, operand } from '../functions/operand.ts';
import { argmax } from '../functions/reductions.ts';
import { floor } from '../functions/rounding.ts';
import { checkShape, formatShape, normalizeAxis, type Shape, sizeOf } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { gumbel } from './exponential.ts';
import { checkKey } from './key.ts';
import { evenly } from './uniform.ts';

/** Options of {@link bernoulli}. */
export interface BernoulliOptions {
  /** Probability of `true`, in [0, 1]; default 0.5. */
  readonly p?: TensorLike | undefined;
}

/**
 * Random truth values, each true with probability `p`, as `jax.random.bernoulli`.
 *
 * `p` may be a tensor, which broadcasts to the shape.
 * @throws ArgumentError when `from` is not a key, the shape is not one or a number `p` is outside [0, 1]; ShapeError when `p`
 * does not broadcast to the shape; DTypeError unless `p` is a float
 * @example
 * ```ts
 * import { bernoulli, key } from '@gradkit/core';
 * console.log(bernoulli(key(0), [4], { p: 0.4 }).toArray()); // [false, false, true, false]
 * ```
 */
export function bernoulli(from: TensorLike, shape: Shape, options: BernoulliOptions = {}): Tensor {
  checkOptions('bernoulli', options, ['p']);
  const { p = 0.5 } = options;
  if (typeof p === 'number' && !(p >= 0 && p <= 1)) throw new ArgumentError(`bernoulli: p is in [0, 1], got ${p}.`);
  const dtype = nodeLike('bernoulli', p, 'float32').dtype;
  const drawn = evenly('bernoulli', from, shape, 0, 1, dtype);
  const bound = broadcastNode('bernoulli', nodeLike('bernoulli', p, dtype), drawn.shape);
  return less(drawn, new Tensor(bound));
}

/** Options of {@link categorical}. */
export interface CategoricalOptions {
  /** The axis of the logits along which the categories lie, negative from the end; default -1. */
  readonly axis?: number | undefined;
  /** Shape of the result, to which the shape of the logits without that axis broadcasts; default: that shape. */
  readonly shape?: Shape | undefined;
}

/**
 * Random categories, as int32: category `k` with probability proportional to `exp(logits[k])`, as `jax.random.categorical`.
 *
 * The position of the largest of `logits + gumbel` (Gumbel: "Statistical theory of extreme values", 1954). Logits need not be
 * normalised; -Infinity excludes a category.
 * @throws ArgumentError when `from` is not a key or the axis does not exist; ShapeError when there are no categories or the
 * shape does not fit; DTypeError unless the logits are floats
 * @example
 * ```ts
 * import { categorical, key, tensor } from '@gradkit/core';
 * const logits = tensor([[0, -Infinity], [-Infinity, 0]]);
 * console.log(categorical(key(0), logits).toArray()); // [0, 1]
 * console.log(categorical(key(0), logits, { shape: [5, 2] }).shape); // [5, 2]
 * ```
 */
export function categorical(from: TensorLike, logits: TensorLike, options: CategoricalOptions = {}): Tensor {
  checkOptions('categorical', options, ['axis', 'shape']);
  checkKey('categorical', from);
  const weights = operand('categorical', logits);
  checkFloat('categorical', weights.dtype);
  const { length } = weights.shape;
  const axis = normalizeAxis('categorical', options.axis ?? -1, length);
  const { shape = weights.shape.toSpliced(axis, 1) } = options;
  checkShape('categorical', shape);
  if (weights.shape[axis] === 0 && sizeOf(shape) > 0) {
    throw new ShapeError(
      `categorical: logits ${formatShape(weights.shape)} have no classes along axis ${axis} to draw.`,
    );
  }
  const at = axis + shape.length - (length - 1);
  if (at < axis) {
    throw new ShapeError(
      `categorical: the shape ${formatShape(shape)} has fewer axes than logits ${formatShape(weights.shape)} leave.`,
    );
  }
  const noise = shape.toSpliced(at, 0, weights.shape[axis] as number);
  const spread = new Tensor(broadcastNode('categorical', weights, noise));
  return argmax(add(spread, gumbel(from, noise, { dtype: weights.dtype })), { axis: at });
}

/** Options of {@link randint}. */
export interface RandintOptions {
  /** `int32`, `uint32` or `uint8`; default `int32`. */
  readonly dtype?: DType | undefined;
}

/**
 * Random integers, each from `min` up to but not including `max` equally likely.
 *
 * The whole part of `min + (max - min) · u` with 52 random bits in `u`: no integer is likelier than another by more than
 * 2⁻²⁰ of its probability, nor by more than 2⁻⁴² where there are at most a thousand.
 * @throws ArgumentError when `from` is not a key, the shape is not one, or the bounds are not integers that the element type
 * holds, with `min < max`; DTypeError unless `dtype` is an integer one
 * @example
 * ```ts
 * import { key, max, min, randint } from '@gradkit/core';
 * const dice = randint(key(0), [1000], 1, 7);
 * console.log(min(dice).item(), max(dice).item()); // 1 6
 * ```
 */
export function randint(
  from: TensorLike,
  shape: Shape,
  min: number,
  max: number,
  options: RandintOptions = {},
): Tensor {
  checkOptions('randint', options, ['dtype']);
  const { dtype = 'int32' } = options;
  checkDType('randint', dtype);
  const { integer, lowest, highest } = dtypes[dtype];
  if (!integer) throw new DTypeError(`randint: ${dtype} is not an integer type. Use int32, uint32 or uint8.`);
  const fits = Number.isInteger(min) && Number.isInteger(max) && lowest <= min && min < max && max <= highest + 1;
  if (!fits) {
    throw new ArgumentError(
      `randint: needs integers min < max within [${lowest}, ${highest + 1}] for ${dtype}, got ${min} and ${max}.`,
    );
  }
  const unit = evenly('randint', from, shape, 0, 1, 'float64');
  return cast(add(floor(mul(unit, max - min)), min), dtype);
}
