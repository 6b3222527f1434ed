import { ArgumentError, checkOptions, describe, flattenTree, normalizeAxis, ShapeError, Tensor } from '@gradkit/core';
import { type Batched, type Node, parametersOf, recorded } from '@gradkit/core/graph';
import { flatten, isTensor, typeOf } from './arguments.ts';
import { batch } from './batching/batch.ts';
import { moveAxis } from './batching/move-axis.ts';
import { expand } from './expression.ts';
import { axesFor, type MappedAxes, mappedAxis } from './mapped-axes.ts';

/** Options of {@link vmap}. */
export interface VmapOptions {
  /**
   * The axis of every argument that is mapped over, or an array with one for each argument: a number, negative from the
   * end, null or undefined to hand the argument through, or arrays and plain objects of these like the argument. Default 0.
   */
  readonly inAxes?: MappedAxes;
  /** Where the mapped axis is in the results: a number, or a tree of them like the result; null if it is not mapped. Default 0. */
  readonly outAxes?: MappedAxes;
}

/**
 * A function for many inputs at once from a function for one: the same as to call it for every position on an axis and to
 * stack the results.
 *
 * `fn` is called once, on tensors without the mapped axis, and its graph is then transformed: `vmap` of a product of a
 * matrix and a vector is one product of matrices. Tensors and variables that `fn` captures are the same at every
 * position; arguments without tensors are handed through. Nests with itself, `jit` and all derivatives in any order.
 *
 * @param fn a function of tensors, or of arrays and plain objects of them, that returns such a tree; it cannot read
 * values of its arguments or assign variables
 * @param options `inAxes` (0): which axis of each argument; `outAxes` (0): where it is in the results
 * @returns a function of the same arguments with an axis more
 * @throws ShapeError when mapped extents differ or a mapped argument is a scalar
 * @throws ArgumentError when nothing is mapped, an axis does not exist, or axes are nested differently than tensors
 * @throws TracingError when `fn` reads a value or assigns a variable
 * @see The semantics are those of `jax.vmap`
 * @example
 * ```ts
 * import { vmap } from '@gradkit/autograd';
 * import { matmul, tensor, type Tensor } from '@gradkit/core';
 * const dot = (a: Tensor, b: Tensor) => matmul(a, b);
 * const rows = tensor([[1, 2], [3, 4], [5, 6]]);
 * console.log(vmap(dot)(rows, rows).toArray()); // [5, 25, 61]
 * console.log(vmap(dot, { inAxes: [0, null] })(rows, tensor([1, 10])).toArray()); // [21, 43, 65]
 * ```
 */
export function vmap<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  options: VmapOptions = {},
): (...args: A) => R {
  if (typeof fn !== 'function') throw new ArgumentError(`vmap: expected a function, got ${describe(fn)}.`);
  checkOptions('vmap', options, ['inAxes', 'outAxes']);
  const { inAxes = 0, outAxes = 0 } = options;
  return (...args) => {
    const { leaves, structure } = flattenTree(args, isTensor);
    const nodes = (leaves as Tensor[]).map((t) => t.node);
    const fronts = inFront(inputAxes(inAxes, args), nodes);
    const size = sizeOf(fronts);
    const types = fronts.flatMap((front) => (front === undefined ? [] : [front.node]));
    const placeholders = parametersOf(types.map(({ shape, dtype }) => ({ shape: shape.slice(1), dtype })));
    const sources = new Map<Node, Node>(placeholders.map((placeholder, i) => [placeholder, types[i] as Node]));
    let next = 0;
    const inner = leaves.map((leaf, i) => (fronts[i] === undefined ? leaf : new Tensor(placeholders[next++] as Node)));
    const value = recorded('vmap', () => fn(...(structure.rebuild(inner) as unknown as A)));
    const out = flatten('vmap', 'the value of the function', value);
    const axes = axesFor('vmap', 'the value', outAxes, value);
    const results = batch(
      out.tensors.map((t) => t.node),
      sources,
      size,
    );
    return out.structure.rebuild(results.map((result, i) => new Tensor(placed(result, axes[i], size)))) as R;
  };
}

interface Front {
  readonly node: Node;
  readonly what: string;
}

interface InputAxis {
  readonly axis: number | undefined;
  readonly what: string;
}

/** An axis for each tensor among the arguments. */
function inputAxes(inAxes: MappedAxes, args: readonly unknown[]): InputAxis[] {
  const isList = Array.isArray(inAxes);
  if (isList && inAxes.length !== args.length) {
    throw new ArgumentError(`vmap: inAxes are for ${inAxes.length} arguments, got ${args.length}.`);
  }
  if (typeof inAxes === 'object' && inAxes !== null && !isList) {
    throw new ArgumentError(
      `vmap: inAxes is a number or an array with an axis for each argument, got ${describe(inAxes)}.`,
    );
  }
  return args.flatMap((argument, i) => {
    const what = `argument ${i}`;
    const own = isList ? (inAxes[i] as MappedAxes) : inAxes;
    const axes = axesFor('vmap', what, own, argument);
    if (isList && typeof own === 'number' && axes.length === 0) {
      throw new ArgumentError(`vmap: ${what} has no tensor in it, got ${describe(argument)}. Use null as its axis.`);
    }
    return axes.map((axis) => ({ axis, what }));
  });
}

/** The tensors that are mapped, with the mapped axis in front. */
function inFront(axes: readonly InputAxis[], nodes: readonly Node[]): (Front | undefined)[] {
  return nodes.map((node, i) => {
    const { axis, what } = axes[i] as InputAxis;
    const from = mappedAxis('vmap', what, axis, node);
    return from === undefined ? undefined : { node: moveAxis(node, from, 0), what };
  });
}

function sizeOf(fronts: readonly (Front | undefined)[]): number {
  let first: Front | undefined;
  for (const front of fronts) {
    if (front === undefined) continue;
    first ??= front;
    const [expected, size] = [first.node.shape[0], front.node.shape[0]];
    if (size !== expected) {
      throw new ShapeError(
        `vmap: the mapped axes differ: ${first.what} has ${expected} positions, ${front.what} has ${size}.`,
      );
    }
  }
  if (first === undefined) {
    throw new ArgumentError('vmap: nothing is mapped: no argument has a tensor whose axis is not null. Check inAxes.');
  }
  return first.node.shape[0] as number;
}

/** A result with the mapped axis where it was asked for. */
function placed({ node, isBatched }: Batched, axis: number | undefined, size: number): Node {
  if (axis === undefined) {
    if (!isBatched) return node;
    throw new ArgumentError(
      `vmap: a result of type ${typeOf({ dtype: node.dtype, shape: node.shape.slice(1) })} depends on what is mapped, ` +
        'so its axis in outAxes cannot be null.',
    );
  }
  const to = normalizeAxis('vmap: the value', axis, node.shape.length + (isBatched ? 0 : 1));
  return moveAxis(isBatched ? node : expand(node, [0], [size, ...node.shape]), 0, to);
}
