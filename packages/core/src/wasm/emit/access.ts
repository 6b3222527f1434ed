import type { Affine, Buffer } from '../../compile/kernel.ts';
import { type DType, dtypes } from '../../dtype.ts';
import type { Local } from '../assembler.ts';
import { pushConstant, type Registers } from './registers.ts';

/** One place that a kernel touches. */
export interface Access {
  readonly buffer: Buffer;
  readonly at: Affine;
}

/** Pushes an address plus a constant that instructions cannot carry, because it is negative. */
export function pushAddress({ f }: Registers, address: Local<'i32'>, constant: number): void {
  f.local.get(address);
  if (constant === 0) return;
  f.i32.const(constant);
  f.i32.add();
}

/** Bytes become 32-bit lanes: numbers for uint8, masks for bool. */
function extendBytes({ f }: Registers, dtype: DType): void {
  f.i16x8.extend_low_i8x16_u();
  f.i32x4.extend_low_i16x8_u();
  if (dtype === 'bool') f.i32x4.neg();
}

/** Pushes a register with the element at the address on the stack in every lane. */
export function loadSplat(r: Registers, dtype: DType, offset: number): void {
  const { f } = r;
  const { bytes } = dtypes[dtype];
  if (bytes === 4) {
    f.v128.load32_splat(offset);
  } else if (bytes === 8) {
    f.v128.load64_splat(offset);
  } else {
    f.i32.load8_u(offset);
    f.i32x4.splat();
    if (dtype === 'bool') f.i32x4.neg();
  }
}

/** Replaces one lane of a local by the element at the address on the stack. */
export function loadLane(r: Registers, dtype: DType, lanes: Local, lane: number): void {
  const { f } = r;
  const { bytes } = dtypes[dtype];
  if (bytes === 1) {
    const value = f.local('i32');
    f.i32.load8_u();
    f.local.set(value);
    f.local.get(lanes);
    f.i32.const(0);
    f.local.get(value);
    if (dtype === 'bool') {
      f.i32.sub();
    } else {
      f.i32.add();
    }
    f.i32x4.replace_lane(lane);
  } else {
    f.local.get(lanes);
    f.v128[bytes === 4 ? 'load32_lane' : 'load64_lane'](lane);
  }
  f.local.set(lanes);
}

/** Pushes `active` elements, `stride` apart, from the address on the stack. */
export function loadVector(r: Registers, dtype: DType, offset: number, stride: number, active: number): void {
  const { f } = r;
  const { bytes } = dtypes[dtype];
  if (active === 1) {
    if (bytes === 4) f.v128.load32_zero(offset);
    else if (bytes === 8) f.v128.load64_zero(offset);
    else loadSplat(r, dtype, offset);
  } else if (stride === 1 && bytes * active === 16) {
    f.v128.load(offset);
  } else if (stride === 1 && bytes * active === 8) {
    f.v128.load64_zero(offset);
  } else if (stride === 1) {
    if (active === 4) {
      f.v128.load32_zero(offset);
    } else {
      f.i32.load16_u(offset);
      f.i32x4.splat();
    }
    extendBytes(r, dtype);
  } else {
    const address = f.local('i32');
    const lanes = f.local('v128');
    f.local.set(address);
    for (let lane = 0; lane < active; lane++) {
      pushAddress(r, address, offset + lane * stride * bytes);
      loadLane(r, dtype, lanes, lane);
    }
    f.local.get(lanes);
  }
}

/** Stores `active` lanes of a register, `stride` elements apart, at the address on the stack. */
export function storeVector(
  r: Registers,
  dtype: DType,
  value: Local,
  offset: number,
  stride: number,
  active: number,
): void {
  const { f } = r;
  const { bytes } = dtypes[dtype];
  const pushValue = (): void => {
    f.local.get(value);
    if (dtype !== 'bool') return;
    pushConstant(r, 1, 'int32');
    f.v128.and();
  };
  if (stride === 1 && bytes * active === 16) {
    pushValue();
    f.v128.store(offset);
    return;
  }
  if (stride === 1 && active === 4 && bytes === 1) {
    const packed = f.local('v128');
    pushValue();
    f.local.tee(packed);
    f.local.get(packed);
    f.i8x16.shuffle([0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12]);
    f.v128.store32_lane(0, offset);
    return;
  }
  if (active === 1) {
    pushValue();
    storeLane(r, bytes, 0, offset);
    return;
  }
  const address = f.local('i32');
  f.local.set(address);
  for (let lane = 0; lane < active; lane++) {
    pushAddress(r, address, offset + lane * stride * bytes);
    pushValue();
    storeLane(r, bytes, lane, 0);
  }
}

function storeLane({ f }: Registers, bytes: 1 | 4 | 8, lane: number, offset: number): void {
  if (bytes === 4) f.v128.store32_lane(lane, offset);
  else if (bytes === 8) f.v128.store64_lane(lane, offset);
  else f.v128.store8_lane(lane * 4, offset);
}
