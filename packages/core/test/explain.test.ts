import { describe, expect, it } from 'vitest';
import { ArgumentError, add, explain, jit, matmul, mul, sum, type Tensor, tensor } from '../src/index.ts';

describe('explain', () => {
  it('shows the program of tensors that are read together', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const text = explain(matmul(x, x), sum(mul(x, 2)));
    expect(text).toMatch(/^2 kernels, \d+ bytes of scratch memory/);
    expect(text).toContain('dot: sums of products');
    expect(text).toContain('reduceSum: a reduction');
  });

  it('is what a compiled function says of itself', () => {
    const f = (x: Tensor): Tensor => add(sum(x), 1);
    const x = tensor([1, 2, 3]);
    expect(explain(f(x))).toBe(jit(f).explain(x));
  });

  it('computes nothing', () => {
    const x = add(tensor([1]), 1);
    explain(x);
    expect(x.node.values).toBeUndefined();
  });

  it('explains bad input', () => {
    expect(() => explain()).toThrow(ArgumentError);
    expect(() => explain(3)).toThrow('explain: expected tensors, got 3.');
  });
});
