import {
  ArgumentError,
  cast,
  div,
  exp,
  explain,
  jit,
  matmul,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { grad, inFloat64 } from '../src/index.ts';

describe('inFloat64', () => {
  it('computes again what float32 has lost', () => {
    const y = sub(exp(tensor(1e-4)), 1);
    expect(Math.abs(y.item() - Math.expm1(Math.fround(1e-4)))).toBeGreaterThan(1e-9);
    const found = inFloat64(y);
    expect(found.dtype).toBe('float64');
    expect(found.item()).toBeCloseTo(Math.expm1(Math.fround(1e-4)), 15);
  });

  it('takes trees, and leaves integers what they are', () => {
    const x = tensor([1, 2]);
    const { a, b } = inFloat64({ a: div(x, 3), b: [cast(x, 'int32')] });
    expect([...a.dataSync()]).toEqual([1 / 3, 2 / 3]);
    expect(b[0]?.dtype).toBe('int32');
  });

  it('puts float64 tensors in the place of tensors, that derivatives follow', () => {
    const x = tensor([0.1, 0.2]);
    const w = tensor([1, 1]);
    const y = sum(square(mul(w, x)));
    const of = (v: Tensor): Tensor => inFloat64(y, [[w, v]]);
    const v = tensor([3, 1 / 3], { dtype: 'float64' });
    const [p, q] = [Math.fround(0.1), Math.fround(0.2)];
    expect(of(v).item()).toBeCloseTo(9 * p * p + (q * q) / 9, 15);
    const g = grad(of)(v).dataSync();
    expect(g[0]).toBeCloseTo(6 * p * p, 15);
    expect(g[1]).toBeCloseTo((2 / 3) * q * q, 15);
  });

  it('reads variables anew in a program, and computes what is constant once, also where it was only expressed', () => {
    const v = variable([1, 1]);
    const x = div(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      3,
    );
    const program = jit(() => inFloat64(sum(matmul(x, v.value))));
    expect(program().item()).toBeCloseTo(10 / 3, 15);
    v.assign([1, 0]);
    expect(program().item()).toBeCloseTo(4 / 3, 15);
    // The division is done: the program multiplies and adds.
    expect(explain(program).toString()).not.toContain('div');
  });

  it('refuses what are no tensors, and replacements of another kind', () => {
    const x = tensor([1]);
    expect(() => inFloat64(3)).toThrow(ArgumentError);
    expect(() => inFloat64(x, [[x, x]])).toThrow(
      'in place of float32[1] must stand float64 of the same shape, got float32[1].',
    );
    expect(() => inFloat64(x, [[x, tensor([1, 2], { dtype: 'float64' })]])).toThrow('got float64[2].');
    expect(() => inFloat64(x, [[x, 3 as never]])).toThrow('a replacement must be a pair of tensors');
  });
});
