import { DifferentiationError } from '../../errors.ts';
import { literal, type Node, node } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import type { ArrayType, Attributes } from '../../ops/operation.ts';
import { indexingCode } from '../../wasm/emit/indexing.ts';
import { planQr } from '../../wasm/linear-algebra/qr.ts';
import {
  above,
  add,
  areMatrices,
  batchMatrices,
  block,
  fill,
  leadOf,
  lowerTriangle,
  product,
  sizeOfMatrix,
  sub,
  transpose,
  upperTriangle,
  withDiagonal,
} from './matrices.ts';
import { solveTriangle } from './triangular-solve.ts';

export const qrCode: Brought<'qr'> = {
  infer([a], { complete }) {
    const { shape, dtype } = a as ArrayType;
    const fit = areMatrices([a as ArrayType]);
    if (fit !== true) return fit;
    const [m, n] = sizeOfMatrix(a as ArrayType);
    return { shape: [...shape.slice(0, -2), m + n, (complete ? m : Math.min(m, n)) + 1], dtype };
  },

  plan: planQr,

  derivative: {
    push: ([y], [da]) => [da && push(y as Node<'qr'>, da)],
    pull: ([y], [g]) => [g && pull(y as Node<'qr'>, g)],
  },

  batch: batchMatrices,
};

/** The factors of `a`, packed. */
export function qrNode(a: Node, { complete, pivoting }: Omit<Attributes['qr'], 'code'>): Node<'qr'> {
  return node('qr', [a], { complete, pivoting, code: qrCode });
}

/** A packed array taken apart. */
export interface QrParts {
  readonly q: Node;
  readonly rT: Node;
  /** Which column of the matrix each column of R belongs to, as int32. */
  readonly order: Node;
}

export function qrParts(packed: Node, rows: number): QrParts {
  const rank = (packed.shape.at(-1) as number) - 1;
  const order = block(packed, { top: rows, left: rank });
  const positions = node('reshape', [order], { shape: order.shape.slice(0, -1) });
  return {
    q: block(packed, { bottom: rows, right: rank }),
    rT: block(packed, { top: rows, right: rank }),
    order: node('cast', [positions], { dtype: 'int32' }),
  };
}

/** The determinant of Q times that of the exchanges of columns, `[…, 1, 1]`; there must be a row. */
export function qrSign(packed: Node): Node {
  return block(packed, { bottom: 1, left: (packed.shape.at(-1) as number) - 1 });
}

/**
 * With `C = Qᵀ dA R⁻¹` and Ω the skew-symmetric matrix that has the lower triangle of C, `dQ = Q (Ω − C) + dA R⁻¹` and
 * `dR = (C − Ω) R`: Walter & Lehmann, "On evaluating higher-order derivatives of the QR decomposition of tall matrices
 * with full column rank", arXiv:1009.6112, 2010. Of a square or wide matrix, `dQ = Q Ω` and `dR = Qᵀ dA − Ω R`, and Ω
 * comes from the leading square block alone. There the last column of C does not count, so nothing is divided by the
 * last element of the diagonal of R: the derivative exists also where that is zero.
 */
function push(y: Node<'qr'>, given: Node): Node {
  const { q, rT, r, divided, isTall, order } = factorsOf(y);
  const da = order === undefined ? given : node('gather', [given, order], columnsOf(given));
  const [rows, rank] = sizeOfMatrix(q);
  if (isTall) {
    const d = divided(da);
    const c = product(transpose(q), d);
    const skew = skewFrom(c);
    const dq = add(product(q, sub(skew, c)), d);
    return packed(dq, product(rT, transpose(sub(c, skew))));
  }
  const turned = product(transpose(q), da);
  const skew = skewFrom(divided(block(turned, { right: rank })));
  const dr = upperTriangle(sub(turned, product(skew, r)));
  return packed(rows === 0 ? q : product(q, skew), transpose(dr));
}

function pull(y: Node<'qr'>, g: Node): Node {
  const { q, rT, divided, isTall, order } = factorsOf(y);
  const [rows, rank] = sizeOfMatrix(q);
  const parts = qrParts(g, rows);
  const gq = parts.q;
  const gr = upperTriangle(transpose(parts.rT));
  const n = sub(product(transpose(q), gq), product(gr, rT));
  // What the lower triangle of C means to Ω.
  const lower = lowerTriangle(sub(n, transpose(n)), 1);
  let ga: Node;
  if (isTall) {
    ga = divided(add(gq, product(q, sub(lower, n))), true);
  } else {
    const columns = gr.shape.at(-1) as number;
    const first = divided(lower, true);
    const none = first.shape.map(() => 0);
    const wide = node('pad', [first], { low: none, high: none.with(-1, columns - rank), value: 0 });
    ga = product(q, add(gr, wide));
  }
  if (order === undefined) return ga;
  return node('scatterAdd', [fill(0, ga), order, ga], columnsOf(ga));
}

function factorsOf(y: Node<'qr'>) {
  const [rows, columns] = sizeOfMatrix(y.inputs[0] as Node);
  const { complete, pivoting } = y.attributes;
  const isTall = rows > columns;
  if (isTall && complete) {
    throw new DifferentiationError(
      'qr: the columns that complete Q are not a function of the matrix with a derivative. Use mode "reduced".',
    );
  }
  const { q, rT, order } = qrParts(y, rows);
  const rank = q.shape.at(-1) as number;
  const r = transpose(rT);
  const square = block(r, { right: rank });
  const divisor = isTall ? square : withRegularEnd(pivoting ? withoutZeros(square) : square);
  return {
    q,
    rT,
    r,
    isTall,
    order: pivoting ? order : undefined,
    /** `X R⁻¹`, or `X R⁻ᵀ`. */
    divided: (x: Node, isTransposed = false): Node =>
      transpose(solveTriangle(divisor, transpose(x), { lower: false, transpose: !isTransposed, unitDiagonal: false })),
  };
}

/** The triangle with 1 as the last element of the diagonal. */
function withRegularEnd(r: Node): Node {
  const rank = r.shape.at(-1) as number;
  if (rank === 0) return r;
  const lead = leadOf(r);
  const end = [...lead.map(() => 0), rank - 1, rank - 1];
  const one = literal(1, r.dtype, [...lead, 1, 1]);
  const mark = node('pad', [one], { low: end, high: end.map(() => 0), value: 0 });
  return node('select', [node('eq', [mark, fill(1, r)], {}), fill(1, r), r], {});
}

/**
 * The triangle with 1 for what is exactly zero on the diagonal. With pivoting, zeros stand at the end; if there are two,
 * the determinant has them as factors, and what multiplies them has to be finite.
 */
function withoutZeros(r: Node): Node {
  return withDiagonal(r, node('select', [node('eq', [r, fill(0, r)], {}), fill(1, r), r], {}));
}

const skewFrom = (c: Node): Node => {
  const lower = lowerTriangle(c, 1);
  return sub(lower, transpose(lower));
};

/** The last axis is indexed by positions that share all axes before the matrices. */
const columnsOf = (x: Node): Attributes['gather'] => ({
  batch: x.shape.length - 2,
  axis: x.shape.length - 1,
  code: indexingCode,
});

/** The order of columns is piecewise constant: its tangent is zero. */
function packed(dq: Node, drT: Node): Node {
  const both = above(dq, drT);
  const none = both.shape.map(() => 0);
  return node('pad', [both], { low: none, high: none.with(-1, 1), value: 0 });
}
