import { isFloat } from '../../dtype.ts';
import type { OperationCode } from '../../ops/operation.ts';
import type { FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';
import { divideIntegers } from '../emit/integers.ts';
import { floatShape } from '../emit/registers.ts';

export const remainderCode: OperationCode = {
  wasm: (r, dtype) => {
    if (isFloat(dtype)) r.f.call(remainder(r.module, floatShape(dtype)));
    else divideIntegers(r, dtype, 'rem');
  },
};

/** The remainder of division with the sign of the dividend, exact for all floats, lane by lane in double precision. */
function remainder(module: Module, shape: 'f32x4' | 'f64x2'): FunctionHandle {
  const scalar = module.once('remainder', () => module.function(['f64', 'f64'], ['f64'], remainderBody));
  return module.once(`remainder ${shape}`, () =>
    module.function(['v128', 'v128'], ['v128'], (f, x, y) => {
      const result = f.local('v128');
      for (let lane = 0; lane < (shape === 'f32x4' ? 4 : 2); lane++) {
        f.local.get(result);
        for (const operand of [x, y]) {
          f.local.get(operand);
          f[shape].extract_lane(lane);
          if (shape === 'f32x4') f.f64.promote_f32();
        }
        f.call(scalar);
        if (shape === 'f32x4') f.f32.demote_f64();
        f[shape].replace_lane(lane);
        f.local.set(result);
      }
      f.local.get(result);
    }),
  );
}

/** Subtracts the divisor scaled by every power of two that fits, largest first: each step is exact. */
function remainderBody(f: FunctionBuilder, x: Local<'f64'>, y: Local<'f64'>): void {
  const [rest, divisor, step] = [f.local('f64'), f.local('f64'), f.local('f64')];
  const get = (...values: Local[]): void => {
    for (const value of values) f.local.get(value);
  };
  get(x);
  f.f64.abs();
  f.local.set(rest);
  get(y);
  f.f64.abs();
  f.local.tee(divisor);
  f.local.set(step);
  // Not a number if the dividend is infinite, the divisor zero, or either is not a number.
  get(rest);
  f.f64.const(Infinity);
  f.f64.lt();
  get(divisor);
  f.f64.const(0);
  f.f64.gt();
  f.i32.and();
  f.i32.eqz();
  f.if(() => {
    f.f64.const(NaN);
    f.return();
  });
  // Nothing to subtract; an infinite divisor has no multiples to step through.
  get(rest, divisor);
  f.f64.lt();
  f.if(() => {
    get(x);
    f.return();
  });
  f.block((done) => {
    f.loop((next) => {
      get(step, rest);
      f.f64.const(0.5);
      f.f64.mul();
      f.f64.le();
      f.i32.eqz();
      f.br_if(done);
      get(step, step);
      f.f64.add();
      f.local.set(step);
      f.br(next);
    });
  });
  f.block((done) => {
    f.loop((next) => {
      get(step, divisor);
      f.f64.ge();
      f.i32.eqz();
      f.br_if(done);
      get(rest, step);
      f.f64.ge();
      f.if(() => {
        get(rest, step);
        f.f64.sub();
        f.local.set(rest);
      });
      get(step);
      f.f64.const(0.5);
      f.f64.mul();
      f.local.set(step);
      f.br(next);
    });
  });
  get(rest, x);
  f.f64.copysign();
}
