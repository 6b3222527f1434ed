import type { Node } from '../../graph.ts';
import type { ArrayType, Misfit } from '../../ops/operation.ts';
import { areMatrices, neg, product, sizeOfMatrix, sub, transpose } from './matrices.ts';

/** What is particular to a way of solving `A x = b`, where A is a square matrix or its transpose. */
interface System {
  readonly isTransposed: boolean;
  /** `x` with `A x = b`, or with Aᵀ. */
  readonly solve: (b: Node, isTransposed: boolean) => Node;
  /** The part of the matrix that is read. */
  readonly used: (a: Node) => Node;
}

/** The type of the solution. */
export function inferSolution(inputs: readonly ArrayType[]): ArrayType | Misfit {
  const [a, b] = inputs as [ArrayType, ArrayType];
  const fit = areMatrices(inputs);
  if (fit !== true) return fit;
  const [[rows, columns], [equations]] = [sizeOfMatrix(a), sizeOfMatrix(b)];
  return rows === columns && columns === equations ? { shape: b.shape, dtype: b.dtype } : 'shape-mismatch';
}

/** Linear in b; by the matrix, `dx = −A⁻¹ dA x`. */
export function pushSolution(
  { isTransposed, solve, used }: System,
  x: Node,
  da: Node | undefined,
  db: Node | undefined,
): Node | undefined {
  const part = da && used(da);
  const moved = part && product(isTransposed ? transpose(part) : part, x);
  const rest = moved === undefined ? db : db === undefined ? neg(moved) : sub(db, moved);
  return rest && solve(rest, isTransposed);
}

/** `b̄ = A⁻ᵀ x̄` and `Ā = −b̄ xᵀ`. */
export function pullSolution(
  { isTransposed, solve, used }: System,
  x: Node,
  g: Node,
  wantsMatrix: boolean,
): [Node | undefined, Node] {
  const side = solve(g, !isTransposed);
  if (!wantsMatrix) return [undefined, side];
  const outer = isTransposed ? product(x, transpose(side)) : product(side, transpose(x));
  return [neg(used(outer)), side];
}
