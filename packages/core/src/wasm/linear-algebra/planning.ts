import { flatten, pointsOf, scaled } from '../../compile/affine.ts';
import type { Affine, Buffer, Expression, Kernel, Store } from '../../compile/kernel.ts';
import type { OwnKernel, Planning } from '../../compile/own-kernel.ts';
import type { DType } from '../../dtype.ts';
import type { Node } from '../../graph.ts';
import { type Shape, sizeOf } from '../../shape.ts';
import type { Local } from '../assembler.ts';
import { emitLoops } from '../emit/loops.ts';
import { Matrix, Notation } from './notation.ts';

/** Where element (i, j) is read from: the way a matrix is turned while it is copied. */
export type Turn = (i: Affine, j: Affine) => readonly [Affine, Affine];

export const asIs: Turn = (i, j) => [i, j];
export const transposed: Turn = (i, j) => [j, i];

/** A matrix that an algorithm works on. */
export interface Workspace {
  readonly rows: number;
  readonly columns: number;
  /** What it holds at the start; anything if nothing is said. */
  readonly holds?: { readonly operand: Node; readonly turn: Turn };
}

/** A part of the result: a matrix, or a corner of one, that is copied to a place in the result. */
interface Part {
  readonly from: Workspace;
  readonly rows: number;
  readonly columns: number;
  readonly turn: Turn;
  readonly atRow: number;
  readonly atColumn?: number;
}

/** An algorithm on the last two axes of its operands, for each index of the axes before them. */
export interface Algorithm {
  readonly description: string;
  readonly workspaces: readonly Workspace[];
  /** Writes the algorithm for one set of matrices, one for each workspace. */
  readonly run: (m: Notation, ...matrices: readonly Matrix[]) => void;
  readonly parts: readonly Part[];
}

/**
 * Plans the kernel of an algorithm: copies the operands, turned and converted to float64, runs the algorithm on the
 * copies, and copies what it leaves into the result. What led to an operand is computed while it is copied. Working in
 * float64 costs little in matrices of this size, and leaves to float32 only the rounding of the result.
 */
export function planAlgorithm(root: Node, planning: Planning, algorithm: Algorithm): OwnKernel {
  const { workspaces, parts, description, run } = algorithm;
  const lead = root.shape.slice(0, -2);
  const batch = sizeOf(lead);
  const buffers = new Map(
    workspaces.map((w) => [w, planning.scratch('float64', batch * w.rows * w.columns, 'matrix')]),
  );
  const bufferOf = (w: Workspace): Buffer => buffers.get(w) as Buffer;

  const before = workspaces.flatMap((w): Kernel[] => {
    if (w.holds === undefined) return [];
    const { operand, turn } = w.holds;
    const extents = [...lead, w.rows, w.columns];
    const points = pointsOf(extents);
    const [i, j] = turn(points.at(-2) as Affine, points.at(-1) as Affine);
    const element = planning.lowered(operand, [...points.slice(0, -2), i, j], extents);
    const at = flatten(points, extents, extents.length);
    return [copy(extents, { buffer: bufferOf(w), at, value: converted(element, 'float64') })];
  });

  const result = planning.stored(root);
  const after = parts.map(({ from, rows, columns, turn, atRow, atColumn = 0 }) => {
    const extents = [...lead, rows, columns];
    const points = pointsOf(extents);
    const [i, j] = points.slice(-2) as [Affine, Affine];
    const shape = [...lead, from.rows, from.columns];
    const element: Expression = {
      kind: 'load',
      dtype: 'float64',
      buffer: bufferOf(from),
      at: flatten([...points.slice(0, -2), ...turn(i, j)], shape, extents.length),
    };
    const target = [...points.slice(0, -2), scaled(i, 1, atRow), scaled(j, 1, atColumn)];
    const at = flatten(target, root.shape, extents.length);
    return copy(extents, { buffer: result, at, value: converted(element, root.dtype) });
  });

  return {
    description,
    values: before.flatMap(({ stages }) => stages.flatMap(({ stores }) => stores.map(({ value }) => value))),
    writes: [...buffers.values(), result],
    emit: (module) => [
      ...before.map((kernel) => emitLoops(module, kernel)),
      module.function(['i32'], [], (f, table) => {
        const m = new Notation(module, f);
        const bases = workspaces.map((w) => {
          f.local.get(table);
          f.i32.load(bufferOf(w).index * 4);
          const base = f.local('i32');
          f.local.set(base);
          return base;
        });
        m.each(0, batch, () => {
          run(m, ...workspaces.map(({ rows, columns }, k) => new Matrix(m, bases[k] as Local<'i32'>, rows, columns)));
          workspaces.forEach(({ rows, columns }, k) => {
            const base = bases[k] as Local<'i32'>;
            m.set(base, m.plus(base, 8 * rows * columns));
          });
        });
      }),
      ...after.map((kernel) => emitLoops(module, kernel)),
    ],
  };
}

/** Element (i, j) of the matrix with its rows and columns in reverse order. */
export function reversed(rows: number, columns: number, turn: Turn): Turn {
  return (i, j) => turn(scaled(i, -1, rows - 1), scaled(j, -1, columns - 1));
}

/** A map with one store. */
function copy(extents: Shape, store: Store): Kernel {
  return {
    name: 'copy',
    extents,
    rows: extents.map((_, axis) => axis),
    columns: [],
    stages: [{ level: 'row', stores: [store], reductions: [] }],
    reasons: [],
  };
}

function converted(value: Expression, dtype: DType): Expression {
  return value.dtype === dtype ? value : { kind: 'apply', dtype, op: 'cast', inputs: [value] };
}
