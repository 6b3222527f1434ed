import { grad, gradients, jvp, rematerialize, valueAndGrad } from '@gradkit/autograd';
import {
  add,
  explain,
  jit,
  matmul,
  memory,
  mul,
  scan,
  sin,
  square,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  variable,
  zeros,
} from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { filled } from '../vectors.ts';
import { expectClose } from '../vmap/expect-close.ts';
import { lstmCell } from './cells.ts';
import { unrolled } from './unrolled.ts';

type Loop = typeof scan;

const loops = (text: string): string[] => text.match(/kernel \d+: loop.*/g) ?? [];
/** How many results the first loop stores: all that it writes but its own working memory. */
const results = (text: string): number => text.match(/writes .*/)?.[0].match(/scan#/g)?.length ?? 0;

describe('derivatives of scan', () => {
  test('reach variables that a step reads', () => {
    const w = variable(0.5);
    const f = (x: Tensor): Tensor => scan((c: Tensor) => [mul(c, w.value), undefined], x, undefined, { length: 3 })[0];
    // d/dw 2 w³ = 6 w²
    expect(gradients(f(tensor(2)), [w])[0].item()).toBe(1.5);
    const compiled = jit((x: Tensor) => gradients(f(x), [w])[0]);
    expect(compiled(tensor(2)).item()).toBe(1.5);
    w.assign(1);
    expect(compiled(tensor(2)).item()).toBe(6);
  });

  test('pass by counters and other carries that are not floats', () => {
    const table = filled([4, 2], 1);
    const f =
      (loop: Loop) =>
      (start: Tensor, rows: Tensor): Tensor =>
        sum(
          loop(
            ([x, i]: [Tensor, Tensor]) => [[sin(mul(x, take(rows, i))), add(i, 1)], x],
            [start, tensor(0, { dtype: 'int32' })],
            undefined,
            { length: 4 },
          )[1],
        );
    const both = (loop: Loop) => grad(f(loop), { argnums: [0, 1] })(filled([2]), table);
    for (const [i, g] of both(scan).entries()) expectClose(g, both(unrolled)[i] as Tensor);
  });

  test('of no steps are those of the first carry', () => {
    const f = (start: Tensor, xs: Tensor, w: Tensor): Tensor => {
      const [last, ys] = scan((c: Tensor, x: Tensor) => [tanh(add(mul(c, w), x)), c], start, xs);
      return add(sum(mul(last, filled([2], 3))), sum(ys));
    };
    const [start, xs, w] = grad(f, { argnums: [0, 1, 2] })(
      filled([2]),
      zeros([0, 2], { dtype: 'float64' }),
      filled([2]),
    );
    expectClose(start, filled([2], 3));
    expect(xs.shape).toEqual([0, 2]);
    expect(w.toArray()).toEqual([0, 0]);
  });

  test('are zero where nothing depends on anything', () => {
    const f = (x: Tensor): Tensor => scan((c: Tensor) => [add(c, 1), undefined], tensor(0), x)[0];
    expect(grad(f)(tensor([1, 2])).toArray()).toEqual([0, 0]);
    expect(jvp(f)([tensor([1, 2])], [tensor([1, 1])])[1].item()).toBe(0);
  });

  test('keep nothing of the way there that the way back does not need', () => {
    const decayed = (xs: Tensor): Tensor =>
      scan((c: Tensor, x: Tensor) => [add(mul(c, 0.5), x), undefined], tensor(0), xs)[0];
    const text = explain(jit(grad(decayed)), zeros([8]));
    expect(loops(text)).toEqual(['kernel 0: loop of 8 steps, from the last to the first']);
    expect(grad(decayed)(zeros([4])).toArray()).toEqual([0.125, 0.25, 0.5, 1]);
  });

  test('keep what is dear, and compute again what is cheap from what is there', () => {
    // Of x, 2x + 1 is cheap; tanh is kept; the carry is needed for the derivative by the factor.
    const f = (xs: Tensor, w: Tensor): Tensor => {
      const step = (c: Tensor, x: Tensor): [Tensor, undefined] => [
        mul(tanh(add(mul(x, 2), c)), mul(w, add(mul(x, 2), 1))),
        undefined,
      ];
      return sum(scan(step, zeros([3], { dtype: 'float64' }), xs)[0]);
    };
    const text = explain(
      jit((xs: Tensor, w: Tensor) => grad(f, { argnums: 0 })(xs, w)),
      filled([5, 3]),
      filled([3]),
    );
    expect(results(text)).toBe(1);
  });

  test('of a step that is computed again keep the carries', () => {
    const parameters = [zeros([3, 12]), zeros([4, 12]), zeros([12])];
    const text = (remake: (step: ReturnType<typeof lstmCell>) => ReturnType<typeof lstmCell>): string => {
      const loss = (p: Tensor[], xs: Tensor): Tensor =>
        sum(square(scan(remake(lstmCell(p)), [zeros([2, 3]), zeros([2, 3])], xs)[0][0]));
      return explain(
        jit((p: Tensor[], xs: Tensor) => grad(loss)(p, xs)),
        parameters,
        zeros([6, 2, 4]),
      );
    };
    expect(results(text((step) => step))).toBeGreaterThan(results(text(rematerialize)));
    // The last output, whose square counts, and both carries of every step.
    expect(results(text(rematerialize))).toBe(3);
  });

  test.each([3, 600])('by a weight add up products of %i terms', (rows) => {
    const f =
      (loop: Loop) =>
      (w: Tensor, xs: Tensor): Tensor =>
        sum(
          loop(
            (h: Tensor, x: Tensor) => [tanh(add(matmul(h, w), x)), undefined],
            zeros([rows, 3], { dtype: 'float64' }),
            xs,
          )[0],
        );
    const xs = filled([4, rows, 3], 1);
    const w = filled([3, 3], 2);
    expectClose(grad(f(scan))(w, xs), grad(f(unrolled))(w, xs));
    const text = explain(jit(grad(f(scan))), w, xs);
    // One product of all steps after the loop, or one in every step.
    expect(/kernel \d+: dot/.test(text)).toBe(rows < 512);
  });

  test('share one program for all learning rates', () => {
    const train = (rate: number): Tensor => {
      const f = (x: Tensor): Tensor => sum(scan((c: Tensor) => [sin(mul(c, rate)), c], x, undefined, { length: 3 })[1]);
      return grad(f)(tensor([1, 2])).realize();
    };
    train(0.1);
    train(0.2);
    const before = memory();
    for (let i = 0; i < 5; i++) train(0.3 + i / 100);
    expect(memory()).toEqual(before);
  });

  test('are one program with the value', () => {
    const f = (x: Tensor): Tensor => sum(scan((c: Tensor) => [tanh(c), c], x, undefined, { length: 3 })[1]);
    const text = explain(
      jit((x: Tensor) => valueAndGrad(f)(x)),
      zeros([4]),
    );
    expect(loops(text)).toHaveLength(2);
  });
});
