import { moved, recurrenceCode } from '../brought/recurrence.ts';
import { dtypes } from '../dtype.ts';
import { checkFlags, checkOptions } from '../errors.ts';
import { literal, type Node, node } from '../graph.ts';
import { normalizeAxis, sizeOf } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';
import { counting } from './reductions.ts';

/** Options of {@link cummax} and {@link cummin}. */
export interface CumulativeOptions {
  /** The axis to go along, negative from the end; default: all elements as one vector. */
  readonly axis?: number | undefined;
  /** Whether to start from the end; default `false`. */
  readonly reverse?: boolean | undefined;
}

/** Options of {@link cumsum} and {@link cumprod}. */
export interface CumulativeSumOptions extends CumulativeOptions {
  /** Whether each result leaves its own element out, so that the first is that of nothing; default `false`. */
  readonly exclusive?: boolean | undefined;
}

/**
 * Running sums along an axis: `yₖ = x₀ + … + xₖ`, as `numpy.cumsum`.
 *
 * Without an axis the elements are taken as one vector. float32 is accumulated in float64, so that long sums keep their
 * digits; bool is counted in int32 and uint8 in uint32; int32 and uint32 wrap.
 * @throws ArgumentError when the axis does not exist
 * @example
 * ```ts
 * import { cumsum, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4]]);
 * console.log(cumsum(x).toArray(), cumsum(x, { axis: 0 }).toArray()); // [1, 3, 6, 10] [[1, 2], [4, 6]]
 * console.log(cumsum(tensor([1, 2, 3]), { exclusive: true, reverse: true }).toArray()); // [5, 3, 0]
 * ```
 */
export function cumsum(x: TensorLike, options: CumulativeSumOptions = {}): Tensor {
  const { from, axis, reverse, exclusive } = settings('cumsum', counting(operand('cumsum', x)), options, sumKeys);
  const ones = literal(1, from.dtype, from.shape);
  const sums = node('recurrence', [ones, from], { axis, reverse, code: recurrenceCode });
  return new Tensor(exclusive ? moved(sums, { axis, reverse }) : sums);
}

/**
 * Running products along an axis: `yₖ = x₀ ⋯ xₖ`, as `numpy.cumprod`.
 *
 * Without an axis the elements are taken as one vector. Derivatives of any order are exact at zeros, however many there are.
 * bool is multiplied in int32 and uint8 in uint32; int32 and uint32 wrap.
 * @throws ArgumentError when the axis does not exist
 * @example
 * ```ts
 * import { cumprod, tensor } from '@gradkit/core';
 * console.log(cumprod(tensor([1, 2, 3, 4])).toArray()); // [1, 2, 6, 24]
 * console.log(cumprod(tensor([1, 2, 3, 4]), { exclusive: true }).toArray()); // [1, 1, 2, 6]
 * ```
 */
export function cumprod(x: TensorLike, options: CumulativeSumOptions = {}): Tensor {
  const { from, axis, reverse, exclusive } = settings('cumprod', counting(operand('cumprod', x)), options, sumKeys);
  const products = node('recurrence', [from, firstOnly(from, axis, reverse)], { axis, reverse, code: recurrenceCode });
  return new Tensor(exclusive ? moved(products, { axis, reverse }, 1) : products);
}

/**
 * Running maxima along an axis: `yₖ = max(x₀, …, xₖ)`, as `numpy.maximum.accumulate`; NaN from the first NaN on.
 *
 * Without an axis the elements are taken as one vector. Computed in log₂ n rounds that compare with ever more distant
 * elements; where elements are equal, the derivative is spread over them as `maximum` does.
 * @throws ArgumentError when the axis does not exist
 * @example
 * ```ts
 * import { cummax, tensor } from '@gradkit/core';
 * console.log(cummax(tensor([1, 3, 2, 5, 4])).toArray()); // [1, 3, 3, 5, 5]
 * ```
 */
export function cummax(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return extremes('cummax', 'max', x, options);
}

/**
 * Running minima along an axis: `yₖ = min(x₀, …, xₖ)`, as `numpy.minimum.accumulate`; NaN from the first NaN on.
 *
 * Without an axis the elements are taken as one vector. Computed as {@link cummax} is.
 * @throws ArgumentError when the axis does not exist
 * @example
 * ```ts
 * import { cummin, tensor } from '@gradkit/core';
 * console.log(cummin(tensor([4, 5, 2, 3, 1]), { reverse: true }).toArray()); // [1, 1, 1, 1, 1]
 * ```
 */
export function cummin(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return extremes('cummin', 'min', x, options);
}

function extremes(name: string, op: 'max' | 'min', x: TensorLike, options: CumulativeOptions): Tensor {
  const { from, axis, reverse } = settings(name, operand(name, x), options, keys);
  const neutral = dtypes[from.dtype][op === 'max' ? 'lowest' : 'highest'];
  let result = from;
  for (let distance = 1; distance < (from.shape[axis] as number); distance *= 2) {
    result = node(op, [result, moved(result, { axis, reverse }, neutral, distance)], {});
  }
  return new Tensor(result);
}

const keys: readonly string[] = ['axis', 'reverse'];
const sumKeys: readonly string[] = ['axis', 'reverse', 'exclusive'];

function settings(name: string, x: Node, options: CumulativeSumOptions, known: readonly string[]) {
  checkOptions(name, options, known);
  const { axis, reverse = false, exclusive = false } = options;
  checkFlags(name, { reverse, exclusive });
  const from = axis === undefined ? node('reshape', [x], { shape: [sizeOf(x.shape)] }) : x;
  return { from, axis: normalizeAxis(name, axis ?? 0, from.shape.length), reverse, exclusive };
}

/** Zero everywhere but at the first place of the direction. */
function firstOnly(x: Node, axis: number, reverse: boolean): Node {
  const length = x.shape[axis] as number;
  if (length <= 1) return x;
  const none = x.shape.map(() => 0);
  const rest = none.with(axis, length - 1);
  const start = reverse ? rest : none;
  const first = node('slice', [x], { start, stop: x.shape.with(axis, (start[axis] as number) + 1) });
  return node('pad', [first], reverse ? { low: rest, high: none, value: 0 } : { low: none, high: rest, value: 0 });
}
