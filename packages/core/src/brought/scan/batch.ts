import { ArgumentError } from '../../errors.ts';
import { type Node, node } from '../../graph.ts';
import type { Batched, Batching } from '../../ops/brought.ts';
import { everywhere } from '../mapped-axis.ts';
import { codeOf, draftOf, looped, opened, placeholder } from './loop.ts';

/**
 * One loop for every position on a mapped axis. A carry has that axis if it starts with it or takes it over from something
 * that has it.
 */
export const batchScan: Batching<'scan'> = (ys, inputs, size, graphs) => {
  const open = opened(ys);
  const { parameters, next, outputs } = open;
  const { carries, slices, gated } = open.loop;
  const first = carries + slices + (gated ? 1 : 0);
  const gate = gated ? inputs[carries + slices] : undefined;
  if (gate?.isBatched) {
    throw new ArgumentError('conditional: the predicate is another at each position of a mapped axis. Use where().');
  }
  const withAxis = new Map<Node, Node>();
  const widen = (i: number): void => {
    const { shape, dtype } = parameters[i] as Node;
    withAxis.set(parameters[i] as Node, placeholder({ shape: [size, ...shape], dtype }));
  };
  inputs.forEach(({ isBatched }, i) => {
    if (isBatched) widen(i);
  });
  const results = [...next, ...outputs.map((output) => (typeof output === 'number' ? (next[output] as Node) : output))];
  let found = graphs.batch(results, withAxis, size);
  for (let before = -1; before < withAxis.size; found = graphs.batch(results, withAxis, size)) {
    before = withAxis.size;
    next.forEach((_, i) => {
      if (found[i]?.isBatched && !withAxis.has(parameters[i] as Node)) widen(i);
    });
  }

  const base = draftOf(open);
  const wide = (parameter: Node): Node => withAxis.get(parameter) ?? parameter;
  const { carried, stacked } = looped(
    {
      ...base,
      // What is the same everywhere may be another node than before: one that waits for what is mapped.
      carries: base.carries.map(({ parameter }, i) => {
        const [initial, following] = [inputs[i], found[i]] as [Batched, Batched];
        return withAxis.has(parameter)
          ? { parameter: wide(parameter), initial: everywhere(initial, size), next: everywhere(following, size) }
          : { parameter, initial: initial.node, next: following.node };
      }),
      slices: base.slices.map(({ parameter }, i) => {
        const { node: values, isBatched } = inputs[carries + i] as Batched;
        return { parameter: wide(parameter), values: isBatched ? exchanged(values) : values };
      }),
      constants: base.constants.map(({ parameter }, i) => {
        return { parameter: wide(parameter), value: (inputs[first + i] as Batched).node };
      }),
      stacks: outputs.map((output, at) => (typeof output === 'number' ? undefined : found[carries + at]?.node)),
      gate: gate?.node,
    },
    codeOf(ys),
  );
  return outputs.map((output, at) => {
    if (typeof output === 'number') {
      const isBatched = withAxis.has(parameters[output] as Node);
      return everywhere({ node: carried[output] as Node, isBatched }, size);
    }
    const all = stacked[at] as Node;
    return found[carries + at]?.isBatched ? exchanged(all) : everywhere({ node: all, isBatched: false }, size);
  });
};

/** The first two axes in the other order. */
function exchanged(n: Node): Node {
  return node('permute', [n], { axes: [1, 0, ...n.shape.map((_, axis) => axis).slice(2)] });
}
