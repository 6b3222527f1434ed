import type { Planner } from '../../compile/own-kernel.ts';
import type { Node } from '../../graph.ts';
import type { Matrix } from './notation.ts';
import { asIs, planAlgorithm, transposed, type Workspace } from './planning.ts';
import { accumulate, factorize, keepTriangle, setIdentity } from './reflections.ts';

/** Columns of the matrices lie in rows, so that reflections run along memory. */
export const planQr: Planner<'qr'> = (root, planning) => {
  const a = root.inputs[0] as Node;
  const [rows, columns] = a.shape.slice(-2) as [number, number];
  const { pivoting } = root.attributes;
  const rank = (root.shape.at(-1) as number) - 1;
  const r: Workspace = { rows: columns, columns: rows, holds: { operand: a, turn: transposed } };
  const q: Workspace = { rows: rank, columns: rows };
  const factors: Workspace = { rows: 1, columns: rows };
  // What stands in the last column: the sign beside Q, the order of columns beside Rᵀ.
  const beside: Workspace = { rows: 1, columns: rows };
  const order: Workspace = { rows: 1, columns };
  return planAlgorithm(root, planning, {
    description: 'QR factors',
    workspaces: [r, q, factors, beside, order],
    run: (m, ...matrices) => {
      const [w, target, taus, upper, p] = matrices as [Matrix, Matrix, Matrix, Matrix, Matrix];
      if (!pivoting) m.each(0, columns, (j) => p.at(0, j).set(m.asNumber(j)));
      const sign = factorize(m, w, taus, pivoting ? p : undefined);
      setIdentity(m, target);
      accumulate(m, w, taus, target, (k) => k);
      keepTriangle(m, w);
      m.fill(m.number(0), upper.row(0), rows);
      if (rows > 0) upper.at(0, 0).set(sign);
    },
    parts: [
      { from: q, rows, columns: rank, turn: transposed, atRow: 0 },
      { from: r, rows: columns, columns: rank, turn: asIs, atRow: rows },
      { from: beside, rows, columns: 1, turn: transposed, atRow: 0, atColumn: rank },
      { from: order, rows: columns, columns: 1, turn: transposed, atRow: rows, atColumn: rank },
    ],
  });
};
