import type { Cell } from '../cell.ts';
import { is, type Node, topological } from '../graph.ts';
import { operations } from '../ops/table.ts';
import { sizeOf } from '../shape.ts';

/** A simplified computation: what to hand back, and what to write into variables. */
export interface Request {
  readonly outputs: readonly Node[];
  readonly updates: ReadonlyMap<Cell, Node>;
  /** Off: every operation is a kernel of its own. For tests that compare. */
  readonly fuse: boolean;
}

/** A node whose value a kernel computes, and other nodes may build on. */
export interface Root {
  /** One of the words that explanations are made of, or an explanation. */
  readonly reason: string;
  /** Operations between it and the roots and inputs before it. */
  readonly depth: number;
  readonly mustStore: boolean;
  /** The only node that uses it. */
  readonly user: Node | undefined;
}

/** Recomputing an expression up to this cost is cheaper than storing and loading it. */
export const recomputeLimit = 4;

/** The same for what has one value for each row of a kernel, most likely, and is computed once for all its columns. */
const hoistedLimit = 10;

/** The arithmetic between a node and the roots before it, what is shared counted once, as far as limits tell. */
function costBehind(n: Node, roots: ReadonlyMap<Node, unknown>): number {
  const found = new Set([n]);
  let cost = 0;
  // The set grows while it is walked.
  for (const { op, inputs } of found) {
    cost += operations[op].cost;
    if (cost > hoistedLimit) break;
    for (const input of inputs) if (!roots.has(input)) found.add(input);
  }
  return cost;
}

/** Operations in one expression before its value is stored, so that no expression is too deep to walk. */
const maximumChain = 200;

/** The nodes whose values are stored or folded, with the reason, in topological order. */
export function chooseRoots({ outputs, updates, fuse }: Request, forced: ReadonlyMap<Node, string>): Map<Node, Root> {
  const results = new Set([...outputs, ...updates.values()]);
  const nodes = topological([...results], (n) => n.op === 'input');
  const uses = new Map<Node, number>();
  const users = new Map<Node, Node | undefined>();
  /** Cost up to which what is repeated along an axis is computed each time. */
  const limits = new Map<Node, number>();
  for (const n of nodes.toReversed()) {
    const own = uses.get(n) ?? 0;
    const { family } = operations[n.op];
    for (const input of n.inputs) {
      users.set(input, uses.has(input) || results.has(input) ? undefined : n);
      uses.set(input, (uses.get(input) ?? 0) + (family === 'move' ? Math.max(1, own) : 1));
      if (family !== 'move') continue;
      const isWider = (n.op === 'broadcast' || n.op === 'window') && sizeOf(n.shape) > sizeOf(input.shape);
      const limit =
        is('window', n) && n.attributes.low !== undefined
          ? -1
          : isWider && sizeOf(input.shape) > 1
            ? isByRow(n)
              ? hoistedLimit
              : recomputeLimit
            : Infinity;
      limits.set(input, Math.min(limit, limits.get(n) ?? Infinity, limits.get(input) ?? Infinity));
    }
  }
  const depths = new Map<Node, number>();
  const roots = new Map<Node, Root>();
  /** Sums, and what is computed from them and nothing else needs: either could be stored. */
  const sums = new Set<Node>();
  for (const n of nodes) {
    const { family } = operations[n.op];
    if (n.op === 'input') continue;
    const depth = n.inputs.reduce((d, input) => Math.max(d, roots.has(input) ? 0 : (depths.get(input) ?? 0)), 0) + 1;
    depths.set(n, depth);
    const isLong = depth > maximumChain;
    const isElementwise = family === 'elementwise';
    const isValue = isElementwise || family === 'index';
    const isSum = family === 'reduce' || n.op === 'dot';
    const isAfterSum = isElementwise && n.inputs.some((input) => sums.has(input) && users.get(input) === n);
    if (isSum || isAfterSum) sums.add(n);
    const limit = limits.get(n) ?? Infinity;
    const isShared = isValue && (uses.get(n) ?? 0) > 1;
    const cost = isValue ? costBehind(n, roots) : 0;
    const [, reason] =
      (
        [
          [forced.has(n), forced.get(n)],
          [isSum || operations[n.op].ownKernel, 'own'],
          [results.has(n), 'result'],
          [!fuse && isValue, 'unfused'],
          [n.op === 'pad' && limit < Infinity, 'padded'],
          [isLong, 'long'],
          [isValue && limit < 0, 'windows'],
          [isShared && isAfterSum, 'after'],
          [isShared && cost > recomputeLimit, 'shared'],
          [cost > Math.max(limit, recomputeLimit), 'repeated'],
        ] as const
      ).find(([holds]) => holds) ?? [];
    if (reason !== undefined) roots.set(n, { reason, depth, mustStore: isLong, user: users.get(n) });
  }
  return roots;
}

/** Whether a node repeats its input along its last axes only. */
function isByRow(n: Node): boolean {
  return is('broadcast', n) && n.attributes.axes.every((axis, i) => axis === i);
}
