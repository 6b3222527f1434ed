import { grad, jvp } from '@gradkit/autograd';
import {
  ArgumentError,
  add,
  cast,
  DifferentiationError,
  DTypeError,
  jit,
  matmul,
  mul,
  pow,
  ShapeError,
  sin,
  square,
  sum,
  type Tensor,
  tensor,
} from '@gradkit/core';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { float64 } from './vectors.ts';

describe('jvp', () => {
  test('pushes a tangent through a matrix: J t = A t', () => {
    const a = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const [value, tangent] = jvp((x: Tensor) => matmul(a, x))([tensor([1, 1])], [tensor([1, 10])]);
    expect([value.toArray(), tangent.toArray()]).toEqual([
      [3, 7, 11],
      [21, 43, 65],
    ]);
  });

  test('adds the tangents of several primals', () => {
    const [value, tangent] = jvp(mul)([tensor(3), tensor(5)], [tensor(1), tensor(10)]);
    expect([value.item(), tangent.item()]).toEqual([15, 35]);
  });

  test('takes and returns trees', () => {
    const f = (p: { a: Tensor; b: Tensor }) => ({ sum: add(p.a, p.b), parts: [square(p.a)] });
    const [value, tangent] = jvp(f)([{ a: tensor(2), b: tensor(3) }], [{ a: tensor(1), b: tensor(10) }]);
    expect([value.sum.item(), value.parts[0]?.item()]).toEqual([5, 4]);
    expect([tangent.sum.item(), tangent.parts[0]?.item()]).toEqual([11, 4]);
  });

  test('gives zeros where the value does not depend on the primals, of its own type', () => {
    const f = (x: Tensor) => [tensor([1, 2]), cast(x, 'int32')];
    const [, [constant, integers]] = jvp(f)([tensor([1.5])], [tensor([1])]) as [Tensor[], [Tensor, Tensor]];
    expect([constant.toArray(), integers.dtype, integers.toArray()]).toEqual([[0, 0], 'int32', [0]]);
  });

  test('counts only uses through the argument', () => {
    const w = tensor(3);
    expect(jvp((x: Tensor) => mul(x, w))([w], [tensor(1)])[1].item()).toBe(3);
  });

  test('nests: the second directional derivative of x³ is 6 x t²', () => {
    const first = (x: Tensor) => jvp((z: Tensor) => pow(z, 3))([x], [tensor(2)])[1];
    expect(jvp(first)([tensor(5)], [tensor(2)])[1].item()).toBe(120);
  });

  test('nests in reverse mode: the derivative of a directional derivative', () => {
    const along = (x: Tensor) => sum(jvp(sin)([x], [float64([1, 2])])[1]);
    const [a, b] = grad(along)(float64([0.3, 0.4])).dataSync();
    expect(a).toBeCloseTo(-Math.sin(0.3), 15);
    expect(b).toBeCloseTo(-2 * Math.sin(0.4), 15);
  });

  test('works inside jit', () => {
    const f = jit((x: Tensor, t: Tensor) => jvp(square)([x], [t]));
    expect(f(tensor([1, 2]), tensor([3, 4])).map((t) => t.toArray())).toEqual([
      [1, 4],
      [6, 16],
    ]);
  });

  test('refuses tangents that do not look like the primals', () => {
    expect(() => jvp(square)([tensor([1, 2])], [tensor([1])])).toThrow(ShapeError);
    expect(() => jvp(square)([tensor([1, 2])], [tensor([1])])).toThrow('jvp: tangent 0 must have shape [2], got [1].');
    expect(() => jvp(square)([tensor([1])], [float64([1])])).toThrow(DTypeError);
    expect(() => jvp(mul)([tensor(1), tensor(2)], [tensor(1)] as unknown as [Tensor, Tensor])).toThrow(
      'jvp: 2 primals need as many tangents, got 1.',
    );
    const nested = [tensor(1)] as unknown as Tensor;
    expect(() => jvp(square)([tensor(1)], [nested])).toThrow('jvp: tangent 0 is nested differently: [*], not *.');
  });

  test('refuses integers, bare tensors and what is no function', () => {
    const integers = tensor([1], { dtype: 'int32' });
    expect(() => jvp(square)([integers], [integers])).toThrow(DifferentiationError);
    expect(() => jvp(square)(tensor(1) as unknown as [Tensor], [tensor(1)])).toThrow(ArgumentError);
    expect(() => jvp(3 as unknown as typeof square)).toThrow(ArgumentError);
  });

  test('types follow the function', () => {
    const f = (a: Tensor, p: { w: Tensor }): [Tensor, Tensor] => [a, p.w];
    expectTypeOf(jvp(f)).parameter(0).toEqualTypeOf<readonly [a: Tensor, p: { w: Tensor }]>();
    expectTypeOf(jvp(f)).parameter(1).toEqualTypeOf<readonly [a: Tensor, p: { w: Tensor }]>();
    expectTypeOf(jvp(f)).returns.toEqualTypeOf<[value: [Tensor, Tensor], tangent: [Tensor, Tensor]]>();
  });
});
