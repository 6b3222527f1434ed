import { called } from '../../src/brought/call.ts';
import { customized } from '../../src/brought/custom.ts';
import type { DType } from '../../src/dtype.ts';
import type { Node } from '../../src/graph.ts';
import type { Op } from '../../src/ops/operation.ts';
import { operations } from '../../src/ops/table.ts';
import { parametersOf } from '../../src/subgraph.ts';
import { type Bench, operand } from './bench.ts';
import type { Decisions } from './decisions.ts';
import { steps } from './steps.ts';

/** Operations whose steps do not look at what their operands may hold. */
const inside = (Object.keys(operations) as Op[]).filter((op) =>
  ['elementwise', 'reduce', 'move', 'contract'].includes(operations[op].family),
);

interface RandomFunction {
  readonly inputs: readonly Node[];
  readonly parameters: readonly Node<'input'>[];
  readonly results: readonly Node[];
}

function randomFunction(bench: Bench, d: Decisions, dtype: DType): RandomFunction {
  const inputs = [operand(bench, d, dtype), operand(bench, d, d.pick(['float32', 'float64', 'int32'] as const))];
  const parameters = parametersOf(inputs);
  // The newest node outside may be captured.
  const nodes: Node[] = [...bench.nodes.slice(-1), ...parameters];
  for (let count = 1 + d.below(5); count > 0; count--) {
    const op = d.pick(inside);
    const { dtypes } = operations[op];
    const made = steps[op]({ ...bench, nodes }, d, dtypes.includes(dtype) ? dtype : d.pick(dtypes));
    if (made !== undefined) nodes.push(made);
  }
  return { inputs, parameters, results: d.shuffled(nodes).slice(0, 2) };
}

/** A result of a random function, as a call. */
export function randomCall(bench: Bench, d: Decisions, dtype: DType): Node {
  const { inputs, parameters, results } = randomFunction(bench, d, dtype);
  return d.pick(called(parameters, results, inputs));
}

/** A result of a random function with a pullback, which is no derivative but does not matter here. */
export function randomCustom(bench: Bench, d: Decisions, dtype: DType): Node {
  const { inputs, parameters, results } = randomFunction(bench, d, dtype);
  const cotangents = parametersOf(results);
  return d.pick(customized({ inputs, parameters, values: results, cotangents, pulled: inputs.map(() => undefined) }));
}
