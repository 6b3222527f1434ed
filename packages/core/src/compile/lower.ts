import { is, type Node } from '../graph.ts';
import { type ElementwiseOp, isElementwise } from '../ops/elementwise.ts';
import type { OperationCode } from '../ops/operation.ts';
import type { Shape } from '../shape.ts';
import { flatten, reshapeIndex, sameIndex, scaled } from './affine.ts';
import type { Affine, Buffer, Expression } from './kernel.ts';

/** Thrown when an expression can only be continued if a node's values are stored first. */
export class NeedsStorage {
  readonly node: Node;
  readonly reason: string;
  /** The axes over which it could be continued as well. */
  readonly space: Shape | undefined;

  constructor(needed: Node, reason: string, space?: Shape) {
    this.node = needed;
    this.reason = reason;
    this.space = space;
  }
}

/** How lowering meets nodes that are computed elsewhere. */
export interface Boundary {
  /** Extents of the kernel's axes. */
  readonly extents: Shape;
  /** The expression for a node that the kernel itself computes; undefined for any other node. */
  readonly member: (node: Node, index: readonly Affine[]) => Expression | undefined;
  /** The buffer of a node whose values exist before the kernel runs. */
  readonly bufferOf: (node: Node) => Buffer | undefined;
  /** A number, baked into the code or read at run time. */
  readonly literalOf: (node: Node<'literal'>) => Expression;
  /** What was made of nodes, by their indices. */
  readonly memo: Map<Node, (readonly [index: readonly Affine[], made: Expression])[]>;
}

/**
 * The scalar expression for the element of `node` at `index`. Elementwise operations become operations on scalars;
 * moves only rewrite the index.
 */
export function lower(target: Node, index: readonly Affine[], boundary: Boundary): Expression {
  const memo = boundary.memo.get(target) ?? [];
  for (const [at, known] of memo) if (sameIndex(at, index)) return known;
  const made = boundary.member(target, index) ?? loaded(target, index, boundary) ?? expand(target, index, boundary);
  boundary.memo.set(target, memo);
  memo.push([index, made]);
  return made;
}

function loaded(target: Node, index: readonly Affine[], boundary: Boundary): Expression | undefined {
  const buffer = boundary.bufferOf(target);
  if (buffer === undefined) return undefined;
  return { kind: 'load', dtype: target.dtype, buffer, at: flatten(index, target.shape, boundary.extents.length) };
}

function expand(target: Node, index: readonly Affine[], boundary: Boundary): Expression {
  const count = boundary.extents.length;
  const { dtype } = target;
  const input = target.inputs[0] as Node;
  if (is('literal', target)) return boundary.literalOf(target);
  if (is('iota', target)) return { kind: 'index', dtype, at: index[target.attributes.axis] as Affine };
  if (isElementwise(target.op)) return applied(target, target.op, index, boundary);
  if (is('broadcast', target)) {
    return lower(
      input,
      target.attributes.axes.map((axis) => index[axis] as Affine),
      boundary,
    );
  }
  if (is('permute', target)) {
    const inner = new Array<Affine>(index.length);
    target.attributes.axes.forEach((axis, i) => {
      inner[axis] = index[i] as Affine;
    });
    return lower(input, inner, boundary);
  }
  if (is('slice', target)) {
    return lower(
      input,
      index.map((form, d) => scaled(form, 1, target.attributes.start[d] as number)),
      boundary,
    );
  }
  if (is('window', target)) return target.attributes.code.lower(target, index, boundary);
  if (is('gather', target)) return target.attributes.code.lower(target, index, boundary);
  if (is('barrier', target)) return lower(input, index, boundary);
  if (is('reverse', target)) {
    const { axes } = target.attributes;
    const mirrored = index.map((form, d) =>
      axes.includes(d) ? scaled(form, -1, (input.shape[d] as number) - 1) : form,
    );
    return lower(input, mirrored, boundary);
  }
  if (is('reshape', target)) {
    const buffer = boundary.bufferOf(input);
    if (buffer !== undefined) {
      return { kind: 'load', dtype, buffer, at: flatten(index, target.shape, count) };
    }
    const inner = reshapeIndex(index, target.shape, input.shape, boundary.extents);
    if (inner === undefined) throw new NeedsStorage(input, 'its reshape is not affine', input.shape);
    return lower(input, inner, boundary);
  }
  if (is('pad', target)) {
    const { low, value } = target.attributes;
    const inner = index.map((form, d) => scaled(form, 1, -(low[d] as number)));
    const within = inner
      .map((position, d) => ({ position, low: 0, high: input.shape[d] as number }))
      .filter((_, d) => input.shape[d] !== target.shape[d]);
    const outside: Expression = { kind: 'constant', dtype, value };
    return { kind: 'choose', dtype, within, inside: lower(input, inner, boundary), outside };
  }
  if (is('concat', target)) {
    const { axis } = target.attributes;
    let start = target.shape[axis] as number;
    let chosen: Expression | undefined;
    for (const part of target.inputs.toReversed()) {
      const extent = part.shape[axis] as number;
      start -= extent;
      if (extent === 0) continue;
      const position = scaled(index[axis] as Affine, 1, -start);
      const inside = lower(part, index.with(axis, position), boundary);
      chosen =
        chosen === undefined
          ? inside
          : { kind: 'choose', dtype, within: [{ position, low: 0, high: extent }], inside, outside: chosen };
    }
    return chosen ?? { kind: 'constant', dtype, value: 0 };
  }
  throw new NeedsStorage(target, `${target.op} is computed by a kernel of its own`);
}

function applied(target: Node, op: ElementwiseOp, index: readonly Affine[], boundary: Boundary): Expression {
  const inputs = target.inputs.map((input) => lower(input, index, boundary));
  const { code } = target.attributes as { readonly code?: OperationCode };
  return { kind: 'apply', dtype: target.dtype, op, inputs, ...(code && { code }) };
}
