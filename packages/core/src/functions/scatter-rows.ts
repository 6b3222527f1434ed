import { broadcastNode, numberAs } from '../broadcast.ts';
import type { DType } from '../dtype.ts';
import { literal, type Node, node } from '../graph.ts';
import { Tensor } from '../tensor.ts';
import { indexingCode } from '../wasm/emit/indexing.ts';
import { mul } from './arithmetic.ts';
import { equal, greater, notEqual, where } from './comparison.ts';
import { maximum, minimum } from './limits.ts';
import { ordered } from './sorting.ts';

/** What several updates of one position make together, and with what stood there before. */
export type ScatterReduction = 'set' | 'add' | 'mul' | 'min' | 'max';

interface Combination {
  readonly combine: (before: Tensor, update: Tensor) => Tensor;
  /** What an update is combined with that has none before it: 1, or itself. */
  readonly alone: (update: Tensor) => Tensor | number;
}

const combinations: { readonly [R in Exclude<ScatterReduction, 'add'>]: Combination } = {
  set: { combine: (_, update) => update, alone: (update) => update },
  mul: { combine: mul, alone: () => 1 },
  min: { combine: minimum, alone: (update) => update },
  max: { combine: maximum, alone: (update) => update },
};

export const scatterReductions: readonly string[] = ['add', 'set', 'mul', 'min', 'max'];

/**
 * `x` [n, r] with rows of `updates` [k, r] written at positions [k] inside it; 'set' keeps the last of several.
 *
 * Sums are one operation. Otherwise the updates are ordered by position, and a scan combines each with those before it at
 * the same position, in log₂ k steps: the last one of a position then holds all, and only that one is written.
 */
export function scatterRows(x: Node, at: Node, updates: Node, reduction: ScatterReduction): Node {
  const count = at.shape[0] as number;
  if (reduction === 'add' || count === 0) return added(x, at, updates);
  const { combine, alone } = combinations[reduction];
  const order = ordered(at, 0, false);
  const [sorted, rows] = [at, updates].map((n) => new Tensor(rowsAt(n, order))) as [Tensor, Tensor];
  let total = rows;
  for (let reach = 1; reduction !== 'set' && reach < count; reach *= 2) {
    const same = perRow(equal(sorted, moved(sorted, reach, -1)), total);
    total = combine(where(same, moved(total, reach, 0), alone(total)), total);
  }
  const last = perRow(notEqual(sorted, moved(sorted, -1, -1)), total);
  // Of floats, -0 is what adding leaves as it is: 0 would make an update of -0 positive.
  const none = numberAs('scatter', -0, x.dtype);
  const sums = added(filled(x, none, x.dtype), sorted.node, where(last, total, none).node);
  const touched = added(filled(x, 0, 'int32'), sorted.node, filled(updates, 1, 'int32'));
  const before = new Tensor(x);
  return where(greater(new Tensor(touched), 0), combine(before, new Tensor(sums)), before).node;
}

function added(x: Node, at: Node, updates: Node): Node {
  return node('scatterAdd', [x, at, updates], { batch: 0, axis: 0, code: indexingCode });
}

function rowsAt(x: Node, at: Node): Node {
  return node('gather', [x, at], { batch: 0, axis: 0, code: indexingCode });
}

function filled({ shape }: Node, value: number, dtype: DType): Node {
  return literal(value, dtype, shape);
}

/** Row `i` is row `i − by`; those that come from outside hold `value`. */
function moved({ node: x }: Tensor, by: number, value: number): Tensor {
  const ends = (n: number): number[] => x.shape.map((_, i) => (i === 0 ? n : 0));
  const padded = node('pad', [x], { low: ends(Math.max(0, by)), high: ends(Math.max(0, -by)), value });
  const start = ends(Math.max(0, -by));
  return new Tensor(node('slice', [padded], { start, stop: x.shape.map((n, i) => n + (start[i] as number)) }));
}

/** One truth value for each row, repeated along it. */
function perRow(rows: Tensor, like: Tensor): Tensor {
  return new Tensor(broadcastNode('scatter', rows.reshape([-1, 1]).node, like.shape));
}
