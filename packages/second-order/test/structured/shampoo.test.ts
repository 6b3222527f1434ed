import {
  broadcastTo,
  eye,
  jit,
  key,
  matmul,
  normal,
  type Parameter,
  type Tensor,
  tensor,
  transpose,
  variable,
  zeros,
} from '@gradkit/core';
import { matrixPower, svdvals } from '@gradkit/core/linalg';
import { adagrad, adam, sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { shampoo } from '../../src/index.ts';
import { inverseRoot } from '../../src/structured/inverse-root.ts';
import { followsGolden } from './follows-golden.ts';
import { contentsAfter, distance } from './trajectories.ts';

const f64 = { dtype: 'float64' } as const;
const plain = { beta1: 0, beta2: 1, startStep: 1, preconditionFrequency: 1, grafting: 'none', epsilon: 1e-14 } as const;

describe('shampoo', () => {
  followsGolden('shampoo', shampoo);

  it('is Adagrad where gradients are diagonal matrices, with sums of moments', () => {
    const gradients = [3, -1, 0.5, 2].map((x, i) =>
      tensor(
        [
          [x, 0],
          [0, i - 1.5],
        ],
        f64,
      ),
    );
    const rate = 0.1;
    const byShampoo = contentsAfter(shampoo({ ...plain, learningRate: rate }), gradients);
    const byAdagrad = contentsAfter(
      adagrad({ learningRate: rate, initialAccumulatorValue: 0, epsilon: 1e-14 }),
      gradients,
    );
    expect(distance(byShampoo, byAdagrad)).toBeLessThan(1e-12);
  });

  it('moves all directions of the first gradient alike', () => {
    for (const shape of [
      [4, 4],
      [5, 3],
      [3, 6],
    ] as const) {
      const moved = contentsAfter(shampoo({ ...plain, learningRate: 1 }), [normal(key(1), shape, f64)]);
      for (const value of svdvals(moved).dataSync()) expect(value).toBeCloseTo(1, 9);
    }
  });

  it('moves by the length that the grafted method would, in another direction', () => {
    const gradient = normal(key(2), [4, 3], f64);
    const epsilon = 1e-14;
    const options = { learningRate: 0.1, startStep: 1, graftEpsilon: epsilon };
    for (const [grafting, method] of [
      ['adam', adam({ learningRate: 0.1, epsilon })],
      ['sgd', sgd(0.1)],
    ] as const) {
      const [ours, theirs] = [shampoo({ ...options, grafting }), method].map((each) => contentsAfter(each, [gradient]));
      const length = (x: Tensor | undefined): number => Math.hypot(...(x as Tensor).dataSync());
      expect(length(ours)).toBeCloseTo(length(theirs), 12);
      expect(distance(ours as Tensor, theirs as Tensor)).toBeGreaterThan(0.01);
    }
  });

  it('is Adam before startStep, and for what has no factor at all', () => {
    const gradients = Array.from({ length: 5 }, (_, i) => normal(key(i), [4, 3], f64));
    for (const options of [{ startStep: 6 }, { startStep: 1, maxPreconditionerDim: 2 }]) {
      const ours = contentsAfter(shampoo({ learningRate: 0.1, graftEpsilon: 1e-14, ...options }), gradients);
      expect(distance(ours, contentsAfter(adam({ learningRate: 0.1, epsilon: 1e-14 }), gradients))).toBeLessThan(1e-12);
    }
  });

  it('keeps factors of sides that are not too long, cut into equal blocks', () => {
    const named: [string, number[]][] = [
      ['kernel', [300, 10]],
      ['filter', [3, 3, 2, 4]],
      ['bias', [5]],
      ['table', [5000, 8]],
      ['scale', []],
      ['row', [1, 6]],
    ];
    const optimizer = shampoo();
    optimizer.build(named.map(([name, shape]): Parameter => ({ name, variable: variable(zeros(shape)) })));
    const factors = optimizer.namedState.filter(({ name }) => name.endsWith('Factor'));
    expect(factors.map(({ name, variable: { shape } }) => [name, ...shape])).toEqual([
      ['kernel/rowFactor', 3, 100, 100],
      ['kernel/columnFactor', 1, 10, 10],
      ['filter/rowFactor', 1, 18, 18],
      ['filter/columnFactor', 1, 4, 4],
      ['bias/rowFactor', 1, 5, 5],
      ['table/columnFactor', 1, 8, 8],
      ['row/columnFactor', 1, 6, 6],
    ]);
  });

  it('renews roots at every preconditionFrequency-th step only', () => {
    const w = variable(zeros([2, 2], f64));
    const optimizer = shampoo({ preconditionFrequency: 3, startStep: 2 });
    const step = jit((gradient: Tensor) => optimizer.apply([gradient], [{ name: 'w', variable: w }]));
    const roots = Array.from({ length: 9 }, (_, i) => {
      step(normal(key(i), [2, 2], f64));
      return JSON.stringify(optimizer.namedState.find(({ name }) => name === 'w/rowRoot')?.variable.value.toArray());
    });
    const renewed = roots.flatMap((root, i) => (i > 0 && root !== roots[i - 1] ? [i + 1] : []));
    expect(renewed).toEqual([2, 5, 8]);
  });

  it('moves nothing where there are no gradients', () => {
    for (const grafting of ['adam', 'none'] as const) {
      const moved = contentsAfter(shampoo({ grafting, startStep: 1 }), [zeros([3, 2], f64), zeros([3, 2], f64)]);
      expect([...moved.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(shampoo().learningRate).toBe(0.001);
    expect(shampoo({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(shampoo(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => shampoo({ beta1: 1 })).toThrow(/shampoo: beta1 must be a number in \[0, 1\), got 1/);
    expect(() => shampoo({ beta2: 0 })).toThrow(/shampoo: beta2 must be a number in \(0, 1\], got 0/);
    expect(() => shampoo({ epsilon: 0 })).toThrow(/shampoo: epsilon must be a number above 0/);
    expect(() => shampoo({ graftEpsilon: -1 })).toThrow(/shampoo: graftEpsilon must be/);
    expect(() => shampoo({ root: 0 })).toThrow(/shampoo: root must be/);
    expect(() => shampoo({ preconditionFrequency: 0 })).toThrow(
      /preconditionFrequency must be an integer of at least 1/,
    );
    expect(() => shampoo({ startStep: 1.5 })).toThrow(/startStep must be an integer of at least 1, got 1.5/);
    expect(() => shampoo({ blockSize: 1 })).toThrow(/blockSize must be an integer of at least 2/);
    expect(() => shampoo({ maxPreconditionerDim: -1 })).toThrow(
      /maxPreconditionerDim must be an integer of at least 0/,
    );
    expect(() => shampoo({ grafting: 'lion' as never })).toThrow(
      /grafting must be one of "adam", "rmsprop".*got "lion"/,
    );
    expect(() => shampoo({ learningrate: 1 } as object)).toThrow(
      /unknown option "learningrate". Did you mean "learningRate"/,
    );
    expect(() => shampoo(null as never)).toThrow(/shampoo: expected an options object, got null/);
  });
});

describe('inverse roots', () => {
  it('have the inverse of the matrix as their power, but for the ridge', () => {
    const x = normal(key(5), [2, 4, 4], f64);
    const a = matmul(x, transpose(x, [0, 2, 1]));
    for (const p of [1, 2, 4]) {
      const root = inverseRoot(a, p, 1e-15);
      expect(distance(matmul(matrixPower(root, p), a), broadcastTo(eye(4, f64), [2, 4, 4]))).toBeLessThan(1e-8);
    }
  });

  it('of zeros are finite', () => {
    expect([...inverseRoot(zeros([1, 2, 2]), 4, 1e-6).dataSync()].every(Number.isFinite)).toBe(true);
  });
});
