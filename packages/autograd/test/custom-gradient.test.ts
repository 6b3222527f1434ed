import {
  checkGradients,
  customGradient,
  grad,
  gradients,
  hessian,
  hvp,
  jacobian,
  jvp,
  vjp,
  vmap,
} from '@gradkit/autograd';
import {
  ArgumentError,
  add,
  cos,
  DTypeError,
  exp,
  jit,
  log1p,
  matmul,
  mul,
  neg,
  ShapeError,
  sigmoid,
  sin,
  square,
  stack,
  sum,
  type Tensor,
  TracingError,
  take,
  tensor,
  variable,
} from '@gradkit/core';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { filled, float64 } from './vectors.ts';
import { expectClose } from './vmap/expect-close.ts';

/** ln(1 + eˣ) with the derivative that does not overflow. */
const softplus = customGradient((x: Tensor) => ({
  value: log1p(exp(x)),
  gradient: (g: Tensor) => [mul(g, sigmoid(x))],
}));

/** The value of one function with the derivative of another: 2 a b by a, nothing by b. */
const odd = customGradient((a: Tensor, b: Tensor) => ({
  value: add(a, b),
  gradient: (g) => [mul(g, mul(b, 2)), null],
}));

describe('customGradient', () => {
  test('has the value of the function and the derivative it brings', () => {
    expectClose(softplus(float64([-1, 0, 2])), log1p(exp(float64([-1, 0, 2]))));
    expect(grad(softplus)(tensor(100)).item()).toBe(1);
    expect(grad(odd)(tensor(3), tensor(5)).item()).toBe(10);
    expect(grad(odd, { argnums: [0, 1] })(tensor(3), tensor(5)).map((g) => g.item())).toEqual([10, 0]);
    checkGradients(softplus, [float64([-2, 0.1, 3])], { order: 2 });
  });

  test('is followed by forward mode: the transpose of the pullback', () => {
    expect(jvp(softplus)([tensor(100)], [tensor(3)])[1].item()).toBe(3);
    expect(jvp(odd)([tensor(3), tensor(5)], [tensor(1), tensor(7)])[1].item()).toBe(10);
    // x ↦ A x with a pullback of its own, which is no diagonal
    const a = filled([2, 3]);
    const product = customGradient((x: Tensor) => ({
      value: matmul(a, x),
      gradient: (g: Tensor) => [matmul(a.transpose(), g).mul(10)],
    }));
    for (const mode of ['forward', 'reverse'] as const) {
      expectClose(jacobian(product, { mode })(filled([3])), a.mul(10));
    }
  });

  test('is followed by higher derivatives, also where they use the value', () => {
    // eˣ whose derivative is 2 eˣ: each further derivative doubles it again.
    const grown = customGradient((x: Tensor) => {
      const value = exp(x);
      return { value, gradient: (g: Tensor) => [mul(mul(g, value), 2)] };
    });
    const x = float64([0], []);
    expect([grown(x), grad(grown)(x), grad(grad(grown))(x), grad(grad(grad(grown)))(x)].map((t) => t.item())).toEqual([
      1, 2, 4, 8,
    ]);
    expect(hessian(grown)(x).item()).toBe(4);
    expect(hvp(grown)(x, x.add(1)).item()).toBe(4);
    expect(grad((x: Tensor) => jvp(grown)([x], [float64([1], [])])[1])(x).item()).toBe(4);
    expect(jvp((x: Tensor) => jvp(grown)([x], [float64([1], [])])[1])([x], [float64([1], [])])[1].item()).toBe(4);
  });

  test('takes trees and several results; what the function captures is constant', () => {
    const c = tensor([10, 20]);
    const f = customGradient((p: { a: Tensor; b: [Tensor] }, n: number) => ({
      value: { sum: add(p.a, p.b[0]), scaled: mul(mul(p.a, c), n) },
      gradient: (g) => [{ a: add(g.sum, mul(g.scaled, n)), b: [neg(g.sum)] as [Tensor] }, null],
    }));
    const p = { a: tensor([1, 2]), b: [tensor([3, 4])] as [Tensor] };
    const [value, pullback] = vjp((q: typeof p) => f(q, 3), p);
    expect(value.scaled.toArray()).toEqual([30, 120]);
    const [g] = pullback({ sum: tensor([1, 1]), scaled: tensor([1, 10]) });
    expect([g.a.toArray(), g.b[0].toArray()]).toEqual([
      [4, 31],
      [-1, -1],
    ]);
    const only = grad((q: typeof p) => sum(f(q, 3).sum))(p);
    expect([only.a.toArray(), only.b[0].toArray()]).toEqual([
      [1, 1],
      [-1, -1],
    ]);
    expect(gradients(sum(f(p, 3).scaled), [c])[0].toArray()).toEqual([0, 0]);
  });

  test('works where only some tensors are floats', () => {
    const pick = customGradient((x: Tensor, i: Tensor) => ({
      value: take(x, i),
      gradient: (g) => [g.mul(tensor([1, 1, 1])), null],
    }));
    expect(grad(pick)(tensor([1, 2, 3]), tensor(1, { dtype: 'int32' })).toArray()).toEqual([1, 1, 1]);
  });

  test('nests with vmap, on either side, and sums what comes back to one argument from all positions', () => {
    const rows = filled([3, 2], 1);
    const each = (of: (row: Tensor) => Tensor) => stack([0, 1, 2].map((i) => of(take(rows, i))));
    expectClose(vmap(softplus)(rows), softplus(rows));
    const slope = (row: Tensor) => grad((x: Tensor) => sum(softplus(x)))(row);
    expectClose(vmap(slope)(rows), each(slope));
    expectClose(grad((m: Tensor) => sum(vmap(softplus)(m)))(rows), sigmoid(rows));
    const shared = (b: Tensor) => sum(vmap(odd, { inAxes: [null, 0] })(b, float64([1, 2, 3])));
    expect(grad(shared)(float64([0], [])).item()).toBe(12);
    const push = (b: Tensor) => vmap(odd, { inAxes: [null, 0] })(b, float64([1, 2, 3]));
    expect(jvp(push)([float64([0], [])], [float64([1], [])])[1].toArray()).toEqual([2, 4, 6]);
    expectClose(
      vmap(hessian((x: Tensor) => sum(square(softplus(x)))))(rows),
      each(hessian((x: Tensor) => sum(square(softplus(x))))),
    );
  });

  test('works inside jit and around it', () => {
    expect(jit(grad(softplus))(tensor(100)).item()).toBe(1);
    const inside = customGradient((x: Tensor) => ({ value: jit(sin)(x), gradient: (g: Tensor) => [mul(g, cos(x))] }));
    expectClose(grad(inside)(float64([1], [])), cos(float64([1], [])));
  });

  test('is for functions with a purpose: a gradient reversed', () => {
    const reverse = customGradient((x: Tensor) => ({ value: x, gradient: (g: Tensor) => [neg(g)] }));
    expect(grad((x: Tensor) => sum(square(reverse(x))))(tensor([1, 2])).toArray()).toEqual([-2, -4]);
  });

  test('types follow the function', () => {
    expectTypeOf(odd).toEqualTypeOf<(a: Tensor, b: Tensor) => Tensor>();
    customGradient((x: Tensor, y: [Tensor]) => ({
      value: x,
      gradient: (g) => {
        expectTypeOf(g).toEqualTypeOf<Tensor>();
        return [g, y];
      },
    }));
    // @ts-expect-error: one cotangent for two arguments
    customGradient((x: Tensor, _y: Tensor) => ({ value: x, gradient: (g: Tensor) => [g] }));
  });
});

describe('customGradient refuses', () => {
  const withGradient = (gradient: (g: Tensor) => unknown) =>
    customGradient(((x: Tensor) => ({ value: x, gradient })) as never) as (x: Tensor) => Tensor;
  const x = tensor([1, 2]);

  test('cotangents that do not look like the arguments', () => {
    expect(() => withGradient((g) => g)(x)).toThrow('an array with a cotangent for each of 1 arguments');
    expect(() => withGradient((g) => [g, g])(x)).toThrow(ArgumentError);
    expect(() => withGradient((g) => [[g]])(x)).toThrow(
      'the cotangent of argument 0 is nested differently: [*], not *.',
    );
    expect(() => withGradient(() => [tensor([1])])(x)).toThrow(ShapeError);
    expect(() => withGradient(() => [float64([1, 2])])(x)).toThrow(DTypeError);
  });

  test('a function that does not return a value and a gradient', () => {
    expect(() => customGradient(((x: Tensor) => x) as never)(x as never)).toThrow('must return { value, gradient }');
    expect(() => customGradient(3 as never)).toThrow('customGradient: expected a function, got 3.');
    expect(() => customGradient((() => ({ value: 3, gradient: () => [] })) as never)()).toThrow('has no tensor in it');
  });

  test('a gradient that calls the function itself', () => {
    const f: (x: Tensor) => Tensor = customGradient((x: Tensor) => ({
      value: exp(x),
      gradient: (g) => [mul(g, f(x))],
    }));
    expect(() => f(x)).toThrow('without end. Use `value` instead.');
    expect(() => f(x)).toThrow(ArgumentError);
  });

  test('reading and assigning', () => {
    const v = variable(0);
    expect(() => withGradient((g) => [g.mul(g.item())])(tensor(1))).toThrow(TracingError);
    expect(() =>
      withGradient((g) => {
        v.assign(g);
        return [g];
      })(tensor(1)),
    ).toThrow('inside a function given to customGradient()');
  });
});
