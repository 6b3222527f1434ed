import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueNode } from '../../src/constant.ts';
import { type DType, dtypes, type TypedArray } from '../../src/dtype.ts';
import { literal, type Node, topological } from '../../src/graph.ts';
import { isElementwise } from '../../src/ops/elementwise.ts';
import { sizeOf } from '../../src/shape.ts';
import { codedNode as node } from '../codes.ts';
import { compute, intervalAt } from './bounds.ts';
import { compare, forget } from './compare.ts';
import { decisions } from './decisions.ts';
import { budgets } from './elementwise-enclosure.ts';
import { enclose } from './enclosure.ts';
import { randomGraph } from './generate.ts';

function array(values: readonly number[], dtype: DType = 'float32'): Node {
  const typed = dtypes[dtype].allocate(values.length);
  typed.set(values);
  return valueNode(typed, [values.length], dtype);
}

const unary = (op: 'floor' | 'exp' | 'neg' | 'sqrt', x: Node): Node => node(op, [x], {});
const binary = (op: 'add' | 'sub' | 'mul' | 'div' | 'lt' | 'max', a: Node, b: Node): Node => node(op, [a, b], {});
const accepts = (n: Node, ...values: number[]): void => {
  const typed = dtypes[n.dtype].allocate(values.length);
  typed.set(values);
  expect(() => compare([n], [typed])).not.toThrow();
};
const refuses = (n: Node, ...values: number[]): void => {
  const typed = dtypes[n.dtype].allocate(values.length);
  typed.set(values);
  expect(() => compare([n], [typed])).toThrow(/elements are wrong/);
};

describe('compare', () => {
  const third = binary('div', array([1]), array([3]));
  const ulp = 2 ** -25;

  it('accepts a rounded result and refuses the next number', () => {
    accepts(third, Math.fround(1 / 3));
    refuses(third, Math.fround(1 / 3) + ulp);
    refuses(third, Math.fround(1 / 3) - ulp);
    refuses(third, Number.NaN);
  });

  it('asks for exactness where the element type holds the result', () => {
    const sum = binary('add', array([0.5, 2 ** 24]), array([0.25, -1]));
    accepts(sum, 0.75, 2 ** 24 - 1);
    refuses(sum, 0.75 + 2 ** -24, 2 ** 24 - 1);
    const integer = binary('add', array([2 ** 31 - 1], 'int32'), array([1], 'int32'));
    accepts(integer, -(2 ** 31));
    refuses(integer, 2 ** 31 - 1);
  });

  it('gives a function its budget', () => {
    const power = unary('exp', array([1]));
    const unit = 2 ** -22;
    accepts(power, Math.fround(Math.E) + unit);
    accepts(power, Math.fround(Math.E) - unit);
    refuses(power, Math.fround(Math.E) + 3 * unit);
  });

  it('carries errors through a cancellation', () => {
    const lost = binary('sub', binary('add', third, array([1e4])), array([1e4]));
    accepts(lost, Math.fround(Math.fround(Math.fround(1 / 3) + 1e4) - 1e4));
    refuses(lost, 1 / 3 + 0.01);
  });

  it('accepts either outcome where rounding decides, and only then', () => {
    const near = unary('floor', binary('mul', third, array([3])));
    accepts(near, 0);
    accepts(near, 1);
    refuses(near, 2);
    const far = unary('floor', binary('mul', third, array([4])));
    accepts(far, 1);
    refuses(far, 0);
    const smaller = binary('lt', third, array([1 / 3]));
    accepts(smaller, 0);
    accepts(smaller, 1);
    refuses(binary('lt', third, array([0.4])), 0);
  });

  it('accepts sums in any order, and sums of whole numbers only as they are', () => {
    const parts = array([1e8, 1, -1e8, 1e-3]);
    const sum = node('reduceSum', [parts], { axes: [0] });
    accepts(sum, 0);
    accepts(sum, 1.001);
    refuses(sum, 100);
    const whole = node('reduceSum', [array([5, 7, -2])], { axes: [0] });
    accepts(whole, 10);
    refuses(whole, 10 + 2 ** -20);
  });

  it('asks for NaN and infinities where they must be', () => {
    const root = unary('sqrt', array([-1, 4]));
    accepts(root, Number.NaN, 2);
    refuses(root, 0, 2);
    const overflow = unary('exp', array([100, 1000]));
    accepts(overflow, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    refuses(overflow, 1, Number.POSITIVE_INFINITY);
    refuses(overflow, Number.POSITIVE_INFINITY, 3e38);
    refuses(binary('max', array([Number.NaN]), third), 1);
  });

  it('shows the place, the values and the graph', () => {
    const wrong = node('broadcast', [array([1, 2])], { shape: [2, 3], axes: [0] });
    expect(() => compare([wrong], [Float32Array.of(1, 1, 1, 2, 2, 5)])).toThrow(
      /output 0, broadcast float32\[2, 3\]: 1 of 6 .*at \[1, 2\]: got 5, interpreter 2, allowed 2 .*%1 = broadcast\(%0\)/s,
    );
    expect(() => compare([wrong], [Float32Array.of(1)])).toThrow(/got 1 elements/);
  });

  it('does not trust values that reading has left on the graph', () => {
    const sum = binary('add', array([1]), array([2]));
    const negative = unary('neg', sum);
    sum.values = Float32Array.of(99);
    refuses(negative, -99);
    expect(sum.values).toBeUndefined();
  });
});

describe('enclosures', () => {
  /** The graph in float32: every result is rounded, and functions are off by up to their budget. */
  function inFloat32(outputs: readonly Node[], seed: number): TypedArray[] {
    const d = decisions(seed);
    const results = new Map<Node, Node>();
    for (const n of topological(outputs)) {
      const inputs = n.inputs.map((input) => results.get(input) as Node);
      if (n.op === 'input') {
        results.set(n, n);
        continue;
      }
      const exact = compute(n.op, inputs, n.attributes as never);
      const ulps = isElementwise(n.op) && budgets[n.op] > 1 && n.dtype === 'float32' ? budgets[n.op] - 1 : 0;
      const typed = dtypes[n.dtype].allocate(exact.length);
      typed.set(exact.map((x) => x * (1 + ulps * (d.real() - 0.5) * 2 ** -23)));
      results.set(n, valueNode(typed, n.shape, n.dtype));
    }
    return outputs.map((n) => (results.get(n) as Node).values as TypedArray);
  }

  it('hold what float32 arithmetic computes', () => {
    fc.assert(
      fc.property(randomGraph(), fc.nat(), ({ outputs }, seed) => compare(outputs, inFloat32(outputs, seed))),
      { seed: 7, numRuns: 500 },
    );
  }, 300_000);

  it('notice one wrong element', () => {
    let noticed = 0;
    let tried = 0;
    for (const { outputs } of fc.sample(randomGraph(), { seed: 11, numRuns: 300 })) {
      const values = inFloat32(outputs, 1);
      const [k, wanted] = [...outputs.entries()].find(([, n]) => sizeOf(n.shape) > 0 && n.dtype !== 'bool') ?? [];
      if (k === undefined || wanted === undefined) continue;
      const at = sizeOf(wanted.shape) - 1;
      const before = (values[k] as TypedArray)[at] as number;
      (values[k] as TypedArray)[at] = Number.isFinite(before) ? before + Math.max(1, Math.abs(before)) * 1e-2 + 1 : 0;
      tried++;
      if (throws(() => compare(outputs, values))) noticed++;
    }
    expect(noticed / tried).toBeGreaterThan(0.95);
  }, 300_000);

  it('are found anew when asked again', () => {
    const n = unary('neg', literal(2, 'float32'));
    expect(enclose([n, n]).map((each) => intervalAt(each, 0).lo)).toEqual([-2, -2]);
    forget([n]);
    expect(n.values).toBeUndefined();
  });
});

function throws(action: () => void): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}
