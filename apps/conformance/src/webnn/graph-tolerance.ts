import type { RecordedOperator, RecordedTensor, Tolerance } from '../suite/recorded.ts';

/** What a rule may ask for: the operator's recorded operands, and the shape of what the graph makes. */
type Rule = (operand: (argument: string) => RecordedTensor, output: readonly number[], axis: number) => number;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** Steps allowed for one operator, by the suite's rules: two for each product that is summed, and so on. */
const rules: Readonly<Record<string, Rule>> = {
  batchNormalization: () => 6,
  // The filters' layouts of these graphs have the output channels first, and one input channel where transposed.
  conv2d: (operand) => (2 * sizeOf(operand('filter').shape)) / (operand('filter').shape[0] as number),
  convTranspose2d: (operand) => (2 * sizeOf(operand('filter').shape)) / (operand('filter').shape[1] as number),
  dequantizeLinear: () => 1,
  gemm: (operand) => 2 * (operand('a').shape[1] as number),
  quantizeLinear: () => 1,
  softmax: (_, output, axis) => 3 * (output[axis] as number) + 3,
};

/** The sum of what each operator of a graph may be wrong by, for graphs that have no recorded tolerance. */
export function graphTolerance(
  operators: readonly RecordedOperator[],
  inputs: Readonly<Record<string, RecordedTensor>>,
  outputs: Readonly<Record<string, RecordedTensor>>,
): Tolerance {
  // A filter that an operator before made has the shape of that operator's input.
  const madeFrom = new Map(operators.map((each) => [each.outputs[0], each.inputs['input']]));
  const recorded = (name: string): RecordedTensor => inputs[name] ?? recorded(madeFrom.get(name) as string);
  const output = Object.values(outputs)[0]?.shape ?? [];
  const steps = operators.map((each) => {
    const rule = rules[each.operator];
    if (rule === undefined) throw new TypeError(`no rule for ${each.operator}`);
    const operand = (argument: string): RecordedTensor => recorded(each.inputs[argument] as string);
    return rule(operand, output, Number(each.attributes['axis'] ?? 1));
  });
  return { metric: 'ULP', value: steps.reduce((sum, each) => sum + each, 0) };
}
