import { ArgumentError, checkFlags, checkOptions, describe, ShapeError } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { formatShape, normalizeAxes, type Shape, sizeOf } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { abs, add, mul, sub } from './arithmetic.ts';
import { less, notEqual, where } from './comparison.ts';
import { gatherAlong } from './indexing.ts';
import { stack } from './joining.ts';
import { checkFloat, operand } from './operand.ts';
import { keptShape, type ReduceOptions, reduceKeys } from './reductions.ts';
import { ordered } from './sorting.ts';

/**
 * How a quantile between two neighbours of the sorted elements is found. `linear` interpolates; `lower`, `higher` and
 * `nearest` take one of the two, `midpoint` their mean. The others are the continuous estimates of Hyndman and Fan ("Sample
 * quantiles in statistical packages", 1996), numbers 5, 6, 8 and 9.
 */
export type QuantileMethod =
  | 'linear'
  | 'lower'
  | 'higher'
  | 'nearest'
  | 'midpoint'
  | 'hazen'
  | 'weibull'
  | 'medianUnbiased'
  | 'normalUnbiased';

/** Options of {@link quantile}. */
export interface QuantileOptions extends ReduceOptions {
  /** How to choose between neighbours; default `linear`. */
  readonly method?: QuantileMethod | undefined;
}

/** The place of a quantile among n sorted elements, the first being 0: the numbers before the point are an index. */
type Place = (n: number, q: number) => number;

/** Hyndman and Fan's estimate with parameters α = β. */
const continuous = (alpha: number, n: number, q: number): number => n * q + (alpha + q * (1 - 2 * alpha)) - 1;

const linear: Place = (n, q) => (n - 1) * q;

const places: { readonly [M in QuantileMethod]: Place } = {
  linear,
  lower: (n, q) => Math.floor(linear(n, q)),
  higher: (n, q) => Math.ceil(linear(n, q)),
  nearest: (n, q) => roundHalfToEven(linear(n, q)),
  midpoint: (n, q) => (Math.floor(linear(n, q)) + Math.ceil(linear(n, q))) / 2,
  hazen: (n, q) => continuous(1 / 2, n, q),
  weibull: (n, q) => continuous(0, n, q),
  medianUnbiased: (n, q) => continuous(1 / 3, n, q),
  normalUnbiased: (n, q) => continuous(3 / 8, n, q),
};

function roundHalfToEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

/**
 * The value below which a fraction `q` of the elements lies, over axes, as `numpy.quantile`; NaN if there is one.
 *
 * Several fractions give a new first axis. The derivative goes to the one or two elements that the quantile is made of.
 * @param q a fraction in [0, 1], or several
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError for a `q` outside [0, 1], an unknown method
 * or an axis that does not exist; ShapeError when there are no elements
 * @example
 * ```ts
 * import { quantile, tensor } from '@gradkit/core';
 * const x = tensor([[10, 7, 4], [3, 2, 1]]);
 * console.log(quantile(x, 0.5).item()); // 3.5
 * console.log(quantile(x, [0.25, 1], { axis: 1 }).toArray()); // [[5.5, 1.5], [10, 3]]
 * console.log(quantile(x, 0.4, { axis: 0, method: 'lower' }).toArray()); // [3, 2, 1]
 * ```
 */
export function quantile(x: TensorLike, q: number | readonly number[], options: QuantileOptions = {}): Tensor {
  checkOptions('quantile', options, [...reduceKeys, 'method']);
  const { method = 'linear' } = options;
  const place = Object.hasOwn(places, method) ? places[method] : undefined;
  if (place === undefined) {
    const names = Object.keys(places).join(', ');
    throw new ArgumentError(`quantile: method is one of ${names}, got ${String(method)}.`);
  }
  const fractions = typeof q === 'number' ? [q] : q;
  if (!Array.isArray(fractions) || !fractions.every((f) => typeof f === 'number' && f >= 0 && f <= 1)) {
    throw new ArgumentError(`quantile: q is a number in [0, 1] or an array of such, got ${describe(q)}.`);
  }
  const rows = sortedRows('quantile', x, options);
  const found = fractions.map((f) => rows.at(place(rows.length, f)));
  return typeof q === 'number' ? (found[0] as Tensor) : stacked(found, rows.shape, rows.sorted);
}

/**
 * The middle of the sorted elements over axes, or the mean of the two in the middle; NaN if there is one.
 *
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError when an axis does not exist; ShapeError when
 * there are no elements
 * @example
 * ```ts
 * import { median, tensor } from '@gradkit/core';
 * const x = tensor([[10, 7, 4], [3, 2, 1]]);
 * console.log(median(x).item(), median(x, { axis: 1 }).toArray()); // 3.5 [7, 2]
 * ```
 */
export function median(x: TensorLike, options: ReduceOptions = {}): Tensor {
  checkOptions('median', options, reduceKeys);
  const rows = sortedRows('median', x, options);
  return rows.at((rows.length - 1) / 2);
}

interface SortedRows {
  /** The sorted elements, those that belong together along the last axis. */
  readonly sorted: Node;
  readonly length: number;
  /** The shape of a result. */
  readonly shape: Shape;
  /** What stands at a place, in between interpolated. */
  readonly at: (place: number) => Tensor;
}

function sortedRows(name: string, x: TensorLike, { axis, keepDims = false }: ReduceOptions): SortedRows {
  const from = operand(name, x);
  checkFloat(name, from.dtype);
  checkFlags(name, { keepDims });
  const axes = normalizeAxes(name, axis, from.shape.length);
  const length = sizeOf(axes.map((i) => from.shape[i] as number));
  if (length === 0) {
    throw new ShapeError(`${name}: ${formatShape(from.shape)} has no elements along axis ${axes.join(', ')}.`);
  }
  const others = [...from.shape.keys()].filter((i) => !axes.includes(i));
  const kept = others.map((i) => from.shape[i] as number);
  const turned = node('permute', [from], { axes: [...others, ...axes] });
  const rows = node('reshape', [turned], { shape: [...kept, length] });
  const sorted = gatherAlong(rows, ordered(rows, kept.length, false), kept.length);
  const shape = keepDims ? keptShape(from.shape, axes) : kept;
  const element = (k: number): Tensor => {
    const start = [...kept.map(() => 0), k];
    const picked = node('slice', [sorted], { start, stop: [...kept, k + 1] });
    return new Tensor(node('reshape', [picked], { shape }));
  };
  const at = (place: number): Tensor => {
    const limited = Math.min(Math.max(place, 0), length - 1);
    const low = Math.floor(limited);
    const value = low === limited ? element(low) : between(element(low), element(low + 1), limited - low);
    // NaN is sorted to the end, and one is enough.
    const last = element(length - 1);
    return where(notEqual(last, last), last, value);
  };
  return { sorted, length, shape, at };
}

/** `a + t (b − a)` from the nearer end, which is exact between equal numbers; as a weighted sum where one is infinite. */
function between(a: Tensor, b: Tensor, t: number): Tensor {
  const step = sub(b, a);
  const interpolated = t < 0.5 ? add(a, mul(step, t)) : sub(b, mul(step, 1 - t));
  return where(less(abs(step), Infinity), interpolated, add(mul(a, 1 - t), mul(b, t)));
}

/** Results along a new first axis, of which there may be none. */
function stacked(found: readonly Tensor[], shape: Shape, { dtype }: Node): Tensor {
  if (found.length > 0) return stack(found);
  return new Tensor(node('literal', [], { value: 0, shape: [0, ...shape], dtype }));
}
