import { checkGradients, grad, jvp, valueAndGrad, vmap } from '@gradkit/autograd';
import { add, explain, jit, key, memory, mul, scan, square, sum, type Tensor, uniform, zeros } from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { filled } from '../vectors.ts';
import { expectClose } from '../vmap/expect-close.ts';
import { gruCell, lstmCell, simpleCell } from './cells.ts';
import { unrolled } from './unrolled.ts';

type Loss = (parameters: Tensor[], xs: Tensor) => Tensor;
type Loop = typeof scan;

const [batch, units, inputs, steps] = [2, 3, 4, 5];
const loss = (ys: Tensor): Tensor => sum(mul(square(ys), filled([steps, batch, units], 9)));

function expectAll(got: readonly Tensor[], expected: readonly Tensor[]): void {
  expect(got).toHaveLength(expected.length);
  for (const [i, g] of got.entries()) expectClose(g, expected[i] as Tensor);
}

/** Recurrent networks as functions of weights and data, with either kind of loop. */
const networks: Record<string, { readonly gates: number; readonly of: (loop: Loop) => Loss }> = {
  'a simple recurrent network': {
    gates: 1,
    of: (loop) => (parameters, xs) =>
      loss(loop(simpleCell(parameters), zeros([batch, units], { dtype: 'float64' }), xs)[1]),
  },
  'long short-term memory': {
    gates: 4,
    of: (loop) => (parameters, xs) => {
      const start = zeros([batch, units], { dtype: 'float64' });
      const [[, cell], ys] = loop(lstmCell(parameters), [start, start], xs);
      return add(loss(ys), sum(cell));
    },
  },
  'a gated recurrent unit': {
    gates: 3,
    of: (loop) => (parameters, xs) => {
      const start = zeros([batch, units], { dtype: 'float64' });
      return loss(loop(gruCell(parameters), start, xs, { reverse: true })[1]);
    },
  },
};

describe.each(Object.entries(networks))('%s', (_, { gates, of }) => {
  const parameters = [
    filled([units, gates * units], 1),
    filled([inputs, gates * units], 2),
    filled([gates * units], 3),
  ];
  const xs = filled([steps, batch, inputs], 4);
  const directions = parameters.map(({ shape }, i) => filled(shape, 10 + i));
  const [loop, graph] = [of(scan), of(unrolled)];

  test('has the value of the unrolled graph', () => {
    expectClose(loop(parameters, xs), graph(parameters, xs));
  });

  test('has its gradients, by the weights and by the data', () => {
    const both = (f: Loss) => grad(f, { argnums: [0, 1] })(parameters, xs);
    const [[weights, data], [expected, expectedData]] = [both(loop), both(graph)] as [
      [Tensor[], Tensor],
      [Tensor[], Tensor],
    ];
    expectAll(weights, expected);
    expectClose(data, expectedData);
  });

  test('has its tangents', () => {
    const tangent = (f: Loss): Tensor => jvp(f)([parameters, xs], [directions, filled(xs.shape, 20)])[1];
    expectClose(tangent(loop), tangent(graph));
  });

  test('has its products with the Hessian, forward over reverse and reverse over reverse', () => {
    const forward = (f: Loss): Tensor[] =>
      jvp((p: Tensor[]) => grad((q: Tensor[]) => f(q, xs))(p) as Tensor[])([parameters], [directions])[1];
    const reverse = (f: Loss): Tensor[] =>
      grad((p: Tensor[]) =>
        (grad((q: Tensor[]) => f(q, xs))(p) as Tensor[])
          .map((g, i) => sum(mul(g, directions[i] as Tensor)))
          .reduce((a, b) => add(a, b)),
      )(parameters) as Tensor[];
    const expected = reverse(graph);
    expectAll(reverse(loop), expected);
    expectAll(forward(loop), expected);
  });

  test('agrees with finite differences', () => {
    checkGradients(loop, [parameters, xs]);
  });

  test('is the same for many inputs at once', () => {
    const many = filled([3, ...xs.shape], 7);
    const each = (f: Loss) =>
      vmap(
        grad((p: Tensor[], x: Tensor) => f(p, x)),
        { inAxes: [null, 0] },
      )(parameters, many) as Tensor[];
    const expected = each(graph);
    expectAll(each(loop), expected);
  });
});

describe('training through a loop', () => {
  const step = jit((parameters: Tensor[], xs: Tensor) => {
    const start = zeros([4, 16]);
    return valueAndGrad((p: Tensor[]) => sum(square(scan(lstmCell(p), [start, start], xs)[1])))(parameters);
  });
  const parameters = [zeros([16, 64]), zeros([8, 64]), zeros([64])];
  const kernels = (length: number): string[] =>
    explain(step, parameters, zeros([length, 4, 8]))
      .match(/kernel \d+:.*|repeats .*/g)
      ?.map((line) => line.replace(/\d+ steps/, 'n steps')) ?? [];

  test('is a program that does not grow with the number of steps', () => {
    expect(kernels(2000)).toEqual(kernels(1000));
    // What is small enough runs beside other kernels.
    expect(kernels(10).length).toBeLessThanOrEqual(kernels(1000).length);
    expect(kernels(10).filter((line) => line.includes('n steps'))).toEqual([
      'kernel 0: loop of n steps',
      expect.stringContaining('loop of n steps, from the last to the first'),
    ]);
  });

  test('computes products with the weights once a step each, and their gradients once for all steps', () => {
    const products = kernels(10).filter((line) => /\bdot\b/.test(line));
    // Forward h W and x V, backward z̄ Wᵀ, then Σ hᵀ z̄ and Σ xᵀ z̄.
    expect(products.map((line) => line.startsWith('repeats'))).toEqual([true, true, true, false, false]);
  });

  test('leaves memory as it was', () => {
    const xs = zeros([10, 4, 8]).realize();
    step(parameters, xs);
    const before = memory();
    for (let i = 0; i < 3; i++) step(parameters, xs);
    expect(memory()).toEqual(before);
  });
});

describe('long short-term memory of 128 units over 200 steps, in batches of 32', () => {
  const [length, rows, size] = [200, 32, 128];
  const random = (shape: readonly number[], seed: number): Tensor =>
    uniform(key(seed), shape, { min: -0.1, max: 0.1 }).realize();
  const weights = [random([size, 4 * size], 1), random([size, 4 * size], 2), random([4 * size], 3)];
  const data = random([length, rows, size], 4);
  const trained = (loop: Loop): [Tensor, Tensor[]] =>
    jit((p: Tensor[], xs: Tensor) => {
      const start = zeros([rows, size]);
      return valueAndGrad((q: Tensor[]) => sum(square(loop(lstmCell(q), [start, start], xs)[1])))(p);
    })(weights, data) as [Tensor, Tensor[]];

  test('has the value and the gradients of the unrolled graph', () => {
    const [value, gradients] = trained(scan);
    const [expected, expectedGradients] = trained(unrolled);
    // Sums of 200 · 32 terms in another order.
    const rounding = length * rows * 2 ** -24;
    expect(Math.abs(value.item() / expected.item() - 1)).toBeLessThan(rounding);
    for (const [i, g] of gradients.entries()) {
      const wanted = Array.from((expectedGradients[i] as Tensor).dataSync());
      const largest = wanted.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const error = Array.from(g.dataSync(), (x, at) => Math.abs(x - (wanted[at] as number)));
      expect(Math.max(...error)).toBeLessThan(rounding * largest);
      expect(largest).toBeGreaterThan(0.01);
    }
  }, 300_000);
});
