import { flattenTree, type ScanOptions, type scan, stack, Tensor } from '@gradkit/core';
import { node } from '@gradkit/core/graph';

const isTensor = (value: unknown): boolean => value instanceof Tensor;

type Step = (carry: unknown, x: unknown) => readonly [unknown, unknown];

/** The same as `scan`, as a graph with all steps one after the other. */
export const unrolled = ((step: Step, initial: unknown, xs: unknown, options: ScanOptions = {}) => {
  const { length, reverse = false } = options;
  const { leaves, structure } = flattenTree(xs, isTensor);
  const arrays = leaves as Tensor[];
  const count = length ?? (arrays[0]?.shape[0] as number);
  let carry: unknown = initial;
  const kept: unknown[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const at = reverse ? count - 1 - i : i;
    [carry, kept[at]] = step(carry, structure.rebuild(arrays.map((t) => sliceOf(t, at))));
  }
  const parts = kept.map((y) => flattenTree(y, isTensor));
  const stacked = parts[0]?.leaves.map((_, i) => stack(parts.map((part) => part.leaves[i] as Tensor)));
  return [carry, parts[0]?.structure.rebuild(stacked ?? [])];
}) as typeof scan;

function sliceOf({ node: n }: Tensor, at: number): Tensor {
  const start = n.shape.map((_, axis) => (axis === 0 ? at : 0));
  const part = node('slice', [n], { start, stop: n.shape.with(0, at + 1) });
  return new Tensor(node('reshape', [part], { shape: n.shape.slice(1) }));
}
