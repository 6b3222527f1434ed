import { type Pullback, vjp } from '@gradkit/autograd';
import {
  ArgumentError,
  add,
  argmax,
  DifferentiationError,
  DTypeError,
  matmul,
  mul,
  ShapeError,
  sin,
  square,
  sum,
  type Tensor,
  tensor,
} from '@gradkit/core';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { float64 } from './vectors.ts';

describe('vjp', () => {
  test('pulls a cotangent back through a matrix: Jᵀ g = Aᵀ g', () => {
    const a = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const [value, pullback] = vjp((x: Tensor) => matmul(a, x), tensor([1, 1]));
    expect(value.toArray()).toEqual([3, 7, 11]);
    expect(pullback(tensor([1, 0, 2])).map((g) => g.toArray())).toEqual([[11, 14]]);
  });

  test('the pullback may be called again with another cotangent', () => {
    const [, pullback] = vjp(square, tensor([1, 2]));
    expect(pullback(tensor([1, 0]))[0].toArray()).toEqual([2, 0]);
    expect(pullback(tensor([0, 1]))[0].toArray()).toEqual([0, 4]);
  });

  test('takes and returns trees', () => {
    const f = (p: { a: Tensor; b: Tensor }, c: Tensor) => ({ product: mul(p.a, c), sums: [add(p.a, p.b)] as [Tensor] });
    const [value, pullback] = vjp(f, { a: tensor(2), b: tensor(3) }, tensor(5));
    expect([value.product.item(), value.sums[0].item()]).toEqual([10, 5]);
    const [p, c] = pullback({ product: tensor(1), sums: [tensor(10)] });
    expect([p.a.item(), p.b.item(), c.item()]).toEqual([15, 10, 2]);
  });

  test('adds up the cotangents of a result returned twice', () => {
    const f = (x: Tensor): [Tensor, Tensor] => {
      const y = square(x);
      return [y, y];
    };
    expect(vjp(f, tensor(3))[1]([tensor(1), tensor(10)])[0].item()).toBe(66);
  });

  test('gives zeros for primals that the value does not depend on, and through integers', () => {
    const f = (a: Tensor, _: Tensor) => ({ a, largest: argmax(a) });
    const [value, pullback] = vjp(f, tensor([1, 5]), tensor([7]));
    const [ga, gb] = pullback({ a: tensor([1, 2]), largest: value.largest });
    expect([ga.toArray(), gb.toArray()]).toEqual([[1, 2], [0]]);
  });

  test('nests: the pullback of a pullback', () => {
    const [, outer] = vjp((x: Tensor) => vjp(sin, x)[1](float64([1], []))[0], float64([0.4], []));
    expect(outer(float64([1], []))[0].item()).toBeCloseTo(-Math.sin(0.4), 15);
  });

  test('refuses cotangents that do not look like the value', () => {
    const [, pullback] = vjp(square, tensor([1, 2]));
    expect(() => pullback(tensor([1]))).toThrow(ShapeError);
    expect(() => pullback(tensor([1]))).toThrow('vjp: the cotangent must have shape [2], got [1].');
    expect(() => pullback(float64([1, 2]))).toThrow(DTypeError);
    expect(() => pullback([tensor([1, 2])] as unknown as Tensor)).toThrow(ArgumentError);
  });

  test('refuses integers as primals', () => {
    expect(() => vjp((x: Tensor) => sum(x), tensor([1], { dtype: 'int32' }))).toThrow(DifferentiationError);
  });

  test('types follow the function', () => {
    const f = (a: Tensor, p: { w: Tensor }): [Tensor, Tensor] => [a, p.w];
    expectTypeOf(vjp(f, tensor(1), { w: tensor(2) })).toEqualTypeOf<
      [value: [Tensor, Tensor], pullback: Pullback<[a: Tensor, p: { w: Tensor }], [Tensor, Tensor]>]
    >();
  });
});
