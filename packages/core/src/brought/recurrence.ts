import { is, type Node, node } from '../graph.ts';
import type { Brought } from '../ops/brought.ts';
import type { ArrayType } from '../ops/operation.ts';
import { equalShapes } from '../shape.ts';
import { planRecurrence } from '../wasm/emit/recurrence.ts';
import { everywhere } from './mapped-axis.ts';

/**
 * yₖ = aₖ yₖ₋₁ + bₖ. Its tangents obey ẏₖ = aₖ ẏₖ₋₁ + (ȧₖ yₖ₋₁ + ḃₖ), and its cotangents zₖ = aₖ₊₁ zₖ₊₁ + gₖ the other way:
 * both are recurrences again. Nothing is divided by, so that zeros are like other numbers.
 */
export const recurrenceCode: Brought<'recurrence'> = {
  infer: ([a, b], { axis }) => {
    const { shape, dtype } = a as ArrayType;
    if (dtype !== (b as ArrayType).dtype) return 'dtype-mismatch';
    return axis in shape && equalShapes(shape, (b as ArrayType).shape) ? { shape, dtype } : 'shape-mismatch';
  },
  plan: planRecurrence,
  derivative: {
    push: (ys, [da, db]) =>
      ys.map((y) => {
        const byFactor = da && node('mul', [da, moved(y, y.attributes)], {});
        const term = byFactor && db ? node('add', [byFactor, db], {}) : (byFactor ?? db);
        return term && node('recurrence', [y.inputs[0] as Node, term], y.attributes);
      }),
    pull: ([y], [g], _, wanted) => {
      if (y === undefined || g === undefined) return [undefined, undefined];
      const back = { ...y.attributes, reverse: !y.attributes.reverse };
      const z = node('recurrence', [movedFactor(y.inputs[0] as Node, back), g], back);
      return [wanted[0] ? node('mul', [z, moved(y, y.attributes)], {}) : undefined, z];
    },
  },
  batch: (ys, inputs, size) => {
    const mapped = inputs.map((input) => everywhere(input, size));
    return ys.map(({ attributes }) => node('recurrence', mapped, { ...attributes, axis: attributes.axis + 1 }));
  },
};

type Direction = Pick<Node<'recurrence'>['attributes'], 'axis' | 'reverse'>;

/** Each element `distance` places further in the direction of the recurrence, the first places filled with `value`. */
export function moved(x: Node, { axis, reverse }: Direction, value = 0, distance = 1): Node {
  const length = x.shape[axis] as number;
  if (length === 0) return x;
  const none = x.shape.map(() => 0);
  const start = reverse ? none.with(axis, distance) : none;
  const kept = node('slice', [x], { start, stop: reverse ? x.shape : x.shape.with(axis, length - distance) });
  const gap = none.with(axis, distance);
  return node('pad', [kept], reverse ? { low: none, high: gap, value } : { low: gap, high: none, value });
}

/** The same for factors, whose first is not used: what is equal all along the axis stays as it is. */
function movedFactor(a: Node, direction: Direction): Node {
  const isEqual = is('literal', a) || (is('broadcast', a) && !a.attributes.axes.includes(direction.axis));
  return isEqual ? a : moved(a, direction);
}
