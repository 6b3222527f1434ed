import { literal, type Node, node } from '../graph.ts';
import type { Brought, Derivative } from '../ops/brought.ts';
import { closed, misfitOf, Subgraph, substituted } from '../subgraph.ts';
import { everywhere, withAxis } from './mapped-axis.ts';

/** A function together with the pullback that its user gave it. */
export interface CustomGraph {
  /**
   * Parameters are the inputs, then the cotangents of the values; results are the values, then the cotangents of the inputs
   * that have any.
   */
  readonly body: Subgraph;
  /** Number of values. */
  readonly values: number;
  /** The inputs that have cotangents, by position. */
  readonly to: readonly number[];
}

/** What the graph of a function and of its pullback are made from. */
export interface CustomParts {
  readonly inputs: readonly Node[];
  readonly parameters: readonly Node<'input'>[];
  readonly values: readonly Node[];
  /** Stand for the cotangents of the values. */
  readonly cotangents: readonly Node<'input'>[];
  /** The cotangents of the inputs, undefined for zero. */
  readonly pulled: readonly (Node | undefined)[];
}

/** The values, as one piece of work that differentiates as the parts say. */
export function customized({ inputs, parameters, values, cotangents, pulled }: CustomParts): Node<'custom'>[] {
  const to = pulled.flatMap((g, i) => (g === undefined ? [] : [i]));
  const { graph, captured } = closed([...parameters, ...cotangents], [...values, ...to.map((i) => pulled[i] as Node)]);
  const outside = graph.parameters.slice(parameters.length + cotangents.length);
  const body = new Subgraph([...parameters, ...outside, ...cotangents], graph.results);
  return nodesOf({ body, values: values.length, to }, [...inputs, ...captured]);
}

function nodesOf(graph: CustomGraph, inputs: readonly Node[]): Node<'custom'>[] {
  return Array.from({ length: graph.values }, (_, output) =>
    node('custom', inputs, { ...graph, output, code: customCode }),
  );
}

/** The cotangents of the inputs in `to`, as nodes outside. Values that the pullback uses are the results `ys` themselves. */
function pulledBack(ys: readonly Node<'custom'>[], cotangents: ReadonlyMap<number, Node>): Node[] {
  const { inputs, attributes } = ys[0] as Node<'custom'>;
  const { body, values } = attributes;
  const known = new Map<Node, Node>(ys.map((y) => [body.results[y.attributes.output] as Node, y]));
  body.parameters.forEach((parameter, i) => {
    known.set(parameter, inputs[i] ?? (cotangents.get(i - inputs.length) as Node));
  });
  return substituted(body.results.slice(values), known);
}

/** Zero, as a node of its own. */
function zero({ shape, dtype }: Node): Node {
  return node('broadcast', [literal(0, dtype)], { shape, axes: [] });
}

/** The tangent is the transpose of the pullback, which is linear in the cotangents: its derivative by them, anywhere. */
const push: Derivative<'custom'>['push'] = (ys, tangents, graphs) => {
  const { to } = (ys[0] as Node<'custom'>).attributes;
  const origin = originOf(ys);
  const sources = ys.map((y) => origin.get(y.attributes.output) as Node);
  return graphs.pull(
    pulledBack(ys, origin),
    to.map((i) => tangents[i]),
    sources,
  );
};

const pull: Derivative<'custom'>['pull'] = (ys, cotangents) => {
  const { inputs, attributes } = ys[0] as Node<'custom'>;
  const given = originOf(ys);
  ys.forEach((y, i) => {
    const g = cotangents[i];
    if (g !== undefined) given.set(y.attributes.output, g);
  });
  const found = pulledBack(ys, given);
  return inputs.map((_, i) => found[attributes.to.indexOf(i)]);
};

/** Cotangents that are all zero, by position among the values. */
function originOf(ys: readonly Node<'custom'>[]): Map<number, Node> {
  const { body, values } = (ys[0] as Node<'custom'>).attributes;
  return new Map(body.results.slice(0, values).map((value, i) => [i, zero(value)]));
}

/** All results are expanded together: they have one array of inputs. */
const expansions = new WeakMap<readonly Node[], readonly Node[]>();

const customCode: Brought<'custom'> = {
  infer: (inputs, { body, output }) =>
    misfitOf(body.parameters.slice(0, inputs.length), inputs) ?? (body.results[output] as Node),

  expand: ({ inputs, attributes: { body, values, output } }) => {
    const results =
      expansions.get(inputs) ??
      substituted(
        body.results.slice(0, values),
        new Map(inputs.map((input, i) => [body.parameters[i] as Node, input])),
      );
    expansions.set(inputs, results);
    return results[output] as Node;
  },

  derivative: { push, pull },

  // An input that is the same everywhere collects what comes back from all positions.
  batch: (ys, inputs, size, graphs) => {
    const { body, values, to } = (ys[0] as Node<'custom'>).attributes;
    const isBatched = (i: number): boolean => inputs[i]?.isBatched ?? true;
    const { parameters, sources } = withAxis(body.parameters, isBatched, size);
    const results = graphs.batch(body.results, sources, size).map((result, k) => {
      const everyone = everywhere(result, size);
      const isCollected = k >= values && !isBatched(to[k - values] as number);
      return isCollected ? node('reduceSum', [everyone], { axes: [0] }) : everyone;
    });
    const made = customized({
      inputs: inputs.map((input) => input.node),
      parameters: parameters.slice(0, inputs.length),
      values: results.slice(0, values),
      cotangents: parameters.slice(inputs.length),
      pulled: inputs.map((_, i) => (to.includes(i) ? results[values + to.indexOf(i)] : undefined)),
    });
    return ys.map((y) => made[y.attributes.output] as Node);
  },

  mapGraphs: (attributes, map) => ({ ...attributes, body: map(attributes.body) }),
};
