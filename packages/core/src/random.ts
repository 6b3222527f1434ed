import { broadcastNode, nodeLike } from './broadcast.ts';
import { checkDType } from './constant.ts';
import { type DType, dtypes } from './dtype.ts';
import { ArgumentError, checkOptions } from './errors.ts';
import { add, mul, sub } from './functions/arithmetic.ts';
import { castNode } from './functions/casting.ts';
import { less } from './functions/comparison.ts';
import { erfInv } from './functions/erf-inv.ts';
import { clip, maximum } from './functions/limits.ts';
import { checkFloat } from './functions/operand.ts';
import { literal, type Node, node } from './graph.ts';
import { erfScalar } from './ops/elementwise.ts';
import { bits } from './random-key.ts';
import type { Shape } from './shape.ts';
import { Tensor, type TensorLike } from './tensor.ts';
import { shiftRightCode } from './wasm/emit/integers.ts';

export { threefry2x32 } from './ops/elementwise.ts';

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
  return evenly('uniform', from, shape, min, max, dtype);
}

/** Options of {@link normal}. */
export interface NormalOptions {
  /** Default 0. */
  readonly mean?: number | undefined;
  /** Standard deviation, not negative; default 1. */
  readonly stddev?: number | undefined;
  /** `float32` or `float64`; default `float32`. */
  readonly dtype?: DType | undefined;
}

/**
 * Normally distributed random numbers, as `jax.random.normal`: `mean + stddev · √2 erf⁻¹(u)` with `u` uniform on (-1, 1).
 *
 * @throws ArgumentError when `from` is not a key, the shape is not one or an option is out of range; DTypeError unless
 * `dtype` is a float one
 * @example
 * ```ts
 * import { key, normal } from '@gradkit/core';
 * console.log(normal(key(0), [1000]).shape); // [1000]
 * ```
 */
export function normal(from: TensorLike, shape: Shape, options: NormalOptions = {}): Tensor {
  checkOptions('normal', options, ['mean', 'stddev', 'dtype']);
  const { dtype = 'float32' } = options;
  return placed('normal', mul(erfInv(evenly('normal', from, shape, lowestOpen(dtype), 1, dtype)), Math.SQRT2), options);
}

/** Options of {@link truncatedNormal}. */
export interface TruncatedNormalOptions extends NormalOptions {
  /** Smallest value before scaling, in standard deviations; default -2. */
  readonly lower?: number | undefined;
  /** Largest value before scaling, in standard deviations; default 2. */
  readonly upper?: number | undefined;
}

/**
 * Normally distributed random numbers, none beyond the bounds, as `jax.random.truncated_normal`.
 *
 * `mean + stddev · z`, where `z` has the standard normal density within `[lower, upper]` and none outside. Truncation at ±2
 * leaves a standard deviation of 0.8796 `stddev`.
 * @throws ArgumentError when `from` is not a key, the shape is not one or an option is out of range; DTypeError unless
 * `dtype` is a float one
 * @example
 * ```ts
 * import { abs, key, max, truncatedNormal } from '@gradkit/core';
 * const x = truncatedNormal(key(0), [1000], { stddev: 0.1 });
 * console.log(max(abs(x)).item() <= 0.2001); // true
 * ```
 */
export function truncatedNormal(from: TensorLike, shape: Shape, options: TruncatedNormalOptions = {}): Tensor {
  checkOptions('truncatedNormal', options, ['lower', 'upper', 'mean', 'stddev', 'dtype']);
  const { lower = -2, upper = 2, dtype = 'float32' } = options;
  if (!(lower < upper)) throw new ArgumentError(`truncatedNormal: needs lower < upper, got ${lower} and ${upper}.`);
  const low = Math.max(lowestOpen(dtype), erfScalar(lower * Math.SQRT1_2));
  const u = evenly('truncatedNormal', from, shape, low, erfScalar(upper * Math.SQRT1_2), dtype);
  return placed('truncatedNormal', clip(mul(erfInv(u), Math.SQRT2), lower, upper), options);
}

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

/** Evenly spread over `[min, max)`: the highest bits of a word become a fraction. */
function evenly(where: string, from: TensorLike, shape: Shape, min: number, max: number, dtype: DType): Tensor {
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

/** Scaled and moved. */
function placed(where: string, z: Tensor, { mean = 0, stddev = 1 }: NormalOptions): Tensor {
  if (!Number.isFinite(mean) || !(stddev >= 0 && stddev < Infinity)) {
    throw new ArgumentError(`${where}: needs a finite mean and a stddev not below 0, got ${mean} and ${stddev}.`);
  }
  const scaled = stddev === 1 ? z : mul(z, stddev);
  return mean === 0 ? scaled : add(scaled, mean);
}

/** The next number above -1, where the inverse error function is still finite. */
const lowestOpen = (dtype: DType): number => (dtype === 'float64' ? -1 + 2 ** -53 : -1 + 2 ** -24);
