import { numberAs } from '../broadcast.ts';
import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { checkShape, formatShape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';
import { tile } from './repeating.ts';
import { joinRuns, type Run, runsOf, sliceAlong } from './runs.ts';

/** What the margins of {@link pad} hold. */
export type PadMode = 'constant' | 'edge' | 'reflect' | 'symmetric' | 'wrap';

/** Options of {@link pad}. */
export interface PadOptions {
  /** What the margin holds in mode `constant`; default 0. */
  readonly value?: number | undefined;
  /**
   * `constant`: `value`; `edge`: the outermost element; `reflect`: the elements mirrored at the outermost one; `symmetric`:
   * mirrored behind it, so that it appears twice; `wrap`: the elements from the other end on. Default `constant`.
   */
  readonly mode?: PadMode | undefined;
}

/** The position in an axis of `n` elements that position `at` outside of it repeats. */
const sources: { readonly [M in Exclude<PadMode, 'constant'>]: (at: number, n: number) => number } = {
  edge: (at, n) => Math.min(n - 1, Math.max(0, at)),
  // A mirror at both ends: the positions go to and fro.
  reflect: (at, n) => (n === 1 ? 0 : n - 1 - Math.abs(n - 1 - modulo(at, 2 * n - 2))),
  symmetric: (at, n) => Math.min(modulo(at, 2 * n), modulo(-1 - at, 2 * n)),
  wrap: modulo,
};

/**
 * `x` with margins: a constant, or elements of `x` repeated, as NumPy's `pad`.
 *
 * `[…, n, …] → […, before + n + after, …]`. Margins may be wider than `x`: mirroring and wrapping go on.
 * @param widths `[before, after]` for each axis
 * @throws ArgumentError unless there is one pair of non-negative integers for each axis, or for another mode; ShapeError when
 * elements of an empty axis are to be repeated
 * @example
 * ```ts
 * import { pad, tensor } from '@gradkit/core';
 * console.log(pad(tensor([1, 2]), [[1, 2]]).toArray()); // [0, 1, 2, 0, 0]
 * console.log(pad(tensor([1, 2, 3]), [[2, 1]], { mode: 'reflect' }).toArray()); // [3, 2, 1, 2, 3, 2]
 * ```
 */
export function pad(x: TensorLike, widths: readonly (readonly [number, number])[], options: PadOptions = {}): Tensor {
  checkOptions('pad', options, ['value', 'mode']);
  const from = operand('pad', x);
  checkWidths(widths, from);
  checkShape(
    'pad',
    widths.map(([before, after], i) => before + (from.shape[i] as number) + after),
  );
  const { mode = 'constant', value = 0 } = options;
  if (typeof value !== 'number' && typeof value !== 'boolean') {
    throw new ArgumentError(`pad: value is a number, got ${describe(value)}.`);
  }
  if (mode === 'constant') {
    const margin = { low: widths.map(([n]) => n), high: widths.map(([, n]) => n) };
    return new Tensor(node('pad', [from], { ...margin, value: numberAs('pad', value, from.dtype) }));
  }
  if (!Object.hasOwn(sources, mode)) {
    throw new ArgumentError(`pad: mode is constant, ${Object.keys(sources).join(', ')}, got ${describe(mode)}.`);
  }
  if (options.value !== undefined) throw new ArgumentError(`pad: mode "${mode}" has no value. Omit it.`);
  return new Tensor(widths.reduce((y, [before, after], axis) => padAxis(y, axis, before, after, mode), from));
}

function padAxis(x: Node, axis: number, before: number, after: number, mode: keyof typeof sources): Node {
  const n = x.shape[axis] as number;
  if (before + after === 0) return x;
  if (n === 0)
    throw new ShapeError(`pad: axis ${axis} of ${formatShape(x.shape)} is empty, there is nothing to repeat.`);
  if (mode === 'edge' || n === 1) return joinRuns(x, axis, edgeRuns(n, before, after));
  // Wide margins have many runs: their positions are not even listed.
  if (before + after > fewRuns * n) return repeated(x, axis, before, after, mode);
  const runs = runsOf(Array.from({ length: before + n + after }, (_, i) => sources[mode](i - before, n)));
  return runs.length <= fewRuns ? joinRuns(x, axis, runs) : repeated(x, axis, before, after, mode);
}

/** Up to here it is cheaper to join the parts of a padded axis than to repeat what they are parts of. */
const fewRuns = 5;

/** Wide margins: mirroring and wrapping are periodic, so one period is repeated and cut. */
function repeated(
  x: Node,
  axis: number,
  before: number,
  after: number,
  mode: Exclude<keyof typeof sources, 'edge'>,
): Node {
  const n = x.shape[axis] as number;
  const period = { reflect: Math.max(1, 2 * n - 2), symmetric: 2 * n, wrap: n }[mode];
  const part = joinRuns(x, axis, runsOf(Array.from({ length: period }, (_, i) => sources[mode](i, n))));
  const first = modulo(-before, period);
  const length = before + n + after;
  const copies = Math.ceil((first + length) / period);
  const tiled = tile(
    new Tensor(part),
    x.shape.map((_, i) => (i === axis ? copies : 1)),
  );
  return sliceAlong(tiled.node, axis, first, length);
}

/** The first element, all elements, and the last element again and again. */
function edgeRuns(n: number, before: number, after: number): Run[] {
  if (n === 1) return [{ start: 0, step: 0, length: before + 1 + after }];
  const runs: Run[] = [
    { start: 0, step: 0, length: before },
    { start: 0, step: 1, length: n },
    { start: n - 1, step: 0, length: after },
  ];
  return runs.filter(({ length }) => length > 0);
}

function checkWidths(widths: readonly (readonly [number, number])[], { shape }: Node): void {
  if (!Array.isArray(widths) || widths.length !== shape.length) {
    throw new ArgumentError(
      `pad: needs [before, after] for each axis of ${formatShape(shape)}, got ${describe(widths)}.`,
    );
  }
  for (const width of widths) {
    if (!Array.isArray(width) || width.length !== 2 || !width.every((n) => Number.isInteger(n) && n >= 0)) {
      throw new ArgumentError(`pad: widths are pairs of non-negative integers, got [${String(width)}].`);
    }
  }
}

/** The remainder with the sign of the divisor. */
function modulo(at: number, n: number): number {
  return ((at % n) + n) % n;
}
