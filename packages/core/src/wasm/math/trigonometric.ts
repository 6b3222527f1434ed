/**
 * sin and cos, on doubles.
 *
 * x = n π/2 + r with |r| ≤ π/4; sin r and cos r are odd and even polynomials, and n modulo 4 tells which of them is meant
 * and with which sign (Cody & Waite 1980, chapter 8). Up to |x| = 2²³ π/2 ≈ 1.3e7 the reduction is as good as exact.
 * Beyond, the error grows with x, and from about 1e15 on only |sin x| ≤ 1 is left.
 */
import type { OperationCode } from '../../ops/operation.ts';
import type { Lanes, Vector } from './lanes.ts';
import { callPrecise } from './math-function.ts';

/** π/2 in pieces of 30 bits: n times a piece is exact. */
const pieces = [1.570796325802803, 9.920935791635221e-10, 5.17018297889025e-19, 2.9038559739793605e-28];

/** (sin r / r − 1) / r² and (cos r − 1 + r²/2) / r⁴ as polynomials in r², minimax on |r| ≤ π/4: 2⁻⁵⁷, 2⁻⁵⁹. */
const sineSeries = [
  -0.16666666666666632, 0.00833333333332237, -0.0001984126982977116, 2.7557313678663158e-6, -2.5050755961116343e-8,
  1.589666649786399e-10,
];
const cosineSeries = [
  0.0416666666666666, -0.0013888888888874064, 2.480158728944345e-5, -2.755731434065252e-7, 2.087572162291273e-9,
  -1.135955929367365e-11,
];

/** sin(x + quarterTurns π/2) */
function sineOfTurned(m: Lanes, x: Vector, quarterTurns: number): Vector {
  const shifter = 1.5 * 2 ** m.mantissaBits;
  const rounded = m.keep(m.add(m.mul(x, 2 / Math.PI), shifter));
  const n = m.keep(m.sub(rounded, shifter));
  const [piece1, piece2, piece3, piece4] = pieces;
  // The first difference is exact; what the second one rounds away goes to the third piece.
  const first = m.keep(m.sub(x, m.mul(n, piece1)));
  const second = m.keep(m.mul(n, piece2));
  const high = m.keep(m.sub(first, second));
  const low = m.sub(m.sub(m.sub(first, high), second), m.mul(n, piece3));
  // The fourth piece matters only where the others cancel.
  const remainder = m.sub(m.add(high, low), m.mul(n, piece4));
  const r = m.keep(m.pmax(m.pmin(remainder, 1), -1));
  const square = m.keep(m.mul(r, r));
  const sine = m.add(r, m.mul(m.mul(r, square), m.polynomial(square, sineSeries)));
  const halfSquare = m.mul(square, 0.5);
  const cosine = m.sub(1, m.sub(halfSquare, m.mul(m.mul(square, square), m.polynomial(square, cosineSeries))));
  const quadrant = m.keep(m.integerAdd(rounded, m.integer(quarterTurns)));
  const odd = m.integerSub(m.integer(0), m.and(quadrant, m.integer(1)));
  const sign = m.and(m.shiftLeft(quadrant, 62), -0);
  return m.xor(m.select(odd, cosine, sine), sign);
}

function sin(m: Lanes, x: Vector): Vector {
  // Keeps the sign of zero.
  return m.select(m.eq(x, 0), x, sineOfTurned(m, x, 0));
}

function cos(m: Lanes, x: Vector): Vector {
  return sineOfTurned(m, x, 1);
}

export const emitSine: OperationCode['wasm'] = (r, dtype) => callPrecise(r, dtype, 'sin', sin);
export const emitCosine: OperationCode['wasm'] = (r, dtype) => callPrecise(r, dtype, 'cos', cos);
