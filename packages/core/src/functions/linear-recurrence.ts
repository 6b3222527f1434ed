import { broadcastNode, companyType, nodeLike } from '../broadcast.ts';
import { recurrenceCode } from '../brought/recurrence.ts';
import { checkFlags, checkOptions } from '../errors.ts';
import { checkPair, type Node, node } from '../graph.ts';
import { broadcastShapes, normalizeAxis } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';

/** Options of {@link linearRecurrence}. */
export interface LinearRecurrenceOptions {
  /** The axis to go along, negative from the end; default -1. */
  readonly axis?: number | undefined;
  /** Whether to start from the end; default `false`. */
  readonly reverse?: boolean | undefined;
  /** What comes before the first result, of the shape without the axis; default 0. */
  readonly initial?: TensorLike | undefined;
}

/**
 * The linear recurrence `yₖ = aₖ yₖ₋₁ + bₖ` along an axis: what exponential averages, discounted returns, advantage
 * estimation, recursive filters and diagonal state-space models are made of.
 *
 * `a` and `b` broadcast to one shape, that of the result; `y₋₁` is `initial`. Without it the first result is `b₀`, whatever
 * `a₀` is. float32 is accumulated in float64; int32 and uint32 wrap. Derivatives by `a`, `b` and `initial` are recurrences
 * again, with as much work.
 * @throws ArgumentError when the axis does not exist; ShapeError when shapes do not fit; DTypeError when element types differ
 * @example
 * ```ts
 * import { linearRecurrence, tensor } from '@gradkit/core';
 * const rewards = tensor([1, 0, 0, 4]);
 * console.log(linearRecurrence(0.5, rewards, { reverse: true }).toArray()); // [1.5, 1, 2, 4]
 * const x = tensor([8, 8, 8]);
 * console.log(linearRecurrence(0.5, x.mul(0.5), { initial: 0 }).toArray()); // [4, 6, 7]
 * ```
 */
export function linearRecurrence(a: TensorLike, b: TensorLike, options: LinearRecurrenceOptions = {}): Tensor {
  checkOptions('linearRecurrence', options, ['axis', 'reverse', 'initial']);
  const { reverse = false, initial } = options;
  checkFlags('linearRecurrence', { reverse });
  const given = initial === undefined ? [a, b] : [a, b, initial];
  const dtype = companyType(given);
  const [factors, terms, before] = given.map((x) => nodeLike('linearRecurrence', x, dtype)) as [Node, Node, Node?];
  for (const other of [terms, before ?? terms]) checkPair('linearRecurrence', 'recurrence', factors, other);
  const shape = broadcastShapes('linearRecurrence', factors.shape, terms.shape);
  const axis = normalizeAxis('linearRecurrence', options.axis ?? -1, shape.length);
  const factor = broadcastNode('linearRecurrence', factors, shape);
  const term = broadcastNode('linearRecurrence', terms, shape);
  const started = before === undefined || shape[axis] === 0 ? term : startedFrom(before, factor, term, axis, reverse);
  return new Tensor(node('recurrence', [factor, started], { axis, reverse, code: recurrenceCode }));
}

/** The terms with a₀ · y₋₁ added to the first. */
function startedFrom(before: Node, factor: Node, term: Node, axis: number, reverse: boolean): Node {
  const { shape } = term;
  const none = shape.map(() => 0);
  const rest = none.with(axis, (shape[axis] as number) - 1);
  const start = reverse ? rest : none;
  const first = node('slice', [factor], { start, stop: shape.with(axis, (start[axis] as number) + 1) });
  const own = broadcastNode('linearRecurrence', before, shape.toSpliced(axis, 1));
  const scaled = node('mul', [first, node('reshape', [own], { shape: first.shape })], {});
  const added = node('pad', [scaled], { low: start, high: reverse ? none : rest, value: 0 });
  return node('add', [term, added], {});
}
