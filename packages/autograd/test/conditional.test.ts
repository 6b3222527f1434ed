import {
  ArgumentError,
  conditional,
  exp,
  greater,
  hostScalar,
  jit,
  matmul,
  mul,
  sum,
  type Tensor,
  tanh,
  tensor,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { checkGradients, grad, hessian, jvp, vmap } from '../src/index.ts';

const x = tensor([0.5, -1, 2], { dtype: 'float64' });
const w = tensor(
  [
    [1, 2, 0.5],
    [0.3, -1, 1],
    [2, 0, 1],
  ],
  { dtype: 'float64' },
);

describe('derivatives of conditional', () => {
  it('are those of the function where the predicate holds, else those of what is there', () => {
    const f = (holds: boolean) => (v: Tensor) => sum(conditional(holds, (a: Tensor) => exp(a), mul(v, 3), v));
    expect(grad(f(false))(x).toArray()).toEqual([3, 3, 3]);
    for (const [i, value] of (grad(f(true))(x).toArray() as number[]).entries()) {
      expect(value).toBeCloseTo(Math.exp([0.5, -1, 2][i] as number), 12);
    }
  });

  it('agree with finite differences, also for what the function uses from outside', () => {
    for (const holds of [1, 0]) {
      const f = (v: Tensor, m: Tensor) =>
        sum(
          tanh(
            conditional(
              hostScalar(() => holds),
              ({ a }) => tanh(matmul(m, mul(a, a))),
              mul(v, v),
              { a: v },
            ),
          ),
        );
      checkGradients(f, [x, w]);
    }
  });

  it('go both ways and to the second order', () => {
    const f = (holds: boolean) => (v: Tensor) =>
      sum(conditional(holds, (a: Tensor) => mul(a, mul(a, a)), mul(v, v), v));
    const diagonal = (h: Tensor) => (h.toArray() as number[][]).map((row, i) => row[i]);
    expect(diagonal(hessian(f(true))(x))).toEqual([3, -6, 12]);
    expect(diagonal(hessian(f(false))(x))).toEqual([2, 2, 2]);
    const tangent = tensor([1, 0, 1], { dtype: 'float64' });
    expect(jvp(f(true))([x], [tangent])[1].item()).toBe(12.75);
    expect(jvp(f(false))([x], [tangent])[1].item()).toBe(5);
  });

  it('are read anew at every run', () => {
    let holds = 1;
    const g = jit(
      grad((v: Tensor) =>
        sum(
          conditional(
            hostScalar(() => holds),
            (a: Tensor) => mul(a, a),
            v,
            v,
          ),
        ),
      ),
    );
    expect(g(x).toArray()).toEqual([1, -2, 4]);
    holds = 0;
    expect(g(x).toArray()).toEqual([1, 1, 1]);
  });
});

describe('vmap of conditional', () => {
  const rows = tensor([
    [1, 2],
    [3, 4],
  ]);

  it('keeps a predicate that is the same everywhere', () => {
    for (const holds of [true, false]) {
      const f = (v: Tensor): Tensor => conditional(holds, (a: Tensor) => mul(a, 2), v, v);
      expect(vmap(f)(rows).toArray()).toEqual(
        holds
          ? [
              [2, 4],
              [6, 8],
            ]
          : [
              [1, 2],
              [3, 4],
            ],
      );
    }
  });

  it('throws where it differs', () => {
    const f = (v: Tensor): Tensor => conditional(greater(sum(v), 4), (a: Tensor) => mul(a, 2), v, v);
    expect(() => vmap(f)(rows)).toThrow(ArgumentError);
  });
});
