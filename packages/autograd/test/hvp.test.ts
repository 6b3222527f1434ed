import { grad, hessian, hvp } from '@gradkit/autograd';
import {
  add,
  exp,
  jit,
  matmul,
  mul,
  ShapeError,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
} from '@gradkit/core';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { filled, float64, inner, length } from './vectors.ts';

const network = (w: { first: Tensor; second: Tensor }, x: Tensor): Tensor =>
  sum(square(matmul(tanh(matmul(x, w.first)), w.second)));

describe('hvp', () => {
  test('of a quadratic form ½ wᵀ A w is A v, wherever w is', () => {
    const a = float64([4, 1, 1, 3], [2, 2]);
    const f = (w: Tensor) => mul(sum(mul(w, matmul(a, w))), 0.5);
    expect(hvp(f)(filled([2]), float64([1, 10])).toArray()).toEqual([14, 31]);
  });

  test('takes trees and further arguments, and equals the Hessian times v', () => {
    const w = { first: filled([3, 4]), second: filled([4, 2], 1) };
    const v = { first: filled([3, 4], 2), second: filled([4, 2], 3) };
    const x = filled([5, 3], 4);
    const product = hvp(network)(w, v, x);

    const flat = (p: typeof w): Float64Array => Float64Array.of(...p.first.dataSync(), ...p.second.dataSync());
    const onVector = (z: Tensor) => network({ first: part(z, 0, [3, 4]), second: part(z, 12, [4, 2]) }, x);
    const h = hessian(onVector)(tensor(flat(w)));
    const expected = matmul(h, tensor(flat(v))).dataSync();
    // The same products, summed in another order.
    flat(product).forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i] as number, 12);
    });
  });

  test('is symmetric: ⟨u, H v⟩ = ⟨v, H u⟩', () => {
    const f = (w: Tensor) => sum(exp(mul(sin(w), matmul(filled([6, 6], 1), w))));
    const [w, u, v] = [filled([6]), filled([6], 2), filled([6], 3)];
    const [hu, hv] = [hvp(f)(w, u), hvp(f)(w, v)];
    const scale = length(u) * length(hv) + length(v) * length(hu);
    // Some hundred operations, each with a relative error of 2⁻⁵³.
    expect(Math.abs(inner(u, hv) - inner(v, hu))).toBeLessThan(1e-13 * scale);
  });

  test('equals reverse over reverse', () => {
    const f = (w: Tensor) => sum(exp(sin(w)));
    const [w, v] = [filled([5]), filled([5], 1)];
    const expected = grad((z: Tensor) => sum(mul(grad(f)(z), v)))(w).dataSync();
    const product = hvp(f)(w, v).dataSync();
    product.forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i] as number, 14);
    });
  });

  test('works inside jit', () => {
    const product = jit(hvp((w: Tensor) => sum(mul(w, square(w)))));
    expect(product(float64([1, 2]), float64([1, 10])).toArray()).toEqual([6, 120]);
  });

  test('is zero for a linear function', () => {
    expect(hvp((w: Tensor) => sum(w))(tensor([1, 2]), tensor([3, 4])).toArray()).toEqual([0, 0]);
  });

  test('speaks of itself in errors', () => {
    expect(() => hvp((w: Tensor) => square(w))(tensor([1]), tensor([1]))).toThrow('hvp: the loss must be a scalar');
    expect(() => hvp((w: Tensor) => sum(w))(tensor([1]), tensor([1, 2]))).toThrow(ShapeError);
    expect(() => hvp((w: Tensor) => sum(w))(tensor([1]), tensor([1, 2]))).toThrow('hvp: tangent 0 must have shape [1]');
  });

  test('types follow the function', () => {
    const f = (w: { a: Tensor }, x: Tensor, scale: number) => add(sum(w.a), mul(sub(sum(x), 1), scale));
    expectTypeOf(hvp(f)).toEqualTypeOf<
      (w: { a: Tensor }, v: { a: Tensor }, x: Tensor, scale: number) => { a: Tensor }
    >();
  });
});

function part(z: Tensor, start: number, shape: [number, number]): Tensor {
  const size = shape[0] * shape[1];
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: z.size }, (_, j) => (j === start + i ? 1 : 0)),
  );
  return matmul(tensor(rows, { dtype: 'float64' }), z).reshape(shape);
}
