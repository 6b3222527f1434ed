import { ArgumentError, DTypeError, ShapeError } from '../errors.ts';
import { checkPair, type Node, node } from '../graph.ts';
import { formatShape, sizeOf } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { diagonalNode } from './diagonals.ts';
import { isOfEllipsis, type Labels, parse } from './einsum-notation.ts';
import { operands } from './operand.ts';

/** An operand whose axes have names, each another one. */
interface Named {
  readonly node: Node;
  readonly labels: Labels;
}

/**
 * Sums of products over named axes, as NumPy's `einsum`: `bij,bjk->bik` is a batched matrix product.
 *
 * One letter for each axis of each operand; the same letter is the same index. An index that the output lacks is summed
 * over; one that an operand has twice takes its diagonal. `...` stands for further axes, which broadcast from the last one;
 * so do axes of extent 1. Without `->`, the output has those letters that occur once, in alphabetic order.
 * Several operands are multiplied two at a time, each time those with the smallest product.
 * @throws ArgumentError for a specification that is none, saying at which position, or when the number of operands is
 * another; ShapeError when an operand has other axes or extents; DTypeError when the element types differ or are uint8 or
 * bool and a product is summed
 * @example
 * ```ts
 * import { einsum, tensor } from '@gradkit/core';
 * const a = tensor([[1, 2], [3, 4]]);
 * console.log(einsum('ij,jk->ik', a, a).toArray()); // [[7, 10], [15, 22]]
 * console.log(einsum('ii', a).item(), einsum('ij->j', a).toArray()); // 5 [4, 6]
 * ```
 */
export function einsum(specification: string, ...tensors: readonly TensorLike[]): Tensor {
  if (tensors.length === 0) throw new ArgumentError('einsum: needs at least one tensor after the specification.');
  const nodes = operands('einsum', tensors);
  const other = nodes.find((n) => n.dtype !== nodes[0]?.dtype);
  if (other !== undefined) {
    throw new DTypeError(
      `einsum: element types differ: ${nodes[0]?.dtype} and ${other.dtype}. Use cast() on one of them.`,
    );
  }
  const { inputs, output } = parse(
    specification,
    nodes.map((n) => n.shape),
  );
  const extents = extentsOf(specification, inputs, nodes);
  const waiting = nodes.map((n, i) => squeezed(diagonalized(n, inputs[i] as Labels), extents));
  while (waiting.length > 1) {
    const [i, j] = cheapestPair(waiting, output, extents);
    const [b] = waiting.splice(j, 1) as [Named];
    const [a] = waiting.splice(i, 1) as [Named];
    const needed = new Set([...output, ...waiting.flatMap((rest) => rest.labels)]);
    waiting.push(product(a, b, needed));
  }
  const last = summed(waiting[0] as Named, new Set(output));
  return new Tensor(withOutput(last, output, extents));
}

/** The extent of each index; where extents differ, all but one are 1. */
function extentsOf(specification: string, inputs: readonly Labels[], nodes: readonly Node[]): Map<string, number> {
  const extents = new Map<string, number>();
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const extent = (nodes[i] as Node).shape[axis] as number;
      const known = extents.get(label) ?? 1;
      if (extent !== 1 && known !== 1 && extent !== known) {
        throw new ShapeError(
          `einsum: ${isOfEllipsis(label) ? 'an axis of "..."' : `index "${label}"`} of "${specification}" is ${known} and ${extent}: ` +
            `${nodes.map((n) => formatShape(n.shape)).join(', ')}.`,
        );
      }
      extents.set(label, known === 1 ? extent : known);
    });
  });
  return extents;
}

/** An index that an operand has twice runs over a diagonal. */
function diagonalized(x: Node, labels: Labels): Named {
  const second = labels.findIndex((label, i) => labels.indexOf(label) < i);
  if (second < 0) return { node: x, labels };
  const label = labels[second] as string;
  const first = labels.indexOf(label);
  const [n, m] = [x.shape[first] as number, x.shape[second] as number];
  // Of an axis of extent 1, which broadcasts, the only element is on the diagonal of any other.
  const one = n === m ? undefined : n === 1 ? first : second;
  if (one !== undefined) {
    return diagonalized(node('reshape', [x], { shape: x.shape.toSpliced(one, 1) }), labels.toSpliced(one, 1));
  }
  const diagonal = diagonalNode('einsum', x, { axis1: first, axis2: second });
  return diagonalized(diagonal, [...labels.filter((_, i) => i !== first && i !== second), label]);
}

/** Without axes of extent 1: they broadcast, so the result does not depend on them. */
function squeezed({ node: x, labels }: Named, extents: ReadonlyMap<string, number>): Named {
  const kept = labels.filter((label, i) => x.shape[i] === extents.get(label));
  if (kept.length === labels.length) return { node: x, labels };
  return { node: node('reshape', [x], { shape: kept.map((label) => extents.get(label) as number) }), labels: kept };
}

/** Indices that are not needed any more, summed over. */
function summed({ node: x, labels }: Named, needed: ReadonlySet<string>): Named {
  const axes = labels.flatMap((label, i) => (needed.has(label) ? [] : [i]));
  if (axes.length === 0) return { node: x, labels };
  checkPair('einsum', 'reduceSum', x, x);
  return { node: node('reduceSum', [x], { axes }), labels: labels.filter((label) => needed.has(label)) };
}

/** The two whose product is smallest, compared with what it replaces: each step makes the least new. */
function cheapestPair(
  waiting: readonly Named[],
  output: Labels,
  extents: ReadonlyMap<string, number>,
): readonly [number, number] {
  const size = (labels: Iterable<string>): number => sizeOf([...labels].map((label) => extents.get(label) as number));
  let best: readonly [number, number] = [0, 1];
  let least: readonly [number, number] = [Infinity, Infinity];
  for (let i = 0; i < waiting.length; i++) {
    for (let j = i + 1; j < waiting.length; j++) {
      const [a, b] = [waiting[i] as Named, waiting[j] as Named];
      const rest = waiting.flatMap((other, k) => (k === i || k === j ? [] : other.labels));
      const needed = new Set([...output, ...rest]);
      const all = new Set([...a.labels, ...b.labels]);
      const growth = size([...all].filter((label) => needed.has(label))) - size(a.labels) - size(b.labels);
      const work = size(all);
      if (growth < least[0] || (growth === least[0] && work < least[1])) {
        best = [i, j];
        least = [growth, work];
      }
    }
  }
  return best;
}

/** The product of two, summed over the indices that neither the output nor another operand needs. */
function product(x: Named, y: Named, needed: ReadonlySet<string>): Named {
  const a = summed(x, new Set([...needed, ...y.labels]));
  const b = summed(y, new Set([...needed, ...x.labels]));
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const inner = shared.filter((label) => !needed.has(label));
  const left = a.labels.filter((label) => !shared.includes(label));
  const right = b.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...left, ...right];
  checkPair('einsum', inner.length > 0 ? 'dot' : 'mul', a.node, b.node);
  if (inner.length > 0 && left.length + right.length > 0) {
    const factors = [arranged(a, [...batch, ...left, ...inner]), arranged(b, [...batch, ...inner, ...right])];
    return { node: node('dot', factors, { batch: batch.length, contract: inner.length }), labels };
  }
  // Without rows and columns there is no matrix product to make: elements are multiplied and summed.
  const all = [...labels, ...inner];
  const extents = new Map(
    [a, b].flatMap((n) => n.labels.map((label, i) => [label, n.node.shape[i] as number] as const)),
  );
  const factors = [a, b].map((n) => withOutput(n, all, extents));
  const terms: Named = { node: node('mul', factors, {}), labels: all };
  return summed(terms, needed);
}

/** The axes in another order. */
function arranged({ node: x, labels }: Named, order: Labels): Node {
  return node('permute', [x], { axes: order.map((label) => labels.indexOf(label)) });
}

/** In the order of the output, repeated along indices that broadcasting left out. */
function withOutput(x: Named, output: Labels, extents: ReadonlyMap<string, number>): Node {
  const present = output.filter((label) => x.labels.includes(label));
  const ordered = arranged(x, present);
  if (present.length === output.length) return ordered;
  return node('broadcast', [ordered], {
    shape: output.map((label) => extents.get(label) as number),
    axes: present.map((label) => output.indexOf(label)),
  });
}
