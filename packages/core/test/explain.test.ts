import { describe, expect, it } from 'vitest';
import { ArgumentError, add, explain, jit, matmul, mul, scan, sum, type Tensor, tensor } from '../src/index.ts';

describe('explain', () => {
  it('shows the program of tensors that are read together', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const text = explain(matmul(x, x), sum(mul(x, 2)));
    expect(text).toMatch(/^1 kernels, \d+ bytes of scratch memory/);
    expect(text).toContain('kernel 0: dot, reduceSum\n  part dot\n');
    expect(text).toContain('dot: sums of products');
    expect(text).toContain('reduceSum: a reduction');
  });

  it('shows the program of a compiled function for arguments like those given', () => {
    const f = (x: Tensor): Tensor => add(sum(x), 1);
    const x = tensor([1, 2, 3]);
    expect(explain(jit(f), x)).toMatch(/^1 kernels/);
  });

  it('says once why several results of one loop are one kernel', () => {
    const [carry, sums] = scan(
      (total: Tensor, x: Tensor): [Tensor, Tensor] => [add(total, x), add(total, x)],
      tensor(0),
      tensor([1, 2]),
    );
    const text = explain(carry, sums);
    expect(text.match(/value scan: a kernel of its own/g)).toHaveLength(1);
    expect(text).toMatch(/kernel 0: .*\n {2}writes /);
  });

  it('computes nothing', () => {
    const x = add(tensor([1]), 1);
    explain(x);
    expect(x.node.values).toBeUndefined();
  });

  it('explains bad input', () => {
    const message = 'explain: expected a function made by jit() with its arguments, or tensors, got ';
    expect(() => explain()).toThrow(ArgumentError);
    expect(() => explain(3 as never)).toThrow(`${message}3.`);
    expect(() => explain((() => 1) as never)).toThrow(message);
  });
});
