import { overlapCode } from '../brought/overlap/overlap.ts';
import { ArgumentError, describe } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { formatShape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';

/** A number for each axis, or what the slice says where there is none. */
type PerAxis = readonly (number | undefined)[];

/**
 * The part of `x` from `start` up to, not including, `stop` along each axis, every `step`-th element of it, as NumPy's
 * `x[start:stop:step]`.
 *
 * Negative positions count from the end, positions beyond the ends are limited to them, and missing or undefined ones mean
 * the whole axis. A negative step runs backwards; default 1.
 * @throws ArgumentError when there are more numbers than axes, or one is not an integer, or a step is 0
 * @example
 * ```ts
 * import { slice, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * console.log(slice(x, [0, 1], [1, 3]).toArray()); // [[2, 3]]
 * console.log(slice(x, [undefined, -1]).toArray()); // [[3], [6]]
 * console.log(slice(x, [], [], [-1, 2]).toArray()); // [[4, 6], [1, 3]]
 * ```
 */
export function slice(x: TensorLike, start: PerAxis, stop: PerAxis = [], step: PerAxis = []): Tensor {
  const from = operand('slice', x);
  checkList('start', start, from);
  checkList('stop', stop, from);
  checkList('step', step, from);
  const parts = from.shape.map((extent, i) => partOf(extent, start[i], stop[i], step[i] ?? 1));
  const backwards = parts.flatMap((part, i) => (part.step < 0 ? [i] : []));
  const box = node('slice', [from], {
    start: parts.map((part) => part.low),
    stop: parts.map((part) => part.low + part.span),
  });
  const turned = backwards.length === 0 ? box : node('reverse', [box], { axes: backwards });
  return new Tensor(parts.reduce<Node>((y, part, axis) => every(Math.abs(part.step), y, axis), turned));
}

interface Part {
  readonly low: number;
  /** From the first element to the last one that is taken. */
  readonly span: number;
  readonly step: number;
}

function partOf(extent: number, start: number | undefined, stop: number | undefined, step: number): Part {
  if (step === 0) throw new ArgumentError('slice: a step is not 0.');
  // Backwards, positions are limited to the last element and to the place before the first.
  const [least, most] = step > 0 ? [0, extent] : [-1, extent - 1];
  const limited = (at: number): number => Math.min(most, Math.max(least, at < 0 ? at + extent : at));
  const first = start === undefined ? (step > 0 ? least : most) : limited(start);
  const end = stop === undefined ? (step > 0 ? most : least) : limited(stop);
  const count = Math.max(0, Math.ceil((end - first) / step));
  const span = count === 0 ? 0 : (count - 1) * Math.abs(step) + 1;
  return { low: count === 0 ? 0 : step > 0 ? first : first - span + 1, span, step };
}

/** The first of every `stride` elements along an axis: views of one element. */
function every(stride: number, x: Node, axis: number): Node {
  const extent = x.shape[axis] as number;
  if (stride === 1 || extent <= 1) return x;
  const views = node('window', [x], { axis, size: 1, stride, dilation: 1, code: overlapCode });
  return node('reshape', [views], { shape: views.shape.toSpliced(axis + 1, 1) });
}

function checkList(name: string, list: PerAxis, { shape }: Node): void {
  if (!Array.isArray(list) || list.length > shape.length) {
    throw new ArgumentError(
      `slice: ${name} is an array with at most one entry for each axis of ${formatShape(shape)}, got ${describe(list)}.`,
    );
  }
  const other = list.find((at) => at !== undefined && !Number.isInteger(at));
  if (other !== undefined) throw new ArgumentError(`slice: ${name} holds integers, got ${describe(other)}.`);
}
