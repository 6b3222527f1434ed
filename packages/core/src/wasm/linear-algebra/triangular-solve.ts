import type { Planner } from '../../compile/own-kernel.ts';
import type { Node } from '../../graph.ts';
import type { Matrix, Notation } from './notation.ts';
import { asIs, planAlgorithm, reversed, transposed, type Workspace } from './planning.ts';

/**
 * Every triangular system is a lower one: an upper triangle, or a lower one transposed, is solved from the end, with
 * the order of unknowns and equations reversed. Right-hand sides lie in rows, so that all sums run along rows.
 */
export const planTriangularSolve: Planner<'triangularSolve'> = (root, planning) => {
  const [a, b] = root.inputs as [Node, Node];
  const { lower, transpose, unitDiagonal } = root.attributes;
  const [n, count] = b.shape.slice(-2) as [number, number];
  const fromEnd = lower === transpose;
  const turn = transpose ? transposed : asIs;
  const sides = fromEnd ? reversed(count, n, transposed) : transposed;
  const triangle: Workspace = {
    rows: n,
    columns: n,
    holds: { operand: a, turn: fromEnd ? reversed(n, n, turn) : turn },
  };
  const solution: Workspace = { rows: count, columns: n, holds: { operand: b, turn: sides } };
  return planAlgorithm(root, planning, {
    description: 'triangular solve',
    workspaces: [triangle, solution],
    run: (m, l, x) => substitute(m, l as Matrix, x as Matrix, unitDiagonal),
    parts: [
      {
        from: solution,
        rows: n,
        columns: count,
        turn: fromEnd ? reversed(n, count, transposed) : transposed,
        atRow: 0,
      },
    ],
  });
};

/** Forward substitution, Golub & Van Loan, 4th ed., Algorithm 3.1.1: `xᵢ = (bᵢ − Σⱼ lᵢⱼ xⱼ) / lᵢᵢ`, j < i. */
function substitute(m: Notation, l: Matrix, x: Matrix, unitDiagonal: boolean): void {
  m.each(0, l.rows, (i) => {
    m.each(0, x.rows, (side) => {
      const rest = m.sub(x.at(side, i), m.dot(l.row(i), x.row(side), i));
      x.at(side, i).set(unitDiagonal ? rest : m.div(rest, l.at(i, i)));
    });
  });
}
