/**
 * The mathematical functions that WebAssembly does not have, as functions of a module.
 *
 * They use only arithmetic that every engine rounds alike: the results are the same bits everywhere.
 */
import type { FunctionHandle, Module } from '../assembler.ts';
import { erf } from './error-function.ts';
import { exp, expm1, sigmoid, tanh } from './exponential.ts';
import { type Lanes, type LaneType, lanesOf, type Vector } from './lanes.ts';
import { log, log1p } from './logarithm.ts';
import { pow } from './power.ts';
import { cos, sin } from './trigonometric.ts';

export type MathOp = 'exp' | 'expm1' | 'log' | 'log1p' | 'sin' | 'cos' | 'tanh' | 'sigmoid' | 'erf' | 'pow';

type Formula = (m: Lanes, x: Vector, y: Vector) => Vector;

/** The formula of each function; those without one for float32 are computed in float64 and rounded. */
const formulas: Record<MathOp, { f32x4?: Formula; f64x2: Formula }> = {
  exp: { f32x4: exp, f64x2: exp },
  expm1: { f32x4: expm1, f64x2: expm1 },
  log: { f32x4: log, f64x2: log },
  log1p: { f32x4: log1p, f64x2: log1p },
  sin: { f64x2: sin },
  cos: { f64x2: cos },
  tanh: { f32x4: tanh, f64x2: tanh },
  sigmoid: { f32x4: sigmoid, f64x2: sigmoid },
  erf: { f32x4: erf, f64x2: erf },
  pow: { f64x2: pow },
};

/**
 * The function `op` of vectors of `lanes`: `(v128) -> v128`, for `pow` `(v128, v128) -> v128`. It is added to the module
 * at the first request.
 */
export function mathFunction(module: Module, op: MathOp, lanes: LaneType): FunctionHandle {
  return module.once(`${op} ${lanes}`, () => {
    const formula = formulas[op][lanes];
    if (formula === undefined) return throughDoubles(module, op);
    const params = op === 'pow' ? (['v128', 'v128'] as const) : (['v128'] as const);
    return module.function(params, ['v128'], (f, x, y = x) => {
      formula(
        lanesOf(module, f, lanes),
        () => f.local.get(x),
        () => f.local.get(y),
      )();
    });
  });
}

/** The float32 function that rounds the results of the float64 one. */
function throughDoubles(module: Module, op: MathOp): FunctionHandle {
  const precise = mathFunction(module, op, 'f64x2');
  return module.function(precise.params, ['v128'], (f, ...params) => {
    const upperHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
    for (const half of ['lower', 'upper']) {
      for (const param of params) {
        f.local.get(param);
        if (half === 'upper') {
          f.local.get(param);
          f.i8x16.shuffle(upperHalf);
        }
        f.f64x2.promote_low_f32x4();
      }
      f.call(precise);
      f.f32x4.demote_f64x2_zero();
    }
    f.i8x16.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]);
  });
}
