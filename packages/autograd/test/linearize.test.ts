import { grad, jvp, linearize, vmap } from '@gradkit/autograd';
import {
  ArgumentError,
  DifferentiationError,
  exp,
  hostScalar,
  jit,
  matmul,
  mul,
  ShapeError,
  sin,
  square,
  sum,
  type Tensor,
  tanh,
  tensor,
} from '@gradkit/core';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { filled, float64 } from './vectors.ts';
import { expectClose } from './vmap/expect-close.ts';

describe('linearize', () => {
  const w = filled([3, 3]);
  const f = (x: Tensor, y: Tensor) => tanh(matmul(w, mul(x, sin(y))));
  const [x, y] = [filled([3], 1), filled([3], 2)];

  test('gives the value, and what jvp gives for every tangent', () => {
    const [value, tangentMap] = linearize(f, x, y);
    expectClose(value, f(x, y));
    for (let i = 3; i < 6; i++) {
      const [tx, ty] = [filled([3], i), filled([3], i + 3)];
      expectClose(tangentMap(tx, ty), jvp(f)([x, y], [tx, ty])[1]);
    }
  });

  test('computes what does not depend on tangents once', () => {
    let evaluations = 0;
    const exponent = hostScalar(() => ++evaluations, { dtype: 'float64' });
    const [value, tangentMap] = linearize((x: Tensor) => mul(x, exp(exponent)), float64([3]));
    expect(evaluations).toBe(0);
    for (const t of [1, 10, 100]) expect(tangentMap(float64([t])).item()).toBeCloseTo(t * Math.E, 12);
    expect(value.item()).toBeCloseTo(3 * Math.E, 12);
    expect(evaluations).toBe(1);
  });

  test('takes trees, and gives zeros where the value does not depend on the primals', () => {
    const [, tangentMap] = linearize((p: { a: Tensor; b: [Tensor] }) => [mul(p.a, p.b[0]), tensor([7])], {
      a: tensor([2]),
      b: [tensor([3])],
    });
    const [t, zero] = tangentMap({ a: tensor([1]), b: [tensor([10])] });
    expect([t?.toArray(), zero?.toArray()]).toEqual([[23], [0]]);
  });

  test('is differentiable, by primals and by tangents', () => {
    // d/dx (d/dx x³ · t) = 6 x t
    const cubed = (x: Tensor) => mul(x, square(x));
    const slope = (x: Tensor) => sum(linearize(cubed, x)[1](tensor([2])));
    expect(grad(slope)(tensor([5])).toArray()).toEqual([60]);
    const [, tangentMap] = linearize(cubed, tensor([5]));
    expect(grad((t: Tensor) => sum(tangentMap(t)))(tensor([1])).toArray()).toEqual([75]);
  });

  test('works inside jit and vmap, and its map inside them', () => {
    const push = (x: Tensor, t: Tensor) => linearize((x: Tensor) => mul(x, square(x)), x)[1](t);
    expect(jit(push)(tensor([2]), tensor([1])).toArray()).toEqual([12]);
    expect(vmap(push)(tensor([1, 2, 3]), tensor([1, 1, 10])).toArray()).toEqual([3, 12, 270]);
    const [, tangentMap] = linearize((x: Tensor) => mul(x, square(x)), tensor(2));
    expect(vmap(tangentMap)(tensor([1, 2])).toArray()).toEqual([12, 24]);
    expect(jit(tangentMap)(tensor(1)).item()).toBe(12);
  });

  test('types follow the function', () => {
    const [value, tangentMap] = linearize((x: Tensor) => [x] as const, tensor(1));
    expectTypeOf(value).toEqualTypeOf<readonly [Tensor]>();
    expectTypeOf(tangentMap).toEqualTypeOf<(x: Tensor) => readonly [Tensor]>();
  });

  test('refuses other tangents, integers and what is no function', () => {
    const [, tangentMap] = linearize(f, x, y);
    expect(() => tangentMap(filled([2]), y)).toThrow(ShapeError);
    expect(() => (tangentMap as (x: Tensor) => Tensor)(x)).toThrow(
      'linearize: 2 primals need as many tangents, got 1.',
    );
    expect(() => linearize(square, tensor([1], { dtype: 'int32' }))).toThrow(DifferentiationError);
    expect(() => linearize(3 as never)).toThrow(ArgumentError);
  });
});
