import { is, literal, type Node, node } from '../../graph.ts';
import type { Derivative } from '../../ops/brought.ts';
import { leading, padded, reshaped } from '../convolution/axes.ts';

/** Views and adding them up are linear, and each other's transposes. */
export const overlapDerivative: Derivative<'window' | 'fold'> = {
  push: ([y], [t]) => [y && node(y.op, [t as Node], y.attributes)],
  pull: ([y], [g]) => [y && (is('window', y) ? overlapAdd(y, g as Node) : viewsOf(y as Node<'fold'>, g as Node))],
};

/**
 * The transpose of `window`: adds every element of a view where it was read.
 *
 * With a stride s, position p = q s + r is read by taps t with t ≡ r (mod s): the taps are split into s interleaved groups,
 * each of which moves in steps of one over every s-th position.
 */
function overlapAdd(y: Node<'window'>, g: Node): Node {
  const { axis, stride, dilation, code } = y.attributes;
  const extent = (y.inputs[0] as Node).shape[axis] as number;
  if (stride === 1) return node('fold', [g], { axis, dilation, extent, code });
  const at = axis + 1;
  const spread = spacedOut(g, at, dilation);
  const groups = Math.ceil((spread.shape[at] as number) / stride);
  const full = extended(spread, at, groups * stride - (spread.shape[at] as number));
  const split = reshaped(full, full.shape.toSpliced(at, 1, groups, stride));
  const positions = Math.max(Math.ceil(extent / stride), (g.shape[axis] as number) + groups - 1);
  // Views that are no longer than their stride do not meet: nothing is added up.
  const folded =
    groups === 1
      ? extended(reshaped(split, split.shape.toSpliced(at, 1)), axis, positions - (g.shape[axis] as number))
      : node('fold', [split], { axis, dilation: 1, extent: positions, code });
  const joined = reshaped(folded, folded.shape.toSpliced(axis, 2, positions * stride));
  return leading(joined, joined.shape.with(axis, extent));
}

/** The transpose of `fold`. Positions beyond the last view receive nothing, and give nothing back. */
function viewsOf(y: Node<'fold'>, g: Node): Node {
  const { axis, dilation, code } = y.attributes;
  const { shape, dtype } = y.inputs[0] as Node;
  const [positions, size] = shape.slice(axis, axis + 2) as [number, number];
  if (positions === 0) return literal(0, dtype, shape);
  const read = leading(g, g.shape.with(axis, positions + (size - 1) * dilation));
  return node('window', [read], { axis, size, stride: 1, dilation, code });
}

/** Elements along an axis `step` apart, with zeros between them. */
function spacedOut(x: Node, axis: number, step: number): Node {
  if (step === 1) return x;
  const extent = x.shape[axis] as number;
  const single = reshaped(x, x.shape.toSpliced(axis + 1, 0, 1));
  const wide = extended(single, axis + 1, step - 1);
  const flat = reshaped(wide, x.shape.with(axis, extent * step));
  return leading(flat, flat.shape.with(axis, (extent - 1) * step + 1));
}

/** Zeros after the end of an axis. */
function extended(x: Node, axis: number, count: number): Node {
  const none = x.shape.map(() => 0);
  return padded(x, none, none.with(axis, count));
}
