import { looped } from '../../src/brought/scan/loop.ts';
import { scanCode } from '../../src/brought/scan/scan.ts';
import type { DType } from '../../src/dtype.ts';
import type { Node } from '../../src/graph.ts';
import type { Op } from '../../src/ops/operation.ts';
import { operations } from '../../src/ops/table.ts';
import { equalShapes, sizeOf } from '../../src/shape.ts';
import { parametersOf } from '../../src/subgraph.ts';
import { type Bench, fitting, operand } from './bench.ts';
import type { Decisions } from './decisions.ts';
import { steps } from './steps.ts';

const usual: readonly DType[] = ['float32', 'float32', 'float64', 'int32', 'bool'];

/** The results of a loop over a few steps, whose body is a small random graph. */
export function randomLoop(bench: Bench, d: Decisions, dtype: DType): Node[] {
  const length = d.pick([0, 1, 2, 2, 3, 3, 5]);
  const limit = Math.min(bench.limit, 400);
  const fits = (n: Node): boolean => sizeOf(n.shape) <= limit;
  const initial = [dtype, ...(d.chance(0.4) ? [d.pick(usual)] : [])]
    .map((each) => operand(bench, d, each))
    .filter(fits);
  const arrays = Array.from({ length: d.below(3) }, () => {
    const like = operand(bench, d, d.pick(usual));
    return fitting(bench, d, [length, ...like.shape.slice(0, 3)], like.dtype);
  });
  const given = parametersOf([...initial, ...arrays.map((n) => ({ shape: n.shape.slice(1), dtype: n.dtype }))]);
  const outside = bench.nodes.filter(fits).slice(-1);
  const inside: Bench = { nodes: [...outside, ...given], known: bench.known, limit };
  for (let count = 1 + d.below(4); count > 0; count--) {
    const op = d.pick(operationsInside);
    const made = steps[op](inside, d, operations[op].dtypes.includes(dtype) ? dtype : d.pick(operations[op].dtypes));
    if (made !== undefined && fits(made)) inside.nodes.push(made);
  }
  const { carried, stacked } = looped(
    {
      length,
      reverse: d.chance(0.4),
      carries: initial.map((n, i) => ({ initial: n, parameter: given[i] as Node, next: nextOf(n, inside, d) })),
      slices: arrays.map((values, i) => ({ values, parameter: given[initial.length + i] as Node })),
      gate: d.chance(0.3) ? fitting(bench, d, [], 'bool') : undefined,
      stacks: d.shuffled(inside.nodes.slice(outside.length)).slice(0, 1 + d.below(3)),
    },
    scanCode,
  );
  return [...carried, ...(stacked as readonly Node[])].filter((n) => n.op === 'scan');
}

const operationsInside = Object.keys(operations) as Op[];

/** What a step hands on: something of the right type that it computes, or that exists, a carry of before among others. */
function nextOf({ shape, dtype }: Node, inside: Bench, d: Decisions): Node {
  const alike = inside.nodes.filter((n) => n.dtype === dtype && equalShapes(n.shape, shape));
  return alike.length > 0 && d.chance(0.8) ? (alike.at(-1) as Node) : fitting(inside, d, shape, dtype);
}
