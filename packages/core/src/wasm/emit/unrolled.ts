import { scaled } from '../../compile/affine.ts';
import { rewrite } from '../../compile/expression.ts';
import type { Affine, Expression, Reduction, Stage } from '../../compile/kernel.ts';

/**
 * Stages that do at a position of an axis what is to be done at `count` of them, `step` apart: several sums go side by
 * side and share what they load, and a pass over memory that is not contiguous along the columns uses whole cache lines.
 */
export function unrolled(stages: readonly Stage[], axis: number, step: number, count: number): readonly Stage[] {
  if (count <= 1) return stages;
  const copies = Array.from({ length: count }, (_, i) => copying(axis, step * i));
  return stages.flatMap((stage) => {
    const parts = copies.map((copy) => copy(stage));
    // What is done once for each row stays apart: few values at a time.
    if (stage.level === 'row') return parts;
    const [stores, reductions] = [parts.flatMap((part) => part.stores), parts.flatMap((part) => part.reductions)];
    return { level: stage.level, stores, reductions };
  });
}

/** Copies the stages of a kernel, one after the other, to a place so many steps further along an axis. */
function copying(axis: number, steps: number): (stage: Stage) => Stage {
  const copies = new Map<Reduction, Reduction>();
  // What does not move stays the same object: it is computed once for all.
  const moved = (form: Affine): Affine => {
    const shift = (form.strides[axis] ?? 0) * steps;
    return shift === 0 ? form : scaled(form, 1, shift);
  };
  const copy = (e: Expression): Expression =>
    rewrite(
      e,
      (part) => (part.kind === 'reduced' ? { ...part, reduction: copies.get(part.reduction) as Reduction } : undefined),
      moved,
    );
  return ({ level, stores, reductions }) => ({
    level,
    stores: stores.map((store) => ({ ...store, at: moved(store.at), value: copy(store.value) })),
    reductions: reductions.map((reduction) => {
      const { value, position } = reduction;
      const own = { ...reduction, value: copy(value), ...(position && { position: moved(position) }) };
      copies.set(reduction, own);
      return own;
    }),
  });
}
