import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/compile/canonical.ts';
import { simplify } from '../../src/compile/simplify.ts';
import { constantNode } from '../../src/constant.ts';
import { literal, type Node, node, printGraph } from '../../src/graph.ts';

const x = (): Node => constantNode([1, 2, 3], {});
const simple = (n: Node): Node => simplify([n])[0] as Node;

describe('simplify', () => {
  it('drops operations that change nothing', () => {
    const v = x();
    const one = literal(1, 'float32', [3]);
    expect(simple(node('mul', [v, one], {}))).toBe(v);
    expect(simple(node('neg', [node('neg', [v], {})], {}))).toBe(v);
    expect(simple(node('reshape', [node('reshape', [v], { shape: [1, 3] })], { shape: [3] }))).toBe(v);
    expect(simple(node('cast', [v], { dtype: 'float32' }))).toBe(v);
  });

  it('keeps x + 0, which turns −0 into 0, and drops x − 0, which does not', () => {
    const v = x();
    const zero = literal(0, 'float32', [3]);
    expect(simple(node('add', [v, zero], {})).op).toBe('add');
    expect(simple(node('sub', [v, zero], {}))).toBe(v);
  });

  it('computes with known numbers, rounded as the program would', () => {
    const third = node('div', [literal(1, 'float32'), literal(3, 'float32')], {});
    expect(printGraph([simple(third)])).toBe(`%0 = literal() value=${Math.fround(1 / 3)} : float32[]\nreturn %0`);
  });

  it('leaves integer products alone that need more digits than a number has', () => {
    const big = literal(2 ** 31 - 1, 'int32');
    expect(simple(node('mul', [big, big], {})).op).toBe('mul');
  });

  it('merges equal nodes', () => {
    const v = x();
    const [a, b] = simplify([node('abs', [v], {}), node('abs', [v], {})]);
    expect(a).toBe(b);
  });
});

describe('the key of a computation', () => {
  const keyOf = (value: number, shape: number[]): string => {
    const v = constantNode(new Float32Array(6), { shape });
    return canonicalize([node('mul', [v, literal(value, 'float32', shape)], {})], new Map()).key;
  };

  it('does not depend on numbers that are read at run time', () => {
    expect(keyOf(0.1, [6])).toBe(keyOf(0.2, [6]));
  });

  it('depends on numbers that are part of the program, and on shapes', () => {
    expect(keyOf(0.5, [6])).not.toBe(keyOf(0.1, [6]));
    expect(keyOf(0.1, [2, 3])).not.toBe(keyOf(0.1, [6]));
  });
});
