import { isFloat } from '../../src/dtype.ts';
import { literal, type Node, node } from '../../src/graph.ts';
import { type ElementwiseOp, elementwise } from '../../src/ops/elementwise.ts';
import type { MoveOp } from '../../src/ops/move.ts';
import type { Op } from '../../src/ops/operation.ts';
import type { ReduceOp } from '../../src/ops/reduce.ts';
import { evaluate } from '../../src/reference/interpreter.ts';
import { sizeOf } from '../../src/shape.ts';
import { compute, type Enclosure, enclosureOf, exactly, inPlaceOf, intervalAt, type Rule } from './bounds.ts';
import { nested } from './call-enclosure.ts';
import { elementRule } from './elementwise-enclosure.ts';
import {
  anything,
  certainlyNaN,
  containsZero,
  type Interval,
  isNaNForCertain,
  isPoint,
  point,
  precision,
  widen,
} from './interval.ts';
import { linearAlgebra } from './linear-algebra-enclosure.ts';
import { scan } from './loop-enclosure.ts';
import { argsort } from './order-enclosure.ts';
import { recurrence } from './recurrence-enclosure.ts';
import { sumOfProducts } from './sum-enclosure.ts';

const elementByElement: Rule<ElementwiseOp> = (n, inputs) => {
  const element = elementRule(n);
  return enclosureOf(sizeOf(n.shape), (i) => element(inputs.map((x) => intervalAt(x, i))));
};

const leaf: Rule<Op> = (n) => exactly(evaluate([n], () => [])[0] as Float64Array);

/** Bounds move, or are compared, as the elements are; so do the marks of what may be NaN. */
const bounds: Rule<MoveOp | 'reduceMax' | 'reduceMin'> = (n, inputs) => {
  const attributes = n.attributes as never;
  const each = (key: 'lo' | 'hi'): Float64Array =>
    compute(
      n.op,
      n.inputs.map((input, i) => inPlaceOf(input, (inputs[i] as Enclosure)[key])),
      attributes,
    );
  const marks = n.inputs.map((input, i) => inPlaceOf(input, (inputs[i] as Enclosure).nan, 'float64'));
  const nan =
    n.op === 'reduceMin'
      ? compute('reduceMax', marks, attributes)
      : compute(n.op, marks, n.op === 'pad' ? ({ ...n.attributes, value: 0 } as never) : attributes);
  return { lo: each('lo'), hi: each('hi'), nan: nan.map((x) => Math.max(0, x)) };
};

/** Calls back with the elements that fold into each element of the result. */
function groups(
  n: Node<ReduceOp>,
  axes: readonly number[],
  x: Enclosure,
  fold: (group: readonly Interval[]) => Interval,
): Enclosure {
  const input = n.inputs[0] as Node;
  const kept = input.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const order = { axes: [...kept, ...axes] };
  const sorted = {
    lo: compute('permute', [inPlaceOf(input, x.lo)], order),
    hi: compute('permute', [inPlaceOf(input, x.hi)], order),
    nan: compute('permute', [inPlaceOf(input, x.nan, 'float64')], order),
  };
  const length = sizeOf(axes.map((axis) => input.shape[axis] as number));
  return enclosureOf(sizeOf(n.shape), (at) =>
    fold(Array.from({ length }, (_, i) => intervalAt(sorted, at * length + i))),
  );
}

/**
 * Products in any order: n - 1 roundings of relative size, exact if the magnitudes of whole numbers multiply to less
 * than 2^24 (2^53). The order decides also what overflows or vanishes on the way.
 */
const reduceProd: Rule<'reduceProd'> = (n, [x]) => {
  const { dtype } = n;
  const { axes } = n.attributes;
  const wide = literal(1, isFloat(dtype) ? 'float64' : dtype);
  const times = elementRule(node('mul', [wide, wide], {}));
  const multiplied = (group: readonly Interval[]): Interval => group.reduce((a, b) => times([a, b]), point(1));
  if (!isFloat(dtype)) return groups(n, axes, x as Enclosure, multiplied);
  const { largest, tiny, ulp } = precision[dtype];
  return groups(n, axes, x as Enclosure, (group) => {
    if (group.some(isNaNForCertain)) return certainlyNaN;
    let most = 1;
    let least = 1;
    for (const each of group) {
      const [smaller, larger] = [Math.abs(each.lo), Math.abs(each.hi)].sort((a, b) => a - b) as [number, number];
      most *= Math.max(1, larger);
      if (larger > 0) least *= Math.min(1, containsZero(each) ? 0 : smaller);
    }
    if (most > largest) return anything(dtype);
    const product = multiplied(group);
    const whole = group.every((each) => isPoint(each) && Number.isInteger(each.lo));
    if (group.length < 2 || (whole && most < 2 / ulp)) return product;
    const magnitude = Math.max(Math.abs(product.lo), Math.abs(product.hi));
    const vanished = least > tiny / ulp ? 0 : magnitude;
    const rounding = (dtype === 'float64' ? 2 : 0.51) * ulp * magnitude + most * tiny;
    return widen(dtype, product, vanished + group.length * rounding);
  });
};

/** NaN counts as largest, so infinity has to step back. */
const argmax: Rule<'argmax'> = (n, [x]) => {
  const rank = (value: number): number =>
    Number.isNaN(value) ? Number.POSITIVE_INFINITY : Math.min(value, Number.MAX_VALUE);
  return groups(n, [n.attributes.axis], x as Enclosure, (group) => {
    const least = group.map(({ lo }) => rank(lo));
    const most = group.map(({ hi, nan }) => (nan === 1 ? Number.POSITIVE_INFINITY : rank(hi)));
    const reached = Math.max(...least);
    const sure = least.indexOf(reached);
    // Before the one that surely reaches the maximum a tie would win, after it only a larger element.
    const winners = [...most.keys()].filter((i) => (i < sure ? most[i] >= reached : i === sure || most[i] > reached));
    return { lo: winners[0] ?? 0, hi: winners.at(-1) ?? 0, nan: 0 };
  });
};

const reduceSum: Rule<'reduceSum'> = (n, [x]) => {
  const input = n.inputs[0] as Node;
  return sumOfProducts(n.dtype, [x as Enclosure], {
    apply: ([values], dtype) => compute('reduceSum', [inPlaceOf(input, values, dtype)], n.attributes),
    products: false,
  });
};

const dot: Rule<'dot'> = (n, inputs) => {
  const [left, right] = n.inputs as readonly [Node, Node];
  return sumOfProducts(n.dtype, inputs, {
    apply: ([a, b], dtype) => compute('dot', [inPlaceOf(left, a, dtype), inPlaceOf(right, b, dtype)], n.attributes),
    products: true,
  });
};

/** The zeros around the input are factors like any other. */
const conv: Rule<'conv'> = (n, [image, weights]) => {
  const [x, kernel] = n.inputs as readonly [Node, Node];
  const { low, high } = n.attributes;
  const framed = node('pad', [x], { low: [0, ...low, 0], high: [0, ...high, 0], value: 0 });
  const none = low.map(() => 0);
  return sumOfProducts(n.dtype, [bounds(framed, [image as Enclosure]), weights as Enclosure], {
    apply: ([a, b], dtype) =>
      compute('conv', [inPlaceOf(framed, a, dtype), inPlaceOf(kernel, b, dtype)], {
        ...n.attributes,
        low: none,
        high: none,
      }),
    products: true,
  });
};

const scatterAdd: Rule<'scatterAdd'> = (n, [operand, indices, updates]) => {
  const [into, at, from] = n.inputs as readonly [Node, Node, Node];
  if (!isDecided(indices as Enclosure)) return enclosureOf(sizeOf(n.shape), () => anything(n.dtype));
  const position = inPlaceOf(at, (indices as Enclosure).lo);
  return sumOfProducts(n.dtype, [operand as Enclosure, updates as Enclosure], {
    apply: ([a, b], dtype) =>
      compute('scatterAdd', [inPlaceOf(into, a, dtype), position, inPlaceOf(from, b, dtype)], n.attributes),
    products: false,
  });
};

const overlapAdd: Rule<'fold'> = (n, [views]) =>
  sumOfProducts(n.dtype, [views as Enclosure], {
    apply: ([x], dtype) => compute('fold', [inPlaceOf(n.inputs[0] as Node, x as Float64Array, dtype)], n.attributes),
    products: false,
  });

const first: Rule<Op> = (_, [x]) => x as Enclosure;

const gather: Rule<'gather'> = (n, [operand, indices]) => {
  const [from, at] = n.inputs as readonly [Node, Node];
  const { batch, axis } = n.attributes;
  const position = inPlaceOf(at, (indices as Enclosure).lo);
  const each = (key: 'lo' | 'hi' | 'nan'): Float64Array =>
    compute('gather', [inPlaceOf(from, (operand as Enclosure)[key], 'float64'), position], n.attributes);
  const found = { lo: each('lo'), hi: each('hi'), nan: each('nan') };
  if (isDecided(indices as Enclosure)) return found;
  const open = (indices as Enclosure).lo.map((_, i) => (isPoint(intervalAt(indices as Enclosure, i)) ? 0 : 1));
  const axes = at.shape.map((_, i) => (i < batch ? i : axis + i - batch));
  const openThere = compute('broadcast', [inPlaceOf(at, open, 'float64')], { shape: n.shape, axes });
  return enclosureOf(openThere.length, (i) => (openThere[i] === 1 ? anything(n.dtype) : intervalAt(found, i)));
};

const isDecided = (x: Enclosure): boolean => x.lo.every((_, i) => isPoint(intervalAt(x, i)));

export const rules: { readonly [O in Op]: Rule<O> } = {
  ...(Object.fromEntries(Object.keys(elementwise).map((op) => [op, elementByElement])) as {
    [O in ElementwiseOp]: Rule<O>;
  }),
  literal: leaf,
  input: leaf,
  iota: leaf,
  broadcast: bounds,
  reshape: bounds,
  permute: bounds,
  slice: bounds,
  pad: bounds,
  reverse: bounds,
  concat: bounds,
  window: bounds,
  stopGradient: first,
  barrier: first,
  call: nested,
  custom: nested,
  scan,
  reduceMax: bounds,
  reduceMin: bounds,
  reduceSum,
  reduceProd,
  argmax,
  dot,
  conv,
  gather,
  scatterAdd,
  argsort,
  recurrence,
  ...linearAlgebra,
  fold: overlapAdd,
};
