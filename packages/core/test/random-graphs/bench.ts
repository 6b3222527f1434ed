import { type DType, isFloat } from '../../src/dtype.ts';
import { literal, type Node, node } from '../../src/graph.ts';
import { equalShapes, type Shape, sizeOf } from '../../src/shape.ts';
import { intervalAt } from './bounds.ts';
import type { Decisions } from './decisions.ts';
import { enclose, type Known } from './enclosure.ts';
import { isPoint } from './interval.ts';
import { randomLeaf, randomShape } from './leaves.ts';

/** What a graph is built from so far. */
export interface Bench {
  /** Everything that later steps may use, in the order of creation. */
  readonly nodes: Node[];
  readonly known: Known;
  /** The most elements that a node may have. */
  readonly limit: number;
}

/** A node of the element type: what exists, the newer the likelier, or what exists converted, or a new leaf. */
export function operand(bench: Bench, d: Decisions, dtype: DType, ranks?: readonly number[]): Node {
  const fits = (n: Node): boolean => ranks === undefined || ranks.includes(n.shape.length);
  const candidates = bench.nodes.filter((n) => fits(n) && n.dtype === dtype);
  if (candidates.length > 0 && d.chance(0.85)) return recent(candidates, d);
  const others = bench.nodes.filter(fits);
  if (others.length > 0 && d.chance(0.6)) return node('cast', [recent(others, d)], { dtype });
  const shape = others.length > 0 && d.chance(0.5) ? recent(others, d).shape : randomShape(d, bench.limit, ranks);
  return randomLeaf(d, shape, dtype);
}

/** A node of just this shape and element type: what exists, what exists moved into shape, or a new leaf. */
export function fitting(bench: Bench, d: Decisions, shape: Shape, dtype: DType): Node {
  const candidates = bench.nodes.filter((n) => n.dtype === dtype);
  const equal = candidates.filter((n) => equalShapes(n.shape, shape));
  if (equal.length > 0 && d.chance(0.6)) return recent(equal, d);
  const moved = candidates.filter((n) => canMove(n.shape, shape));
  if (moved.length > 0 && d.chance(0.6)) return moveTo(recent(moved, d), shape, d);
  if (shape.length > 0 && d.chance(0.4)) {
    const axes = shape.map((_, i) => i).filter(() => d.chance(0.5));
    const small = randomLeaf(
      d,
      axes.map((axis) => shape[axis] as number),
      dtype,
    );
    return node('broadcast', [small], { shape, axes });
  }
  return randomLeaf(d, shape, dtype);
}

const recent = (nodes: readonly Node[], d: Decisions): Node =>
  nodes[nodes.length - 1 - Math.floor(nodes.length * d.real() ** 2)] as Node;

/** Where `from` lies in `to` if the other axes are repeated; undefined if nowhere. */
function axesWithin(from: Shape, to: Shape): number[] | undefined {
  const axes: number[] = [];
  for (const extent of from) {
    const at = to.indexOf(extent, (axes.at(-1) ?? -1) + 1);
    if (at < 0) return undefined;
    axes.push(at);
  }
  return axes;
}

const canMove = (from: Shape, to: Shape): boolean =>
  sizeOf(from) === sizeOf(to) || (sizeOf(from) > 0 && axesWithin(from, to) !== undefined);

function moveTo(n: Node, shape: Shape, d: Decisions): Node {
  const axes = axesWithin(n.shape, shape);
  if (axes !== undefined && axes.length < shape.length) return node('broadcast', [n], { shape, axes });
  const order = d.shuffled(n.shape.map((_, i) => i));
  const turned = order.map((axis) => n.shape[axis] as number);
  const permuted = equalShapes(turned, shape) || d.chance(0.3) ? node('permute', [n], { axes: order }) : n;
  return equalShapes(permuted.shape, shape) ? permuted : node('reshape', [permuted], { shape });
}

/** Away from zero and positive, for what is undefined or steep elsewhere. */
export function positive(x: Node): Node {
  return node('add', [node('abs', [x], {}), literal(0.5, x.dtype, x.shape)], {});
}

/**
 * Whether enough is certain about the elements for a comparison to say something, and few of them are so extreme that
 * everything later would be.
 */
export function isInstructive(bench: Bench, n: Node): boolean {
  const [enclosure] = enclose([n], bench.known);
  const size = sizeOf(n.shape);
  let poor = 0;
  for (let i = 0; i < size; i++) {
    const x = intervalAt(enclosure as NonNullable<typeof enclosure>, i);
    const fine = isFloat(n.dtype)
      ? Math.abs(x.lo) < 1e12 &&
        Math.abs(x.hi) < 1e12 &&
        x.nan === 0 &&
        x.hi - x.lo <= 1e-3 * Math.max(1, Math.abs(x.lo))
      : isPoint(x);
    if (!fine) poor++;
  }
  return poor <= size * 0.3;
}
