import { grad, valueAndGrad } from '@gradkit/autograd';
import {
  ArgumentError,
  add,
  DifferentiationError,
  jit,
  log,
  mul,
  pow,
  ShapeError,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@gradkit/core';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { float64 } from './vectors.ts';

describe('grad', () => {
  test('differentiates by the first argument', () => {
    const f = (w: Tensor, x: Tensor) => sum(mul(square(w), x));
    expect(grad(f)(tensor([1, 2]), tensor([3, 4])).toArray()).toEqual([6, 16]);
  });

  test('differentiates by trees, and gives them back in their form', () => {
    const f = (p: { w: Tensor; layers: [Tensor, Tensor]; name: string }) =>
      sum(add(mul(p.w, p.layers[0]), p.layers[1]));
    const g = grad(f)({ w: tensor([1, 2]), layers: [tensor([3, 4]), tensor(5)], name: 'net' });
    expect([g.w.toArray(), g.layers[0].toArray(), g.layers[1].item(), g.name]).toEqual([[3, 4], [1, 2], 2, 'net']);
  });

  test('differentiates by other arguments with argnums', () => {
    const f = (a: Tensor, scale: number, b: Tensor) => sum(mul(mul(a, b), scale));
    const [a, b] = [tensor([1, 2]), tensor([3, 4])];
    expect(grad(f, { argnums: 2 })(a, 10, b).toArray()).toEqual([10, 20]);
    const [ga, gb] = grad(f, { argnums: [0, 2] })(a, 10, b);
    expect([ga.toArray(), gb.toArray()]).toEqual([
      [30, 40],
      [10, 20],
    ]);
  });

  test('counts only uses through the argument: the same tensor captured is a constant', () => {
    const w = tensor(3);
    expect(grad((x: Tensor) => mul(x, w))(w).item()).toBe(3);
    expect(grad((a: Tensor, b: Tensor) => mul(square(a), b))(w, w).item()).toBe(18);
  });

  test('counts only the argument when another is computed from it', () => {
    const w = tensor(3);
    expect(grad((a: Tensor, b: Tensor) => mul(a, b))(w, square(w)).item()).toBe(9);
  });

  test('is zero where the function does not use the argument', () => {
    expect(grad((_: Tensor) => tensor(7))(tensor([1, 2])).toArray()).toEqual([0, 0]);
  });

  test('nests: the derivatives of sin repeat after four', () => {
    const x = float64([0.7], []);
    const orders = [grad(sin), grad(grad(sin)), grad(grad(grad(sin))), grad(grad(grad(grad(sin))))];
    const expected = [Math.cos(0.7), -Math.sin(0.7), -Math.cos(0.7), Math.sin(0.7)];
    orders.forEach((f, i) => {
      // One rounding of sin and cos, whose library versions may differ in the last place.
      expect(f(x).item()).toBeCloseTo(expected[i] as number, 15);
    });
  });

  test('nests with captured variables of the outer derivative', () => {
    // d/dx (x · d/dy (x y²)) = d/dx (2 x² y) = 4 x y
    const inner = (x: Tensor) => mul(x, grad((y: Tensor) => mul(x, square(y)))(tensor(5)));
    expect(grad(inner)(tensor(3)).item()).toBe(60);
  });

  test('nests eight deep on a polynomial', () => {
    let f = (x: Tensor): Tensor => pow(x, 8);
    for (let order = 0; order < 8; order++) f = grad(f);
    expect(f(float64([1.5], [])).item()).toBe(40320);
  });

  test('is the same inside jit and around it', () => {
    const f = (w: Tensor) => sum(log(add(square(w), 1)));
    const w = float64([0.3, -2]);
    const expected = grad(f)(w).toArray();
    expect(jit(grad(f))(w).toArray()).toEqual(expected);
    expect(jit((x: Tensor) => grad(jit(f))(x))(w).toArray()).toEqual(expected);
  });

  test('hands extra results through with hasAux', () => {
    const f = (w: Tensor): [Tensor, { doubled: Tensor; note: string }] => [
      sum(square(w)),
      { doubled: mul(w, 2), note: 'kept' },
    ];
    const [g, aux] = grad(f, { hasAux: true })(tensor([1, 2]));
    expect([g.toArray(), aux.doubled.toArray(), aux.note]).toEqual([[2, 4], [2, 4], 'kept']);
  });
});

describe('valueAndGrad', () => {
  test('returns the value with the gradient', () => {
    const [value, g] = valueAndGrad((w: Tensor) => sum(square(w)))(tensor([1, 2]));
    expect([value.item(), g.toArray()]).toEqual([5, [2, 4]]);
  });

  test('returns extra results beside the value with hasAux', () => {
    const f = (w: Tensor, x: Tensor): readonly [Tensor, Tensor] => [sum(mul(w, x)), sub(w, x)];
    const [[value, aux], g] = valueAndGrad(f, { hasAux: true, argnums: 1 })(tensor([1, 2]), tensor([3, 4]));
    expect([value.item(), aux.toArray(), g.toArray()]).toEqual([11, [-2, -2], [1, 2]]);
  });
});

describe('grad refuses', () => {
  const f = (w: Tensor) => sum(w);

  test('a value that is not a scalar', () => {
    expect(() => grad((w: Tensor) => square(w))(tensor([1, 2]))).toThrow(ShapeError);
    expect(() => valueAndGrad((w: Tensor) => square(w))(tensor([1, 2]))).toThrow(
      'valueAndGrad: the loss must be a scalar',
    );
  });

  test('a value that is no tensor', () => {
    expect(() => grad(() => 3 as unknown as Tensor, { argnums: [] })()).toThrow(
      'grad: the loss must be a tensor, got 3',
    );
  });

  test('a pair without hasAux', () => {
    const pair = ((w: Tensor) => [sum(w), w]) as unknown as (w: Tensor) => Tensor;
    expect(() => grad(pair)(tensor([1]))).toThrow('grad: the loss must be a tensor, got an array of length 2');
  });

  test('arguments of integers', () => {
    expect(() => grad(f)(tensor([1], { dtype: 'int32' }))).toThrow(DifferentiationError);
    expect(() => grad(f)(tensor([1], { dtype: 'int32' }))).toThrow('grad: argument 0 is int32[1]');
  });

  test('arguments without tensors, and missing ones', () => {
    expect(() => grad(f)(3 as unknown as Tensor)).toThrow('grad: argument 0 has no tensor in it, got 3');
    expect(() => grad(f, { argnums: 1 as 0 })(tensor([1]))).toThrow(
      'grad: argnums names argument 1, but the function was called with 1.',
    );
  });

  test('unknown options and what is no function', () => {
    expect(() => grad(f, { argnum: 1 } as object)).toThrow('grad: unknown option "argnum". Did you mean "argnums"?');
    expect(() => grad(undefined as unknown as typeof f)).toThrow(ArgumentError);
  });
});

test('types follow the function', () => {
  type P = { w: Tensor; b: [Tensor, Tensor] };
  const f = (p: P, x: Tensor, _scale: number) => sum(mul(p.w, x));
  expectTypeOf(grad(f)).toEqualTypeOf<(p: P, x: Tensor, scale: number) => P>();
  expectTypeOf(grad(f, { argnums: 1 })).returns.toEqualTypeOf<Tensor>();
  expectTypeOf(grad(f, { argnums: [1, 0] })).returns.toEqualTypeOf<[Tensor, P]>();
  expectTypeOf(valueAndGrad(f)).returns.toEqualTypeOf<[value: Tensor, gradient: P]>();

  const withAux = (p: P): [Tensor, { accuracy: number }] => [sum(p.w), { accuracy: 1 }];
  expectTypeOf(grad(withAux, { hasAux: true })).returns.toEqualTypeOf<[gradient: P, aux: { accuracy: number }]>();
  expectTypeOf(valueAndGrad(withAux, { hasAux: true })).returns.toEqualTypeOf<
    [value: [loss: Tensor, aux: { accuracy: number }], gradient: P]
  >();
  // @ts-expect-error a function with an extra result needs hasAux
  expectTypeOf(grad(withAux)).toBeFunction();
  // @ts-expect-error the loss is a tensor
  expectTypeOf(grad((_: Tensor) => 3)).toBeFunction();
});
