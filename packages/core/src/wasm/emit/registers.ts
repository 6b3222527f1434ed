import { type DType, isFloat } from '../../dtype.ts';
import type { ElementwiseOp } from '../../ops/elementwise.ts';
import type { CodedOp } from '../../ops/operation.ts';
import type { FunctionBuilder, Module } from '../assembler.ts';
import { divideIntegers } from './integers.ts';

/**
 * How values stand in 128-bit registers. Floats as they are; int32, uint32 and uint8 as 32-bit lanes; bool as a mask of
 * 0 or −1 in 32-bit lanes. A kernel has 4 lanes, or 2 if it touches float64: then 32-bit values use the lower two.
 */
export interface Registers {
  readonly f: FunctionBuilder;
  readonly module: Module;
  readonly width: 2 | 4;
}

type Shape = 'f32x4' | 'f64x2';

export function floatShape(dtype: DType): Shape {
  return dtype === 'float64' ? 'f64x2' : 'f32x4';
}

const isUnsigned = (dtype: DType): boolean => dtype === 'uint32' || dtype === 'uint8';

/** Pushes a register whose lanes are all `value`. */
export function pushConstant({ f }: Registers, value: number, dtype: DType): void {
  if (dtype === 'float32') f.v128.const(new Float32Array(4).fill(value));
  else if (dtype === 'float64') f.v128.const(new Float64Array(2).fill(value));
  else f.v128.const(new Int32Array(4).fill(dtype === 'bool' ? (value === 0 ? 0 : -1) : value));
}

/** Turns the 64-bit lane masks of a float64 comparison into 32-bit lane masks in the lower half. */
function narrowMask(f: FunctionBuilder, dtype: DType): void {
  if (dtype !== 'float64') return;
  const wide = f.local('v128');
  f.local.tee(wide);
  f.local.get(wide);
  f.i8x16.shuffle([0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11]);
}

/** Turns 32-bit lane masks into masks of the width of `dtype`. */
export function widenMask(f: FunctionBuilder, dtype: DType): void {
  if (dtype === 'float64') f.i64x2.extend_low_i32x4_s();
}

/** Brings 32-bit lanes back into the range of uint8 after arithmetic. */
function wrapByte(r: Registers, dtype: DType): void {
  if (dtype !== 'uint8') return;
  pushConstant(r, 255, 'int32');
  r.f.v128.and();
}

/** Operations whose code does not come with the node: the compiler itself, or nearly every program, needs them. */
export type PlainOp = Exclude<ElementwiseOp, CodedOp | 'select'>;

type Emit = (r: Registers, dtype: DType, result: DType) => void;

const native =
  (float: 'neg' | 'abs' | 'add' | 'sub' | 'mul', integer: 'neg' | 'abs' | 'add' | 'sub' | 'mul' = float): Emit =>
  (r, dtype) => {
    if (isFloat(dtype)) r.f[floatShape(dtype)][float]();
    else r.f.i32x4[integer]();
    wrapByte(r, dtype);
  };

const extreme =
  (op: 'max' | 'min'): Emit =>
  ({ f }, dtype) => {
    if (isFloat(dtype)) f[floatShape(dtype)][op]();
    else if (dtype === 'bool') f.v128[op === 'max' ? 'or' : 'and']();
    else f.i32x4[`${op}_${isUnsigned(dtype) ? 'u' : 's'}`]();
  };

const compared =
  (op: 'eq' | 'lt' | 'le'): Emit =>
  (r, dtype) => {
    const { f } = r;
    if (isFloat(dtype)) {
      f[floatShape(dtype)][op]();
      narrowMask(f, dtype);
    } else if (op === 'eq') {
      f.i32x4.eq();
    } else {
      // Masks of truth are 0 and −1: unsigned, true is the larger.
      f.i32x4[`${op}_${isUnsigned(dtype) || dtype === 'bool' ? 'u' : 's'}`]();
    }
  };

/** Operands are on the stack; the result replaces them. */
const emitters: { readonly [O in PlainOp]: Emit } = {
  neg: native('neg'),
  abs: native('abs'),
  add: native('add'),
  sub: native('sub'),
  mul: native('mul'),
  max: extreme('max'),
  min: extreme('min'),
  eq: compared('eq'),
  lt: compared('lt'),
  le: compared('le'),
  and: ({ f }) => f.v128.and(),
  or: ({ f }) => f.v128.or(),
  xor: ({ f }) => f.v128.xor(),
  floor: ({ f }, dtype) => f[floatShape(dtype)].floor(),
  sqrt: ({ f }, dtype) => f[floatShape(dtype)].sqrt(),
  div: (r, dtype) => {
    if (isFloat(dtype)) r.f[floatShape(dtype)].div();
    else divideIntegers(r, dtype, 'div');
  },
  sign: (r, dtype) => {
    const { f } = r;
    const x = f.local('v128');
    f.local.set(x);
    if (!isFloat(dtype)) {
      // The masks are −1 where they hold: (x < 0) − (x > 0).
      f.local.get(x);
      pushConstant(r, 0, dtype);
      f.i32x4.lt_s();
      f.local.get(x);
      pushConstant(r, 0, dtype);
      f.i32x4.gt_s();
      f.i32x4.sub();
      return;
    }
    const shape = f[floatShape(dtype)];
    pushConstant(r, 1, dtype);
    pushConstant(r, -1, dtype);
    f.local.get(x);
    f.local.get(x);
    pushConstant(r, 0, dtype);
    shape.lt();
    f.v128.bitselect();
    f.local.get(x);
    pushConstant(r, 0, dtype);
    shape.gt();
    f.v128.bitselect();
  },
  bitcast: () => {},
  cast: (r, from, to) => emitCast(r, from, to),
};

/** Applies an elementwise operation to the operands on the stack. */
export function emitOperation(r: Registers, op: PlainOp, operand: DType, result: DType): void {
  emitters[op](r, operand, result);
}

/** Converts the register on the stack between element types. */
export function emitCast(r: Registers, from: DType, to: DType): void {
  const { f } = r;
  if (from === to) return;
  if (to === 'bool') {
    pushConstant(r, 0, from);
    if (isFloat(from)) f[floatShape(from)].ne();
    else f.i32x4.ne();
    narrowMask(f, from);
  } else if (from === 'bool') {
    widenMask(f, to);
    pushConstant(r, 1, to);
    f.v128.and();
  } else if (isFloat(from) && isFloat(to)) {
    if (to === 'float64') f.f64x2.promote_low_f32x4();
    else f.f32x4.demote_f64x2_zero();
  } else if (isFloat(from)) {
    const sign = to === 'uint32' ? 'u' : 's';
    if (from === 'float64') f.i32x4[`trunc_sat_f64x2_${sign}_zero`]();
    else f.i32x4[`trunc_sat_f32x4_${sign}`]();
    if (to === 'uint8') {
      pushConstant(r, 0, 'int32');
      f.i32x4.max_s();
      pushConstant(r, 255, 'int32');
      f.i32x4.min_s();
    }
  } else if (isFloat(to)) {
    const sign = isUnsigned(from) ? 'u' : 's';
    if (to === 'float64') f.f64x2[`convert_low_i32x4_${sign}`]();
    else f.f32x4[`convert_i32x4_${sign}`]();
  } else {
    wrapByte(r, to);
  }
}
