import * as core from '@gradkit/core';
import { literal, type Node, node } from '@gradkit/core/graph';

// Shorthand for the formulas of the rules: strict operations on nodes, with numbers as constants.

type Operand = Node | number;

const lift = (x: Operand, like: Node): Node => (typeof x === 'number' ? fill(like, x) : x);

function binary(op: 'add' | 'sub' | 'mul' | 'div' | 'eq' | 'lt' | 'and', a: Operand, b: Operand): Node {
  const like = (typeof a === 'number' ? b : a) as Node;
  return node(op, [lift(a, like), lift(b, like)], {});
}

export const add = (a: Operand, b: Operand): Node => binary('add', a, b);
export const sub = (a: Operand, b: Operand): Node => binary('sub', a, b);
export const mul = (a: Operand, b: Operand): Node => binary('mul', a, b);
export const div = (a: Operand, b: Operand): Node => binary('div', a, b);
export const eq = (a: Operand, b: Operand): Node => binary('eq', a, b);
export const and = (a: Node, b: Node): Node => binary('and', a, b);
export const lt = (a: Operand, b: Operand): Node => binary('lt', a, b);

type UnaryName = 'neg' | 'abs' | 'sign' | 'floor';

export const unary = (op: UnaryName, x: Node): Node => node(op, [x], {});
export const neg = (x: Node): Node => unary('neg', x);

// Nodes of these bring their code, which the functions of core know.
export const exp = (x: Node): Node => core.exp(new core.Tensor(x)).node;
export const log = (x: Node): Node => core.log(new core.Tensor(x)).node;

/** `condition ? a : b`, element by element. */
export function select(condition: Node, a: Operand, b: Operand): Node {
  const like = (typeof a === 'number' ? b : a) as Node;
  return node('select', [condition, lift(a, like), lift(b, like)], {});
}

/** An array like `x` whose elements are all `value`. */
export function fill(x: Node, value: number): Node {
  return literal(value, x.dtype, x.shape);
}

export function cast(x: Node, dtype: Node['dtype']): Node {
  return node('cast', [x], { dtype });
}

export function reshape(x: Node, shape: readonly number[]): Node {
  return node('reshape', [x], { shape });
}

export function permute(x: Node, axes: readonly number[]): Node {
  return node('permute', [x], { axes });
}

/** [B…, first…, second…] → [B…, second…, first…], where B and first have the given numbers of axes. */
export function swap(x: Node, batch: number, first: number): Node {
  const axes = x.shape.map((_, i) => i);
  return permute(x, [...axes.slice(0, batch), ...axes.slice(batch + first), ...axes.slice(batch, batch + first)]);
}

/** The order of axes that undoes `permute` by `axes`. */
export function inverse(axes: readonly number[]): number[] {
  return axes.map((_, i) => axes.indexOf(i));
}

export function slice(x: Node, start: readonly number[], stop: readonly number[]): Node {
  return node('slice', [x], { start, stop });
}

export function pad(x: Node, low: readonly number[], high: readonly number[], value = 0): Node {
  return node('pad', [x], { low, high, value });
}

/** `x` as a value of its own, computed again after `after`. */
export function barrier(x: Node, after: Node): Node {
  return node('barrier', [x, after], {});
}

export function reduceSum(x: Node, axes: readonly number[]): Node {
  return node('reduceSum', [x], { axes });
}

/** Undoes the removal of `axes` by a reduction: repeats `x` along them, up to `shape`. */
export function expand(x: Node, axes: readonly number[], shape: readonly number[]): Node {
  return node('broadcast', [x], { shape, axes: shape.map((_, i) => i).filter((i) => !axes.includes(i)) });
}

/** Whether derivatives with respect to `x` exist. */
export function isFloat(x: { readonly dtype: Node['dtype'] }): boolean {
  return x.dtype === 'float32' || x.dtype === 'float64';
}
