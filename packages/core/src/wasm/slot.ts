import type { Cell, Slot } from '../cell.ts';
import { type DType, dtypes, type TypedArray } from '../dtype.ts';
import { sizeOf } from '../shape.ts';
import { deviceMemory } from './memory.ts';

/** Device memory of one variable. */
export class DeviceSlot implements Slot {
  readonly address: number;
  private readonly dtype: DType;
  private readonly length: number;

  constructor(dtype: DType, length: number) {
    this.dtype = dtype;
    this.length = length;
    this.address = deviceMemory().allocate(length * dtypes[dtype].bytes, 'variables');
  }

  copy(): TypedArray {
    return deviceMemory().view(this.dtype, this.address, this.length).slice();
  }

  read(into: TypedArray): void {
    into.set(deviceMemory().view(this.dtype, this.address, this.length));
  }

  write(values: TypedArray): void {
    deviceMemory().view(this.dtype, this.address, this.length).set(values);
  }

  release(): void {
    forgotten?.unregister(this);
    deviceMemory().free(this.address);
  }
}

/** Frees the memory of variables that nobody refers to. */
let forgotten: FinalizationRegistry<number> | undefined;

/** Gives a variable its memory, before it is first written. */
export function prepareSlot(cell: Cell): void {
  if (cell.slot !== undefined) return;
  const slot = new DeviceSlot(cell.dtype, sizeOf(cell.shape));
  cell.slot = slot;
  forgotten ??= new FinalizationRegistry((address) => deviceMemory().free(address));
  forgotten.register(cell, slot.address, slot);
}

/** Replaces the content of a variable by values of the host. */
export function write(cell: Cell, values: TypedArray): void {
  prepareSlot(cell);
  cell.preserve();
  cell.slot?.write(values);
}
