import { type DType, dtypes, isFloat } from '../../src/dtype.ts';
import type { Node } from '../../src/graph.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../src/ops/elementwise.ts';
import type { Op } from '../../src/ops/operation.ts';
import type { FoldOp } from '../../src/ops/reduce.ts';
import { type Shape, sizeOf } from '../../src/shape.ts';
import { codedNode as node } from '../codes.ts';
import { type Bench, fitting, operand, positive } from './bench.ts';
import { randomCall, randomCustom } from './calls.ts';
import type { Decisions } from './decisions.ts';
import { extents, randomIndices, randomLeaf, randomLiteral, randomShape, randomValues } from './leaves.ts';
import { conditioned } from './linear-algebra-operands.ts';
import { randomLoop } from './loops.ts';

/** One more node of an operation on an element type, from what is there; undefined if it cannot be. */
export type Step = (bench: Bench, d: Decisions, dtype: DType) => Node | undefined;

const withAxes = [1, 2, 3, 4];

const unary =
  (op: UnaryOp, prepare: (x: Node, d: Decisions) => Node = (x) => x): Step =>
  (bench, d, dtype) =>
    node(op, [prepare(operand(bench, d, dtype), d)], {});

const binary =
  (op: BinaryOp | CompareOp, prepare: (x: Node, d: Decisions) => Node = (x) => x): Step =>
  (bench, d, dtype) => {
    const x = operand(bench, d, dtype);
    const y = fitting(bench, d, x.shape, dtype);
    const [a, b] = d.shuffled([x, y]) as [Node, Node];
    return op === 'pow' ? node(op, [prepare(a, d), b], {}) : node(op, [a, prepare(b, d)], {});
  };

const mostlyPositive = (x: Node, d: Decisions): Node => (isFloat(x.dtype) && d.chance(0.8) ? positive(x) : x);

const fold =
  (op: FoldOp): Step =>
  (bench, d, dtype) => {
    const x = operand(bench, d, dtype, d.chance(0.05) ? [0] : withAxes);
    const axes = x.shape.map((_, i) => i).filter(() => d.chance(op === 'reduceProd' ? 0.3 : 0.5));
    return node(op, [x], { axes });
  };

/** The number of elements times the length of the sums. */
const dotCost = (left: Shape, right: Shape): number => sizeOf(left) * sizeOf(right);

const dot: Step = (bench, d, dtype) => {
  const left = operand(bench, d, dtype);
  const rank = left.shape.length;
  const batch = d.pick([0, 0, 0, 1, 1, 2].filter((n) => n <= rank));
  const inner = d.pick([0, 1, 1, 1, 2].filter((n) => n <= rank - batch));
  if (d.chance(0.2)) {
    // A matrix times its transpose.
    const order = left.shape.map((_, i) => i);
    const axes = [...order.slice(0, batch), ...order.slice(rank - inner), ...order.slice(batch, rank - inner)];
    const turned = node('permute', [left], { axes });
    return isSmall(bench, left.shape, turned.shape, batch, inner)
      ? node('dot', [left, turned], { batch, contract: inner })
      : undefined;
  }
  const shared = [...left.shape.slice(0, batch), ...left.shape.slice(rank - inner)];
  const right = [...shared, ...randomShape(d, 40, [0, 1, 1, 1, 2])];
  if (!isSmall(bench, left.shape, right, batch, inner)) return undefined;
  return node('dot', [left, fitting(bench, d, right, dtype)], { batch, contract: inner });
};

const conv: Step = (bench, d, dtype) => {
  const groups = d.pick([1, 1, 1, 2, 3]);
  const channels = groups * d.pick([1, 1, 2, 3, 5]);
  const rank = d.pick([0, 1, 1, 1, 2, 2]);
  const found = operand(bench, d, dtype, [rank + 2]);
  // What is there mostly has other channels than a group asks for.
  const x =
    found.shape.at(-1) === channels || groups === 1
      ? found
      : fitting(bench, d, [...found.shape.slice(0, -1), channels], dtype);
  const dilations = Array.from({ length: rank }, () => d.pick([1, 1, 1, 2]));
  const taps = dilations.map((dilation, i) => {
    const most = Math.floor(((x.shape[i + 1] as number) - 1) / dilation) + 1;
    return d.chance(0.03) ? most + 1 : 1 + d.below(Math.max(1, Math.min(most, 4)));
  });
  const own = (x.shape.at(-1) as number) / groups;
  const filters = groups * d.pick([1, 2, 3, 8]);
  if (sizeOf([...taps, own, filters]) > bench.limit) return undefined;
  const kernel = fitting(bench, d, [...taps, own, filters], dtype);
  const around = (): number[] => taps.map(() => d.pick([0, 0, 0, 1, 2]));
  const strides = taps.map(() => d.pick([1, 1, 2, 3]));
  const made = node('conv', [x, kernel], { strides, dilations, low: around(), high: around(), groups });
  const size = sizeOf(made.shape);
  return size <= bench.limit && size * sizeOf([...taps, own]) <= 16 * bench.limit ? made : undefined;
};

function isSmall({ limit }: Bench, left: Shape, right: Shape, batch: number, inner: number): boolean {
  const repeated = sizeOf(left.slice(0, batch));
  const summed = sizeOf(right.slice(batch, batch + inner));
  const size = dotCost(left, right) / Math.max(1, repeated * summed ** 2);
  return left.length + right.length - batch - 2 * inner <= 4 && size <= limit && size * summed <= 16 * limit;
}

const broadcast: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype, [0, 1, 2, 3]);
  const room = Math.floor(bench.limit / Math.max(1, sizeOf(x.shape)));
  const added = randomShape(d, Math.min(room, 64), [1, 1, 2]).slice(0, 4 - x.shape.length);
  const shape = [...x.shape];
  const axes = x.shape.map((_, i) => i);
  for (const extent of added) {
    const at = d.below(shape.length + 1);
    shape.splice(at, 0, extent);
    axes.forEach((axis, i) => {
      if (axis >= at) axes[i] = axis + 1;
    });
  }
  return node('broadcast', [x], { shape, axes });
};

const reshape: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype);
  const shape = [1, 1, 1, 1].slice(0, 1 + d.below(4));
  for (const factor of d.shuffled(factors(sizeOf(x.shape)))) {
    const at = d.below(shape.length);
    shape[at] = (shape[at] as number) * factor;
  }
  return node('reshape', [x], { shape: sizeOf(x.shape) === 1 && d.chance(0.5) ? [] : shape });
};

function factors(size: number): number[] {
  if (size < 2) return [size];
  const result: number[] = [];
  let rest = size;
  for (let prime = 2; rest > 1; prime++) {
    for (; rest % prime === 0; rest /= prime) result.push(prime);
  }
  return result;
}

const permute: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype, d.chance(0.1) ? [0, 1] : [2, 3, 4]);
  return node('permute', [x], { axes: d.shuffled(x.shape.map((_, i) => i)) });
};

const slice: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype, withAxes);
  const bounds = x.shape.map((extent) => {
    if (d.chance(0.4)) return [0, extent] as const;
    const start = d.below(extent);
    return [start, start + (d.chance(0.03) ? 0 : Math.min(1, extent - start) + d.below(extent - start))] as const;
  });
  return node('slice', [x], { start: bounds.map(([start]) => start), stop: bounds.map(([, stop]) => stop) });
};

const pad: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype, withAxes);
  const amount = (): number => d.pick([0, 0, 1, 1, 2, 3]);
  const low = x.shape.map(amount);
  const high = x.shape.map(amount);
  const size = sizeOf(x.shape.map((extent, i) => extent + (low[i] as number) + (high[i] as number)));
  const value = d.chance(0.6) ? 0 : d.pick([1, dtypes[dtype].lowest, isFloat(dtype) ? 0.1 : 2]);
  return size > bench.limit ? undefined : node('pad', [x], { low, high, value });
};

const reverse: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype, withAxes);
  return node('reverse', [x], { axes: x.shape.map((_, i) => i).filter(() => d.chance(0.6)) });
};

const window: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype, [1, 2, 3]);
  const axis = d.below(x.shape.length);
  const dilation = d.pick([1, 1, 1, 2, 3]);
  const most = Math.max(1, Math.floor(((x.shape[axis] as number) - 1) / dilation) + 1);
  const size = d.chance(0.03) ? most + 1 : 1 + d.below(Math.min(most, 5));
  const made = node('window', [x], { axis, size, stride: d.pick([1, 1, 2, 3]), dilation });
  return sizeOf(made.shape) > bench.limit ? undefined : made;
};

const overlapAdd: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype, [2, 3, 4]);
  const axis = d.below(x.shape.length - 1);
  const [positions, size] = x.shape.slice(axis, axis + 2) as [number, number];
  if (size === 0) return undefined;
  const dilation = d.pick([1, 1, 1, 2, 3]);
  const extent = (positions === 0 ? 0 : positions + (size - 1) * dilation) + d.pick([0, 0, 0, 1, 3]);
  return node('fold', [x], { axis, dilation, extent });
};

const concat: Step = (bench, d, dtype) => {
  const x = operand(bench, d, dtype, withAxes);
  const axis = d.below(x.shape.length);
  const others = Array.from({ length: d.below(3) }, () => {
    if (d.chance(0.3)) return x;
    const extent = d.pick(extents.filter((n) => n <= 7));
    return fitting(
      bench,
      d,
      x.shape.map((n, i) => (i === axis ? extent : n)),
      dtype,
    );
  });
  const parts = d.shuffled([x, ...others]);
  const size = parts.reduce((sum, part) => sum + sizeOf(part.shape), 0);
  return size > bench.limit ? undefined : node('concat', parts, { axis });
};

/** An operand, positions in one of its axes, and the shape of what lies there. */
function indexed(bench: Bench, d: Decisions, dtype: DType) {
  const x = operand(bench, d, dtype, withAxes);
  const axis = d.below(x.shape.length);
  const batch = d.chance(0.4) ? d.below(axis + 1) : 0;
  const extent = x.shape[axis] as number;
  const shared = x.shape.slice(0, batch);
  const own = randomShape(d, 40, [0, 1, 1, 2]);
  const shape = [...x.shape.slice(0, axis), ...own, ...x.shape.slice(axis + 1)];
  const possible = shape.length <= 4 && sizeOf(shape) <= bench.limit && (extent > 0 || sizeOf(shape) === 0);
  if (!possible) return undefined;
  const position = [...shared, ...own];
  const indices = d.chance(0.6) ? randomIndices(d, position, extent) : fitting(bench, d, position, 'int32');
  return { x, indices, shape, attributes: { batch, axis } };
}

const gather: Step = (bench, d, dtype) => {
  const found = indexed(bench, d, dtype);
  return found && node('gather', [found.x, found.indices], found.attributes);
};

const scatterAdd: Step = (bench, d, dtype) => {
  const found = indexed(bench, d, dtype);
  if (found === undefined) return undefined;
  const updates = fitting(bench, d, found.shape, dtype);
  return node('scatterAdd', [found.x, found.indices, updates], found.attributes);
};

const select: Step = (bench, d) => {
  const a = operand(bench, d, d.pick(Object.keys(dtypes) as DType[]));
  const condition = fitting(bench, d, a.shape, 'bool');
  return node('select', [condition, ...d.shuffled([a, fitting(bench, d, a.shape, a.dtype)])], {});
};

const randomBits: Step = (bench, d) => {
  const counter = operand(bench, d, 'uint32');
  const words = [1, 2, 3].map(() => fitting(bench, d, counter.shape, 'uint32'));
  return node('randomBits', d.shuffled([counter, ...words]), { word: d.pick([0, 1, 'xor'] as const) });
};

/** Matrices, mostly such that something can be said of their factors. */
function matrixOf(bench: Bench, d: Decisions, dtype: DType, rows: number, columns: number): Node {
  const lead = d.chance(0.7) ? [] : [d.pick([1, 2, 3])];
  const x = fitting(bench, d, [...lead, rows, columns], dtype);
  return d.chance(0.95) ? conditioned(x) : x;
}

const extent = (d: Decisions): number => d.pick([1, 2, 2, 3, 3, 5, 7, d.chance(0.1) ? 0 : 4, d.chance(0.2) ? 17 : 3]);

function squareMatrix(bench: Bench, d: Decisions, dtype: DType): Node {
  const n = extent(d);
  return matrixOf(bench, d, dtype, n, n);
}

const rectangle = (bench: Bench, d: Decisions, dtype: DType): Node => matrixOf(bench, d, dtype, extent(d), extent(d));

/** Right-hand sides of a system with so many equations. */
const sides = (bench: Bench, d: Decisions, a: Node, equations: number): Node =>
  fitting(bench, d, [...a.shape.slice(0, -2), equations, d.pick([1, 1, 2, 3, 5])], a.dtype);

/** How to make a node of every operation. */
export const steps: { readonly [O in Op]: Step } = {
  literal: (bench, d, dtype) => randomLiteral(d, randomShape(d, bench.limit), dtype),
  input: (bench, d, dtype) => randomValues(d, randomShape(d, bench.limit), dtype),
  iota: (bench, d, dtype) => {
    const shape = randomShape(d, bench.limit, withAxes);
    return node('iota', [], { axis: d.below(shape.length), shape, dtype });
  },
  neg: unary('neg'),
  abs: unary('abs'),
  sign: unary('sign'),
  floor: unary('floor'),
  exp: unary('exp'),
  expm1: unary('expm1'),
  log: unary('log', mostlyPositive),
  log1p: unary('log1p', mostlyPositive),
  sqrt: unary('sqrt', mostlyPositive),
  sin: unary('sin'),
  cos: unary('cos'),
  tanh: unary('tanh'),
  sigmoid: unary('sigmoid'),
  erf: unary('erf'),
  normalProbability: unary('normalProbability'),
  cast: (bench, d, dtype) => {
    const to = d.pick(Object.keys(dtypes) as DType[]);
    return node('cast', [operand(bench, d, dtype)], { dtype: to });
  },
  bitcast: (bench, d, dtype) => {
    const to = d.pick(['float32', 'int32', 'uint32'] as const);
    // Bits that are floats of moderate size, mostly.
    const x =
      isFloat(dtype) || d.chance(0.3)
        ? operand(bench, d, dtype)
        : node('bitcast', [randomLeaf(d, randomShape(d, bench.limit), 'float32')], { dtype });
    return node('bitcast', [x], { dtype: to });
  },
  add: binary('add'),
  sub: binary('sub'),
  mul: binary('mul'),
  div: binary('div', mostlyPositive),
  pow: binary('pow', mostlyPositive),
  max: binary('max'),
  min: binary('min'),
  rem: binary('rem', mostlyPositive),
  and: binary('and'),
  or: binary('or'),
  xor: binary('xor'),
  shl: binary('shl'),
  shr: binary('shr'),
  eq: binary('eq'),
  lt: binary('lt'),
  le: binary('le'),
  select,
  reduceSum: fold('reduceSum'),
  reduceProd: fold('reduceProd'),
  reduceMax: fold('reduceMax'),
  reduceMin: fold('reduceMin'),
  argmax: (bench, d, dtype) => {
    const x = operand(bench, d, dtype, withAxes);
    return node('argmax', [x], { axis: d.below(x.shape.length) });
  },
  dot,
  conv,
  broadcast,
  reshape,
  permute,
  slice,
  pad,
  reverse,
  concat,
  window,
  fold: overlapAdd,
  stopGradient: (bench, d, dtype) => node('stopGradient', [operand(bench, d, dtype)], {}),
  barrier: (bench, d, dtype) => node('barrier', [operand(bench, d, dtype), operand(bench, d, dtype)], {}),
  call: randomCall,
  custom: randomCustom,
  scan: (bench, d, dtype) => {
    const results = randomLoop(bench, d, dtype);
    return results.length === 0 ? undefined : d.pick(results);
  },
  gather,
  scatterAdd,
  argsort: (bench, d, dtype) => {
    const x = operand(bench, d, dtype, withAxes);
    return node('argsort', [x], { axis: d.below(x.shape.length), descending: d.chance(0.5) });
  },
  recurrence: (bench, d, dtype) => {
    const b = operand(bench, d, dtype, withAxes);
    const a = fitting(bench, d, b.shape, dtype);
    return node('recurrence', [a, b], { axis: d.below(b.shape.length), reverse: d.chance(0.5) });
  },
  cholesky: (bench, d, dtype) => {
    const a = squareMatrix(bench, d, dtype);
    return node('cholesky', [a], {});
  },
  triangularSolve: (bench, d, dtype) => {
    const a = squareMatrix(bench, d, dtype);
    const attributes = { lower: d.chance(0.5), transpose: d.chance(0.5), unitDiagonal: d.chance(0.1) };
    return node('triangularSolve', [a, sides(bench, d, a, a.shape.at(-1) as number)], attributes);
  },
  qr: (bench, d, dtype) =>
    node('qr', [rectangle(bench, d, dtype)], { complete: d.chance(0.3), pivoting: d.chance(0.5) }),
  eigh: (bench, d, dtype) => node('eigh', [squareMatrix(bench, d, dtype)], {}),
  svd: (bench, d, dtype) => node('svd', [rectangle(bench, d, dtype)], {}),
  solve: (bench, d, dtype) => {
    const a = squareMatrix(bench, d, dtype);
    return node('solve', [a, sides(bench, d, a, a.shape.at(-1) as number)], { transpose: d.chance(0.5) });
  },
  lstsq: (bench, d, dtype) => {
    const a = rectangle(bench, d, dtype);
    const transpose = d.chance(0.5);
    const b = sides(bench, d, a, a.shape.at(transpose ? -1 : -2) as number);
    return node('lstsq', [a, b], { transpose, tolerance: 1e-6 });
  },
  randomBits,
};
