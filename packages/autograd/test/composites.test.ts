import { checkGradients, grad, hvp, jvp, vjp } from '@gradkit/autograd';
import {
  add,
  broadcastTo,
  concatenate,
  cos,
  div,
  exp,
  flip,
  jit,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  maximum,
  mean,
  mul,
  oneHot,
  pad,
  type Shape,
  scatterAdd,
  sigmoid,
  sin,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  transpose,
} from '@gradkit/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filled, inner, length } from './vectors.ts';

/** Operations between matrices of one shape: bounded and smooth, so that long programs neither explode nor break. */
const steps: readonly ((a: Tensor, b: Tensor) => Tensor)[] = [
  (a, b) => add(a, mul(b, 0.5)),
  (a, b) => sub(a, b),
  (a, b) => mul(tanh(a), b),
  (a, b) => div(a, add(square(b), 1)),
  (a) => sin(a),
  (a) => cos(a),
  (a) => sigmoid(a),
  (a) => exp(tanh(a)),
  (a) => logSoftmax(a, { axis: 0 }),
  (a, b) => matmul(matmul(tanh(a), transpose(tanh(b))), a),
  (a) => broadcastTo(mean(a, { axis: 0, keepDims: true }), a.shape),
  (a) => flip(a, { axis: 1 }),
  (a, b) => sub(a, logSumExp(b, { axis: 1, keepDims: true })),
  (a, b) => slice(concatenate([b, a]), [1], [1 + (a.shape[0] as number)]),
  (a) =>
    slice(
      pad(
        a,
        [
          [0, 0],
          [1, 1],
        ],
        { value: 1 },
      ),
      [0, 0],
      [undefined, a.shape[1] as number],
    ),
  (a) => take(a, tensor(a.shape[0] === 1 ? [0] : [1, 0, 0].slice(0, a.shape[0]), { dtype: 'int32' })),
  (a, b) => scatterAdd(a, tensor([0], { dtype: 'int32' }), slice(b, [0], [1])),
  (a) => tanh(a.reshape([-1])).reshape(a.shape),
];

/** A program: each step applies an operation to two of the values so far. */
interface Program {
  readonly shape: Shape;
  readonly steps: readonly (readonly [step: number, a: number, b: number])[];
}

const programs = fc.record({
  shape: fc.constantFrom<Shape>([1, 1], [1, 2], [2, 3], [3, 2]),
  steps: fc.array(fc.tuple(fc.nat(steps.length - 1), fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 }),
});

function run({ steps: list }: Program, a: Tensor, b: Tensor): Tensor {
  const values = [a, b];
  const pick = (i: number): Tensor => values[values.length - 1 - (i % values.length)] as Tensor;
  for (const [step, i, j] of list) values.push((steps[step] as (typeof steps)[number])(pick(i), pick(j)));
  return pick(0);
}

// The seed is fixed: what is random here must not decide whether a change is taken.
const fixed = { seed: 20, numRuns: 40 };

describe('random programs', () => {
  test('have the gradients that finite differences give', () => {
    const property = fc.property(programs, (program) => {
      const [a, b] = [filled(program.shape, 1), filled(program.shape, 2)];
      checkGradients((x: Tensor, y: Tensor) => run(program, x, y), [a, b]);
    });
    fc.assert(property, fixed);
  });

  test('have forward and reverse derivatives that are transposes: ⟨u, J t⟩ = ⟨Jᵀ u, t⟩', () => {
    const property = fc.property(programs, (program) => {
      const f = (x: Tensor, y: Tensor): Tensor => run(program, x, y);
      const at: [Tensor, Tensor] = [filled(program.shape, 1), filled(program.shape, 2)];
      const along: [Tensor, Tensor] = [filled(program.shape, 3), filled(program.shape, 4)];
      const u = filled(program.shape, 5);
      const [, tangent] = jvp(f)(at, along);
      const [ga, gb] = vjp(f, ...at)[1](u);
      const [left, right] = [inner(u, tangent), inner(ga, along[0]) + inner(gb, along[1])];
      // Intermediate values are below some hundreds, rounded 2⁻⁵³ relative, some hundred times.
      const scale = length(u) * length(tangent) + length(ga) * length(along[0]) + length(gb) * length(along[1]);
      expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-12 * (1 + scale));
    });
    fc.assert(property, fixed);
  });

  test('have symmetric Hessians: ⟨u, H v⟩ = ⟨v, H u⟩', () => {
    const property = fc.property(programs, (program) => {
      const b = filled(program.shape, 2);
      const f = (x: Tensor): Tensor => sum(sin(run(program, x, b)));
      const [w, u, v] = [1, 3, 4].map((seed) => filled(program.shape, seed)) as [Tensor, Tensor, Tensor];
      const [hu, hv] = [hvp(f)(w, u), hvp(f)(w, v)];
      const scale = length(u) * length(hv) + length(v) * length(hu);
      expect(Math.abs(inner(u, hv) - inner(v, hu))).toBeLessThanOrEqual(1e-11 * (1 + scale));
    });
    fc.assert(property, fixed);
  });
});

describe('a small network', () => {
  const x = filled([7, 3]);
  const classes = tensor([0, 1, 2, 1, 0, 2, 2], { dtype: 'int32' });
  const parameters = {
    hidden: { kernel: filled([3, 5], 1), bias: filled([5], 2) },
    output: { kernel: filled([5, 3], 3), bias: filled([3], 4) },
  };

  /** Softmax cross-entropy of a network with one hidden layer. */
  const loss =
    (activation: (x: Tensor) => Tensor) =>
    ({ hidden, output }: typeof parameters): Tensor => {
      const h = activation(add(matmul(x, hidden.kernel), hidden.bias));
      const logits = add(matmul(h, output.kernel), output.bias);
      const targets = oneHot(classes, 3, { dtype: 'float64' });
      return mean(sum(mul(targets, logSoftmax(logits)), { axis: 1 })).neg();
    };

  test.each([
    ['tanh', tanh],
    ['sigmoid', sigmoid],
    ['relu', (z: Tensor) => maximum(z, 0)],
    ['maxout', (z: Tensor) => max(concatenate([z, mul(z, -2)]).reshape([2, 7, 5]), { axis: 0 })],
  ] as const)('with %s has the gradients that finite differences give', (_, activation) => {
    checkGradients(
      loss((z) => activation(z)),
      [parameters],
      { order: 2 },
    );
  });

  test('has one gradient, in jit as outside', () => {
    const f = loss((z) => tanh(z));
    const [outside, inside] = [grad(f)(parameters), jit(grad(f))(parameters)];
    for (const layer of ['hidden', 'output'] as const) {
      for (const name of ['kernel', 'bias'] as const) {
        expect(inside[layer][name].toArray()).toEqual(outside[layer][name].toArray());
      }
    }
  });
});
