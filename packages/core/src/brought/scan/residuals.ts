import { recomputeLimit } from '../../compile/roots.ts';
import { is, type Node, topological } from '../../graph.ts';
import { isElementwise } from '../../ops/elementwise.ts';
import { operations } from '../../ops/table.ts';
import { forwardNodes, kept, type LoopDraft, type OpenLoop } from './loop.ts';

type Residuals = Required<Pick<LoopDraft, 'slices' | 'constants'>>;

/**
 * What a loop on the way back needs of every step on the way there, in terms of the nodes of that step. Slices are read
 * again where they are; values that are cheap to compute again are, from what is there anyway; all others the forward loop
 * keeps.
 * @param roots what the way back computes
 */
export function residualsOf(open: OpenLoop, ys: readonly Node<'scan'>[], roots: readonly Node[]): Residuals {
  const { loop, inputs, parameters } = open;
  const forward = forwardNodes(open, parameters);
  const direct = new Set<Node>();
  for (const n of topological(roots, (candidate) => forward.has(candidate)))
    if (forward.has(n)) direct.add(sourceOf(n));

  const isCarry = (n: Node): boolean => parameters.indexOf(n as Node<'input'>) < loop.carries;
  // Slices and constants are there without being kept.
  const there = new Set<Node>(parameters.slice(loop.carries));
  /** The cost of computing a node from what is there. */
  const costOf = (n: Node): number => {
    if (there.has(n)) return 0;
    if (!isCheap(n)) return Number.POSITIVE_INFINITY;
    return n.inputs.reduce((sum, input) => sum + costOf(input), operations[n.op].cost);
  };
  const inOrder = [...direct].sort((a, b) => a.id - b.id);
  for (const n of inOrder) if ((n.op === 'input' && isCarry(n)) || (n.op !== 'input' && !isCheap(n))) there.add(n);
  for (const n of inOrder) if (!there.has(n) && costOf(n) > recomputeLimit) there.add(n);

  const needed = new Set(direct);
  for (const n of needed) if (!there.has(n)) for (const input of n.inputs) needed.add(input);
  const slices: Residuals['slices'][number][] = [];
  const constants: Residuals['constants'][number][] = [];
  for (const n of needed) {
    const position = parameters.indexOf(n as Node<'input'>);
    if (position >= loop.carries + loop.slices) {
      constants.push({ parameter: n, value: inputs[position] as Node });
    } else if (position >= loop.carries) {
      slices.push({ parameter: n, values: inputs[position] as Node });
    } else if (there.has(n)) {
      slices.push({ parameter: n, values: kept(ys, n) });
    }
  }
  return { slices, constants };
}

/** What only moves all elements of another node, or repeats them, is not worth keeping beside that. */
function sourceOf(n: Node): Node {
  const isMove = is('broadcast', n) || is('reshape', n) || is('permute', n) || is('reverse', n);
  return isMove ? sourceOf(n.inputs[0] as Node) : n;
}

/** Operations that can be computed again for less than a load. */
function isCheap(n: Node): boolean {
  const { family, cost } = operations[n.op];
  if (n.op === 'input') return false;
  return (
    (isElementwise(n.op) && cost <= recomputeLimit) || family === 'move' || family === 'leaf' || n.op === 'stopGradient'
  );
}
