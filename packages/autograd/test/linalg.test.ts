import { checkGradients, grad, hessian, jacobian, jvp, vjp, vmap } from '@gradkit/autograd';
import { exp, explain, jit, log, matmul, slice, sqrt, stack, sum, type Tensor, tensor, transpose } from '@gradkit/core';
import * as linalg from '@gradkit/core/linalg';
import { describe, expect, test } from 'vitest';
import { definite, regular, tall, wide } from './linalg-operations.ts';
import { filled, float64 } from './vectors.ts';

type Case = readonly [of: (...inputs: Tensor[]) => unknown, ...at: Tensor[]];

const side = filled([3]);
const batched = stack([regular, definite]);

/** Every function with a derivative, where it is smooth; several rows for several ways to call it. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  cholesky: [
    [(a) => linalg.cholesky(a), definite],
    [(a) => linalg.cholesky(a, { upper: true }), stack([definite, definite])],
  ],
  choleskySolve: [[(factor, b) => linalg.choleskySolve(factor, b), definite, side]],
  solveTriangular: [
    [(a, b) => linalg.solveTriangular(a, b), regular, side],
    [(a, b) => linalg.solveTriangular(a, b, { lower: true, transpose: true, unitDiagonal: true }), batched, side],
  ],
  solve: [
    [linalg.solve, regular, side],
    [linalg.solve, regular, filled([2, 3, 1])],
  ],
  inv: [[linalg.inv, regular]],
  det: [
    [linalg.det, regular],
    [linalg.det, batched],
    [linalg.det, float64([-2], [1, 1])],
  ],
  slogdet: [[(a) => linalg.slogdet(a).logabsdet, batched]],
  qr: [
    [(a) => linalg.qr(a), regular],
    [(a) => [linalg.qr(a).q, linalg.qr(a).r], wide],
    [(a) => [linalg.qr(a, { pivoting: true }).q, linalg.qr(a, { pivoting: true }).r], tall],
    [(a) => linalg.qr(a, { mode: 'complete' }).r, wide],
  ],
  eigh: [[(a) => linalg.eigh(a), definite]],
  eigvalsh: [[linalg.eigvalsh, batched]],
  svd: [
    [(a) => linalg.svd(a), regular],
    [(a) => linalg.svd(a), wide],
    [(a) => linalg.svd(a), tall],
  ],
  svdvals: [[linalg.svdvals, tall]],
  lstsq: [
    [(a, b) => [linalg.lstsq(a, b).x, linalg.lstsq(a, b).residuals], tall, side],
    [(a, b) => linalg.lstsq(a, b).x, wide, filled([2])],
    [(a) => linalg.lstsq(a, side).s, tall],
  ],
  pinv: [
    [(a) => linalg.pinv(a), tall],
    [(a) => linalg.pinv(a), wide],
  ],
  matrixNorm: (['fro', 'nuc', 1, -1, 2, -2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const).map(
    (ord): Case => [(a) => linalg.matrixNorm(a, { ord }), wide],
  ),
  cond: ([2, -2, 1, 'fro'] as const).map((p): Case => [(a) => linalg.cond(a, { p }), regular]),
  matrixPower: [3, -2, 0].map((exponent): Case => [(a) => linalg.matrixPower(a, exponent), regular]),
  expm: [
    [(a) => linalg.expm(a, { maxSquarings: 2 }), regular.mul(0.3)],
    [(a) => linalg.expm(a, { maxSquarings: 2 }), regular.mul(2)],
  ],
};

/** Functions whose results do not vary. */
const others = ['matrixRank'];

describe('every function of linear algebra', () => {
  test('is either checked here or named as having no derivative', () => {
    expect([...Object.keys(cases), ...others].sort()).toEqual(Object.keys(linalg).sort());
  });

  const rows = Object.entries(cases).flatMap(([name, list]) => list.map((row, i) => ({ name: `${name} ${i}`, row })));

  test.each(rows)('$name has the derivatives that finite differences give', ({ row: [of, ...at] }) => {
    checkGradients((...inputs: Tensor[]) => floats(of(...inputs)), at, { order: 2 });
  });

  test.each(rows)('$name for many matrices at once equals a loop', ({ row: [of, ...at] }) => {
    const result = (...inputs: Tensor[]): readonly Tensor[] => floats(of(...inputs));
    const variants = [0, 1].map((i) => at.map((x) => x.mul(1 - i / 16)));
    const loop = variants.map((inputs) => result(...inputs));
    const stacked = at.map((_, k) => stack(variants.map((inputs) => inputs[k] as Tensor)));
    vmap((...inputs: Tensor[]) => [...result(...inputs)])(...stacked).forEach((got, k) => {
      const expected = stack(loop.map((results) => results[k] as Tensor));
      expect(got.shape).toEqual(expected.shape);
      const [a, b] = [got.dataSync(), expected.dataSync()];
      // Products for one matrix and for several add up in different orders.
      a.forEach((x, i) => {
        expect(Math.abs(x - (b[i] as number))).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(x)));
      });
    });
  });
});

/** The results that have derivatives. */
function floats(result: unknown): readonly Tensor[] {
  const list = Array.isArray(result)
    ? result
    : 'node' in (result as object)
      ? [result]
      : Object.values(result as object);
  return (list as readonly Tensor[]).filter(({ dtype }) => dtype === 'float64');
}

const values = (x: Tensor): number[] => [...x.dataSync()];
const expectNear = (x: Tensor, expected: readonly number[], bound = 1e-12): void => {
  const found = values(x);
  expect(found.length).toBe(expected.length);
  found.forEach((each, i) => {
    expect(Math.abs(each - (expected[i] as number))).toBeLessThanOrEqual(bound);
  });
};

describe('the determinant of matrices without full rank', () => {
  const derivative = grad((a: Tensor) => linalg.det(a));

  test('has the cofactors as its gradient', () => {
    // Rank n − 1: rows that depend on each other, a column of zeros, columns that are equal.
    expectNear(derivative(float64([1, 2, 2, 4], [2, 2])), [4, -2, -2, 1]);
    expectNear(derivative(float64([0, 1, 0, 2], [2, 2])), [2, -0, -1, 0]);
    expectNear(derivative(float64([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3])), [-3, 6, -3, 6, -12, 6, -3, 6, -3]);
    expectNear(derivative(float64([0], [1, 1])), [1]);
  });

  test('has second derivatives at rank n − 1: those of a d − b c', () => {
    const second = hessian((a: Tensor) => linalg.det(a));
    for (const a of [
      [1, 2, 2, 4],
      [0, 1, 0, 2],
      [1, 0, 0, 0],
      [1, 0, 0, 1],
    ]) {
      expectNear(second(float64(a, [2, 2])), [0, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0, 1, 0, 0, 0]);
    }
    checkGradients(linalg.det, [float64([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3])], { order: 2 });
    checkGradients(linalg.det, [float64([0, 1, 2, 0, 4, 5, 0, 7, 9], [3, 3])], { order: 2 });
  });

  test('has no slope below that rank', () => {
    expectNear(derivative(float64([0, 0, 0, 0, 0, 0, 0, 0, 0], [3, 3])), new Array(9).fill(0));
    expectNear(derivative(float64([1, 2, 3, 2, 4, 6, -1, -2, -3], [3, 3])), new Array(9).fill(0));
  });
});

describe('equal eigenvalues and singular values', () => {
  test('leave derivatives of symmetric functions right', () => {
    const unit = float64([1, 0, 0, 0, 1, 0, 0, 0, 2], [3, 3]);
    const trace = grad((a: Tensor) => sum(exp(linalg.eigvalsh(a))))(unit);
    // d tr f(A) = f′(A)
    expectNear(trace, [Math.E, 0, 0, 0, Math.E, 0, 0, 0, Math.E ** 2]);
    expectNear(grad((a: Tensor) => sum(log(linalg.svdvals(a))))(unit), [1, 0, 0, 0, 1, 0, 0, 0, 0.5]);
    // Equal but for rounding, with vectors that are not those of the axes.
    const { q } = linalg.qr(regular);
    const turned = matmul(matmul(q, unit), transpose(q));
    const expected = linalg.expm(turned);
    expectNear(grad((a: Tensor) => sum(exp(linalg.eigvalsh(a))))(turned), values(expected));
  });

  test('leave all derivatives finite', () => {
    for (const a of [float64([1, 0, 0, 1], [2, 2]), float64([0, 0, 0, 0], [2, 2]), filled([2, 2]).mul(0).add(1)]) {
      for (const f of [linalg.eigh, linalg.svd]) {
        const gradient = grad((x: Tensor) =>
          sum(
            floats(f(x))
              .map((r) => sum(sqrt(r.mul(r).add(1))))
              .reduce((s, t) => s.add(t)),
          ),
        );
        expect(values(gradient(a)).every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe('derivatives of linear algebra', () => {
  test('of a symmetric matrix are symmetric', () => {
    for (const f of [linalg.cholesky, linalg.eigvalsh]) {
      const [g] = vjp((a: Tensor) => sum(f(a)), definite)[1](float64([1], [])) as [Tensor];
      const rows = g.toArray() as number[][];
      rows.forEach((row, i) => {
        row.forEach((x, j) => {
          expect(Math.abs(x - ((rows[j] as number[])[i] as number))).toBeLessThan(1e-15);
        });
      });
    }
  });

  test('of log det are the inverse, and of the inverse what Jacobi says', () => {
    const gradient = grad((a: Tensor) => linalg.slogdet(a).logabsdet)(regular);
    expectNear(gradient, values(transpose(linalg.inv(regular))));
    const t = filled([3, 3], 4);
    const [x, dx] = jvp(linalg.inv)([regular], [t]);
    expectNear(dx, values(matmul(matmul(x, t), x).neg()));
  });

  test('of a solution need no other factorization', () => {
    const step = (a: Tensor, b: Tensor): Tensor => grad((m: Tensor) => squares(linalg.solve(m, b)))(a);
    expectNear(jit(step)(regular, side), values(step(regular, side)));
    expect(explain(step(regular, side)).match(/QR factors/g)?.length).toBe(1);
  });

  test('are there in both modes of the Jacobian, and for many at once', () => {
    const f = (a: Tensor): Tensor => linalg.solve(a, side);
    expectNear(jacobian(f, { mode: 'forward' })(regular), values(jacobian(f, { mode: 'reverse' })(regular)));
    const many = vmap(grad((a: Tensor) => linalg.det(a)))(batched);
    const first = grad((a: Tensor) => linalg.det(a))(regular);
    expectNear(slice(many, [0], [1]).reshape([3, 3]), values(first));
  });

  test('of columns that only complete a basis do not exist', () => {
    const complete = (a: Tensor): Tensor => sum(linalg.qr(a, { mode: 'complete' }).q);
    expect(() => grad(complete)(tall)).toThrow(/Use mode "reduced"/);
    expect(() => grad((a: Tensor) => sum(linalg.svd(a, { fullMatrices: true }).u))(tall)).toThrow(/reduced/);
  });

  test('exist for matrices without elements', () => {
    const empty = tensor(new Float64Array(0), { shape: [0, 0] });
    for (const f of [linalg.det, linalg.inv, linalg.cholesky, linalg.eigvalsh, linalg.svdvals, linalg.expm]) {
      expect(grad((a: Tensor) => sum(f(a)))(empty).shape).toEqual([0, 0]);
    }
  });
});

/** The sum of squares. */
const squares = (x: Tensor): Tensor => sum(x.mul(x));
