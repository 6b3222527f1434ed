import type { Cell, Slot } from '../cell.ts';
import { dtypes, type TypedArray } from '../dtype.ts';
import { sizeOf } from '../shape.ts';
import { deviceMemory } from './memory.ts';

/** Device memory of one variable. */
export interface DeviceSlot extends Slot {
  readonly address: number;
}

/** Frees the memory of variables that nobody refers to. */
let forgotten: FinalizationRegistry<number> | undefined;

/** Gives a variable its memory, before it is first written. */
export function prepareSlot(cell: Cell): void {
  cell.slot ??= slotOf(cell);
}

function slotOf(cell: Cell): DeviceSlot {
  const { dtype, shape } = cell;
  const length = sizeOf(shape);
  const address = deviceMemory().allocate(length * dtypes[dtype].bytes, 'variables');
  const view = (): TypedArray => deviceMemory().view(dtype, address, length);
  forgotten ??= new FinalizationRegistry((at) => deviceMemory().free(at));
  const slot: DeviceSlot = {
    address,
    copy: () => view().slice(),
    read: (into) => into.set(view()),
    write: (values) => view().set(values),
    release() {
      forgotten?.unregister(slot);
      deviceMemory().free(address);
    },
  };
  // What is registered must not refer to the variable.
  forgotten.register(cell, address, slot);
  return slot;
}

/** Replaces the content of a variable by values of the host. */
export function write(cell: Cell, values: TypedArray): void {
  prepareSlot(cell);
  cell.preserve();
  cell.slot?.write(values);
}
