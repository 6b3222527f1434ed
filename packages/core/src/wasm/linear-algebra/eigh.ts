import type { Planner } from '../../compile/own-kernel.ts';
import type { Node } from '../../graph.ts';
import type { Label, Local } from '../assembler.ts';
import type { Matrix, Notation } from './notation.ts';
import { asIs, planAlgorithm, transposed, type Workspace } from './planning.ts';
import { applyReflection, reflect, setIdentity } from './reflections.ts';
import { leadingSign, scaled, sort } from './spectrum.ts';

/** Eigenvectors lie in rows while they are computed. */
export const planEigh: Planner<'eigh'> = (root, planning) => {
  const n = root.shape.at(-1) as number;
  const a: Workspace = { rows: n, columns: n, holds: { operand: root.inputs[0] as Node, turn: asIs } };
  const vectors: Workspace = { rows: n, columns: n };
  const diagonal: Workspace = { rows: 1, columns: n };
  const beside: Workspace = { rows: 1, columns: n };
  const product: Workspace = { rows: 1, columns: n };
  return planAlgorithm(root, planning, {
    description: 'eigenvalues and eigenvectors',
    workspaces: [a, vectors, diagonal, beside, product],
    run: (m, ...matrices) => solve(m, ...(matrices as [Matrix, Matrix, Matrix, Matrix, Matrix])),
    parts: [
      { from: diagonal, rows: 1, columns: n, turn: asIs, atRow: 0 },
      { from: vectors, rows: n, columns: n, turn: transposed, atRow: 1 },
    ],
  });
};

/** Tridiagonal form, implicit QR steps, order and sign. */
function solve(m: Notation, a: Matrix, v: Matrix, d: Matrix, e: Matrix, p: Matrix): void {
  const n = a.rows;
  const giveUp = (): void => {
    m.fill(m.number(Number.NaN), d.row(0), n);
    m.fill(m.number(Number.NaN), v.row(0), n * n);
  };
  // Only the lower triangle is given.
  m.each(0, n, (i) => m.each(0, i, (j) => a.at(j, i).set(a.at(i, j))));
  scaled(
    m,
    a,
    (power) => {
      tridiagonalize(m, a, e, p);
      m.each(0, n, (i) => d.at(0, i).set(a.at(i, i)));
      setIdentity(m, v);
      accumulate(m, a, p, v);
      m.f.block((finished) => {
        m.f.block((converged) => {
          m.repeat(roundsPerValue * n, () => step(m, d, e, v, converged));
          giveUp();
          m.f.br(finished);
        });
        sort(m, d, m.less, (i, j) => m.swap(v.row(i), v.row(j), n));
        m.scale(power, d.row(0), n);
        m.each(0, n, (i) => m.scale(leadingSign(m, v.row(i), n), v.row(i), n));
      });
    },
    giveUp,
  );
}

/** QR steps converge in two or three a value. */
const roundsPerValue = 30;

/**
 * `T = Hᵀ A H`, Golub & Van Loan, 4th ed., Algorithm 8.3.1: leaves the diagonal in place, the elements beside it in
 * `e`, and in row k the reflection that cleared it, whose factor goes into `factors`.
 */
function tridiagonalize(m: Notation, a: Matrix, e: Matrix, factors: Matrix): void {
  const n = a.rows;
  m.each(0, n - 1, (k) => {
    const next = m.position(m.plus(k, 1));
    const count = m.position(m.minus(n, next));
    const x = m.position(a.from(k, next));
    m.when(
      m.before(1, count),
      () => {
        reflect(m, x, count, factors.at(0, k).set);
        e.at(0, k).set(a.at(k, next));
        // v₁ = 1 stands here while it is needed, and w in what `e` has not used yet.
        a.at(k, next).set(m.number(1));
        const tau = m.variable(factors.at(0, k));
        const w = m.position(e.from(0, next));
        const half = m.variable(m.number(0));
        m.each(0, count, (i) => {
          // p = τ A v, in the end w = p − (τ pᵀv / 2) v
          const [row, at] = [m.plus(next, i), m.plus(w, m.times(i, 8))];
          m.at(at).set(m.mul(tau, m.dot(a.from(row, next), x, count)));
        });
        half.set(m.mul(m.number(-0.5), tau, m.dot(w, x, count)));
        m.axpy(half, x, w, count);
        // A ← A − v wᵀ − w vᵀ
        m.each(0, count, (i) => {
          const row = m.position(a.from(m.plus(next, i), next));
          m.axpy(m.neg(m.at(m.plus(x, m.times(i, 8)))), w, row, count);
          m.axpy(m.neg(m.at(m.plus(w, m.times(i, 8)))), x, row, count);
        });
      },
      () => e.at(0, k).set(a.at(k, next)),
    );
  });
}

/** Applies the reflections, last first, to the unit matrix: rows of the result are columns of H. */
function accumulate(m: Notation, a: Matrix, factors: Matrix, v: Matrix): void {
  const n = a.rows;
  m.eachDown(Math.max(0, n - 2), (k) => {
    const next = m.position(m.plus(k, 1));
    const count = m.position(m.minus(n, next));
    m.each(next, n, (i) => applyReflection(m, factors.at(0, k), a.from(k, next), v.from(i, next), count));
  });
}

/**
 * One round of Golub & Van Loan, 4th ed., Algorithm 8.3.3: finds the last block that is not diagonal yet, and takes an
 * implicit QR step with the Wilkinson shift on it (Algorithm 8.3.2).
 */
function step(m: Notation, d: Matrix, e: Matrix, v: Matrix, converged: Label): void {
  const n = v.rows;
  const [diagonal, beside] = [(i: Local<'i32'>) => d.at(0, i), (i: Local<'i32'>) => e.at(0, i)];
  const last = m.position(n - 1);
  const isSmall = (i: Local<'i32'>): (() => void) => {
    const size = m.add(m.abs(diagonal(i)), m.abs(d.at(0, m.plus(i, 1))));
    return m.atMost(m.abs(beside(i)), m.mul(m.number(unitRoundoff), size));
  };
  // Past what has converged at the end, then up to where the block begins.
  const before = m.position(n - 2);
  m.f.block((found) => {
    m.f.loop((next) => {
      m.leaveWhen(m.before(before, 0), converged);
      m.leaveWhen(m.not(isSmall(before)), found);
      m.set(before, m.minus(before, 1));
      m.f.br(next);
    });
  });
  m.set(last, m.plus(before, 1));
  const first = m.position(before);
  m.f.block((found) => {
    m.f.loop((next) => {
      m.leaveWhen(m.before(first, 1), found);
      m.set(before, m.minus(first, 1));
      m.leaveWhen(isSmall(before), found);
      m.set(first, before);
      m.f.br(next);
    });
  });

  const b = m.variable(e.at(0, m.minus(last, 1)));
  const half = m.variable(m.mul(m.number(0.5), m.sub(d.at(0, m.minus(last, 1)), diagonal(last))));
  const root = m.sqrt(m.add(m.mul(half, half), m.mul(b, b)));
  // μ = dₙ − b² / (δ + sign(δ) √(δ² + b²))
  const shift = m.sub(diagonal(last), m.mul(b, m.div(b, m.add(half, m.withSign(root, half)))));
  const x = m.variable(m.sub(diagonal(first), shift));
  const z = m.variable(beside(first));
  m.each(first, last, (k) => {
    const next = m.position(m.plus(k, 1));
    const [c, s] = rotation(m, x, z);
    m.when(m.before(first, k), () => e.at(0, m.minus(k, 1)).set(m.add(m.mul(c, x), m.mul(s, z))));
    // T ← Gᵀ T G on rows and columns k and k + 1, with t = s (dₖ₊₁ − dₖ) + 2 c eₖ
    const t = m.variable(m.add(m.mul(s, m.sub(diagonal(next), diagonal(k))), m.mul(m.number(2), c, beside(k))));
    const change = m.variable(m.mul(s, t));
    diagonal(k).set(m.add(diagonal(k), change));
    diagonal(next).set(m.sub(diagonal(next), change));
    beside(k).set(m.sub(m.mul(c, t), beside(k)));
    m.rotate(c, s, v.row(k), v.row(next), n);
    m.when(m.before(next, last), () => {
      x.set(beside(k));
      z.set(m.mul(s, beside(next)));
      beside(next).set(m.mul(c, beside(next)));
    });
  });
}

/** c and s with `−s x + c z = 0`. */
function rotation(m: Notation, x: () => void, z: () => void): [() => void, () => void] {
  const length = m.variable(m.sqrt(m.add(m.mul(x, x), m.mul(z, z))));
  const isNothing = m.isZero(length);
  return [
    m.variable(m.choose(isNothing, m.number(1), m.div(x, length))),
    m.variable(m.choose(isNothing, m.number(0), m.div(z, length))),
  ];
}

/** 2⁻⁵³ */
const unitRoundoff = 1.1102230246251565e-16;
