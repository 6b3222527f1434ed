import { exactText, is, isRunTime, literal, type Node, node, topological } from './graph.ts';
import type { ArrayType, Misfit, Op } from './ops/operation.ts';
import { equalShapes } from './shape.ts';

/**
 * A function as data: the graph of its results from its parameters, and from nothing else. What is known of it is its
 * structure: two subgraphs that compute the same in the same way are equal.
 */
export class Subgraph {
  readonly parameters: readonly Node<'input'>[];
  readonly results: readonly Node[];
  #text: string | undefined;

  constructor(parameters: readonly Node<'input'>[], results: readonly Node[]) {
    this.parameters = parameters;
    this.results = results;
  }

  /** Another function of the same parameters. */
  with(results: readonly Node[]): Subgraph {
    return new Subgraph(this.parameters, results);
  }

  /** The structure as text: what programs that contain it are cached by. */
  toJSON(): string {
    this.#text ??= structureOf(this);
    return this.#text;
  }
}

/**
 * Replaces the nodes of arrays of inputs. An array stays itself where nothing is replaced, and one array becomes one array:
 * results of one piece of work are known by having the same.
 */
export function replacing(replacement: (n: Node) => Node): (inputs: readonly Node[]) => readonly Node[] {
  const known = new Map<readonly Node[], readonly Node[]>();
  return (inputs) => {
    let made = known.get(inputs);
    if (made === undefined) {
      const replaced = inputs.map(replacement);
      made = replaced.every((n, i) => n === inputs[i]) ? inputs : replaced;
      known.set(inputs, made);
    }
    return made;
  };
}

/** Parameters of these types, for a graph to be made from. */
export function parametersOf(types: readonly ArrayType[]): Node<'input'>[] {
  return types.map(({ shape, dtype }, index) =>
    node('input', [], { source: { kind: 'argument', index }, shape, dtype }),
  );
}

/**
 * Makes a graph that was built from parameters independent of everything else: whatever it uses that does not depend on
 * the parameters is computed outside, once, and becomes a further parameter.
 * @returns the graph, and the nodes outside that its further parameters stand for
 */
export function closed(
  parameters: readonly Node<'input'>[],
  results: readonly Node[],
): { readonly graph: Subgraph; readonly captured: readonly Node[] } {
  const oldest = parameters.reduce((id, { id: own }) => Math.min(id, own), Number.POSITIVE_INFINITY);
  const inside = new Map<Node, Node>(parameters.map((parameter) => [parameter, parameter]));
  const captured = new Map<Node, Node<'input'>>();
  const repeated = new Map<Node, Node>();
  const within = (n: Node): Node => {
    const known = inside.get(n) ?? captured.get(n) ?? repeated.get(n);
    if (known !== undefined) return known;
    if (is('iota', n) || (is('literal', n) && !isRunTime(n))) {
      // Not the node itself: whoever reads it outside gives it values, which would make an input of it in here.
      const made = node<Op>(n.op, [], n.attributes);
      repeated.set(n, made);
      return made;
    }
    // Only the source of a repeated value is worth carrying in.
    if (is('broadcast', n) || (is('literal', n) && n.shape.length > 0)) {
      const source = is('literal', n) ? literal(n.attributes.value, n.dtype) : (n.inputs[0] as Node);
      const { shape, axes } = is('literal', n) ? { shape: n.shape, axes: [] } : n.attributes;
      const made = node('broadcast', [within(source)], { shape, axes });
      repeated.set(n, made);
      return made;
    }
    const source = { kind: 'argument', index: parameters.length + captured.size } as const;
    const parameter = node('input', [], { source, shape: n.shape, dtype: n.dtype });
    captured.set(n, parameter);
    return parameter;
  };
  const inputsWithin = replacing(within);
  for (const n of topological(results, (candidate) => candidate.id <= oldest)) {
    if (inside.has(n) || !n.inputs.some((input) => inside.has(input))) continue;
    const inputs = inputsWithin(n.inputs);
    inside.set(n, inputs === n.inputs ? n : node(n.op, inputs, n.attributes));
  }
  const own = results.map(within);
  return { graph: new Subgraph([...parameters, ...captured.values()], own), captured: [...captured.keys()] };
}

/** What does not fit where inputs are to stand for parameters; undefined if all does. */
export function misfitOf(parameters: readonly ArrayType[], inputs: readonly ArrayType[]): Misfit | undefined {
  if (inputs.length !== parameters.length) return 'shape-mismatch';
  for (const [i, { shape, dtype }] of parameters.entries()) {
    const input = inputs[i] as ArrayType;
    if (!equalShapes(input.shape, shape)) return 'shape-mismatch';
    if (input.dtype !== dtype) return 'dtype-mismatch';
  }
  return undefined;
}

/** The results of a subgraph for given inputs, as nodes of the graph that surrounds it. */
export function inline({ parameters, results }: Subgraph, inputs: readonly Node[]): Node[] {
  return substituted(results, new Map(parameters.map((parameter, i) => [parameter, inputs[i] as Node])));
}

/**
 * The graph of some results with nodes replaced, and everything that depends on them made anew. What is older than all
 * of them does not depend on them, and may be the whole past of a loop.
 */
export function substituted(results: readonly Node[], replacements: ReadonlyMap<Node, Node>): Node[] {
  let oldest = Number.POSITIVE_INFINITY;
  for (const { id } of replacements.keys()) oldest = Math.min(oldest, id);
  const made = new Map(replacements);
  const replaced = replacing((n) => made.get(n) ?? n);
  for (const n of topological(results, (candidate) => candidate.id <= oldest || replacements.has(candidate))) {
    if (made.has(n) || n.id <= oldest) continue;
    const inputs = replaced(n.inputs);
    made.set(n, inputs === n.inputs ? n : node(n.op, inputs, n.attributes));
  }
  return results.map((result) => made.get(result) ?? result);
}

function structureOf({ parameters, results }: Subgraph): string {
  const numberOf = new Map<Node, number>();
  const parts = topological([...parameters, ...results]).map((n, i) => {
    numberOf.set(n, i);
    const own = is('input', n) ? `parameter ${parameters.indexOf(n)}` : exactText(n.attributes);
    return `${n.op} ${n.dtype}[${n.shape.join()}] ${own} (${n.inputs.map((input) => numberOf.get(input)).join()})`;
  });
  return `{${parts.join('\n')}\nreturn ${results.map((result) => numberOf.get(result)).join()}}`;
}
