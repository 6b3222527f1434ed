import {
  ArgumentError,
  arange,
  conditional,
  cumsum,
  exp,
  flip,
  greater,
  hostScalar,
  jit,
  matmul,
  mean,
  mul,
  scan,
  sin,
  slice,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  where,
} from '@gradkit/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGradients, grad, hessian, hvp, jvp, vmap } from '../src/index.ts';

const x = tensor([0.5, -1, 2], { dtype: 'float64' });
const w = tensor(
  [
    [1, 2, 0.5],
    [0.3, -1, 1],
    [2, 0, 1],
  ],
  { dtype: 'float64' },
);

const steps = {
  grow: (v: Tensor) => exp(mul(v, 0.3)),
  bend: (v: Tensor) => sin(v),
  gather: (v: Tensor) => mul(cumsum(v), 0.2),
  centre: (v: Tensor) => sub(v, mean(v)),
  turn: (v: Tensor) => flip(v),
  flatten: (v: Tensor) => tanh(v),
} satisfies Record<string, (v: Tensor) => Tensor>;
type Step = keyof typeof steps;

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

  it('are those of where() for any chain of functions, in and outside of loops, to the second order', () => {
    const chain = (names: readonly Step[], v: Tensor): Tensor => names.reduce((a, name) => steps[name](a), v);
    const names = fc.array(fc.constantFrom(...(Object.keys(steps) as Step[])), { minLength: 1, maxLength: 4 });
    const property = fc.property(
      names,
      names,
      fc.constantFrom(1, 2, 3, 5, 17, 33),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.boolean(),
      (yes, no, size, threshold, isLoop) => {
        const at = sin(mul(arange(1, size + 1, 1, { dtype: 'float64' }), 7));
        const either = (isLazy: boolean) => (v: Tensor) => {
          const holds = greater(sum(v), threshold);
          const otherwise = chain(no, v);
          // What the function uses from outside has derivatives, too.
          const whenTrue = (a: Tensor) => mul(chain(yes, a), otherwise);
          return isLazy ? conditional(holds, whenTrue, otherwise, v) : where(holds, whenTrue(v), otherwise);
        };
        const total = (isLazy: boolean) => (v: Tensor) => {
          const f = either(isLazy);
          if (!isLoop) return sum(mul(f(v), v));
          const [last] = scan((carry: Tensor, e: Tensor) => [tanh(f(mul(carry, e))), carry], v, slice(at, [0], [1]));
          return sum(mul(last as Tensor, v));
        };
        const numbers = (t: Tensor): Float64Array => t.dataSync() as Float64Array;
        for (const taken of [(f: (v: Tensor) => Tensor) => grad(f)(at), (f: (v: Tensor) => Tensor) => hvp(f)(at, at)]) {
          const [lazy, eager] = [numbers(taken(total(true))), numbers(taken(total(false)))];
          lazy.forEach((value, i) => {
            const expected = eager[i] as number;
            expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-10 * (1 + Math.abs(expected)));
          });
        }
      },
    );
    fc.assert(property, { numRuns: 15, seed: 1 });
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
