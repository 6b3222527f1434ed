import { rewrite } from '../../compile/expression.ts';
import type { Affine, Expression, Reduction, Stage } from '../../compile/kernel.ts';

/**
 * Stages that do at a position of an axis what is to be done at `count` of them, `step` apart: several sums go side by
 * side and share what they load, and a pass over memory that is not contiguous along the columns uses whole cache lines.
 */
export function unrolled(stages: readonly Stage[], axis: number, step: number, count: number): readonly Stage[] {
  if (count <= 1) return stages;
  const copies = Array.from({ length: count }, (_, i) => copying(axis, step * i));
  return stages.map((stage) => {
    const parts = copies.map((copy) => copy(stage));
    return {
      ...stage,
      stores: parts.flatMap(({ stores }) => stores),
      reductions: parts.flatMap(({ reductions }) => reductions),
    };
  });
}

/** Copies the stages of a kernel, one after the other, to a place so many steps further along an axis of the rows. */
function copying(axis: number, steps: number): (stage: Stage) => Stage {
  const copies = new Map<Reduction, Reduction>();
  // What does not move stays the same object: it is computed once for all.
  const moved = (form: Affine): Affine => {
    const stride = form.strides[axis];
    return stride ? { ...form, offset: form.offset + stride * steps } : form;
  };
  const copy = (value: Expression): Expression =>
    rewrite(
      value,
      (part) => (part.kind === 'reduced' ? { ...part, reduction: copies.get(part.reduction) as Reduction } : undefined),
      moved,
    );
  return ({ level, stores, reductions }) => ({
    level,
    stores: stores.map((store) => ({ ...store, at: moved(store.at), value: copy(store.value) })),
    reductions: reductions.map((reduction) => {
      const own = { ...reduction, value: copy(reduction.value) };
      copies.set(reduction, own);
      return own;
    }),
  });
}
