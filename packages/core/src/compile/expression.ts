import { operations } from '../ops/table.ts';
import { type Buffer, type Expression, partsOf } from './kernel.ts';

/** The loads of an expression. */
export function loadsOf(e: Expression): (Expression & { readonly buffer: Buffer })[] {
  const found: (Expression & { readonly buffer: Buffer })[] = [];
  const seen = new Set<Expression>();
  const visit = (part: Expression): void => {
    if (seen.has(part)) return;
    seen.add(part);
    if (part.kind === 'load' || part.kind === 'gather') found.push(part);
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(e);
  return found;
}

/** Whether one expression is a part of another. */
export function contains(e: Expression, wanted: Expression): boolean {
  const seen = new Set<Expression>();
  const visit = (part: Expression): boolean => {
    if (part === wanted) return true;
    if (seen.has(part)) return false;
    seen.add(part);
    return partsOf(part).some(visit);
  };
  return visit(e);
}

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

/** Arithmetic of an expression, what is shared counted once. */
export function costOf(e: Expression): number {
  const seen = new Set<Expression>();
  const visit = (part: Expression): number => {
    if (seen.has(part)) return 0;
    seen.add(part);
    const own = part.kind === 'apply' ? operations[part.op].cost : 0;
    return partsOf(part).reduce((sum, inner) => sum + visit(inner), own);
  };
  return visit(e);
}
