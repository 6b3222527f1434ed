import {
  customGradient,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  linearize,
  rematerialize,
  vjp,
  vmap,
} from '@gradkit/autograd';
import {
  add,
  exp,
  jit,
  matmul,
  mul,
  onesLike,
  scan,
  sin,
  stack,
  stopGradient,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
} from '@gradkit/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filled } from './vectors.ts';

type Fn = (x: Tensor) => Tensor;

/** Takes a function to one of the same type, and says which derivative of it that is. */
interface Layer {
  readonly order: 0 | 1 | 2;
  readonly of: (f: Fn) => Fn;
}

const total =
  (f: Fn): Fn =>
  (x) =>
    sum(f(x));

/** The function with its own derivative, given as a pullback. */
const withOwnPullback = (f: Fn): Fn =>
  customGradient((x: Tensor) => ({ value: f(x), gradient: (g: Tensor) => vjp(f, x)[1](g) }));

/** The function in the body of a loop, of its carry in the first step and of a slice in the second. */
const looped =
  (f: Fn): Fn =>
  (x) => {
    const step = (carry: Tensor, slice: Tensor): [Tensor, Tensor] => [slice, f(carry)];
    return sum(scan(step, x, stack([x, mul(x, 0)]))[1], { axis: 0 }).sub(f(x));
  };

/** For functions that work on every element alone: the derivative is that of the scalar function. */
const elementwiseLayers: Readonly<Record<string, Layer>> = {
  grad: { order: 1, of: (f) => grad(total(f)) },
  vjp: { order: 1, of: (f) => (x) => vjp(f, x)[1](onesLike(x))[0] },
  jvp: { order: 1, of: (f) => (x) => jvp(f)([x], [onesLike(x)])[1] },
  linearize: { order: 1, of: (f) => (x) => linearize(f, x)[1](onesLike(x)) },
  hvp: { order: 2, of: (f) => (x) => hvp(total(f))(x, onesLike(x)) },
  // Along one element at a time, the matrices are numbers.
  jacobian: { order: 1, of: (f) => (x) => (x.rank === 0 ? jacobian(f)(x) : vmap(jacobian(f, { mode: 'reverse' }))(x)) },
  hessian: { order: 2, of: (f) => (x) => (x.rank === 0 ? hessian(f)(x) : vmap(hessian(total(f)))(x)) },
  vmap: { order: 0, of: (f) => (x) => (x.rank === 0 ? f(x) : vmap(f, { inAxes: -1, outAxes: -1 })(x)) },
  'vmap over constants': { order: 0, of: (f) => (x) => sum(vmap((_: Tensor) => f(x))(filled([1])), { axis: 0 }) },
  scan: { order: 0, of: looped },
  jit: { order: 0, of: (f) => jit(f) },
  rematerialize: { order: 0, of: rematerialize },
  customGradient: { order: 0, of: withOwnPullback },
  stopGradient: { order: 0, of: (f) => (x) => add(f(x), sub(stopGradient(f(x)), stopGradient(f(x)))) },
};

/** Lists of layers, of at most so many derivatives together. */
const nestings = (layers: Readonly<Record<string, { readonly order: number }>>, derivatives: number) =>
  fc.array(fc.constantFrom(...Object.keys(layers)), { minLength: 2, maxLength: 6 }).map((names) => {
    let left = derivatives;
    return names.filter((name) => {
      const { order } = layers[name] as Layer;
      if (order > left) return false;
      left -= order;
      return true;
    });
  });

/** `n`-th derivatives of functions, in closed form. */
const closedForms: readonly { readonly f: Fn; readonly derivative: (n: number, x: number) => number }[] = [
  { f: (x) => sin(x), derivative: (n, x) => Math.sin(x + (n * Math.PI) / 2) },
  { f: (x) => exp(mul(x, -0.5)), derivative: (n, x) => (-0.5) ** n * Math.exp(-0.5 * x) },
  {
    f: (x) => mul(x, mul(x, mul(x, x))),
    derivative: (n, x) => [x ** 4, 4 * x ** 3, 12 * x ** 2, 24 * x, 24][n] ?? 0,
  },
];

function expectNear(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  // Sums of some hundred terms up to 100 each, in float64.
  for (let i = 0; i < got.length; i++) {
    expect(Math.abs((got[i] as number) - (expected[i] as number))).toBeLessThan(1e-10);
  }
}

describe('transformations nest in every order', () => {
  test('and give derivatives that are known in closed form', () => {
    const x = filled([3]);
    fc.assert(
      fc.property(nestings(elementwiseLayers, 4), fc.constantFrom(...closedForms), (names, { f, derivative }) => {
        const layers = names.map((name) => elementwiseLayers[name] as Layer);
        const order = layers.reduce((sum, layer) => sum + layer.order, 0);
        const nested = layers.reduce((inner, layer) => layer.of(inner), f);
        expectNear(
          nested(x).dataSync(),
          Array.from(x.dataSync(), (value) => derivative(order, value)),
        );
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  test('and equal loops and plain derivatives of functions that mix elements', () => {
    const [w, t, rows] = [filled([3, 3], 1), filled([3], 2), filled([2], 3)];
    const f: Fn = (x) => mul(tanh(matmul(w, x)), sum(mul(x, x)));
    const identity = (f: Fn): Fn => f;
    const push =
      (f: Fn): Fn =>
      (x) =>
        jvp(f)([x], [t])[1];
    const pull =
      (f: Fn): Fn =>
      (x) =>
        vjp(f, x)[1](t)[0];
    const each = (f: Fn, x: Tensor) => (row: Tensor) => f(mul(x, row));
    const loop =
      (f: Fn): Fn =>
      (x) =>
        sum(stack([0, 1].map((i) => each(f, x)(take(rows, i)))), { axis: 0 });
    /** Each with the same in another way. */
    const pairs: Readonly<
      Record<string, { readonly order: number; readonly of: (f: Fn) => Fn; readonly same: (f: Fn) => Fn }>
    > = {
      push: { order: 1, of: push, same: push },
      pull: { order: 1, of: pull, same: pull },
      linearize: { order: 1, of: (f) => (x) => linearize(f, x)[1](t), same: push },
      'jacobian by columns': { order: 1, of: (f) => (x) => matmul(jacobian(f, { mode: 'forward' })(x), t), same: push },
      'jacobian by rows': { order: 1, of: (f) => (x) => matmul(t, jacobian(f, { mode: 'reverse' })(x)), same: pull },
      vmap: { order: 0, of: (f) => (x) => sum(vmap(each(f, x))(rows), { axis: 0 }), same: loop },
      'vmap over arguments': {
        order: 0,
        of: (f) => (x) => sum(vmap(f, { inAxes: 1, outAxes: 1 })(mul(x.reshape([3, 1]), rows)), { axis: 1 }),
        same: loop,
      },
      scan: { order: 0, of: looped, same: identity },
      jit: { order: 0, of: (f) => jit(f), same: identity },
      rematerialize: { order: 0, of: rematerialize, same: identity },
      customGradient: { order: 0, of: withOwnPullback, same: identity },
    };
    const x = filled([3]);
    fc.assert(
      fc.property(nestings(pairs, 3), (names) => {
        const build = (key: 'of' | 'same'): Fn =>
          names.reduce((inner, name) => (pairs[name] as (typeof pairs)[string])[key](inner), f);
        expectNear(build('of')(x).dataSync(), build('same')(x).dataSync());
      }),
      {
        numRuns: 40,
        seed: 5,
        // Weights that wait, behind a barrier, for a cotangent with the mapped axis are constants of the loop.
        examples: [[['rematerialize', 'scan', 'customGradient', 'vmap over arguments', 'push']]],
      },
    );
  });
});
