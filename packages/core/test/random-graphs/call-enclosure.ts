import type { Node } from '../../src/graph.ts';
import type { Enclosure, Rule } from './bounds.ts';
import { enclose } from './enclosure.ts';

/** What a graph inside an operation may compute. */
export const nested: Rule<'call' | 'custom'> = ({ attributes: { body, output } }, inputs) => {
  const known = new WeakMap(inputs.map((x, i): [Node, Enclosure] => [body.parameters[i] as Node, x]));
  return enclose([body.results[output] as Node], known)[0] as Enclosure;
};
