import fc from 'fast-check';
import type { DType } from '../../src/dtype.ts';
import { is, type Node, node, printGraph, topological } from '../../src/graph.ts';
import type { Op } from '../../src/ops/operation.ts';
import { operations } from '../../src/ops/table.ts';
import { sizeOf } from '../../src/shape.ts';
import { type Bench, isInstructive } from './bench.ts';
import { type Decisions, decisions } from './decisions.ts';
import { randomShape, randomValues } from './leaves.ts';
import { patterns } from './patterns.ts';
import { steps } from './steps.ts';

/** A graph to compute: its outputs use one another, share nodes, and end in values, literals and indices. */
export interface RandomGraph {
  readonly outputs: readonly Node[];
  /** The graph and the values it starts from. */
  describe(): string;
}

export interface RandomGraphOptions {
  /** Nodes, leaves included, after which no step is taken any more, drawn from 3 up to this; default 25. */
  readonly nodes?: number;
  /** The most elements of one node; most graphs stay far below; default 40,000. */
  readonly elements?: number;
}

interface Choice {
  readonly make: { readonly op: Op; readonly dtype: DType } | keyof typeof patterns;
  readonly seed: number;
}

/** Every operation with every element type that its first input (for leaves, its result) may have. */
export const everyOperation: readonly { readonly op: Op; readonly dtype: DType }[] = (
  Object.keys(operations) as Op[]
).flatMap((op) => operations[op].dtypes.map((dtype) => ({ op, dtype })));

/**
 * Random graphs of all operations on all element types. A graph is a list of steps, each with the seed of its choices,
 * so that fast-check can leave steps out to find a smaller graph that fails. A node about whose elements too little is
 * certain to test anything is dropped, except now and then, so that NaN and infinities travel too.
 */
export function randomGraph({ nodes = 25, elements = 40_000 }: RandomGraphOptions = {}): fc.Arbitrary<RandomGraph> {
  const choice: fc.Arbitrary<Choice> = fc.record({
    make: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...everyOperation) },
      { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(patterns) as (keyof typeof patterns)[])) },
    ),
    seed: fc.nat(),
  });
  return fc
    .record({
      choices: fc.array(choice, { minLength: 3, maxLength: nodes, size: 'max' }),
      main: fc.constantFrom<DType>('float32', 'float32', 'float32', 'float64', 'int32', 'uint32', 'uint8', 'bool'),
      seed: fc.nat(),
    })
    .map(({ choices, main, seed }) => {
      const d = decisions(seed);
      const size = d.real();
      const limit = Math.min(elements, size < 0.85 ? 300 : size < 0.93 ? 4_000 : 40_000);
      return assemble(choices, main, { nodes: [], known: new WeakMap(), limit }, 3 + d.below(nodes - 2), d);
    });
}

function assemble(choices: readonly Choice[], main: DType, bench: Bench, most: number, d: Decisions): RandomGraph {
  for (const { make, seed } of choices) {
    if (topological(bench.nodes).length >= most) break;
    const own = decisions(seed);
    for (const made of apply(make, main, bench, own)) {
      if (sizeOf(made.shape) > bench.limit) continue;
      if (own.chance(0.04) || isInstructive(bench, made)) bench.nodes.push(made);
    }
  }
  if (bench.nodes.length === 0)
    bench.nodes.push(node('neg', [randomValues(d, randomShape(d, bench.limit), 'float32')], {}));
  const used = new Set(bench.nodes.flatMap((n) => topological([n]).filter((each) => each !== n)));
  const outputs = bench.nodes.filter((n) => !used.has(n) || d.chance(0.15));
  const describe = (): string => [printGraph(outputs), ...leafValues(outputs)].join('\n');
  return Object.assign({ outputs, describe }, { [fc.toStringMethod]: () => `\n${describe()}\n` });
}

function apply(make: Choice['make'], main: DType, bench: Bench, d: Decisions): readonly Node[] {
  if (typeof make === 'string') return patterns[make](bench, d);
  const dtype = d.chance(0.5) && operations[make.op].dtypes.includes(main) ? main : make.dtype;
  const made = steps[make.op](bench, d, dtype);
  return made === undefined ? [] : [made];
}

function leafValues(outputs: readonly Node[]): string[] {
  return topological(outputs).flatMap((n, i) => {
    if (!is('input', n) || n.attributes.source.kind !== 'value') return [];
    const { values } = n.attributes.source;
    return [`%${i} holds ${values.slice(0, 64).join(', ')}${values.length > 64 ? ', …' : ''}`];
  });
}
