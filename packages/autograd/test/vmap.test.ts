import { grad, gradients, hessian, jvp, vjp, vmap } from '@gradkit/autograd';
import {
  ArgumentError,
  add,
  exp,
  jit,
  key,
  matmul,
  mul,
  normal,
  ShapeError,
  sin,
  split,
  square,
  stack,
  sum,
  type Tensor,
  TracingError,
  take,
  tanh,
  tensor,
  variable,
} from '@gradkit/core';
import { printGraph } from '@gradkit/core/graph';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { filled, float64 } from './vectors.ts';
import { expectClose } from './vmap/expect-close.ts';

const rows = float64([1, 2, 3, 4, 5, 6], [3, 2]);

describe('vmap', () => {
  test('maps every argument over its first axis', () => {
    expect(vmap((a: Tensor, b: Tensor) => matmul(a, b))(rows, rows).toArray()).toEqual([5, 25, 61]);
  });

  test('maps over any axis, negative from the end, and hands others through', () => {
    const f = (a: Tensor, b: Tensor) => mul(a, b);
    expect(vmap(f, { inAxes: [1, null] })(rows, float64([1, 10, 100])).toArray()).toEqual([
      [1, 30, 500],
      [2, 40, 600],
    ]);
    expect(vmap(f, { inAxes: [-1, undefined] })(rows, float64([1, 10, 100])).shape).toEqual([2, 3]);
    expect(vmap(f, { inAxes: [0, 1] })(filled([4, 2]), filled([2, 4])).shape).toEqual([4, 2]);
  });

  test('puts the mapped axis of the result where it is asked for', () => {
    const f = (a: Tensor) => stack([a, a, a]);
    for (const [outAxes, shape] of [
      [0, [3, 3, 2]],
      [1, [3, 3, 2]],
      [2, [3, 2, 3]],
      [-1, [3, 2, 3]],
      [-3, [3, 3, 2]],
    ] as const) {
      expect(vmap(f, { outAxes })(rows).shape).toEqual(shape);
    }
    expect(vmap(f, { outAxes: -1 })(rows).toArray()).toEqual(Array(3).fill(rows.transpose().toArray()));
  });

  test('takes trees apart, with an axis for each part where axes are nested', () => {
    const f = (p: { w: Tensor; b: Tensor }, [x]: [Tensor]) => ({ y: add(mul(p.w, x), p.b), z: [p.b] });
    const result = vmap(f, { inAxes: [{ w: null, b: 0 }, [1]], outAxes: { y: 0, z: [0] } })(
      { w: float64([1, 2]), b: float64([10, 20, 30]) },
      [float64([1, 2, 3, 4, 5, 6], [2, 3])],
    );
    expect(result.y.toArray()).toEqual([
      [11, 18],
      [22, 30],
      [33, 42],
    ]);
    expect(result.z[0]?.toArray()).toEqual([10, 20, 30]);
    expect(vmap(f, { inAxes: [{ b: 0 }, null] })({ w: rows, b: filled([4]) }, [rows]).y.shape).toEqual([4, 3, 2]);
  });

  test('repeats results that do not depend on what is mapped, or hands them out once', () => {
    const f = (_: Tensor) => tensor([1, 2]);
    expect(vmap(f)(rows).toArray()).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(vmap(f, { outAxes: 1 })(rows).shape).toEqual([2, 3]);
    expect(vmap(f, { outAxes: null })(rows).toArray()).toEqual([1, 2]);
    expect(vmap((x: Tensor) => x)(rows).toArray()).toEqual(rows.toArray());
  });

  test('hands numbers, strings and functions through', () => {
    const f = (x: Tensor, n: number, of: (x: Tensor) => Tensor) => of(mul(x, n));
    expect(vmap(f)(float64([1, 2]), 3, square).toArray()).toEqual([9, 36]);
  });

  test('takes what the function captures as the same everywhere, variables included', () => {
    const w = variable([1, 10], { name: 'w' });
    const f = vmap((x: Tensor) => matmul(x, w));
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(f(x).toArray()).toEqual([21, 43]);
    w.assign([0, 1]);
    expect(f(x).toArray()).toEqual([2, 4]);
    const step = jit((x: Tensor) => {
      w.assign(sum(f(x)).mul(tensor([1, 1])));
      return f(x);
    });
    expect(step(x).toArray()).toEqual([18, 42]);
    expect(w.value.toArray()).toEqual([6, 6]);
  });

  test('keeps the identity of tensors and variables, which gradients goes by', () => {
    const v = variable([1, 2, 3]);
    const x = tensor([4, 5, 6]);
    const loss = sum(vmap((a: Tensor, b: Tensor) => mul(mul(a, b), sum(x)))(v.value, x));
    const [byVariable, byTensor] = gradients(loss, [v, x]);
    expect(byVariable.toArray()).toEqual([60, 75, 90]);
    expect(byTensor.toArray()).toEqual([15 + 32, 30 + 32, 45 + 32]);
    expect(vmap((a: Tensor) => gradients(mul(a, a), [a])[0])(x).toArray()).toEqual([8, 10, 12]);
  });

  test('takes functions of many operations', () => {
    const longer = (t: Tensor) => {
      for (let i = 0; i < 1000; i++) t = add(mul(t, 0.5), 1);
      return t;
    };
    expect(vmap(longer)(tensor([0, 1, 2])).toArray()).toEqual([2, 2, 2]);
  });

  test('maps over nothing: no positions, empty arrays', () => {
    const f = (x: Tensor) => matmul(x, filled([2, 4]));
    expect(vmap(f)(filled([0, 3, 2])).shape).toEqual([0, 3, 4]);
    expect(vmap(f)(filled([3, 0, 2])).shape).toEqual([3, 0, 4]);
    expect(vmap((x: Tensor) => sum(x))(filled([3, 0])).toArray()).toEqual([0, 0, 0]);
    const indices = tensor([], { shape: [0, 2], dtype: 'int32' });
    expect(vmap((i: Tensor) => take(filled([4]), i))(indices).shape).toEqual([0, 2]);
  });

  test('makes one product of many', () => {
    const w = filled([4, 4]);
    const graph = printGraph([vmap((x: Tensor) => matmul(w, x))(filled([3, 4])).node]);
    expect(graph.match(/= dot/g)).toHaveLength(1);
    expect(graph).not.toMatch(/broadcast/);
  });

  test('draws other numbers at every position from other keys, and the same from one', () => {
    const keys = split(key(3), 4);
    const drawn = vmap((k: Tensor) => normal(k, [2]))(keys);
    const loop = stack(Array.from({ length: 4 }, (_, i) => normal(take(keys, i), [2])));
    expect(drawn.toArray()).toEqual(loop.toArray());
    const same = vmap((x: Tensor) => add(x, normal(key(3), [])))(tensor([0, 0, 0]));
    expect(new Set(same.toArray() as number[]).size).toBe(1);
  });

  test('types follow the function', () => {
    expectTypeOf(vmap((x: Tensor, n: number) => [x, n] as const)).toEqualTypeOf<
      (x: Tensor, n: number) => readonly [Tensor, number]
    >();
  });
});

describe('vmap nests', () => {
  const f = (x: Tensor) => sum(mul(sin(x), exp(x.mul(0.5))));
  const x = filled([3, 4]);
  const each = <R>(of: (row: Tensor, i: number) => R): R[] =>
    Array.from({ length: 3 }, (_, i) => of(take(x, i) as Tensor, i));

  test('with itself', () => {
    const [a, b] = [filled([2, 5]), filled([3, 5], 1)];
    const dot = (p: Tensor, q: Tensor) => matmul(p, q);
    const all = vmap(vmap(dot, { inAxes: [null, 0] }), { inAxes: [0, null] })(a, b);
    expectClose(all, matmul(a, b.transpose()));
    expectClose(vmap(vmap(vmap(tanh)))(filled([2, 3, 2])), tanh(filled([2, 3, 2])));
  });

  test('with reverse mode, on either side', () => {
    expectClose(vmap(grad(f))(x), stack(each((row) => grad(f)(row))));
    expectClose(grad((m: Tensor) => sum(vmap(f)(m)))(x), stack(each((row) => grad(f)(row))));
    const pull = (row: Tensor) => vjp(f, row)[1](float64([2], []))[0];
    expectClose(vmap(pull)(x), stack(each(pull)));
  });

  test('with forward mode, on either side', () => {
    const t = filled([3, 4], 1);
    const push = (row: Tensor, tangent: Tensor) => jvp(f)([row], [tangent])[1];
    const loop = stack(each((row, i) => push(row, take(t, i))));
    expectClose(vmap(push)(x, t), loop);
    expectClose(jvp((m: Tensor) => vmap(f)(m))([x], [t])[1], loop);
  });

  test('with second derivatives', () => {
    expectClose(vmap(hessian(f))(x), stack(each((row) => hessian(f)(row))));
  });

  test('with jit, on either side', () => {
    expectClose(jit(vmap(f))(x), stack(each(f)));
    expectClose(vmap(jit(f))(x), stack(each(f)));
    expectClose(jit(vmap(jit(grad(f))))(x), stack(each((row) => grad(f)(row))));
  });

  test('with parameters of the derivative that are mapped outside', () => {
    // d/dx (x y) = y at every y
    const slope = (y: Tensor) => grad((x: Tensor) => mul(x, y))(float64([1], []));
    expect(vmap(slope)(float64([3, 4])).toArray()).toEqual([3, 4]);
  });
});

describe('vmap refuses', () => {
  const f = (a: Tensor, _b?: unknown) => a;
  const of = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
    return 'nothing';
  };

  test('extents that differ', () => {
    expect(of(() => vmap(f)(filled([3]), filled([4])))).toBe(
      'ShapeError: vmap: the mapped axes differ: argument 0 has 3 positions, argument 1 has 4.',
    );
    expect(() => vmap(f)(filled([3]), [filled([3]), filled([2])])).toThrow(ShapeError);
  });

  test('scalars', () => {
    expect(of(() => vmap(f)(tensor(1)))).toBe(
      'ShapeError: vmap: argument 0 is a scalar, float32[], and has no axis to map over. ' +
        'Use null as its axis to hand it through.',
    );
  });

  test('to map nothing', () => {
    expect(of(() => vmap(f, { inAxes: [null] })(rows))).toContain('ArgumentError: vmap: nothing is mapped');
    expect(() => vmap(f, { inAxes: null })(rows)).toThrow(ArgumentError);
    expect(() => vmap(() => tensor(1))()).toThrow('nothing is mapped');
  });

  test('axes that do not fit', () => {
    expect(() => vmap(f, { inAxes: 2 })(rows)).toThrow(ArgumentError);
    expect(() => vmap(f, { inAxes: 0.5 })(rows)).toThrow(ArgumentError);
    expect(of(() => vmap(f, { inAxes: 2 })(rows))).toContain('vmap: argument 0: axis 2 is outside [-2, 1]');
    expect(of(() => vmap(f, { outAxes: -3 })(rows))).toContain('vmap: the value: axis -3 is outside [-2, 1]');
    expect(of(() => vmap(f, { inAxes: [0, 0] })(rows))).toContain('inAxes are for 2 arguments, got 1');
    expect(of(() => vmap(f, { inAxes: [[0]] })(rows))).toContain('argument 0 is a tensor, float64[3, 2], but its axes');
    expect(of(() => vmap(f, { inAxes: [0, { c: 0 }] })(rows, { a: rows }))).toContain('argument 1 is an object');
    expect(of(() => vmap(f, { inAxes: { a: 0 } as never })(rows))).toContain('inAxes is a number or an array');
    expect(of(() => vmap(f, { inAxes: [0, 0] })(rows, 5))).toContain('argument 1 has no tensor in it, got 5');
    expect(of(() => vmap(f, { outAxes: null })(rows))).toContain('its axis in outAxes cannot be null');
  });

  test('what is not known yet, and assignments', () => {
    expect(() => vmap((x: Tensor) => tensor([x.item()]))(float64([1]))).toThrow(TracingError);
    const v = variable(0, { name: 'total' });
    expect(() =>
      vmap((x: Tensor) => {
        v.assign(x);
        return x;
      })(tensor([1])),
    ).toThrow('assign: variable "total" cannot be assigned inside a function given to vmap()');
    expect(v.value.item()).toBe(0);
  });

  test('what is no function, unknown options and results without tensors', () => {
    expect(() => vmap(3 as never)).toThrow('vmap: expected a function, got 3.');
    expect(() => vmap(f, { inAxis: 0 } as never)).toThrow('Did you mean "inAxes"?');
    expect(() => vmap((_: Tensor) => 5)(rows)).toThrow('the value of the function has no tensor in it');
  });
});
