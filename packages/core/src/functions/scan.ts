import { looped } from '../brought/scan/loop.ts';
import { scanCode } from '../brought/scan/scan.ts';
import { ArgumentError, checkFlags, checkOptions, DTypeError, describe, ShapeError } from '../errors.ts';
import type { Node } from '../graph.ts';
import type { ArrayType } from '../ops/operation.ts';
import { equalShapes, formatShape } from '../shape.ts';
import { parametersOf } from '../subgraph.ts';
import { recorded } from '../trace.ts';
import { type Taken, taken } from './taken.ts';

/** Options of {@link scan}. */
export interface ScanOptions {
  /** Number of steps, 0 or more; default: the length of the first axes of `xs`, which must be the same. */
  readonly length?: number | undefined;
  /** Takes the slices of `xs` from the last to the first, and stacks the results in their places; default `false`. */
  readonly reverse?: boolean | undefined;
}

/**
 * A loop, compiled once however long it is: `step` is applied again and again, each time to what it returned before and
 * to the next slice of `xs`.
 *
 * `[carryₜ₊₁, yₜ] = step(carryₜ, xsₜ)` for t = 0 … length − 1, and the result is `[carry_length, [y₀, y₁, …]]`: the last carry
 * and the `y` of all steps, stacked along a new first axis. The carry keeps its shapes and element types.
 *
 * `step` runs once, to be recorded; what it takes from outside, variables included, is the same in every step. Derivatives
 * in both modes go through it; in reverse mode the loop keeps what its own way back needs, of every step.
 *
 * @param step from a carry and a slice of `xs` to the next carry and what to keep of this step: trees of tensors, `y` also
 * undefined
 * @param initial the first carry: a tensor, or arrays and plain objects of tensors
 * @param xs a tensor, or arrays and plain objects of tensors, with a first axis that runs over the steps; undefined where
 * every step is alike
 * @param options `length`, default that of `xs`; `reverse`, default `false`
 * @returns `[carry, ys]`
 * @throws ArgumentError when `step` does not return a pair, a tree holds something else than tensors, or the length is not
 * known; ShapeError when lengths differ or the carry changes its shape; DTypeError when it changes its element type;
 * TracingError when `step` reads a value or assigns a variable
 * @example
 * ```ts
 * import { add, scan, tensor, type Tensor } from '@gradkit/core';
 * const xs = tensor([1, 2, 3, 4]);
 * const [total, sums] = scan((sum: Tensor, x: Tensor) => [add(sum, x), add(sum, x)], tensor(0), xs);
 * console.log(total.item(), sums.toArray()); // 10 [1, 3, 6, 10]
 * ```
 */
export function scan<Carry extends object | [], X extends object | [], Y extends object | [] | undefined>(
  step: (carry: Carry, x: X) => readonly [Carry, Y],
  initial: Carry,
  xs: X,
  options?: ScanOptions,
): [carry: Carry, ys: Y];
export function scan<Carry extends object | [], Y extends object | [] | undefined>(
  step: (carry: Carry) => readonly [Carry, Y],
  initial: Carry,
  xs: undefined,
  options: ScanOptions & { readonly length: number },
): [carry: Carry, ys: Y];
export function scan(
  step: (carry: unknown, x: unknown) => unknown,
  initial: unknown,
  xs?: unknown,
  options: ScanOptions = {},
): [unknown, unknown] {
  checkOptions('scan', options, ['length', 'reverse']);
  const { reverse = false } = options;
  checkFlags('scan', { reverse });
  if (typeof step !== 'function') {
    throw new ArgumentError(`scan: the step must be a function, got ${describe(step)}.`);
  }
  const first = taken('scan', 'the initial carry', initial);
  const arrays = taken('scan', 'xs', xs);
  const length = lengthOf(arrays.nodes, options.length);
  const given = parametersOf([...first.nodes, ...arrays.nodes.map(sliceType)]);
  const carries = given.slice(0, first.nodes.length);
  const slices = given.slice(first.nodes.length);
  const result = recorded('scan', () => step(first.rebuild(carries), arrays.rebuild(slices)));
  if (!Array.isArray(result) || result.length !== 2) {
    throw new ArgumentError(`scan: the step must return [carry, y], got ${describe(result)}.`);
  }
  const next = taken('scan', 'the carry that the step returns', result[0]);
  const kept = taken('scan', 'the y that the step returns', result[1]);
  checkCarry(first, next);
  const { carried, stacked } = looped(
    {
      length,
      reverse,
      carries: first.nodes.map((node, i) => ({
        initial: node,
        parameter: carries[i] as Node,
        next: next.nodes[i] as Node,
      })),
      slices: arrays.nodes.map((values, i) => ({ values, parameter: slices[i] as Node })),
      stacks: kept.nodes,
    },
    scanCode,
  );
  return [first.rebuild(carried), kept.rebuild(stacked as readonly Node[])];
}

const sliceType = ({ shape, dtype }: Node): ArrayType => ({ shape: shape.slice(1), dtype });

function lengthOf(arrays: readonly Node[], given: number | undefined): number {
  if (given !== undefined && !(Number.isInteger(given) && given >= 0)) {
    throw new ArgumentError(`scan: length must be a whole number, 0 or more, got ${describe(given)}.`);
  }
  let length = given;
  for (const { shape } of arrays) {
    const [own] = shape;
    if (own === undefined) throw new ShapeError('scan: xs holds a scalar, which has no axis to run along.');
    length ??= own;
    if (own !== length) {
      const other = given === undefined ? `the first array of xs has ${length}` : `length is ${length}`;
      throw new ShapeError(`scan: xs holds an array ${formatShape(shape)} with ${own} slices, but ${other}.`);
    }
  }
  if (length === undefined) throw new ArgumentError('scan: without xs, the option length is needed.');
  return length;
}

function checkCarry(first: Taken, next: Taken): void {
  if (first.structure.key !== next.structure.key) {
    throw new ArgumentError(
      `scan: the step returns a carry that is nested differently: ${next.structure.key}, not ${first.structure.key}.`,
    );
  }
  first.nodes.forEach(({ shape, dtype }, i) => {
    const { shape: nextShape, dtype: nextType } = next.nodes[i] as Node;
    const which = first.nodes.length === 1 ? 'the carry' : `tensor ${i} of the carry`;
    if (!equalShapes(shape, nextShape)) {
      throw new ShapeError(
        `scan: ${which} changes its shape from ${formatShape(shape)} to ${formatShape(nextShape)}. Start with the shape ` +
          'that the step returns.',
      );
    }
    if (dtype !== nextType) {
      throw new DTypeError(
        `scan: ${which} changes its element type from ${dtype} to ${nextType}. Use cast() in the step or on the initial carry.`,
      );
    }
  });
}
