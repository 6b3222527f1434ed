import { type Node, node } from '../graph.ts';
import type { Batched, Batching } from '../ops/brought.ts';
import { codeOf, draftOf, looped, opened, placeholder } from './loop.ts';

/**
 * One loop for every position on a mapped axis. A carry has that axis if it starts with it or takes it over from something
 * that has it.
 */
export const batchScan: Batching<'scan'> = (ys, inputs, size, graphs) => {
  const open = opened(ys);
  const { parameters, next, outputs } = open;
  const { carries, slices } = open.loop;
  const withAxis = new Map<Node, Node>();
  const widen = (i: number): void => {
    const parameter = parameters[i] as Node;
    withAxis.set(parameter, placeholder({ ...parameter, shape: [size, ...parameter.shape] }));
  };
  inputs.forEach(({ isBatched }, i) => {
    if (isBatched) widen(i);
  });
  const kept = outputs.map((output) => (typeof output === 'number' ? (next[output] as Node) : output));
  let found = graphs.batch([...next, ...kept], withAxis, size);
  for (let before = -1; before < withAxis.size; found = graphs.batch([...next, ...kept], withAxis, size)) {
    before = withAxis.size;
    next.forEach((_, i) => {
      if (found[i]?.isBatched && !withAxis.has(parameters[i] as Node)) widen(i);
    });
  }

  const repeated = (n: Node): Node =>
    node('broadcast', [n], { shape: [size, ...n.shape], axes: n.shape.map((_, axis) => axis + 1) });
  const everywhere = ({ node: n, isBatched }: Batched): Node => (isBatched ? n : repeated(n));
  const draft = draftOf(open);
  const { carried, stacked } = looped(
    {
      ...draft,
      // What is the same everywhere may be another node than before: one that waits for what is mapped.
      carries: draft.carries.map(({ parameter }, i) => {
        const [initial, following] = [inputs[i], found[i]] as [Batched, Batched];
        const wide = withAxis.get(parameter);
        return wide === undefined
          ? { parameter, initial: initial.node, next: following.node }
          : { parameter: wide, initial: everywhere(initial), next: everywhere(following) };
      }),
      slices: draft.slices.map(({ parameter }, i) => {
        const { node: values } = inputs[carries + i] as Batched;
        const wide = withAxis.get(parameter);
        return wide === undefined ? { parameter, values } : { parameter: wide, values: exchanged(values) };
      }),
      constants: draft.constants.map(({ parameter }, i) => {
        const { node: value } = inputs[carries + slices + i] as Batched;
        return { parameter: withAxis.get(parameter) ?? parameter, value };
      }),
      stacks: found.slice(carries).map(({ node: n }) => n),
    },
    codeOf(ys),
  );
  return outputs.map((output, at) => {
    if (typeof output === 'number') {
      const last = carried[output] as Node;
      return withAxis.has(parameters[output] as Node) ? last : repeated(last);
    }
    const all = stacked[at] as Node;
    return found[carries + at]?.isBatched ? exchanged(all) : repeated(all);
  });
};

/** The first two axes in the other order. */
function exchanged(n: Node): Node {
  return node('permute', [n], { axes: [1, 0, ...n.shape.map((_, axis) => axis).slice(2)] });
}
