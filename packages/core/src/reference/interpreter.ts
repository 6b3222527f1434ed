import { dtypes, isFloat } from '../dtype.ts';
import { is, type Node, topological } from '../graph.ts';
import { type ElementwiseOp, isElementwise } from '../ops/elementwise.ts';
import type { Op } from '../ops/operation.ts';
import type { FoldOp } from '../ops/reduce.ts';
import { scalarMeaning } from '../ops/scalar-meaning.ts';
import { type Shape, sizeOf, stridesOf } from '../shape.ts';
import type { Subgraph } from '../subgraph.ts';
import { argsort, recurrence } from './along-axis.ts';
import { convolve } from './convolution.ts';
import { linearAlgebra } from './linear-algebra.ts';

/**
 * The meaning of graphs, written for reading: plain loops over float64, where integers wrap exactly and no float32
 * result is rounded. It is the oracle that compiled programs are compared with.
 *
 * Nodes that carry values stand for them; `resolve` says what the other inputs hold.
 */
export function evaluate(roots: readonly Node[], resolve: (input: Node<'input'>) => ArrayLike<number>): Float64Array[] {
  const nodes = topological(roots, isKnown);
  const uses = new Map<Node, number>();
  for (const n of [...roots, ...nodes.flatMap(operands)]) uses.set(n, (uses.get(n) ?? 0) + 1);
  const results = new Map<Node, Float64Array>();
  for (const n of nodes) {
    const arrays = operands(n).map((input) => results.get(input) as Float64Array);
    results.set(n, apply(n, arrays, resolve));
    for (const input of operands(n)) {
      const left = (uses.get(input) as number) - 1;
      uses.set(input, left);
      if (left === 0) results.delete(input);
    }
  }
  return roots.map((root) => (results.get(root) as Float64Array).slice());
}

const isKnown = (n: Node): boolean => n.values !== undefined;
const operands = (n: Node): readonly Node[] => (isKnown(n) ? [] : n.inputs);

function apply(
  n: Node,
  inputs: readonly Float64Array[],
  resolve: (input: Node<'input'>) => ArrayLike<number>,
): Float64Array {
  if (n.values !== undefined) return Float64Array.from(n.values);
  if (is('input', n)) return Float64Array.from(resolve(n));
  const { op } = n;
  if (isElementwise(op)) return elementwise(n as Node<ElementwiseOp>, inputs);
  return (rules[op as keyof Rules] as Rule<Op>)(n, inputs);
}

type Rule<O extends Op> = (n: Node<O>, inputs: readonly Float64Array[]) => Float64Array;

/** What every operation does that is not elementwise: an operation without a rule does not compile. */
type Rules = { readonly [O in Exclude<Op, ElementwiseOp | 'input'>]: Rule<O> };

const rules: Rules = {
  literal: ({ shape, dtype, attributes }) => new Float64Array(sizeOf(shape)).fill(dtypes[dtype].wrap(attributes.value)),

  iota: ({ shape, dtype, attributes: { axis } }) => {
    const step = stridesOf(shape)[axis] as number;
    return filled(shape, (i) => dtypes[dtype].wrap(Math.floor(i / step) % (shape[axis] as number)));
  },

  reduceSum: fold,
  reduceProd: fold,
  reduceMax: fold,
  reduceMin: fold,

  argmax: ({ inputs: [{ shape: from }], shape, attributes: { axis } }, [x]) => {
    const target = positions(from, withAxes(from.length, kept(from.length, [axis]), stridesOf(shape)));
    const step = stridesOf(from)[axis] as number;
    const best = new Float64Array(sizeOf(shape)).fill(Number.NEGATIVE_INFINITY);
    const found = new Uint8Array(best.length);
    const result = new Float64Array(best.length);
    x.forEach((value, i) => {
      const at = target[i];
      if (found[at] === 1 && !(value > best[at] || (Number.isNaN(value) && !Number.isNaN(best[at])))) return;
      found[at] = 1;
      best[at] = value;
      result[at] = Math.floor(i / step) % (from[axis] as number);
    });
    return result;
  },

  dot: ({ inputs: [{ shape: left, dtype }, { shape: right }], shape, attributes: { batch, contract } }, [a, b]) => {
    const groups = sizeOf(left.slice(0, batch));
    const inner = sizeOf(right.slice(batch, batch + contract));
    const rows = sizeOf(left.slice(batch, left.length - contract));
    const columns = sizeOf(right.slice(batch + contract));
    const multiply = isFloat(dtype) ? (x: number, y: number) => x * y : Math.imul;
    const finish = exact(dtype);
    const result = new Float64Array(sizeOf(shape));
    for (let g = 0; g < groups; g++) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) {
            sum = finish(sum + multiply(a[(g * rows + i) * inner + k], b[(g * inner + k) * columns + j]));
          }
          result[(g * rows + i) * columns + j] = sum;
        }
      }
    }
    return result;
  },

  conv: (n, [x, kernel]) => convolve(n, x, kernel, exact(n.dtype)),

  broadcast: ({ inputs: [x], shape, attributes: { axes } }, [values]) =>
    picked(values, shape, withAxes(shape.length, axes, stridesOf(x.shape))),

  reshape: (_, [values]) => values,

  permute: ({ inputs: [x], shape, attributes: { axes } }, [values]) => {
    const strides = stridesOf(x.shape);
    return picked(
      values,
      shape,
      axes.map((axis) => strides[axis] as number),
    );
  },

  slice: ({ inputs: [x], shape, attributes: { start } }, [values]) => {
    const strides = stridesOf(x.shape);
    return picked(values, shape, strides, offsetOf(start, strides));
  },

  pad: ({ inputs: [x], shape, dtype, attributes: { low, value } }, [values]) => {
    const result = new Float64Array(sizeOf(shape)).fill(dtypes[dtype].wrap(value));
    const strides = stridesOf(shape);
    place(result, values, x.shape, strides, offsetOf(low, strides));
    return result;
  },

  reverse: ({ shape, attributes: { axes } }, [values]) => {
    const strides = stridesOf(shape);
    const last = shape.map((extent, i) => (axes.includes(i) ? extent - 1 : 0));
    return picked(
      values,
      shape,
      strides.map((stride, i) => (axes.includes(i) ? -stride : stride)),
      offsetOf(last, strides),
    );
  },

  window: ({ inputs: [x], shape, attributes: { axis, stride, dilation } }, [values]) => {
    const strides = stridesOf(x.shape);
    const step = strides[axis] as number;
    return picked(values, shape, strides.toSpliced(axis, 1, step * stride, step * dilation));
  },

  fold: ({ inputs: [x], shape, dtype, attributes: { axis, dilation } }, [values]) => {
    const finish = exact(dtype);
    const result = new Float64Array(sizeOf(shape));
    const strides = stridesOf(shape);
    const step = strides[axis] as number;
    const target = positions(x.shape, strides.toSpliced(axis, 1, step, step * dilation));
    values.forEach((value, i) => {
      result[target[i]] = finish(result[target[i]] + value);
    });
    return result;
  },

  stopGradient: (_, [values]) => values,

  barrier: (_, [values]) => values,

  call: ({ attributes: { body, output } }, inputs) => resultOf(body, output, inputs),

  custom: ({ attributes: { body, output } }, inputs) => resultOf(body, output, inputs),
  scan: ({ shape, attributes: { loop, output } }, inputs) => {
    const { body, carries, slices, length, reverse, gated } = loop;
    const runs = !gated || inputs[carries + slices][0] !== 0;
    const roots = typeof output === 'number' ? [] : output.results;
    const stacked = new Float64Array(sizeOf(shape));
    let carried = inputs.slice(0, carries);
    for (let step = 0; runs && step < length; step++) {
      const at = reverse ? length - 1 - step : step;
      const given = inputs.map((array, i) => {
        if (i < carries) return carried[i];
        const size = array.length / length;
        return i < carries + slices ? array.subarray(at * size, (at + 1) * size) : array;
      });
      const within =
        ({ parameters }: Subgraph) =>
        (n: Node<'input'>) =>
          given[parameters.indexOf(n)];
      if (typeof output !== 'number') {
        const [kept] = evaluate(roots, within(output));
        stacked.set(kept, at * kept.length);
      }
      carried = evaluate(body.results, within(body));
    }
    return typeof output === 'number' ? carried[output] : stacked;
  },

  concat: ({ inputs, shape, attributes: { axis } }, parts) => {
    const result = new Float64Array(sizeOf(shape));
    const strides = stridesOf(shape);
    let offset = 0;
    inputs.forEach((input, i) => {
      place(result, parts[i], input.shape, strides, offset);
      offset += (input.shape[axis] as number) * (strides[axis] as number);
    });
    return result;
  },

  gather: (n, [operand, indices]) => {
    const result = new Float64Array(sizeOf(n.shape));
    eachIndexed(n, indices, (inOperand, inIndexed) => {
      result[inIndexed] = operand[inOperand];
    });
    return result;
  },

  scatterAdd: (n, [operand, indices, updates]) => {
    const finish = exact(n.dtype);
    const result = operand.slice();
    eachIndexed(n, indices, (inOperand, inIndexed) => {
      result[inOperand] = finish(result[inOperand] + updates[inIndexed]);
    });
    return result;
  },

  argsort,

  recurrence,
  ...linearAlgebra,
};

/** A result of a graph inside an operation. */
function resultOf({ parameters, results }: Subgraph, output: number, inputs: readonly Float64Array[]): Float64Array {
  const [values] = evaluate([results[output] as Node], (parameter) => inputs[parameters.indexOf(parameter)]);
  return values;
}

function elementwise(
  { op, inputs, attributes, shape }: Node<ElementwiseOp>,
  arrays: readonly Float64Array[],
): Float64Array {
  // `select` is told by its condition, whose element type says nothing of the values: they pass unchanged.
  const meaning = scalarMeaning(op, (inputs[0] as Node).dtype, attributes);
  const [a, b, c, d] = arrays as Float64Array[];
  if (d !== undefined) return filled(shape, (i) => meaning(a[i], b[i], c[i], d[i]));
  if (c !== undefined) return filled(shape, (i) => meaning(a[i], b[i], c[i]));
  if (b !== undefined) return filled(shape, (i) => meaning(a[i], b[i]));
  return filled(shape, (i) => meaning(a[i]));
}

const folds: {
  readonly [O in FoldOp]: { readonly step: ElementwiseOp; readonly identity: number | 'lowest' | 'highest' };
} = {
  reduceSum: { step: 'add', identity: 0 },
  reduceProd: { step: 'mul', identity: 1 },
  reduceMax: { step: 'max', identity: 'lowest' },
  reduceMin: { step: 'min', identity: 'highest' },
};

/** Starts at the identity and takes the elements in order. */
function fold(n: Node<FoldOp>, [x]: readonly Float64Array[]): Float64Array {
  const { step, identity } = folds[n.op];
  const from = (n.inputs[0] as Node).shape;
  const meaning = scalarMeaning(step, n.dtype, {});
  const result = new Float64Array(sizeOf(n.shape));
  result.fill(typeof identity === 'number' ? identity : dtypes[n.dtype][identity]);
  const target = positions(from, withAxes(from.length, kept(from.length, n.attributes.axes), stridesOf(n.shape)));
  x.forEach((value, i) => {
    result[target[i]] = meaning(result[target[i]], value);
  });
  return result;
}

/** Calls back with the place in the operand and the place in the gathered array that each index connects. */
function eachIndexed(
  { inputs, attributes: { batch, axis } }: Node<'gather' | 'scatterAdd'>,
  indices: Float64Array,
  visit: (inOperand: number, inIndexed: number) => void,
): void {
  const [{ shape: operand }, { shape: index }] = inputs as readonly [Node, Node];
  const groups = sizeOf(operand.slice(0, batch));
  const before = sizeOf(operand.slice(batch, axis));
  const extent = operand[axis] as number;
  const after = sizeOf(operand.slice(axis + 1));
  const count = sizeOf(index.slice(batch));
  let inIndexed = 0;
  for (let g = 0; g < groups; g++) {
    for (let i = 0; i < before; i++) {
      for (let k = 0; k < count; k++) {
        const at = Math.min(Math.max(indices[g * count + k], 0), extent - 1);
        for (let j = 0; j < after; j++) visit(((g * before + i) * extent + at) * after + j, inIndexed++);
      }
    }
  }
}

const exact = (dtype: Node['dtype']): ((x: number) => number) => (isFloat(dtype) ? (x) => x : dtypes[dtype].wrap);

const kept = (rank: number, dropped: readonly number[]): number[] =>
  Array.from({ length: rank }, (_, i) => i).filter((i) => !dropped.includes(i));

/** Strides of `rank` axes: `strides[i]` at `axes[i]`, 0 (the same element again) elsewhere. */
function withAxes(rank: number, axes: readonly number[], strides: readonly number[]): number[] {
  const result = new Array<number>(rank).fill(0);
  axes.forEach((axis, i) => {
    result[axis] = strides[i] as number;
  });
  return result;
}

function offsetOf(start: readonly number[], strides: readonly number[]): number {
  return start.reduce((sum, at, i) => sum + at * (strides[i] as number), 0);
}

function filled(shape: Shape, element: (i: number) => number): Float64Array {
  const result = new Float64Array(sizeOf(shape));
  for (let i = 0; i < result.length; i++) result[i] = element(i);
  return result;
}

/** For each index of `shape` in row-major order, `offset` plus the index times the strides. */
function positions(shape: Shape, strides: readonly number[], offset = 0): Int32Array {
  let result = Int32Array.of(offset);
  shape.forEach((extent, axis) => {
    const wider = new Int32Array(result.length * extent);
    for (let i = 0; i < wider.length; i++) {
      const outer = Math.floor(i / extent);
      wider[i] = result[outer] + (i - outer * extent) * (strides[axis] as number);
    }
    result = wider;
  });
  return result;
}

function picked(values: Float64Array, shape: Shape, strides: readonly number[], offset = 0): Float64Array {
  const at = positions(shape, strides, offset);
  return filled(shape, (i) => values[at[i]]);
}

function place(
  into: Float64Array,
  values: Float64Array,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): void {
  const at = positions(shape, strides, offset);
  values.forEach((value, i) => {
    into[at[i]] = value;
  });
}
