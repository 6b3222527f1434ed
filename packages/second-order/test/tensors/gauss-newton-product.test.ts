import { hessian, jacobian } from '@gradkit/autograd';
import {
  ArgumentError,
  DTypeError,
  jit,
  logSumExp,
  matmul,
  mul,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { gaussNewtonProduct } from '../../src/index.ts';
import { network, numbers } from './network.ts';

/** Cross-entropy of logits with the first class, summed: convex in the logits. */
const crossEntropy = (z: Tensor): Tensor => sum(sub(logSumExp(z, { axis: 1 }), matmul(z, firstClass)));
const firstClass = tensor([1, 0, 0], { dtype: 'float64' });

describe('gaussNewtonProduct', () => {
  const { apply, parameters } = network(5, [2, 4, 3], 'float64');
  const ws = parameters.map((each) => each.value);
  const vs = ws.map((w, i) => tensor(numbers(w.size, 10 + i), { shape: w.shape }));

  it('is Jᵀ H J v, with the dense Jacobian of the outputs and the dense Hessian of the loss', () => {
    const product = gaussNewtonProduct(apply, crossEntropy)(ws, vs);
    // Row by row of the outputs: 15 numbers.
    const z = apply(ws);
    const h = hessian((flat: Tensor) => crossEntropy(flat.reshape(z.shape)))(z.reshape([-1])).dataSync();
    const jacobians = ws.map((w, k) => jacobian((part: Tensor) => apply(ws.with(k, part)).reshape([-1]))(w).dataSync());
    const m = z.size;
    const jv = new Float64Array(m);
    jacobians.forEach((j, k) => {
      const v = (vs[k] as Tensor).dataSync();
      for (let i = 0; i < m; i++) {
        for (const [c, each] of v.entries()) jv[i] = (jv[i] as number) + (j[i * v.length + c] as number) * each;
      }
    });
    const hjv = jv.map((_, i) => jv.reduce((total, each, c) => total + (h[i * m + c] as number) * each, 0));
    jacobians.forEach((j, k) => {
      const found = (product[k] as Tensor).dataSync();
      for (const [c, each] of found.entries()) {
        const expected = hjv.reduce((total, u, i) => total + (j[i * found.length + c] as number) * u, 0);
        expect(each).toBeCloseTo(expected, 12);
      }
    });
  });

  it('is symmetric and has no negative curvature, where the loss is convex', () => {
    const dot = (a: readonly Tensor[], b: readonly Tensor[]): number =>
      a.reduce((total, each, i) => total + sum(mul(each, b[i] as Tensor)).item(), 0);
    const us = ws.map((w, i) => tensor(numbers(w.size, 20 + i), { shape: w.shape }));
    const product = gaussNewtonProduct(apply, crossEntropy);
    expect(dot(us, product(ws, vs))).toBeCloseTo(dot(vs, product(ws, us)), 12);
    expect(dot(vs, product(ws, vs))).toBeGreaterThan(0);
  });

  it('works in jit, with further arguments, and with trees of parameters and outputs', () => {
    const outputs = (p: { a: Tensor; b: Tensor }, x: Tensor) => ({ y: mul(square(p.a), x), z: p.b });
    const loss = (o: { y: Tensor; z: Tensor }, x: Tensor) => sum(mul(square(o.y), x)).add(sum(square(o.z)));
    const product = gaussNewtonProduct(outputs, loss);
    const [p, v] = [
      { a: tensor([1, 2]), b: tensor(3) },
      { a: tensor([1, 1]), b: tensor(-1) },
    ];
    const compiled = jit((x: Tensor) => product(p, v, x));
    // (2 a x)² · 2 x in a, and 2 in b.
    expect(compiled(tensor([1, 3])).a.toArray()).toEqual([8, 16 * 27 * 2]);
    expect(compiled(tensor([1, 3])).b.item()).toBe(-2);
  });

  it('computes the outputs once', () => {
    let calls = 0;
    const outputs = (w: Tensor): Tensor => {
      calls++;
      return square(w);
    };
    gaussNewtonProduct(outputs, (z) => sum(square(z)))(tensor([1]), tensor([1]));
    expect(calls).toBe(1);
  });

  it('refuses wrong arguments', () => {
    const make = (...args: unknown[]) => (gaussNewtonProduct as (...args: unknown[]) => unknown)(...args);
    expect(() => make(square, 3)).toThrow('gaussNewtonProduct: loss must be a function, got 3.');
    const product = gaussNewtonProduct(
      (w: Tensor) => square(w),
      (z: Tensor) => sum(z),
    );
    expect(() => product(tensor([1]), tensor([1, 2]))).toThrow(ShapeError);
    expect(() => product(tensor([1]), [tensor([1])] as never)).toThrow(ArgumentError);
    expect(() => product(3 as never, 3 as never)).toThrow('w has no tensor in it, got 3.');
    const vector = gaussNewtonProduct(
      (w: Tensor) => square(w),
      (z: Tensor) => z,
    );
    expect(() => vector(tensor([1]), tensor([1]))).toThrow('the loss must return a scalar, got shape [1].');
    const integers = gaussNewtonProduct(
      (w: Tensor) => w,
      () => tensor(1, { dtype: 'int32' }),
    );
    expect(() => integers(tensor([1]), tensor([1]))).toThrow(DTypeError);
  });
});
