import type { DType } from '../../dtype.ts';
import type { OperationCode } from '../../ops/operation.ts';
import type { FunctionBuilder, Local } from '../assembler.ts';
import type { Registers } from './registers.ts';

// Operations on integers that WebAssembly has for scalars only.

type Body = (f: FunctionBuilder, a: Local<'i32'>, b: Local<'i32'>) => void;

/** Lane by lane through a scalar function of two 32-bit integers. */
function laneByLane({ f, module }: Registers, name: string, body: Body): void {
  const scalar = module.once(name, () => module.function(['i32', 'i32'], ['i32'], body));
  const [a, b, result] = [f.local('v128'), f.local('v128'), f.local('v128')];
  f.local.set(b);
  f.local.set(a);
  for (let lane = 0; lane < 4; lane++) {
    f.local.get(result);
    f.local.get(a);
    f.i32x4.extract_lane(lane);
    f.local.get(b);
    f.i32x4.extract_lane(lane);
    f.call(scalar);
    f.i32x4.replace_lane(lane);
    f.local.set(result);
  }
  f.local.get(result);
}

/** Division as the reference has it: by zero is 0, and −2³¹ / −1 wraps instead of trapping. */
export function divideIntegers(r: Registers, dtype: DType, op: 'div' | 'rem'): void {
  laneByLane(r, `${op} ${dtype}`, (f, a, b) => {
    f.local.get(b);
    f.i32.eqz();
    f.if(
      () => f.i32.const(0),
      () => {
        if (dtype !== 'int32') {
          f.local.get(a);
          f.local.get(b);
          f.i32[`${op}_u`]();
          return;
        }
        f.local.get(b);
        f.i32.const(-1);
        f.i32.eq();
        f.if(
          () => {
            f.i32.const(0);
            if (op === 'rem') return;
            f.local.get(a);
            f.i32.sub();
          },
          () => {
            f.local.get(a);
            f.local.get(b);
            f.i32[`${op}_s`]();
          },
          'i32',
        );
      },
      'i32',
    );
  });
}

function shift(r: Registers, dtype: DType, op: 'shl' | 'shr_s' | 'shr_u'): void {
  laneByLane(r, `${op} ${dtype}`, (f, a, b) => {
    f.local.get(a);
    f.local.get(b);
    if (dtype === 'uint8') {
      f.i32.const(7);
      f.i32.and();
    }
    f.i32[op]();
    if (dtype === 'uint8') {
      f.i32.const(255);
      f.i32.and();
    }
  });
}

export const shiftLeftCode: OperationCode = { wasm: (r, dtype) => shift(r, dtype, 'shl') };

export const shiftRightCode: OperationCode = {
  wasm: (r, dtype) => shift(r, dtype, dtype === 'int32' ? 'shr_s' : 'shr_u'),
};
