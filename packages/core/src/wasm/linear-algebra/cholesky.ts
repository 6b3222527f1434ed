import type { Planner } from '../../compile/own-kernel.ts';
import type { Node } from '../../graph.ts';
import type { Matrix, Notation } from './notation.ts';
import { asIs, planAlgorithm, type Workspace } from './planning.ts';

/** `a = L Lᵀ`; NaN in the lower triangle where `a` is not positive definite. */
export const planCholesky: Planner<'cholesky'> = (root, planning) => {
  const n = root.shape.at(-1) as number;
  const factor: Workspace = { rows: n, columns: n, holds: { operand: root.inputs[0] as Node, turn: asIs } };
  return planAlgorithm(root, planning, {
    description: 'Cholesky factor',
    workspaces: [factor],
    run: (m, l) => factorize(m, l as Matrix),
    parts: [{ from: factor, rows: n, columns: n, turn: asIs, atRow: 0 }],
  });
};

/** In place, row by row: Golub & Van Loan, Matrix Computations, 4th ed., section 4.2.5, from dot products. */
function factorize(m: Notation, l: Matrix): void {
  const n = l.rows;
  m.f.block((finished) => {
    m.f.block((failed) => {
      m.each(0, n, (i) => {
        // lᵢⱼ = (aᵢⱼ − Σₖ lᵢₖ lⱼₖ) / lⱼⱼ
        m.each(0, i, (j) => {
          const rest = m.sub(l.at(i, j), m.dot(l.row(i), l.row(j), j));
          l.at(i, j).set(m.div(rest, l.at(j, j)));
        });
        // lᵢᵢ² = aᵢᵢ − Σₖ lᵢₖ²
        const square = m.variable(m.sub(l.at(i, i), m.dot(l.row(i), l.row(i), i)));
        m.leaveWhen(m.not(m.less(m.number(0), square)), failed);
        l.at(i, i).set(m.sqrt(square));
        m.fill(m.number(0), l.from(i, m.plus(i, 1)), m.minus(n - 1, i));
      });
      m.f.br(finished);
    });
    m.each(0, n, (i) => {
      m.fill(m.number(Number.NaN), l.row(i), m.plus(i, 1));
      m.fill(m.number(0), l.from(i, m.plus(i, 1)), m.minus(n - 1, i));
    });
  });
}
