import { kernelGradient } from '../../src/brought/convolution/kernel-gradient.ts';
import { transposedConv } from '../../src/brought/convolution/transpose.ts';
import { viewsOf } from '../../src/brought/convolution/windows.ts';
import { literal, type Node } from '../../src/graph.ts';
import type { ReduceOp } from '../../src/ops/reduce.ts';
import { type Shape, sizeOf } from '../../src/shape.ts';
import { codedNode as node } from '../codes.ts';
import { type Bench, fitting, operand } from './bench.ts';
import type { Decisions } from './decisions.ts';
import { extents } from './leaves.ts';
import { randomLoop } from './loops.ts';
import { steps } from './steps.ts';

/** What training programs are made of: several nodes at once, any of which later steps may use. */
export type Pattern = (bench: Bench, d: Decisions) => readonly Node[];

const like = (value: number, { dtype, shape }: Node): Node => literal(value, dtype, shape);

/** Folds the last axis away and repeats the result along it. */
function spread(op: Extract<ReduceOp, 'reduceSum' | 'reduceMax'>, x: Node): { folded: Node; repeated: Node } {
  const last = x.shape.length - 1;
  const folded = node(op, [x], { axes: [last] });
  return { folded, repeated: node('broadcast', [folded], { shape: x.shape, axes: folded.shape.map((_, i) => i) }) };
}

const floatOf = (d: Decisions): 'float32' | 'float64' => (d.chance(0.8) ? 'float32' : 'float64');

/** exp(x - max x) / Σ exp(x - max x), and its logarithm. */
const softmax: Pattern = (bench, d) => {
  const x = operand(bench, d, floatOf(d), [1, 2, 3, 4]);
  const shifted = node('sub', [x, spread('reduceMax', x).repeated], {});
  const exponential = node('exp', [shifted], {});
  const { folded, repeated } = spread('reduceSum', exponential);
  if (d.chance(0.5)) return [shifted, node('div', [exponential, repeated], {})];
  const logarithm = node('log', [folded], {});
  const back = node('broadcast', [logarithm], { shape: x.shape, axes: folded.shape.map((_, i) => i) });
  return [logarithm, node('sub', [shifted, back], {})];
};

/** (x - mean) / √(variance + ε) */
const normalize: Pattern = (bench, d) => {
  const x = operand(bench, d, floatOf(d), [1, 2, 3]);
  const size = Math.max(1, x.shape.at(-1) as number);
  const mean = (n: Node): Node => node('mul', [spread('reduceSum', n).repeated, like(1 / size, n)], {});
  const centered = node('sub', [x, mean(x)], {});
  const variance = mean(node('mul', [centered, centered], {}));
  const deviation = node('sqrt', [node('add', [variance, like(1e-3, x)], {})], {});
  return [centered, node('div', [centered, deviation], {})];
};

const activations: readonly ((x: Node) => Node)[] = [
  (x) => node('max', [x, like(0, x)], {}),
  (x) => node('tanh', [x], {}),
  (x) => node('sigmoid', [x], {}),
  (x) => node('mul', [x, node('sigmoid', [x], {})], {}),
  (x) => x,
];

/** f(x · W + b), and products with the transposed operands as gradients have them. */
const layer: Pattern = (bench, d) => {
  const dtype = floatOf(d);
  const x = operand(bench, d, dtype, [2]);
  const [rows, inner] = x.shape as readonly [number, number];
  const columns = d.pick(
    extents.filter((n) => n > 0 && n * rows <= bench.limit && n * rows * inner <= 16 * bench.limit),
  );
  if (columns === undefined) return [];
  const weights = fitting(bench, d, [inner, columns], dtype);
  const product = node('dot', [x, weights], { batch: 0, contract: 1 });
  const bias = node('broadcast', [fitting(bench, d, [columns], dtype)], { shape: product.shape, axes: [1] });
  const before = d.chance(0.7) ? node('add', [product, bias], {}) : product;
  const result = d.pick(activations)(before);
  if (d.chance(0.5)) return [result];
  const turned = (n: Node): Node => node('permute', [n], { axes: [1, 0] });
  const error = node('sub', [result, like(0.5, result)], {});
  return [
    result,
    node('dot', [turned(x), error], { batch: 0, contract: 1 }),
    node('dot', [error, turned(weights)], { batch: 0, contract: 1 }),
    node('reduceSum', [error], { axes: [0] }),
  ];
};

/** A step of Adam: three results over one iteration space. */
const adam: Pattern = (bench, d) => {
  const gradient = operand(bench, d, floatOf(d));
  const of = (op: 'add' | 'sub' | 'mul' | 'div', a: Node, b: Node | number): Node =>
    node(op, [a, typeof b === 'number' ? like(b, a) : b], {});
  const other = (): Node => fitting(bench, d, gradient.shape, gradient.dtype);
  const first = of('add', of('mul', other(), 0.9), of('mul', gradient, 0.1));
  const second = of('add', of('mul', node('abs', [other()], {}), 0.99), of('mul', of('mul', gradient, gradient), 0.01));
  const scale = of('add', node('sqrt', [second], {}), 1e-3);
  return [first, second, of('sub', other(), of('div', of('mul', first, 0.01), scale))];
};

/** Uniform numbers from random bits: the upper 24 bits as a fraction. */
const uniform: Pattern = (bench, d) => {
  const shape: Shape = operand(bench, d, 'float32').shape;
  const counter =
    shape.length === 0
      ? literal(d.below(9), 'uint32')
      : node('iota', [], { axis: d.below(shape.length), shape, dtype: 'uint32' });
  const key = (): Node => literal(d.below(1000), 'uint32', shape);
  const bits = node('randomBits', [key(), key(), counter, key()], { word: d.pick([0, 1, 'xor'] as const) });
  const upper = node('shr', [bits, literal(8, 'uint32', shape)], {});
  return [bits, node('mul', [node('cast', [upper], { dtype: 'float32' }), literal(2 ** -24, 'float32', shape)], {})];
};

/** Σ one-hot(labels) · x: a choice by comparing an index with labels. */
const picked: Pattern = (bench, d) => {
  const x = operand(bench, d, floatOf(d), [1, 2, 3]);
  const last = x.shape.length - 1;
  const index = node('iota', [], { axis: last, shape: x.shape, dtype: 'int32' });
  const labels = fitting(bench, d, x.shape.slice(0, last), 'int32');
  const wanted = node('broadcast', [labels], { shape: x.shape, axes: labels.shape.map((_, i) => i) });
  const oneHot = node('eq', [index, wanted], {});
  return [oneHot, node('reduceSum', [node('select', [oneHot, x, like(0, x)], {})], { axes: [last] })];
};

/** Moves of moves: what a kernel has to read through. */
const views: Pattern = (bench, d) => {
  const dtype = operand(bench, d, d.pick(['float32', 'float32', 'int32', 'uint8', 'bool'])).dtype;
  const result: Node[] = [];
  const within = { ...bench, nodes: result };
  for (let count = 2 + d.below(4); count > 0; count--) {
    const from = result.length === 0 ? bench : within;
    const op = d.pick(['broadcast', 'reshape', 'permute', 'slice', 'pad', 'reverse', 'concat'] as const);
    const made = steps[op](from, d, dtype);
    if (made !== undefined && sizeOf(made.shape) <= bench.limit && made.shape.length <= 4) result.push(made);
  }
  return result;
};

/** A moving sum: shifted slices of one array. */
const window: Pattern = (bench, d) => {
  const x = operand(bench, d, d.pick(['float32', 'float64', 'int32']), [1, 2, 3]);
  const last = x.shape.length - 1;
  const length = Math.min(3, x.shape[last] as number);
  const taken = (x.shape[last] as number) - length + 1;
  if (length === 0) return [];
  const shifted = Array.from({ length }, (_, i) =>
    node('slice', [x], {
      start: x.shape.map((_, axis) => (axis === last ? i : 0)),
      stop: x.shape.map((extent, axis) => (axis === last ? i + taken : extent)),
    }),
  );
  return [(shifted as Node[]).reduce((a, b) => node('add', [a, b], {}))];
};

/** pool(f(x ⋆ W + b)), and the gradients of the convolution as training has them. */
const convolution: Pattern = (bench, d) => {
  const y = steps.conv(bench, d, floatOf(d)) as Node<'conv'> | undefined;
  if (y === undefined) return [];
  const last = y.shape.length - 1;
  const bias = fitting(bench, d, [y.shape[last] as number], y.dtype);
  const result = d.pick(activations)(node('add', [y, node('broadcast', [bias], { shape: y.shape, axes: [last] })], {}));
  if (d.chance(0.5)) {
    const [x, kernel] = y.inputs as [Node, Node];
    const error = node('sub', [result, like(0.5, result)], {});
    const byInput = transposedConv(error, kernel, y.attributes, x.shape.slice(1, -1));
    return [result, byInput, kernelGradient(x, kernel, error, y.attributes)];
  }
  const size = y.shape.slice(1, -1).map((n) => 1 + d.below(Math.max(1, Math.min(n, 3))));
  const pooled = viewsOf(result, size, { strides: size.map(() => d.pick([1, 2, 3])), dilations: size.map(() => 1) });
  const axes = size.map((_, i) => 2 * i + 2);
  return [result, node(d.pick(['reduceMax', 'reduceSum'] as const), [pooled], { axes })];
};

/** All results of one loop. */
const loop: Pattern = (bench, d) => randomLoop(bench, d, d.pick(['float32', 'float64', 'int32'] as const));

export const patterns = {
  softmax,
  normalize,
  layer,
  adam,
  uniform,
  picked,
  views,
  window,
  convolution,
  loop,
} satisfies Record<string, Pattern>;
