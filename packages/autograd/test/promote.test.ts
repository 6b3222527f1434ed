import { add, cast, exp, mul, Tensor, tensor, variable } from '@gradkit/core';
import { type Node, node } from '@gradkit/core/graph';
import { describe, expect, test } from 'vitest';
import { promote } from '../src/promote.ts';
import { float64 } from './vectors.ts';

const inFloat64 = (t: Tensor, replacements = new Map<Node, Node>()): Tensor =>
  new Tensor(promote([t.node], replacements)[0] as Node);

describe('promote', () => {
  test('computes in float64 what was written in float32', () => {
    const x = tensor([0.5, 0.25]);
    const result = inFloat64(mul(add(x, 0.1), exp(x)));
    expect(result.dtype).toBe('float64');
    // The number was float32 before it met float64; exp may round the other way in its last place.
    const tenth = Math.fround(0.1);
    const expected = [(0.5 + tenth) * Math.exp(0.5), (0.25 + tenth) * Math.exp(0.25)];
    (result.toArray() as number[]).forEach((value, i) => {
      expect(Math.abs(value - (expected[i] as number))).toBeLessThan(4 * Number.EPSILON);
    });
  });

  test('converts variables where they enter', () => {
    const v = variable([0.5]);
    expect(inFloat64(mul(v, 0.1)).toArray()).toEqual([0.5 * Math.fround(0.1)]);
  });

  test('puts float64 nodes in place of nodes', () => {
    const x = tensor([1, 2]);
    const exact = float64([0.1, 0.2]);
    expect(inFloat64(mul(x, x), new Map([[x.node, exact.node]])).toArray()).toEqual([0.1 * 0.1, 0.2 * 0.2]);
  });

  test('loses nothing at casts to float32, and keeps those to integers', () => {
    const x = float64([1 / 3]);
    expect(inFloat64(cast(cast(x, 'float32'), 'float64')).toArray()).toEqual([1 / 3]);
    const whole = inFloat64(cast(cast(tensor([2.75]), 'int32'), 'float32'));
    expect([whole.dtype, whole.toArray()]).toEqual(['float64', [2]]);
  });

  test('leaves bits alone', () => {
    const bits = new Tensor(node('bitcast', [tensor([1.5]).node], { dtype: 'int32' }));
    expect(inFloat64(bits).toArray()).toEqual([0x3fc00000]);
    expect(inFloat64(new Tensor(node('bitcast', [bits.node], { dtype: 'float32' }))).toArray()).toEqual([1.5]);
  });

  test('keeps what no float32 leads to', () => {
    const n = add(float64([1]), 2).node;
    expect(promote([n], new Map())).toEqual([n]);
  });
});
