/** The error function, erf x = 2 / √π ∫₀ˣ e^(−t²) dt. */
import type { OperationCode } from '../../ops/operation.ts';
import { halfExpm1 } from './exponential.ts';
import type { Lanes, LaneType, Vector } from './lanes.ts';
import { writeFormula } from './math-function.ts';

/**
 * Up to `middle`: erf x / x − 1 as a polynomial in x². From there to `last`, where erf rounds to 1: log(1 − erf x) as a
 * polynomial in x. Both are minimax for the error of erf: 2⁻²⁵ and 2⁻⁵⁵.
 */
const constants: Record<LaneType, { middle: number; last: number; inner: number[]; outer: number[] }> = {
  f32x4: {
    middle: 0.93,
    last: 3.925,
    inner: [0.12837915, -0.3761248, 0.112816826, -0.02676172, 0.00498594, -0.000595374],
    outer: [-0.002095347, -1.1194175, -0.6518283, -0.09038275, 0.015339364, -0.0012207507],
  },
  f64x2: {
    middle: 1,
    last: 5.93,
    inner: [
      0.12837916709551256, -0.3761263890318352, 0.11283791670944185, -0.026866170643111458, 0.005223977606118393,
      -0.0008548325929310457, 0.00012055293576777468, -1.4924712299609983e-5, 1.6447131541262487e-6,
      -1.620631352519064e-7, 1.3710979372067498e-8, -7.779466538474252e-10,
    ],
    outer: [
      -5.132783705645519e-7, -1.1283739913672148, -0.636644056585962, -0.10270228583909827, 0.01898803475560008,
      0.00041354637592685403, -0.0019189556527965661, 0.0007730510321531875, -0.00013655913897038502,
      -1.9521378211473707e-5, 2.253231507588833e-5, -8.578612414385603e-6, 2.1147596524545084e-6,
      -3.6955807908548913e-7, 4.593221663472424e-8, -3.889919707539223e-9, 2.0202885405571513e-10,
      -4.8649549596894174e-12,
    ],
  },
};

function erf(m: Lanes, x: Vector): Vector {
  const { middle, last, inner, outer } = constants[m.type];
  const magnitude = m.keep(m.pmin(m.abs(x), last));
  const near = m.add(x, m.mul(x, m.polynomial(m.keep(m.mul(x, x)), inner)));
  const half = m.keep(halfExpm1(m, m.keep(m.polynomial(magnitude, outer))));
  const far = m.or(m.neg(m.add(half, half)), m.and(x, -0));
  return m.select(m.lt(magnitude, middle), near, far);
}

export const erfCode: OperationCode = { wasm: (r, dtype) => writeFormula(r, dtype, erf) };
