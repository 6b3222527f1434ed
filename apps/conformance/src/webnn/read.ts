import type { SuiteData } from '../suite/read-suites.ts';
import type { Attribute, Case, RecordedOperator, RecordedTensor, Tolerance } from '../suite/recorded.ts';
import { graphTolerance } from './graph-tolerance.ts';

/** The file as it is. */
interface WebnnFile {
  readonly source: {
    readonly repository: string;
    readonly path: string;
    readonly commit: string;
    readonly additionalCommit: string;
  };
  readonly tests: readonly WebnnTest[];
  readonly subgraphs: readonly WebnnGraph[];
}

interface WebnnTest {
  readonly name: string;
  readonly op: string;
  readonly options: Readonly<Record<string, Attribute>>;
  /** By name; a list for an argument that is one. */
  readonly inputs: Readonly<Record<string, RecordedTensor | readonly RecordedTensor[]>>;
  readonly outputs: Readonly<Record<string, RecordedTensor>>;
  readonly tolerance: Tolerance;
}

interface WebnnGraph {
  readonly name: string;
  readonly operators: readonly {
    readonly op: string;
    readonly arguments: readonly Readonly<Record<string, unknown>>[];
    readonly outputs: string | readonly string[];
  }[];
  readonly inputs: Readonly<Record<string, RecordedTensor>>;
  readonly outputs: Readonly<Record<string, RecordedTensor>>;
  readonly tolerance: Tolerance | null;
}

/** Under which name graphs of several operators are counted. */
export const graphs = 'several operators';

/** Cases from the file of WebNN tests; arguments are known by their names. */
export function readWebnn(data: unknown): SuiteData {
  const { source, tests, subgraphs } = data as WebnnFile;
  return {
    cases: [...tests.map(operatorCase), ...subgraphs.map(graphCase)],
    source: [
      `${source.repository}, \`${source.path}\`, commit \`${source.commit}\``,
      `later cases from commit \`${source.additionalCommit}\``,
    ],
  };
}

function operatorCase({ name, op, options, inputs, outputs, tolerance }: WebnnTest): Case {
  const operands: Record<string, RecordedTensor> = {};
  const names: Record<string, string | string[]> = {};
  for (const [argument, value] of Object.entries(inputs)) {
    if (isList(value)) {
      names[argument] = value.map((_, i) => `${argument} ${i}`);
      for (const [i, each] of value.entries()) operands[`${argument} ${i}`] = each;
    } else {
      names[argument] = argument;
      operands[argument] = value;
    }
  }
  return {
    name,
    operator: op,
    operators: [{ operator: op, attributes: options, inputs: names, outputs: Object.keys(outputs) }],
    inputs: operands,
    outputs,
    tolerance,
  };
}

const isList = (value: RecordedTensor | readonly RecordedTensor[]): value is readonly RecordedTensor[] =>
  Array.isArray(value);

function graphCase({ name, operators, inputs, outputs, tolerance }: WebnnGraph): Case {
  const made = new Set([...Object.keys(inputs), ...operators.flatMap((each) => each.outputs)]);
  const recorded = operators.map(({ op, arguments: given, outputs: results }): RecordedOperator => {
    const merged = Object.assign({}, ...given) as Record<string, unknown>;
    const { options, ...rest } = merged;
    const all = { ...rest, ...((options as object | undefined) ?? {}) };
    // Text that names an operand is one: no option of these graphs has the name of an operand as its value.
    const isOperand = (value: unknown): value is string => typeof value === 'string' && made.has(value);
    const pick = (operand: boolean): Record<string, unknown> =>
      Object.fromEntries(Object.entries(all).filter(([, value]) => isOperand(value) === operand));
    return {
      operator: op,
      attributes: pick(false) as Record<string, Attribute>,
      inputs: pick(true) as Record<string, string>,
      outputs: typeof results === 'string' ? [results] : results,
    };
  });
  return {
    name,
    operator: graphs,
    operators: recorded,
    inputs,
    outputs,
    tolerance: tolerance ?? graphTolerance(recorded, inputs, outputs),
  };
}
