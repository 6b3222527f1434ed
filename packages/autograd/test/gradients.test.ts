import { grad, gradients, jvp } from '@gradkit/autograd';
import {
  ArgumentError,
  add,
  cast,
  DifferentiationError,
  DTypeError,
  exp,
  jit,
  mul,
  type Parameter,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
} from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { float64 } from './vectors.ts';

describe('gradients by tensors', () => {
  test('have the shapes and types of the tensors', () => {
    const w = tensor([[1, 2, 3]]);
    const b = float64([2, 5]);
    const loss = add(cast(sum(square(w)), 'float64'), sum(mul(b, 3)));
    const [gw, gb] = gradients(loss, [w, b]);
    expect([gw.dtype, gw.toArray()]).toEqual(['float32', [[2, 4, 6]]]);
    expect([gb.dtype, gb.toArray()]).toEqual(['float64', [3, 3]]);
  });

  test('count every use of a tensor', () => {
    const x = tensor(3);
    expect(gradients(add(mul(x, x), mul(x, 5)), [x])[0].item()).toBe(11);
  });

  test('pass through tensors on the way, each with its total derivative', () => {
    const x = tensor(2);
    const h = square(x);
    const [gh, gx] = gradients(mul(h, x), [h, x]);
    expect([gh.item(), gx.item()]).toEqual([2, 12]);
  });

  test('are not cut where a value has been read', () => {
    const x = tensor(2);
    const h = square(x);
    expect(h.item()).toBe(4);
    expect(gradients(mul(h, 3), [x])[0].item()).toBe(12);
  });

  test('are zeros for what the loss does not depend on', () => {
    const [x, other] = [tensor([1, 2]), tensor([[5]])];
    expect(gradients(sum(x), [other, x]).map((g) => g.toArray())).toEqual([[[0]], [1, 1]]);
  });

  test('are 1 for the loss itself', () => {
    const loss = sum(tensor([1, 2]));
    expect(gradients(loss, [loss])[0].item()).toBe(1);
  });

  test('may be differentiated again', () => {
    const x = float64([0.5], []);
    const [first] = gradients(exp(mul(x, 2)), [x]);
    const [second] = gradients(first, [x]);
    const [third] = gradients(second, [x]);
    // Each is twice the one before; products with 2 are exact.
    const value = exp(mul(x, 2)).item();
    expect([first.item(), second.item(), third.item()]).toEqual([2 * value, 4 * value, 8 * value]);
  });
});

describe('gradients by variables', () => {
  test('accept variables and parameters', () => {
    const w = variable([1, 2], { name: 'w' });
    const b = variable(3, { name: 'b' });
    const parameter: Parameter = { name: 'b', variable: b };
    const loss = sum(mul(add(w, b), tensor([10, 1])));
    const [gw, gb] = gradients(loss, [w, parameter]);
    expect([gw.toArray(), gb.item()]).toEqual([[10, 1], 11]);
  });

  test('sum over all contents of a variable that the loss has read', () => {
    const w = variable(2);
    const before = square(w.value);
    w.assign(5);
    const loss = add(before, square(w.value));
    expect(loss.item()).toBe(29);
    expect(gradients(loss, [w])[0].item()).toBe(14);
  });

  test('are zeros for a variable that was not read', () => {
    const [w, other] = [variable(2), variable([1, 2])];
    expect(gradients(square(w.value), [other])[0].toArray()).toEqual([0, 0]);
  });

  test('end at an assignment, outside jit and inside', () => {
    const run = (program: (w: ReturnType<typeof variable>) => Tensor): number => program(variable(3)).item();
    const program = (w: ReturnType<typeof variable>): Tensor => {
      w.assign(square(w.value));
      return gradients(mul(w.value, w.value), [w])[0];
    };
    expect(run(program)).toBe(18);
    expect(run((w) => jit(() => program(w))())).toBe(18);
  });
});

describe('what a function assigns on the way', () => {
  test('is constant where it is read again, outside jit and inside', () => {
    const w = variable([0, 0]);
    const f = (x: Tensor): Tensor => {
      w.assign(mul(x, 2));
      return sum(mul(x, w.value));
    };
    const slopes = (x: Tensor): Tensor => grad(f)(x);
    const tangent = (x: Tensor): Tensor => jvp(f)([x], [tensor([1, 1])])[1];
    for (const program of [slopes, jit(slopes)]) expect(program(tensor([1, 3])).toArray()).toEqual([2, 6]);
    for (const program of [tangent, jit(tangent)]) expect(program(tensor([1, 3])).item()).toBe(8);
  });
});

describe('a training step by hand', () => {
  const x = tensor([
    [1, 0],
    [0, 2],
    [1, 1],
  ]);
  const y = tensor([1, 2, 3]);
  const start = [0.5, -0.25];

  const descend = (w: ReturnType<typeof variable>): Tensor => {
    const loss = sum(square(sub(sum(mul(x, w), { axis: 1 }), y)));
    const [g] = gradients(loss, [w]);
    w.assign(sub(w.value, mul(g, 0.125)));
    return loss;
  };

  test('gives the same in jit as outside, also when one program takes several steps', () => {
    const outside = variable(start);
    const losses = [descend(outside).item(), descend(outside).item(), descend(outside).item()];

    const stepwise = variable(start);
    const step = jit(() => descend(stepwise));
    expect([step().item(), step().item(), step().item()]).toEqual(losses);
    expect(stepwise.value.toArray()).toEqual(outside.value.toArray());

    const atOnce = variable(start);
    const all = jit(() => [descend(atOnce), descend(atOnce), descend(atOnce)])();
    expect(all.map((loss) => loss.item())).toEqual(losses);
    expect(atOnce.value.toArray()).toEqual(outside.value.toArray());
  });

  test('descends as the formula w − η 2 Xᵀ(X w − y) says', () => {
    const w = variable(start);
    descend(w);
    // X w − y = (−0.5, −2.5, −2.75); 2 Xᵀ of it = (−6.5, −15.5)
    expect(w.value.toArray()).toEqual([0.5 + 6.5 / 8, -0.25 + 15.5 / 8]);
  });
});

describe('large graphs', () => {
  test('a chain of 100 000 operations does not overflow the stack', () => {
    const x = float64([2], []);
    let y = x;
    for (let i = 0; i < 100_000; i++) y = y.add(1);
    expect(gradients(y, [x])[0].item()).toBe(1);
  });

  test('what the targets do not reach adds no nodes', () => {
    const x = tensor([1, 2]);
    let constant = tensor([1, 2]);
    for (let i = 0; i < 100; i++) constant = mul(constant, constant);
    const before = exp(x).node.id;
    const [g] = gradients(sum(mul(x, constant)), [x]);
    // The forward sum, the seed, two rules and what they need: nothing of the hundred products.
    expect(g.node.id - before).toBeLessThan(15);
  });
});

describe('gradients refuse', () => {
  const x = tensor([1, 2]);

  test('a loss that is not a scalar, and name the ways out', () => {
    expect(() => gradients(square(x), [x])).toThrow(ShapeError);
    expect(() => gradients(square(x), [x])).toThrow(
      'gradients: the loss must be a scalar, got float32[2]. Use sum() or mean(), or vjp()',
    );
  });

  test('a loss of integers', () => {
    expect(() => gradients(sum(tensor([1], { dtype: 'int32' })), [x])).toThrow(DTypeError);
  });

  test('a loss that is no tensor', () => {
    expect(() => gradients(3 as unknown as Tensor, [x])).toThrow(ArgumentError);
  });

  test('targets of integers or truth values, by position', () => {
    const at = tensor([0, 1], { dtype: 'int32' });
    expect(() => gradients(sum(x), [x, at])).toThrow(DifferentiationError);
    expect(() => gradients(sum(x), [x, at])).toThrow('gradients: target 1 is int32[2]');
  });

  test('targets that are none', () => {
    expect(() => gradients(sum(x), [undefined as unknown as Tensor])).toThrow('gradients: target 0 must be a tensor');
  });
});
