import { type NodeLike, numberAs } from '../broadcast.ts';
import { checkDType } from '../constant.ts';
import type { DType } from '../dtype.ts';
import { ArgumentError, checkOptions, DTypeError, describe } from '../errors.ts';
import { literal, node } from '../graph.ts';
import { checkShape, type Shape } from '../shape.ts';
import { Tensor } from '../tensor.ts';
import { add, mul } from './arithmetic.ts';
import { castNode } from './casting.ts';
import { equal, where } from './comparison.ts';
import { checkFloat, operand } from './operand.ts';

/** Options of functions that make tensors. */
export interface CreationOptions {
  /** Element type; default `float32`. */
  readonly dtype?: DType | undefined;
}

/**
 * A tensor whose elements are all 0.
 *
 * @param shape extents, outermost first
 * @throws ArgumentError when an extent is not a non-negative integer
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * console.log(zeros([2, 2]).toArray()); // [[0, 0], [0, 0]]
 * ```
 */
export function zeros(shape: Shape, options: CreationOptions = {}): Tensor {
  return filled('zeros', shape, 0, options);
}

/**
 * A tensor whose elements are all 1.
 *
 * @param shape extents, outermost first
 * @throws ArgumentError when an extent is not a non-negative integer
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * console.log(ones([3], { dtype: 'int32' }).toArray()); // [1, 1, 1]
 * ```
 */
export function ones(shape: Shape, options: CreationOptions = {}): Tensor {
  return filled('ones', shape, 1, options);
}

/**
 * A tensor whose elements are all `value`.
 *
 * @param shape extents, outermost first
 * @param value a number, or a truth value, which makes the default element type bool
 * @throws ArgumentError when an extent is not a non-negative integer; DTypeError when an integer type cannot hold `value`
 * @example
 * ```ts
 * import { full } from '@gradkit/core';
 * console.log(full([2, 2], 7).toArray()); // [[7, 7], [7, 7]]
 * ```
 */
export function full(shape: Shape, value: number | boolean, options: CreationOptions = {}): Tensor {
  return filled('full', shape, value, options);
}

/**
 * Zeros with the shape and element type of `x`.
 * @example
 * ```ts
 * import { tensor, zerosLike } from '@gradkit/core';
 * console.log(zerosLike(tensor([1, 2])).toArray()); // [0, 0]
 * ```
 */
export function zerosLike(x: NodeLike): Tensor {
  const { shape, dtype } = operand('zerosLike', x);
  return new Tensor(literal(0, dtype, shape));
}

/**
 * Ones with the shape and element type of `x`.
 * @example
 * ```ts
 * import { onesLike, tensor } from '@gradkit/core';
 * console.log(onesLike(tensor([[3], [4]])).toArray()); // [[1], [1]]
 * ```
 */
export function onesLike(x: NodeLike): Tensor {
  const { shape, dtype } = operand('onesLike', x);
  return new Tensor(literal(1, dtype, shape));
}

/**
 * Numbers in equal steps: `start`, `start + step`, … up to, not including, `stop`.
 *
 * With one number, from 0 to it. The result has `⌈(stop − start) / step⌉` elements, none if that is negative.
 * @throws ArgumentError when a number is not finite or the step is 0; DTypeError for bool, or when an integer type cannot
 * hold `start` or `step`
 * @example
 * ```ts
 * import { arange } from '@gradkit/core';
 * console.log(arange(4).toArray()); // [0, 1, 2, 3]
 * console.log(arange(5, 0, -2, { dtype: 'int32' }).toArray()); // [5, 3, 1]
 * ```
 */
export function arange(start: number, stop?: number, step: number = 1, options: CreationOptions = {}): Tensor {
  const dtype = numeric('arange', options);
  const from = stop === undefined ? 0 : start;
  const to = stop ?? start;
  if (![from, to, step].every(Number.isFinite) || step === 0) {
    throw new ArgumentError(`arange: needs finite numbers and a step that is not 0, got ${from}, ${to}, ${step}.`);
  }
  const count = Math.max(0, Math.ceil((to - from) / step));
  const index = iota('arange', count, dtype);
  const scaled = step === 1 ? index : mul(index, numberAs('arange', step, dtype));
  return from === 0 ? scaled : add(scaled, numberAs('arange', from, dtype));
}

/**
 * `count` numbers from `start` to `stop`, both included, equally spaced.
 *
 * @throws ArgumentError when `count` is not a non-negative integer; DTypeError unless the element type is a float one
 * @example
 * ```ts
 * import { linspace } from '@gradkit/core';
 * console.log(linspace(0, 1, 5).toArray()); // [0, 0.25, 0.5, 0.75, 1]
 * ```
 */
export function linspace(start: number, stop: number, count: number, options: CreationOptions = {}): Tensor {
  const dtype = numeric('linspace', options);
  checkFloat('linspace', dtype);
  for (const [name, value] of Object.entries({ start, stop })) {
    if (typeof value !== 'number') throw new ArgumentError(`linspace: ${name} is a number, got ${describe(value)}.`);
  }
  const index = iota('linspace', count, dtype);
  if (count < 2) return add(index, start);
  // The last element is `stop` exactly, whatever rounding does to the others.
  return where(equal(index, count - 1), stop, add(mul(index, (stop - start) / (count - 1)), start));
}

/** Options of {@link eye}. */
export interface EyeOptions extends CreationOptions {
  /** Number of columns; default: that of rows. */
  readonly columns?: number | undefined;
}

/**
 * A matrix with ones on its diagonal and zeros elsewhere: the identity when it is square.
 *
 * @throws ArgumentError when an extent is not a non-negative integer
 * @example
 * ```ts
 * import { eye } from '@gradkit/core';
 * console.log(eye(2).toArray()); // [[1, 0], [0, 1]]
 * console.log(eye(1, { columns: 3 }).toArray()); // [[1, 0, 0]]
 * ```
 */
export function eye(rows: number, options: EyeOptions = {}): Tensor {
  checkOptions('eye', options, ['columns', 'dtype']);
  const { columns = rows, dtype = 'float32' } = options;
  checkDType('eye', dtype);
  const shape = [rows, columns];
  checkShape('eye', shape);
  const [row, column] = [0, 1].map((axis) => node('iota', [], { axis, shape, dtype: 'int32' }));
  return new Tensor(castNode(node('eq', [row!, column!], {}), dtype));
}

function filled(where: string, shape: Shape, value: number | boolean, options: CreationOptions): Tensor {
  checkOptions(where, options, ['dtype']);
  checkShape(where, shape);
  if (typeof value !== 'number' && typeof value !== 'boolean') {
    throw new ArgumentError(
      `${where}: the value is a number or a truth value, got ${describe(value)}. Use broadcastTo().`,
    );
  }
  const dtype = options.dtype ?? (typeof value === 'boolean' ? 'bool' : 'float32');
  checkDType(where, dtype);
  return new Tensor(literal(numberAs(where, value, dtype), dtype, [...shape]));
}

function numeric(where: string, options: CreationOptions): DType {
  checkOptions(where, options, ['dtype']);
  const { dtype = 'float32' } = options;
  checkDType(where, dtype);
  if (dtype === 'bool') throw new DTypeError(`${where}: bool cannot count. Use int32 and cast().`);
  return dtype;
}

function iota(where: string, count: number, dtype: DType): Tensor {
  const shape = [count];
  checkShape(where, shape);
  return new Tensor(node('iota', [], { axis: 0, shape, dtype }));
}
