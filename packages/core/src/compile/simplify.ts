import { valueNode } from '../constant.ts';
import { convert, dtypes } from '../dtype.ts';
import { exactText, is, isRunTime, literal, type Node, node, topological } from '../graph.ts';
import type { Brought } from '../ops/brought.ts';
import type { Op } from '../ops/operation.ts';
import { ambient } from '../origin.ts';
import { equalShapes, type Shape } from '../shape.ts';
import { replacing } from '../subgraph.ts';

/** Rewrites a node to an equal, simpler one; undefined where it does not apply. */
type Rule<O extends Op> = (n: Node<O>) => Node | undefined;

const first = (n: Node): Node => n.inputs[0] as Node;
const second = (n: Node): Node => n.inputs[1] as Node;

function holds(n: Node, value: number): boolean {
  return is('literal', n) && Object.is(n.attributes.value, value);
}

/** A node whose elements are all one known number, in another shape. */
function refill(n: Node): Node | undefined {
  const inner = first(n);
  return is('literal', inner) ? literal(inner.attributes.value, n.dtype, n.shape) : undefined;
}

function compose(outer: readonly number[], inner: readonly number[]): number[] {
  return outer.map((axis) => inner[axis] as number);
}

/** Whether a permutation leaves the axes of more than one element in their order. */
const keepsOrder = (axes: readonly number[], shape: Shape): boolean =>
  axes.filter((axis) => shape[axis] !== 1).every((axis, i, long) => i === 0 || axis > (long[i - 1] as number));

/** Axes of extent 1 need no reduction. */
function dropUnitAxes<O extends 'reduceSum' | 'reduceProd' | 'reduceMax' | 'reduceMin'>(n: Node<O>): Node | undefined {
  const { axes } = n.attributes as { readonly axes: readonly number[] };
  const input = first(n);
  const long = axes.filter((axis) => input.shape[axis] !== 1);
  if (long.length === axes.length && axes.length > 0) return undefined;
  if (long.length === 0)
    return equalShapes(input.shape, n.shape) ? input : node('reshape', [input], { shape: n.shape });
  return undefined;
}

/** x ∘ value = x */
const rightNeutral =
  (value: number): Rule<Op> =>
  (n) =>
    holds(second(n), value) ? first(n) : undefined;

/** value ∘ x = x */
const leftNeutral =
  (value: number): Rule<Op> =>
  (n) =>
    holds(first(n), value) ? second(n) : undefined;

const onIntegers =
  (rule: Rule<Op>): Rule<Op> =>
  (n) =>
    dtypes[n.dtype].float ? undefined : rule(n);

const sameShape: Rule<Op> = (n) => (equalShapes(first(n).shape, n.shape) ? first(n) : undefined);
const sameType: Rule<Op> = (n) => (first(n).dtype === n.dtype ? first(n) : undefined);

/** The algebra, one line a rule. Rules never change a value, NaN, infinities and signed zeros included. */
const rules: { readonly [O in Op]?: readonly Rule<O>[] } = {
  add: [rightNeutral(-0), leftNeutral(-0), onIntegers(rightNeutral(0)), onIntegers(leftNeutral(0))],
  sub: [rightNeutral(0)],
  mul: [
    rightNeutral(1),
    leftNeutral(1),
    (n) => (holds(second(n), -1) ? node('neg', [first(n)], {}) : undefined), // x · (−1) = −x
    (n) => (holds(first(n), -1) ? node('neg', [second(n)], {}) : undefined), // (−1) · x = −x
  ],
  div: [
    rightNeutral(1),
    // x / 2 = x · ½, which is exact
    (n) =>
      dtypes[n.dtype].float && holds(second(n), 2)
        ? node('mul', [first(n), literal(0.5, n.dtype, n.shape)], {})
        : undefined,
  ],
  pow: [
    rightNeutral(1),
    (n) => (holds(second(n), 2) ? node('mul', [first(n), first(n)], {}) : undefined), // x² = x · x
  ],
  neg: [(n) => (first(n).op === 'neg' ? first(first(n)) : undefined)], // −(−x) = x
  cast: [sameType],
  bitcast: [sameType],
  select: [
    leftNeutral(1), // select(true, a, b) = a
    (n) => (holds(first(n), 0) ? n.inputs[2] : undefined), // select(false, a, b) = b
    (n) => (n.inputs[1] === n.inputs[2] ? second(n) : undefined), // select(c, a, a) = a
  ],
  reduceSum: [dropUnitAxes],
  reduceProd: [dropUnitAxes],
  reduceMax: [dropUnitAxes],
  reduceMin: [dropUnitAxes],
  stopGradient: [first], // only derivatives tell it from its input
  broadcast: [
    refill,
    sameShape,
    (n) => {
      const inner = first(n);
      if (!is('broadcast', inner)) return undefined;
      return node('broadcast', inner.inputs, {
        shape: n.shape,
        axes: inner.attributes.axes.map((a) => n.attributes.axes[a] as number),
      });
    },
  ],
  reshape: [
    refill,
    sameShape,
    (n) => (first(n).op === 'reshape' ? node('reshape', first(n).inputs, n.attributes) : undefined),
  ],
  permute: [
    refill,
    (n) =>
      keepsOrder(n.attributes.axes, first(n).shape) ? node('reshape', [first(n)], { shape: n.shape }) : undefined,
    (n) => {
      const inner = first(n);
      return is('permute', inner)
        ? node('permute', inner.inputs, { axes: compose(n.attributes.axes, inner.attributes.axes) })
        : undefined;
    },
  ],
  slice: [refill, sameShape],
  pad: [sameShape],
  reverse: [refill, (n) => (n.attributes.axes.every((axis) => n.shape[axis] === 1) ? first(n) : undefined)],
  concat: [
    (n) => (n.inputs.length === 1 ? first(n) : undefined),
    // Beyond 64 parts, a chain that grows part by part would take the square of its length.
    (n) => {
      const parts = n.inputs.flatMap((part) =>
        is('concat', part) && part.attributes.axis === n.attributes.axis ? part.inputs : part,
      );
      return parts.length === n.inputs.length || parts.length > 64 ? undefined : node('concat', parts, n.attributes);
    },
  ],
};

/** Arithmetic that is exact or correctly rounded, so that doing it here or in the program is the same. */
const arithmetic: { readonly [O in Op]?: (a: number, b: number) => number } = {
  neg: (a) => -a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: Math.sqrt,
};

/** An operation on numbers that are known is a number. */
function folded(n: Node): Node | undefined {
  const [a, b = a] = n.inputs;
  if (a === undefined || b === undefined || !is('literal', a) || !is('literal', b)) return undefined;
  const [x, y] = [a.attributes.value, b.attributes.value];
  if (is('cast', n)) return literal(convert(x, a.dtype, n.dtype), n.dtype, n.shape);
  const apply = arithmetic[n.op];
  if (apply === undefined) return undefined;
  const value = apply(x, y);
  // Integer products may need more digits than a number has, and integers divide in their own way.
  const isExact = dtypes[n.dtype].float || Number.isSafeInteger(value);
  return isExact && (n.op !== 'div' || dtypes[n.dtype].float) ? literal(value, n.dtype, n.shape) : undefined;
}

function simplified(n: Node): Node {
  let next = folded(n);
  for (const rule of (rules[n.op] ?? []) as readonly Rule<Op>[]) next ??= rule(n);
  return next === undefined ? n : simplified(next);
}

/** What makes two nodes with the same inputs equal; undefined for nodes equal only to themselves. */
function attributeKey(n: Node): string | undefined {
  if (is('input', n)) {
    const { source } = n.attributes;
    return source.kind === 'argument' ? `argument${source.index}` : undefined;
  }
  // Numbers of floating point are read at run time: that two are equal now says nothing of the next call.
  if (is('literal', n) && isRunTime(n)) return undefined;
  return exactText(n.attributes);
}

/**
 * Rebuilds the graph of some roots with rules applied and equal nodes merged. Nodes with values become inputs, and so
 * does every variable, once.
 */
export function simplify(roots: readonly Node[]): Node[] {
  const replaced = new Map<Node, Node>();
  const merged = new Map<string, Node>();
  const cells = new Map<object, Node>();
  const intern = (n: Node): Node => {
    const own = attributeKey(n);
    if (own === undefined) return n;
    const key = `${n.op} ${n.dtype} ${n.inputs.length === 0 ? n.shape.join() : ''} ${n.inputs.map((i) => i.id).join()} ${own}`;
    const known = merged.get(key);
    if (known !== undefined) return known;
    merged.set(key, n);
    return n;
  };
  const settledInputs = replacing((input) => settle(input));
  const settle = (n: Node): Node => {
    let next = replaced.get(n);
    if (next !== undefined) return next;
    if (n.values !== undefined) {
      next = n.op === 'input' ? n : valueNode(n.values, n.shape, n.dtype);
    } else if (is('input', n)) {
      const { source } = n.attributes;
      next = source.kind === 'variable' ? (cells.get(source.cell) ?? n) : intern(n);
      if (source.kind === 'variable') cells.set(source.cell, next);
    } else {
      const inputs = settledInputs(n.inputs);
      const rebuilt = inputs === n.inputs ? n : node(n.op, inputs, n.attributes);
      const { code } = rebuilt.attributes as { readonly code?: Partial<Brought<Op>> };
      next = code?.expand === undefined ? intern(simplified(rebuilt)) : (settleAll([code.expand(rebuilt)])[0] as Node);
    }
    replaced.set(n, next).set(next, next);
    return next;
  };
  // Inputs come before users, so that depth is that of expansions in expansions.
  const settleAll = (wanted: readonly Node[]): Node[] => {
    const before = ambient.origin;
    for (const n of topological(wanted, (m) => m.values !== undefined || replaced.has(m))) {
      ambient.origin = n.origin || before;
      settle(n);
    }
    ambient.origin = before;
    return wanted.map((n) => replaced.get(n) as Node);
  };
  return settleAll(roots);
}
