import { operations } from '../ops/table.ts';
import { type Affine, type Expression, partsWithin } from './kernel.ts';

/** Rebuilds an expression with some parts replaced; what is shared stays shared. */
export function rewrite(e: Expression, replace: (part: Expression) => Expression | undefined): Expression {
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
        made = { ...part, inside: visit(part.inside), outside: visit(part.outside) };
      } else if (part.kind === 'gather') {
        made = { ...part, index: visit(part.index) };
      } else {
        made = part;
      }
    }
    memo.set(part, made);
    return made;
  };
  return visit(e);
}

/** Every position that expressions depend on. */
export function formsOf(roots: Iterable<Expression>): Affine[] {
  return [...partsWithin(roots)].flatMap((e) => {
    if (e.kind === 'choose') return e.within.map(({ position }) => position);
    return e.kind === 'load' || e.kind === 'gather' || e.kind === 'index' ? [e.at] : [];
  });
}

/** Arithmetic of an expression, what is shared counted once. */
export function costOf(e: Expression): number {
  let cost = 0;
  for (const part of partsWithin([e])) if (part.kind === 'apply') cost += operations[part.op].cost;
  return cost;
}
