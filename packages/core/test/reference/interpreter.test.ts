import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/dtype.ts';
import { literal, type Node } from '../../src/graph.ts';
import { isElementwise } from '../../src/ops/elementwise.ts';
import type { Op } from '../../src/ops/operation.ts';
import { operations } from '../../src/ops/table.ts';
import { evaluate } from '../../src/reference/interpreter.ts';
import type { Shape } from '../../src/shape.ts';
import { codedNode as node } from '../codes.ts';
import { array, counting, inf, nan, noInputs, run } from './expressions.ts';

describe('leaves', () => {
  it('literal repeats its value, rounded or wrapped into the element type', () => {
    expect(run(literal(2.5, 'float64', [2, 2]))).toEqual([2.5, 2.5, 2.5, 2.5]);
    expect(run(literal(0.1, 'float32'))).toEqual([Math.fround(0.1)]);
    expect(run(literal(257, 'uint8', [2]))).toEqual([1, 1]);
    expect(run(literal(3, 'float32', [0, 4]))).toEqual([]);
  });

  it('iota counts along its axis', () => {
    expect(run(node('iota', [], { axis: 0, shape: [2, 3], dtype: 'int32' }))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(run(node('iota', [], { axis: 1, shape: [2, 3], dtype: 'float32' }))).toEqual([0, 1, 2, 0, 1, 2]);
    expect(run(node('iota', [], { axis: 0, shape: [258], dtype: 'uint8' })).slice(254)).toEqual([254, 255, 0, 1]);
    expect(run(node('iota', [], { axis: 1, shape: [2, 0], dtype: 'int32' }))).toEqual([]);
  });

  it('input takes what resolve gives', () => {
    const x = node('input', [], { source: { kind: 'argument', index: 1 }, shape: [2], dtype: 'float32' });
    expect(
      evaluate([x], ({ attributes: { source } }) => (source.kind === 'argument' ? [source.index, 7] : [])),
    ).toEqual([Float64Array.of(1, 7)]);
  });

  it('a node that carries values stands for them, whatever its operation', () => {
    const known = node('neg', [counting([2])], {});
    known.values = Float32Array.of(5, 6);
    expect(run(node('neg', [known], {}))).toEqual([-5, -6]);
  });
});

describe('reductions', () => {
  const x = array([3, 1, 2, -1, 5, 4], [2, 3]);
  const reduced = (op: 'reduceSum' | 'reduceProd' | 'reduceMax' | 'reduceMin', n: Node, ...axes: number[]): number[] =>
    run(node(op, [n], { axes }));

  it('fold any set of axes', () => {
    expect(reduced('reduceSum', x, 0)).toEqual([2, 6, 6]);
    expect(reduced('reduceSum', x, 1)).toEqual([6, 8]);
    expect(reduced('reduceSum', x, 0, 1)).toEqual([14]);
    expect(reduced('reduceSum', x)).toEqual([3, 1, 2, -1, 5, 4]);
    expect(reduced('reduceProd', x, 1)).toEqual([6, -20]);
    expect(reduced('reduceMax', x, 0)).toEqual([3, 5, 4]);
    expect(reduced('reduceMin', x, 1)).toEqual([1, -1]);
    expect(reduced('reduceSum', counting([2, 3, 2]), 0, 2)).toEqual([0 + 1 + 6 + 7, 2 + 3 + 8 + 9, 4 + 5 + 10 + 11]);
  });

  it('give the identity for nothing', () => {
    const empty = (dtype: DType): Node => array([], [2, 0], dtype);
    expect(reduced('reduceSum', empty('float32'), 1)).toEqual([0, 0]);
    expect(reduced('reduceProd', empty('int32'), 1)).toEqual([1, 1]);
    expect(reduced('reduceMax', empty('float32'), 1)).toEqual([-inf, -inf]);
    expect(reduced('reduceMin', empty('float64'), 1)).toEqual([inf, inf]);
    expect(reduced('reduceMax', empty('int32'), 1)).toEqual([-2147483648, -2147483648]);
    expect(reduced('reduceMin', empty('uint8'), 1)).toEqual([255, 255]);
    expect(reduced('reduceMin', empty('bool'), 1)).toEqual([1, 1]);
    expect(reduced('reduceMax', empty('bool'), 0, 1)).toEqual([0]);
    expect(reduced('reduceSum', empty('float32'), 0)).toEqual([]);
  });

  it('wrap in integers', () => {
    expect(reduced('reduceSum', array([2147483647, 1, 1], [3], 'int32'), 0)).toEqual([-2147483647]);
    expect(reduced('reduceSum', array([4294967295, 4294967295], [2], 'uint32'), 0)).toEqual([4294967294]);
    expect(reduced('reduceProd', array([123456789, 987654321, 2], [3], 'uint32'), 0)).toEqual([4160661258]);
    expect(reduced('reduceSum', array([200, 100], [2], 'uint8'), 0)).toEqual([44]);
    expect(reduced('reduceProd', array([16, 17], [2], 'uint8'), 0)).toEqual([16]);
  });

  it('let NaN through', () => {
    const holes = array([1, nan, 3, 4, 5, 6], [2, 3]);
    expect(reduced('reduceMax', holes, 1)).toEqual([nan, 6]);
    expect(reduced('reduceMin', holes, 1)).toEqual([nan, 4]);
    expect(reduced('reduceSum', holes, 1)).toEqual([nan, 15]);
  });

  it('sum float32 in float64', () => {
    expect(reduced('reduceSum', array([16777216, 1, 1]), 0)).toEqual([16777218]);
  });

  it('max and min of truth values are any and all', () => {
    const truths = array([0, 1, 0, 0, 1, 1], [3, 2], 'bool');
    expect(reduced('reduceMax', truths, 1)).toEqual([1, 0, 1]);
    expect(reduced('reduceMin', truths, 1)).toEqual([0, 0, 1]);
  });

  it('argmax finds the first largest, and NaN counts as largest', () => {
    const argmax = (n: Node, axis: number): number[] => run(node('argmax', [n], { axis }));
    expect(argmax(x, 1)).toEqual([0, 1]);
    expect(argmax(x, 0)).toEqual([0, 1, 1]);
    expect(argmax(array([1, 7, 7, 7]), 0)).toEqual([1]);
    expect(argmax(array([1, nan, inf, nan]), 0)).toEqual([1]);
    expect(argmax(array([-inf, -inf]), 0)).toEqual([0]);
    expect(argmax(array([0, 4294967295], [2], 'uint32'), 0)).toEqual([1]);
    expect(argmax(array([0, 1, 1], [3], 'bool'), 0)).toEqual([1]);
    expect(argmax(array([], [3, 0]), 1)).toEqual([0, 0, 0]);
    expect(argmax(array([], [0, 3]), 1)).toEqual([]);
    expect(argmax(array([5], [1]), 0)).toEqual([0]);
  });
});

describe('dot', () => {
  const dot = (a: Node, b: Node, batch: number, contract: number): number[] =>
    run(node('dot', [a, b], { batch, contract }));

  it('is the matrix product', () => {
    expect(dot(array([1, 2, 3, 4, 5, 6], [2, 3]), array([7, 8, 9, 10, 11, 12], [3, 2]), 0, 1)).toEqual([
      58, 64, 139, 154,
    ]);
  });

  it('is the inner product, the outer product and the product with a vector', () => {
    expect(dot(array([1, 2, 3]), array([4, 5, 6]), 0, 1)).toEqual([32]);
    expect(dot(array([1, 2]), array([3, 4, 5]), 0, 0)).toEqual([3, 4, 5, 6, 8, 10]);
    expect(dot(array([1, 2, 3, 4], [2, 2]), array([10, 1]), 0, 1)).toEqual([12, 34]);
  });

  it('repeats over batch axes', () => {
    expect(dot(counting([2, 1, 2]), counting([2, 2, 1]), 1, 1)).toEqual([1, 2 * 2 + 3 * 3]);
    expect(dot(array([1, 2, 3]), array([4, 5, 6]), 1, 0)).toEqual([4, 10, 18]);
    expect(dot(counting([2, 2]), counting([2, 2]), 1, 1)).toEqual([0 + 1, 4 + 9]);
  });

  it('contracts several axes at once', () => {
    expect(dot(counting([2, 2, 3]), counting([2, 3, 1]), 0, 2)).toEqual([
      0 + 1 + 4 + 9 + 16 + 25,
      0 + 7 + 16 + 27 + 40 + 55,
    ]);
  });

  it('is 0 where there is nothing to sum, and empty where there is nothing to fill', () => {
    expect(dot(array([], [2, 0]), array([], [0, 2]), 0, 1)).toEqual([0, 0, 0, 0]);
    expect(dot(array([], [0, 2]), counting([2, 3]), 0, 1)).toEqual([]);
  });

  it('wraps in integers', () => {
    expect(dot(array([65536, 1], [2], 'int32'), array([65536, 5], [2], 'int32'), 0, 1)).toEqual([5]);
    expect(dot(array([123456789, 1], [2], 'uint32'), array([987654321, 67153020], [2], 'uint32'), 0, 1)).toEqual([1]);
    expect(dot(array([-3, 2], [2], 'int32'), array([5, 4], [2], 'int32'), 0, 1)).toEqual([-7]);
  });

  it('lets NaN and infinities through', () => {
    expect(dot(array([0, 1]), array([inf, 1]), 0, 1)).toEqual([nan]);
    expect(dot(array([nan, 1, 1, 1], [2, 2]), array([1, 1]), 0, 1)).toEqual([nan, 2]);
  });
});

describe('conv', () => {
  const conv = (
    x: Node,
    kernel: Node,
    strides: number[],
    dilations: number[],
    groups: number,
    low = strides.map(() => 0),
    high = low,
  ): number[] => run(node('conv', [x, kernel], { strides, dilations, low, high, groups }));

  it('adds products under the kernel, which is not turned', () => {
    const x = array([1, 2, 4, 8, 16], [1, 5, 1]);
    expect(conv(x, array([1, 10], [2, 1, 1]), [1], [1], 1)).toEqual([21, 42, 84, 168]);
    expect(conv(x, array([1, 10], [2, 1, 1]), [2], [2], 1)).toEqual([41, 164]);
    expect(conv(x, array([1, 10, -1, 0], [2, 1, 2]), [3], [1], 1)).toEqual([-1, 10, -8, 80]);
    expect(conv(counting([1, 2, 2, 1]), array([1, 1, 1, 1], [2, 2, 1, 1]), [1, 1], [1, 1], 1)).toEqual([6]);
  });

  it('multiplies zeros around the input', () => {
    const kernel = array([1, 10], [2, 1, 1]);
    expect(conv(array([1, 2], [1, 2, 1]), kernel, [1], [1], 1, [2], [1])).toEqual([0, 10, 21, 2]);
    expect(conv(array([1], [1, 1, 1]), array([inf, 1], [2, 1, 1]), [1], [1], 1, [1], [0])).toEqual([nan]);
  });

  it('gives every group its channels and filters', () => {
    const x = array([1, 2, 3, 4, 10, 20, 30, 40], [2, 1, 4]);
    expect(conv(x, array([1, 1, 1, -1], [1, 2, 2]), [1], [1], 2)).toEqual([3, -1, 30, -10]);
  });

  it('of no channels is zero, and without spatial axes a product', () => {
    expect(conv(counting([1, 2, 0]), counting([2, 0, 3]), [1], [1], 1)).toEqual([0, 0, 0]);
    expect(conv(array([1, 2], [1, 2]), array([3, 4, 5, 6], [2, 2]), [], [], 1)).toEqual([13, 16]);
    expect(conv(counting([1, 1, 1]), counting([2, 1, 1]), [1], [1], 1)).toEqual([]);
  });

  it('wraps integers', () => {
    const x = array([2 ** 30, 2 ** 30], [1, 2, 1], 'int32');
    expect(conv(x, array([1, 1], [2, 1, 1], 'int32'), [1], [1], 1)).toEqual([-(2 ** 31)]);
  });
});

describe('moves', () => {
  const x = counting([2, 3]);

  it('broadcast repeats along the axes that are new', () => {
    expect(run(node('broadcast', [counting([2])], { shape: [2, 3], axes: [0] }))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(run(node('broadcast', [counting([3])], { shape: [2, 3], axes: [1] }))).toEqual([0, 1, 2, 0, 1, 2]);
    expect(run(node('broadcast', [array([7], [])], { shape: [2, 1, 2], axes: [] }))).toEqual([7, 7, 7, 7]);
    expect(run(node('broadcast', [counting([3])], { shape: [0, 3], axes: [1] }))).toEqual([]);
  });

  it('reshape keeps the order', () => {
    expect(run(node('reshape', [x], { shape: [3, 1, 2] }))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('permute names the axis of the input for each axis of the result', () => {
    expect(run(node('permute', [x], { axes: [1, 0] }))).toEqual([0, 3, 1, 4, 2, 5]);
    // Result [k, i, j] of extents [2, 2, 3] is input [i, j, k].
    expect(run(node('permute', [counting([2, 3, 2])], { axes: [2, 0, 1] }))).toEqual([
      0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11,
    ]);
    expect(run(node('permute', [array([7], [])], { axes: [] }))).toEqual([7]);
  });

  it('slice cuts out a block', () => {
    expect(run(node('slice', [x], { start: [0, 1], stop: [2, 3] }))).toEqual([1, 2, 4, 5]);
    expect(run(node('slice', [x], { start: [1, 1], stop: [2, 2] }))).toEqual([4]);
    expect(run(node('slice', [x], { start: [2, 0], stop: [2, 3] }))).toEqual([]);
  });

  it('pad surrounds with a value of the element type', () => {
    expect(run(node('pad', [counting([1, 2])], { low: [0, 1], high: [1, 0], value: 9 }))).toEqual([9, 0, 1, 9, 9, 9]);
    expect(run(node('pad', [array([], [0])], { low: [1], high: [1], value: 0.1 }))).toEqual(
      Array(2).fill(Math.fround(0.1)),
    );
    expect(run(node('pad', [array([3], [1], 'uint8')], { low: [1], high: [0], value: 256 }))).toEqual([0, 3]);
  });

  it('reverse turns the named axes around', () => {
    expect(run(node('reverse', [x], { axes: [1] }))).toEqual([2, 1, 0, 5, 4, 3]);
    expect(run(node('reverse', [x], { axes: [0, 1] }))).toEqual([5, 4, 3, 2, 1, 0]);
    expect(run(node('reverse', [x], { axes: [] }))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(run(node('reverse', [array([], [0, 2])], { axes: [0] }))).toEqual([]);
  });

  it('concat joins along an axis', () => {
    const y = array([10, 20], [2, 1]);
    expect(run(node('concat', [x, y], { axis: 1 }))).toEqual([0, 1, 2, 10, 3, 4, 5, 20]);
    expect(run(node('concat', [x, array([], [0, 3]), x], { axis: 0 }))).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
    expect(run(node('concat', [x], { axis: 0 }))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('gather and scatterAdd', () => {
  const index = (values: readonly number[], shape?: Shape): Node => array(values, shape, 'int32');

  it('gather takes positions along an axis', () => {
    const x = counting([3, 2]);
    expect(run(node('gather', [x, index([2, 0])], { batch: 0, axis: 0 }))).toEqual([4, 5, 0, 1]);
    expect(run(node('gather', [x, index([1, 1, 0])], { batch: 0, axis: 1 }))).toEqual([1, 1, 0, 3, 3, 2, 5, 5, 4]);
    expect(run(node('gather', [x, index([1], [])], { batch: 0, axis: 0 }))).toEqual([2, 3]);
    expect(run(node('gather', [x, index([0, 1, 2, 0], [2, 2])], { batch: 0, axis: 0 }))).toEqual([
      0, 1, 2, 3, 4, 5, 0, 1,
    ]);
    expect(run(node('gather', [x, index([])], { batch: 0, axis: 0 }))).toEqual([]);
  });

  it('gather pairs batch axes', () => {
    expect(run(node('gather', [counting([2, 3]), index([2, 0, 1, 1], [2, 2])], { batch: 1, axis: 1 }))).toEqual([
      2, 0, 4, 4,
    ]);
    // operand [batch, middle, axis], indices [batch]: one position for each group.
    expect(run(node('gather', [counting([2, 2, 3]), index([0, 2])], { batch: 1, axis: 2 }))).toEqual([0, 3, 8, 11]);
  });

  it('gather clamps positions into the extent', () => {
    expect(
      run(node('gather', [array([10, 20, 30]), index([-1, 3, 2147483647, -2147483648])], { batch: 0, axis: 0 })),
    ).toEqual([10, 30, 30, 10]);
  });

  it('scatterAdd adds updates at positions, repeated ones several times', () => {
    const zero = array([0, 0, 0]);
    expect(run(node('scatterAdd', [zero, index([1, 1, 2]), array([5, 6, 7])], { batch: 0, axis: 0 }))).toEqual([
      0, 11, 7,
    ]);
    expect(run(node('scatterAdd', [array([1, 1, 1]), index([-5, 9]), array([2, 3])], { batch: 0, axis: 0 }))).toEqual([
      3, 1, 4,
    ]);
    expect(
      run(node('scatterAdd', [counting([2, 2]), index([1, 0, 0], [3]), counting([2, 3])], { batch: 0, axis: 1 })),
    ).toEqual([0 + 1 + 2, 1 + 0, 2 + 4 + 5, 3 + 3]);
    expect(
      run(
        node('scatterAdd', [array([0, 0, 0, 0], [2, 2]), index([1, 0], [2, 1]), array([5, 6], [2, 1])], {
          batch: 1,
          axis: 1,
        }),
      ),
    ).toEqual([0, 5, 6, 0]);
    expect(run(node('scatterAdd', [array([1, 2]), index([]), array([])], { batch: 0, axis: 0 }))).toEqual([1, 2]);
  });

  it('scatterAdd wraps in integers and leaves its operand alone', () => {
    const start = array([250, 0], [2], 'uint8');
    const sum = node('scatterAdd', [start, index([0, 0]), array([10, 3], [2], 'uint8')], { batch: 0, axis: 0 });
    expect(evaluate([sum, start], noInputs)).toEqual([Float64Array.of(7, 0), Float64Array.of(250, 0)]);
  });
});

describe('evaluation', () => {
  it('evaluates shared nodes once, however often they are used', () => {
    const calls = { count: 0 };
    const x = node('input', [], { source: { kind: 'argument', index: 0 }, shape: [], dtype: 'float64' });
    let n: Node = x;
    for (let i = 0; i < 40; i++) n = node('add', [n, n], {});
    const results = evaluate([n, x, n], () => {
      calls.count++;
      return [1];
    });
    expect(results).toEqual([Float64Array.of(2 ** 40), Float64Array.of(1), Float64Array.of(2 ** 40)]);
    expect(calls.count).toBe(1);
  });

  it('follows graphs deeper than the stack', () => {
    const one = literal(1, 'float64');
    let n: Node = literal(0, 'float64');
    for (let i = 0; i < 50_000; i++) n = node('add', [n, one], {});
    expect(run(n)).toEqual([50_000]);
  });

  it('returns arrays of the caller, apart from each other and from the inputs', () => {
    const x = counting([2]);
    const [first, again, flat] = evaluate([x, x, node('reshape', [x], { shape: [2, 1] })], noInputs) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    first.fill(9);
    expect([...again, ...flat, ...(x.values as Float32Array)]).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it('knows every operation of the table on every element type', () => {
    for (const [op, { dtypes: allowed }] of Object.entries(operations)) {
      if (!isElementwise(op as Op) || op === 'select' || op === 'cast' || op === 'bitcast' || op === 'randomBits')
        continue;
      for (const dtype of allowed) {
        const inputs = [array([1, 1], [2], dtype), array([1, 1], [2], dtype)];
        expect(run(node(op as 'add', inputs, {}))).toHaveLength(2);
      }
    }
  });
});
