import { is, literal, type Node, node, topological } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import type { ArrayType } from '../../ops/operation.ts';
import { closed, parametersOf, type Subgraph, substituted } from '../../subgraph.ts';

/**
 * What is repeated. Its graph goes from the carries, one slice of each array and the constants of the loop to the next
 * carries; whatever else is computed on the way can be kept of every step.
 */
export interface Loop {
  readonly body: Subgraph;
  /** Parameters that hold what the step before handed on; they come first, and the results are what is handed on. */
  readonly carries: number;
  /** Parameters that hold a slice of an array, along its first axis; they come next. */
  readonly slices: number;
  readonly length: number;
  /** From the last slice to the first. */
  readonly reverse: boolean;
  /** Whether the next parameter, after the slices, is a bool that decides if the loop runs at all. */
  readonly gated?: true;
}

/** A loop being put together, in terms of nodes that stand for what is different in every step. */
export interface LoopDraft {
  readonly length: number;
  readonly reverse: boolean;
  readonly carries: readonly { readonly initial: Node; readonly parameter: Node; readonly next: Node }[];
  readonly slices: readonly { readonly values: Node; readonly parameter: Node }[];
  /** Nodes that stand for one of the graph outside. */
  readonly constants?: readonly { readonly value: Node; readonly parameter: Node }[];
  /** What to keep of every step. */
  readonly stacks: readonly (Node | undefined)[];
  /** A bool: where it is false, the loop does not run. Carries stay what they were, and what is kept of steps is zero. */
  readonly gate?: Node | undefined;
}

/**
 * The results of a loop, in the order of the draft: the carries after the last step, and what was kept, along a new first
 * axis. A carry that every step hands on unchanged, and a slice that is the same in every step, become constants.
 */
export function looped(
  { length, reverse, carries, slices, constants = [], stacks, gate }: LoopDraft,
  code: Brought<'scan'>,
): { readonly carried: readonly Node[]; readonly stacked: readonly (Node | undefined)[] } {
  const replacements = new Map<Node, Node>();
  for (const { parameter, value } of constants) replacements.set(parameter, value);
  const varying = carries.filter(({ initial, parameter, next }) => {
    if (next === parameter) replacements.set(parameter, initial);
    return next !== parameter;
  });
  const moving = slices.filter(({ values, parameter }) => {
    const same = sameInEveryStep(values);
    if (same !== undefined) replacements.set(parameter, same);
    return same === undefined;
  });
  const given = [...varying, ...moving].map(({ parameter }) => parameter);
  const parameters = parametersOf(gate === undefined ? given : [...given, gate]);
  given.forEach((parameter, i) => {
    replacements.set(parameter, parameters[i] as Node);
  });
  const present = stacks.filter((n) => n !== undefined);
  const results = substituted([...varying.map(({ next }) => next), ...present], replacements);
  const { graph, captured } = closed(parameters, results);
  const loop: Loop = {
    body: graph.with(graph.results.slice(0, varying.length)),
    carries: varying.length,
    slices: moving.length,
    length,
    reverse,
    ...(gate === undefined ? {} : { gated: true }),
  };
  const inputs = [
    ...varying.map(({ initial }) => initial),
    ...moving.map(({ values }) => values),
    ...(gate === undefined ? [] : [gate]),
    ...captured,
  ];
  return {
    carried: carries.map((carry) => {
      const output = varying.indexOf(carry);
      return output < 0 ? carry.initial : node('scan', inputs, { loop, output, code });
    }),
    stacked: stacks.map((n) => {
      if (n === undefined) return undefined;
      const result = graph.results[varying.length + present.indexOf(n)] as Node;
      return node('scan', inputs, { loop, output: graph.with([result]), code });
    }),
  };
}

/** The slice of an array whose slices are all alike, where its graph shows that they are. */
function sameInEveryStep(values: Node): Node | undefined {
  const shape = values.shape.slice(1);
  if (is('literal', values)) return literal(values.attributes.value, values.dtype, shape);
  if (!is('broadcast', values) || values.attributes.axes.includes(0)) return undefined;
  return node('broadcast', values.inputs, { shape, axes: values.attributes.axes.map((axis) => axis - 1) });
}

/** Stands for what is different in every step, until the loop is put together. */
export const placeholder = (like: ArrayType): Node => parametersOf([like])[0] as Node;

/** The results of one run of a loop, with the loop taken apart into a graph of their own. */
export interface OpenLoop {
  readonly loop: Loop;
  readonly inputs: readonly Node[];
  readonly parameters: readonly Node<'input'>[];
  readonly next: readonly Node[];
  /** For each result what it keeps of every step, or the position of the carry that it is. */
  readonly outputs: readonly (Node | number)[];
}

/** The graph inside a loop whose results come together: they share their inputs, and bodies of equal structure. */
export function opened(ys: readonly Node<'scan'>[]): OpenLoop {
  const { inputs, attributes } = ys[0] as Node<'scan'>;
  const { loop } = attributes;
  const { parameters, results: next } = loop.body;
  const outputs = ys.map(({ attributes: { output } }) => {
    if (typeof output === 'number') return output;
    const replacements = output.parameters.map((own, i) => [own, parameters[i] as Node] as const);
    return substituted(output.results, new Map(replacements.filter(([own, shared]) => own !== shared)))[0] as Node;
  });
  return { loop, inputs, parameters, next, outputs };
}

/** The nodes of a step that are, or depend on, some of the parameters. */
export function forwardNodes({ next, outputs }: OpenLoop, parameters: readonly Node[]): ReadonlySet<Node> {
  const forward = new Set<Node>(parameters);
  for (const n of topological([...next, ...outputs.filter((output) => typeof output !== 'number')])) {
    if (n.inputs.some((input) => forward.has(input))) forward.add(n);
  }
  return forward;
}

/** A loop put together again, without what it keeps. */
export function draftOf(open: OpenLoop): Required<LoopDraft> {
  const { loop, inputs, parameters, next } = open;
  const { length, reverse, carries, slices } = loop;
  const at = (i: number): { readonly value: Node; readonly parameter: Node } => ({
    value: inputs[i] as Node,
    parameter: parameters[i] as Node,
  });
  const all = parameters.map((_, i) => at(i));
  return {
    length,
    reverse,
    carries: next.map((n, i) => ({ initial: at(i).value, parameter: at(i).parameter, next: n })),
    slices: all.slice(carries, carries + slices).map(({ value, parameter }) => ({ values: value, parameter })),
    constants: all.slice(carries + slices + (loop.gated ? 1 : 0)),
    stacks: [],
    gate: gateOf(open),
  };
}

/** What decides whether a loop runs, if something does. */
export function gateOf({ loop: { carries, slices, gated }, inputs }: OpenLoop): Node | undefined {
  return gated ? inputs[carries + slices] : undefined;
}

/** A node of the step in every step, as a further result of a loop that has been taken apart. */
export function kept(ys: readonly Node<'scan'>[], n: Node): Node<'scan'> {
  const { inputs, attributes } = ys[0] as Node<'scan'>;
  return node('scan', inputs, { ...attributes, output: attributes.loop.body.with([n]) });
}

export const codeOf = (ys: readonly Node<'scan'>[]): Brought<'scan'> => (ys[0] as Node<'scan'>).attributes.code;
