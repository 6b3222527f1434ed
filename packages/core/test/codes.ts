import { argsortCode } from '../src/brought/argsort.ts';
import { convCode } from '../src/brought/convolution/conv.ts';
import { choleskyCode } from '../src/brought/linear-algebra/cholesky.ts';
import { eighCode } from '../src/brought/linear-algebra/eigh.ts';
import { lstsqCode } from '../src/brought/linear-algebra/lstsq.ts';
import { qrCode } from '../src/brought/linear-algebra/qr.ts';
import { solveCode } from '../src/brought/linear-algebra/solve.ts';
import { svdCode } from '../src/brought/linear-algebra/svd.ts';
import { triangularSolveCode } from '../src/brought/linear-algebra/triangular-solve.ts';
import { normalProbabilityCode } from '../src/brought/normal-probability.ts';
import { overlapCode } from '../src/brought/overlap/overlap.ts';
import { recurrenceCode } from '../src/brought/recurrence.ts';
import { scanCode } from '../src/brought/scan/scan.ts';
import { cosCode, sinCode } from '../src/brought/trigonometric.ts';
import { type Node, node } from '../src/graph.ts';
import type { Attributes, CodedOp, Op, OperationCode } from '../src/ops/operation.ts';
import { indexingCode } from '../src/wasm/emit/indexing.ts';
import { shiftLeftCode, shiftRightCode } from '../src/wasm/emit/integers.ts';
import { largestPositionCode } from '../src/wasm/emit/largest-position.ts';
import { erfCode } from '../src/wasm/math/error-function.ts';
import { expCode, expm1Code, sigmoidCode, tanhCode } from '../src/wasm/math/exponential.ts';
import { log1pCode, logCode } from '../src/wasm/math/logarithm.ts';
import { powCode } from '../src/wasm/math/power.ts';
import { remainderCode } from '../src/wasm/math/remainder.ts';
import { threefryCode } from '../src/wasm/math/threefry.ts';

/** What the public functions bring along, for tests that make nodes of any operation themselves. */
export const codes: {
  readonly [O in CodedOp as Attributes[O] extends { readonly code: OperationCode; readonly word?: never }
    ? O
    : never]: OperationCode;
} = {
  exp: expCode,
  expm1: expm1Code,
  log: logCode,
  log1p: log1pCode,
  sin: sinCode,
  cos: cosCode,
  tanh: tanhCode,
  sigmoid: sigmoidCode,
  erf: erfCode,
  normalProbability: normalProbabilityCode,
  pow: powCode,
  rem: remainderCode,
  shl: shiftLeftCode,
  shr: shiftRightCode,
};

const otherCodes = {
  scan: scanCode,
  argmax: largestPositionCode,
  gather: indexingCode,
  scatterAdd: indexingCode,
  conv: convCode,
  window: overlapCode,
  fold: overlapCode,
  argsort: argsortCode,
  recurrence: recurrenceCode,
  cholesky: choleskyCode,
  triangularSolve: triangularSolveCode,
  qr: qrCode,
  eigh: eighCode,
  svd: svdCode,
  solve: solveCode,
  lstsq: lstsqCode,
};

/** As `node`, adding the code of operations that bring it. */
export function codedNode<O extends Op>(
  op: O,
  inputs: readonly Node[],
  attributes: Omit<Attributes[O], 'code'>,
): Node<O> {
  const code =
    op === 'randomBits'
      ? threefryCode((attributes as unknown as Omit<Attributes['randomBits'], 'code'>).word)
      : ({ ...codes, ...otherCodes } as { readonly [O in Op]?: unknown })[op];
  return node(op, inputs, (code === undefined ? attributes : { ...attributes, code }) as Attributes[O]);
}
