/**
 * The mathematical functions that WebAssembly does not have, as functions of a module.
 *
 * They use only arithmetic that every engine rounds alike: the results are the same bits everywhere.
 */
import type { DType } from '../../dtype.ts';
import type { FunctionHandle, Module } from '../assembler.ts';
import { floatShape, type Registers } from '../emit/registers.ts';
import { type Lanes, lanesOf, type Vector } from './lanes.ts';

/** One argument, or two. */
type Formula = (m: Lanes, x: Vector, y: Vector) => Vector;
type Params = readonly 'v128'[];

/** Applies a formula to the register on the stack, written out: the call of a function takes half as long as a short one. */
export function writeFormula({ f, module }: Registers, dtype: DType, formula: (m: Lanes, x: Vector) => Vector): void {
  const x = f.local('v128');
  f.local.set(x);
  formula(lanesOf(module, f, floatShape(dtype)), () => f.local.get(x))();
}

/**
 * Applies a formula that is for float64 only, through a function that is added to the module once: float32 is computed in
 * float64 and rounded, and these formulas are long.
 */
export function callPrecise(
  { f, module }: Registers,
  dtype: DType,
  name: string,
  formula: Formula,
  params: Params = ['v128'],
): void {
  const precise = module.once(name, () =>
    module.function(params, ['v128'], (inside, ...locals) => {
      const [x, y = x] = locals.map((local) => () => inside.local.get(local)) as [Vector, Vector?];
      formula(lanesOf(module, inside, 'f64x2'), x, y)();
    }),
  );
  f.call(dtype === 'float64' ? precise : module.once(`${name} f32x4`, () => throughDoubles(module, precise)));
}

/** The float32 function that rounds the results of the float64 one. */
function throughDoubles(module: Module, precise: FunctionHandle): FunctionHandle {
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
