/**
 * The standard normal distribution function, Φ x = 1 / √(2π) ∫₋∞ˣ e^(−t²/2) dt.
 *
 * Φ(−t) = e^(−t²/2) / (2 + √(2π) t − t k(t)) for t ≥ 0, where k falls from 0.91 to 0 like 2 / t, and Φ t = 1 − Φ(−t): no
 * branch, and no cancellation on either side.
 */
import type { OperationCode } from '../../ops/operation.ts';
import { headroom, raisedExp } from './exponential.ts';
import type { Lanes, LaneType, Vector } from './lanes.ts';
import { writeFormula } from './math-function.ts';

/**
 * Beyond `last`, Φ(−t) is 0. Up to there k = numerator / denominator, minimax for the relative error of Φ(−t), 2⁻²⁶ and
 * 2⁻⁵⁹: least squares in 70 digits, with weights that grow where the error is largest (C. L. Lawson, 1961) and make it linear
 * in the coefficients (C. K. Sanathanan, J. Koerner, 1963). They are all positive, so that nothing cancels.
 */
const constants: Record<LaneType, { last: number; numerator: number[]; denominator: number[] }> = {
  f32x4: {
    last: 14.4,
    numerator: [0.91085774, 0.558216, 0.15697788, 0.019236352],
    denominator: [1, 0.9128064, 0.39359912, 0.09048884, 0.009619419],
  },
  f64x2: {
    last: 38.6,
    numerator: [
      0.910859153025269, 1.2515422913829735, 0.8544719780301319, 0.37256657967107776, 0.11322109475721122,
      0.024760149681472794, 0.003894137053233486, 0.0004259095805861962, 2.9596498916387122e-5, 1.0090900410435942e-6,
    ],
    denominator: [
      1, 1.674003967631877, 1.3876219497937936, 0.7366575802305215, 0.27488822141940955, 0.0750160176335083,
      0.015144986466730818, 0.0022369414001610272, 0.0002322941830677591, 0.000015430602864731914, 5.045450205246468e-7,
    ],
  },
};

function normalProbability(m: Lanes, x: Vector): Vector {
  const { last, numerator, denominator } = constants[m.type];
  const t = m.keep(m.pmin(m.abs(x), last));
  // The rounding of t² alone would cost t² / 2 units in the last place. The square of the upper half of its digits is exact.
  const upper = m.keep(m.and(t, m.integer(-(2 ** Math.ceil((m.mantissaBits + 1) / 2)))));
  const rest = m.mul(m.mul(m.sub(upper, t), m.add(upper, t)), 0.5);
  // Raised as the exponential is, so that only the quotient may be denormal.
  const raised = 2 ** headroom(m);
  const k = m.div(
    m.polynomial(
      t,
      numerator.map((c) => c * raised),
    ),
    m.polynomial(t, denominator),
  );
  const divisor = m.add(m.mul(t, Math.sqrt(2 * Math.PI) * raised), m.sub(2 * raised, m.mul(t, k)));
  const power = raisedExp(m, m.keep(m.mul(m.mul(upper, upper), -0.5)), rest);
  const below = m.keep(m.div(power, divisor));
  // Φ(−t) = |0 − Φ(−t)| and Φ t = |1 − Φ(−t)|
  return m.abs(m.sub(m.and(m.ge(x, 0), 1), below));
}

export const emitNormalProbability: OperationCode['wasm'] = (r, dtype) => writeFormula(r, dtype, normalProbability);
