import { operations } from '../ops/table.ts';
import { type Affine, type Expression, partsWithin } from './kernel.ts';

/** Rebuilds an expression with some parts replaced, or with other positions; what is shared stays shared. */
export function rewrite(
  e: Expression,
  replace: (part: Expression) => Expression | undefined,
  moved: (form: Affine) => Affine = (form) => form,
): Expression {
  const memo = new Map<Expression, Expression>();
  const visit = (part: Expression): Expression => {
    const known = memo.get(part);
    if (known !== undefined) return known;
    let made = replace(part);
    if (made === undefined) {
      if (part.kind === 'apply') {
        const inputs = part.inputs.map(visit);
        made = inputs.every((input, i) => input === part.inputs[i]) ? part : { ...part, inputs };
      } else if (part.kind === 'choose') {
        const within = part.within.map((range) => ({ ...range, position: moved(range.position) }));
        made = { ...part, within, inside: visit(part.inside), outside: visit(part.outside) };
      } else if (part.kind === 'gather') {
        made = { ...part, at: moved(part.at), index: visit(part.index) };
      } else if (part.kind === 'load' || part.kind === 'index') {
        const at = moved(part.at);
        made = at === part.at ? part : { ...part, at };
      } else {
        made = part;
      }
    }
    memo.set(part, made);
    return made;
  };
  return visit(e);
}

/** The positions that an expression itself depends on, without its parts. */
export function ownForms(e: Expression): readonly Affine[] {
  if (e.kind === 'choose') return e.within.map(({ position }) => position);
  return 'at' in e ? [e.at] : [];
}

/** Every position that expressions depend on. */
export function formsOf(roots: Iterable<Expression>): Affine[] {
  return [...partsWithin(roots)].flatMap(ownForms);
}

/** Arithmetic of an expression that is done anew for each point of some axes, what is shared counted once. */
export function costAlong(e: Expression, axes: readonly number[]): number {
  let cost = 0;
  for (const part of partsWithin([e])) {
    const moves = formsOf([part]).some(({ strides }) => axes.some((axis) => strides[axis]));
    if (moves && part.kind === 'apply') cost += operations[part.op].cost;
  }
  return cost;
}
