import { companyType, nodeLike } from '../broadcast.ts';
import { dtypes } from '../dtype.ts';
import { ArgumentError, checkOptions, describe } from '../errors.ts';
import { checkPair, type Node } from '../graph.ts';
import { broadcastShapes } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { equal, isNaN as notANumber, where } from './comparison.ts';
import { operand } from './operand.ts';

/** Options of {@link select}. */
export interface SelectOptions {
  /** The value where no condition holds; default 0. */
  readonly default?: TensorLike | undefined;
}

/**
 * The choice that belongs to the first condition that holds, as NumPy's `select`.
 *
 * Conditions that are not bool hold where they are not zero. All broadcast to one shape.
 * @param options `default` (0)
 * @throws ArgumentError unless there are as many choices as conditions, at least one; ShapeError when the shapes do not
 * broadcast; DTypeError when choices have different element types
 * @example
 * ```ts
 * import { greater, less, select, tensor } from '@gradkit/core';
 * const x = tensor([-2, 0.5, 3]);
 * console.log(select([less(x, 0), greater(x, 1)], [0, 1], { default: x }).toArray()); // [0, 0.5, 1]
 * ```
 */
export function select(
  conditions: readonly TensorLike[],
  choices: readonly TensorLike[],
  options: SelectOptions = {},
): Tensor {
  checkOptions('select', options, ['default']);
  if (!Array.isArray(conditions) || !Array.isArray(choices) || choices.length === 0) {
    throw new ArgumentError(
      `select: needs arrays of conditions and choices, got ${describe(conditions)} and ${describe(choices)}.`,
    );
  }
  if (choices.length !== conditions.length) {
    throw new ArgumentError(`select: ${choices.length} choices do not fit ${conditions.length} conditions.`);
  }
  const otherwise = options.default ?? 0;
  const dtype = companyType([...choices, otherwise]);
  const tests = conditions.map((condition) => operand('select', condition));
  const [last, ...rest] = [...choices, otherwise]
    .reverse()
    .map((value) => new Tensor(nodeLike('select', value, dtype))) as [Tensor, ...Tensor[]];
  for (const choice of rest) checkPair('select', 'eq', last, choice);
  broadcastShapes('select', ...[...tests, last, ...rest].map(({ shape }) => shape));
  return rest.reduce(
    (result, choice, i) => where(new Tensor(tests[tests.length - 1 - i] as Node), choice, result),
    last,
  );
}

/** Options of {@link nanToNum}. */
export interface NanToNumOptions {
  /** What stands for NaN; default 0. */
  readonly nan?: number | undefined;
  /** What stands for Infinity; default the largest number of the element type. */
  readonly posInf?: number | undefined;
  /** What stands for -Infinity; default the smallest number of the element type. */
  readonly negInf?: number | undefined;
}

/** The largest finite numbers. */
const largest = { float32: 3.4028234663852886e38, float64: 1.7976931348623157e308 };

/**
 * Numbers in place of NaN and the infinities, as NumPy's `nan_to_num`; integers have neither. No derivative passes where an
 * element is replaced.
 *
 * @param options `nan` (0), `posInf` and `negInf` (the largest and smallest number of the element type)
 * @throws ArgumentError for an unknown option
 * @example
 * ```ts
 * import { nanToNum, tensor } from '@gradkit/core';
 * console.log(nanToNum(tensor([1, Number.NaN, Infinity]), { posInf: 9 }).toArray()); // [1, 0, 9]
 * ```
 */
export function nanToNum(x: TensorLike, options: NanToNumOptions = {}): Tensor {
  checkOptions('nanToNum', options, ['nan', 'posInf', 'negInf']);
  const from = new Tensor(operand('nanToNum', x));
  if (!dtypes[from.dtype].float) return from;
  const most = largest[from.dtype as keyof typeof largest];
  const { nan = 0, posInf = most, negInf = -most } = options;
  for (const [name, value] of Object.entries({ nan, posInf, negInf })) {
    if (typeof value !== 'number') throw new ArgumentError(`nanToNum: ${name} is a number, got ${describe(value)}.`);
  }
  const bounded = where(equal(from, Infinity), posInf, where(equal(from, -Infinity), negInf, from));
  return where(notANumber(from), nan, bounded);
}
