import { grad, jvp, vmap } from '@gradkit/autograd';
import {
  add,
  concatenate,
  cos,
  exp,
  flip,
  less,
  matmul,
  max,
  mul,
  neg,
  prod,
  type ScanOptions,
  scan,
  sigmoid,
  sin,
  slice,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  transpose,
  where,
} from '@gradkit/core';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { filled } from '../vectors.ts';
import { expectClose } from '../vmap/expect-close.ts';
import { unrolled } from './unrolled.ts';

const size = 3;
const order = tensor([2, 0, 2], { dtype: 'int32' });

/** Operations on matrices of one size, which keep numbers small. */
const operations: readonly ((a: Tensor, b: Tensor, w: Tensor) => Tensor)[] = [
  (a, b) => tanh(add(a, b)),
  (a, b) => sin(mul(a, b)),
  (a, b) => sub(a, mul(b, 0.3)),
  (a) => sigmoid(a),
  (a) => exp(neg(mul(a, a))),
  (a, _, w) => tanh(matmul(a, w)),
  (a, b) => tanh(matmul(transpose(a), b)),
  (a, _, w) => mul(cos(w), a),
  (a) => add(a, tanh(sum(a, { axis: 0 }))),
  (a) => sub(a, max(a, { axis: 1, keepDims: true })),
  (a) => mul(a, tanh(prod(a, { axis: 0, keepDims: true }))),
  (a, b) => where(less(a, b), tanh(a), mul(b, 0.5)),
  (a, b) => slice(concatenate([a, b], { axis: 1 }), [0, 1], [size, 1 + size]),
  (a) => flip(take(a, order, { axis: 0 }), { axis: 1 }),
  (a) => transpose(a),
  (_, b) => b,
  (_, __, w) => tanh(w),
  (a) => scan((c: Tensor, row: Tensor) => [tanh(add(c, row)), sin(c)], sum(a, { axis: 0 }), a, { reverse: true })[1],
];

/** The steps of a body: an operation, and which of what is there it is applied to. */
interface Recipe {
  readonly steps: readonly { readonly op: number; readonly a: number; readonly b: number }[];
  readonly next: readonly [number, number];
  readonly kept: readonly [number, number];
  readonly length: number;
  readonly options: ScanOptions;
  /** Which results count: one bit each. */
  readonly used: number;
}

const index = fc.nat({ max: 1000 });
const recipe: fc.Arbitrary<Recipe> = fc.record({
  steps: fc.array(fc.record({ op: fc.nat({ max: operations.length - 1 }), a: index, b: index }), {
    minLength: 1,
    maxLength: 5,
  }),
  next: fc.tuple(index, index),
  kept: fc.tuple(index, index),
  length: fc.integer({ min: 0, max: 4 }),
  options: fc.record({ reverse: fc.boolean() }),
  used: fc.integer({ min: 1, max: 15 }),
});

/** Results of the loop, weighted and added up, as a function of first carries, slices and a constant. */
function loss(loop: typeof scan, { steps, next, kept, options, used }: Recipe) {
  return (starts: Tensor[], xs: Tensor, w: Tensor): Tensor => {
    const step = ([p, q]: [Tensor, Tensor], x: Tensor): [[Tensor, Tensor], [Tensor, Tensor]] => {
      const there = [w, x, q, p];
      const at = (i: number): Tensor => there.at(-1 - (i % there.length)) as Tensor;
      for (const { op, a, b } of steps) there.push((operations[op] as (typeof operations)[0])(at(a), at(b), w));
      return [
        [at(next[0]), at(next[1])],
        [at(kept[0]), at(kept[1])],
      ];
    };
    const [carried, stacked] = loop(step, starts as [Tensor, Tensor], xs, options);
    return [...carried, ...stacked]
      .filter((_, i) => (used >> i) % 2 === 1)
      .map((t, i) => sum(mul(t, filled(t.shape, 30 + i))))
      .reduce((a, b) => add(a, b));
  };
}

describe('loops of random steps', () => {
  const one = [size, size];
  const starts = [filled(one, 1), filled(one, 2)];
  const w = filled(one, 3);
  const tangents = [[filled(one, 4), filled(one, 5)], filled(one, 6)] as const;
  const all = (f: ReturnType<typeof loss>) => (starts: Tensor[], xs: Tensor, w: Tensor) => {
    const [a, b, c] = grad(f, { argnums: [0, 1, 2] })(starts, xs, w) as unknown as [Tensor[], Tensor, Tensor];
    return [...a, b, c];
  };
  /** Of no steps the graph has nothing to stack. */
  const longer = recipe.filter(({ length }) => length > 0);
  const compared = (name: string, runs: number, of: (f: ReturnType<typeof loss>, xs: Tensor) => Tensor[]): void => {
    test(name, () => {
      fc.assert(
        fc.property(longer, (r) => {
          const xs = filled([r.length, ...one], 7);
          const expected = of(loss(unrolled, r), xs);
          for (const [i, t] of of(loss(scan, r), xs).entries()) expectClose(t, expected[i] as Tensor);
        }),
        { seed: 20_261_126, numRuns: runs },
      );
    });
  };

  compared('have the values and tangents of the unrolled graph', 150, (f, xs) => [
    ...jvp(f)([starts, xs, w], [[...tangents[0]], filled(xs.shape, 8), tangents[1]]),
    jvp((x: Tensor) => f(starts, x, w))([xs], [filled(xs.shape, 8)])[1],
  ]);

  compared('have its gradients', 150, (f, xs) => [
    ...all(f)(starts, xs, w),
    grad((x: Tensor) => f(starts, x, w))(xs),
    grad((x: Tensor) => f(starts, xs, x))(w),
  ]);

  compared(
    'have its second derivatives, forward over reverse',
    40,
    (f, xs) => jvp(all(f))([starts, xs, w], [[...tangents[0]], filled(xs.shape, 8), tangents[1]])[1],
  );

  compared('have its second derivatives, reverse over reverse', 40, (f, xs) =>
    all((...args) => {
      const gradient = all(f)(...args);
      return gradient.map((g, i) => sum(mul(g, filled(g.shape, 20 + i)))).reduce((a, b) => add(a, b));
    })(starts, xs, w),
  );

  compared('have its gradients for many constants at once', 40, (f, xs) => {
    const many = filled([2, ...one], 9);
    return vmap((each: Tensor) => all(f)(starts, xs, each))(many);
  });

  compared('have its gradients for many arrays at once, mapped along their second axis', 40, (f, xs) => {
    const many = filled([xs.shape[0] as number, 2, ...one], 9);
    return vmap((each: Tensor) => all(f)(starts, each, w), { inAxes: 1 })(many);
  });
});
