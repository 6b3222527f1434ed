import { type Node, node } from '../graph.ts';
import type { Brought, Derivative } from '../ops/brought.ts';
import { closed, inline, misfitOf, parametersOf, type Subgraph } from '../subgraph.ts';
import { everywhere, withAxis } from './mapped-axis.ts';

/**
 * Results of a function as one piece of work, whose derivative computes the function again instead of keeping what it
 * computed on the way.
 *
 * @param inputs what the parameters stand for
 */
export function called(
  parameters: readonly Node<'input'>[],
  results: readonly Node[],
  inputs: readonly Node[],
): Node<'call'>[] {
  const { graph: body, captured } = closed(parameters, results);
  const all = [...inputs, ...captured];
  return results.map((_, output) => node('call', all, { body, output, code: callCode }));
}

interface Opened {
  readonly inputs: readonly Node[];
  readonly body: Subgraph;
  /** In the graph inside, the results that are asked for. */
  readonly results: readonly Node[];
}

function opened(ys: readonly Node<'call'>[]): Opened {
  const { inputs, attributes } = ys[0] as Node<'call'>;
  const { body } = attributes;
  return { inputs, body, results: ys.map((y) => body.results[y.attributes.output] as Node) };
}

/** The calls for those images that exist, in their places. */
function calledWhereDefined(
  images: readonly (Node | undefined)[],
  parameters: readonly Node<'input'>[],
  inputs: readonly Node[],
): (Node | undefined)[] {
  const calls = called(
    parameters,
    images.filter((image) => image !== undefined),
    inputs,
  );
  let next = 0;
  return images.map((image) => (image === undefined ? undefined : calls[next++]));
}

/** Inputs to compute the function from again: once these are known, and not merged with what was computed before. */
function again(inputs: readonly Node[], once: readonly Node[]): Node[] {
  return inputs.map((x) => once.reduce((value, known) => node('barrier', [value, known], {}), x));
}

/**
 * What tangents need of the function is computed again with them. Merged with the first time, it would have to be kept:
 * kernels run in the order in which their nodes were made, values before tangents.
 */
const push: Derivative<'call'>['push'] = (ys, tangents, graphs) => {
  const { inputs, body, results } = opened(ys);
  const given = tangents.filter((t) => t !== undefined);
  const parameters = parametersOf(given);
  let next = 0;
  const seeds = new Map<Node, Node>();
  body.parameters.forEach((parameter, i) => {
    if (tangents[i] !== undefined) seeds.set(parameter, parameters[next++] as Node);
  });
  const images = graphs.push(results, seeds);
  return calledWhereDefined(images, [...body.parameters, ...parameters], [...again(inputs, given), ...given]);
};

const pull: Derivative<'call'>['pull'] = (ys, cotangents, graphs, wanted) => {
  const { inputs, body, results } = opened(ys);
  const given = cotangents.filter((g) => g !== undefined);
  const parameters = parametersOf(given);
  let next = 0;
  const seeds = cotangents.map((g) => (g === undefined ? undefined : parameters[next++]));
  const sources = body.parameters.filter((_, i) => wanted[i] === true);
  const found = graphs.pull(results, seeds, sources);
  next = 0;
  const images = wanted.map((isWanted) => (isWanted ? found[next++] : undefined));
  return calledWhereDefined(images, [...body.parameters, ...parameters], [...again(inputs, given), ...given]);
};

/** All results of a call are expanded together: they have one array of inputs. */
const expansions = new WeakMap<readonly Node[], readonly Node[]>();

const callCode: Brought<'call'> = {
  infer: (inputs, { body, output }) => misfitOf(body.parameters, inputs) ?? (body.results[output] as Node),

  expand: ({ inputs, attributes: { body, output } }) => {
    const results = expansions.get(inputs) ?? inline(body, inputs);
    expansions.set(inputs, results);
    return results[output] as Node;
  },

  derivative: { push, pull },

  batch: (ys, inputs, size, graphs) => {
    const { body, results } = opened(ys);
    const { parameters, sources } = withAxis(body.parameters, (i) => inputs[i]?.isBatched === true, size);
    const batched = graphs.batch(results, sources, size).map((result) => everywhere(result, size));
    return called(
      parameters,
      batched,
      inputs.map((input) => input.node),
    );
  },

  mapGraphs: (attributes, map) => ({ ...attributes, body: map(attributes.body) }),
};
