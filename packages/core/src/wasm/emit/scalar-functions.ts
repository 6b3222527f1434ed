import { threefryParity, threefryRotations } from '../../ops/elementwise.ts';
import type { FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';

/** The remainder of division with the sign of the dividend, exact for all floats, lane by lane in double precision. */
export function remainder(module: Module, shape: 'f32x4' | 'f64x2'): FunctionHandle {
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

/** Threefry-2x32-20 on four counters at once: `(key0, key1, counter0, counter1) → word`. */
export function threefry(module: Module, word: 0 | 1 | 'xor'): FunctionHandle {
  return module.once(`threefry ${word}`, () =>
    module.function(['v128', 'v128', 'v128', 'v128'], ['v128'], (f, key0, key1, x0, x1) => {
      const key2 = f.local('v128');
      const keys = [key0, key1, key2];
      const addTo = (target: Local, amount: () => void): void => {
        f.local.get(target);
        amount();
        f.i32x4.add();
        f.local.set(target);
      };
      const splat = (value: number): void => f.v128.const(new Int32Array(4).fill(value));
      f.local.get(key0);
      f.local.get(key1);
      f.v128.xor();
      splat(threefryParity);
      f.v128.xor();
      f.local.set(key2);
      addTo(x0, () => f.local.get(key0));
      addTo(x1, () => f.local.get(key1));
      for (let group = 0; group < 5; group++) {
        for (const rotation of threefryRotations[group % 2] as readonly number[]) {
          addTo(x0, () => f.local.get(x1));
          f.local.get(x1);
          f.i32.const(rotation);
          f.i32x4.shl();
          f.local.get(x1);
          f.i32.const(32 - rotation);
          f.i32x4.shr_u();
          f.v128.or();
          f.local.get(x0);
          f.v128.xor();
          f.local.set(x1);
        }
        addTo(x0, () => f.local.get(keys[(group + 1) % 3] as Local));
        addTo(x1, () => {
          f.local.get(keys[(group + 2) % 3] as Local);
          splat(group + 1);
          f.i32x4.add();
        });
      }
      if (word !== 1) f.local.get(x0);
      if (word !== 0) f.local.get(x1);
      if (word === 'xor') f.v128.xor();
    }),
  );
}
