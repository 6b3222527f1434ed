import { scaled } from '../../compile/affine.ts';
import { rewrite } from '../../compile/expression.ts';
import type { Affine, Expression, Reduction, Stage, Store } from '../../compile/kernel.ts';

/**
 * Stages that do at a position of an axis what is to be done at `count` of them, `step` apart: several sums go side by
 * side, and a pass over memory that is not contiguous along the columns uses whole cache lines.
 */
export function unrolled(stages: readonly Stage[], axis: number, step: number, count: number): Stage[] {
  const made = stages.map(({ level }) => ({ level, stores: [] as Store[], reductions: [] as Reduction[] }));
  const copies = new Map<Reduction, Reduction>();
  for (let i = 0; i < count; i++) {
    const moved = (form: Affine): Affine => scaled(form, 1, (form.strides[axis] ?? 0) * step * i);
    const copy = (e: Expression): Expression =>
      rewrite(
        e,
        (part) =>
          part.kind === 'reduced' ? { ...part, reduction: copies.get(part.reduction) as Reduction } : undefined,
        moved,
      );
    made.forEach(({ stores, reductions }, at) => {
      const stage = stages[at] as Stage;
      for (const store of stage.stores) stores.push({ ...store, at: moved(store.at), value: copy(store.value) });
      for (const reduction of stage.reductions) {
        const { value, position } = reduction;
        const own = { ...reduction, value: copy(value), ...(position && { position: moved(position) }) };
        copies.set(reduction, own);
        reductions.push(own);
      }
    });
  }
  return made;
}
