import { isFloat } from '../../dtype.ts';
import type { OperationCode } from '../../ops/operation.ts';
import type { FunctionBuilder, FunctionHandle, Label, Local, Module } from '../assembler.ts';
import { divideIntegers } from '../emit/integers.ts';
import { floatShape } from '../emit/registers.ts';
import { type Lanes, type LaneType, lanesOf, type Vector } from './lanes.ts';

export const remainderCode: OperationCode = {
  wasm: (r, dtype) => {
    if (isFloat(dtype)) r.f.call(remainder(r.module, floatShape(dtype)));
    else divideIntegers(r, dtype, 'rem');
  },
};

/** The remainder of division with the sign of the dividend, exact for all floats. */
function remainder(module: Module, type: LaneType): FunctionHandle {
  return module.once(`remainder ${type}`, () =>
    module.function(['v128', 'v128'], ['v128'], (f, x, y) => remainderBody(f, lanesOf(module, f, type), x, y)),
  );
}

/** Subtracts the divisor scaled by every power of two that fits, largest first: each step is exact. */
function remainderBody(f: FunctionBuilder, m: Lanes, x: Local<'v128'>, y: Local<'v128'>): void {
  const get =
    (local: Local): Vector =>
    () =>
      f.local.get(local);
  const assign = (local: Local, value: Vector): void => {
    value();
    f.local.set(local);
  };
  const leaveUnless = (mask: Vector, done: Label): void => {
    mask();
    f.v128.any_true();
    f.i32.eqz();
    f.br_if(done);
  };
  const whole = m.keep(m.abs(get(x)));
  const divisor = m.keep(m.abs(get(y)));
  // Not a number if the dividend is infinite, the divisor zero, or either is not a number.
  const isNumber = m.keep(m.and(m.lt(whole, Infinity), m.lt(0, divisor)));
  // Where there is nothing to subtract, the lane waits for the others; an infinite divisor has no multiples.
  const fits = m.keep(m.and(isNumber, m.ge(whole, divisor)));
  const [rest, step] = [f.local('v128'), f.local('v128')];
  assign(rest, m.and(fits, whole));
  assign(step, m.select(fits, divisor, 1));
  const last = m.keep(get(step));
  f.block((done) =>
    f.loop((next) => {
      const grows = m.keep(m.ge(m.mul(get(rest), 0.5), get(step)));
      leaveUnless(grows, done);
      assign(step, m.add(get(step), m.and(grows, get(step))));
      f.br(next);
    }),
  );
  f.block((done) =>
    f.loop((next) => {
      const counts = m.keep(m.ge(get(step), last));
      leaveUnless(counts, done);
      assign(rest, m.sub(get(rest), m.and(m.and(counts, m.ge(get(rest), get(step))), get(step))));
      assign(step, m.mul(get(step), 0.5));
      f.br(next);
    }),
  );
  m.select(isNumber, m.or(m.select(fits, get(rest), whole), m.and(get(x), -0)), NaN)();
}
