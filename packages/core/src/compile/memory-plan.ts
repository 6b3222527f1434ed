import { dtypes } from '../dtype.ts';
import { type Buffer, type Kernel, readsOf, writesOf } from './kernel.ts';
import { overwritesSafely } from './order.ts';
import type { Schedule } from './schedule.ts';
import { Space } from './space.ts';

/** Offsets in the scratch memory of a program, for the buffers that live only while it runs. */
export interface MemoryPlan {
  readonly offsets: ReadonlyMap<Buffer, number>;
  /** Bytes of scratch memory. */
  readonly size: number;
  /** Buffers that took over the place of one that died, for explanations. */
  readonly inPlace: ReadonlyMap<Buffer, Buffer>;
}

const alignment = 64;

/** Bytes of the elements. */
export function sizeInBytes({ size, dtype }: Buffer): number {
  return size * dtypes[dtype].bytes;
}

/** Bytes set aside for a buffer. */
export function bytesOf(buffer: Buffer): number {
  return Math.ceil(sizeInBytes(buffer) / alignment) * alignment;
}

/**
 * Static lifetimes on the list of kernels. A buffer takes the smallest gap that fits, or the place of another of
 * the same size that dies in the kernel that writes it and is read there only where it is overwritten: an operand, or what
 * an earlier pass has kept for a later one.
 * @param placed buffers that have places of their own
 */
export function planMemory(schedule: Schedule, placed: readonly Buffer[] = []): MemoryPlan {
  const outside = new Set<Buffer>([...schedule.inputs.values(), ...schedule.literals.values(), ...placed]);
  for (const update of schedule.updates) if (update.inPlace) outside.add(update.from);
  const lastUse = new Map<Buffer, number>();
  schedule.kernels.forEach((kernel, at) => {
    for (const buffer of [...readsOf(kernel), ...writesOf(kernel)]) lastUse.set(buffer, at);
  });
  for (const buffer of [...schedule.outputs, ...schedule.updates.map((u) => u.from)]) lastUse.set(buffer, Infinity);

  const offsets = new Map<Buffer, number>();
  const inPlace = new Map<Buffer, Buffer>();
  const space = new Space();
  const live = new Set<Buffer>();
  schedule.kernels.forEach((kernel, at) => {
    // Large ones first: small ones find a place beside them.
    for (const buffer of [...writesOf(kernel)].sort((a, b) => bytesOf(b) - bytesOf(a))) {
      if (outside.has(buffer) || offsets.has(buffer)) continue;
      const dying = [...live].find(
        (old) => lastUse.get(old) === at && bytesOf(old) === bytesOf(buffer) && canTakeOver(kernel, old, buffer),
      );
      if (dying === undefined) {
        offsets.set(buffer, space.take(bytesOf(buffer)));
      } else {
        offsets.set(buffer, offsets.get(dying) as number);
        inPlace.set(buffer, dying);
        live.delete(dying);
      }
      live.add(buffer);
    }
    for (const buffer of [...live]) {
      if (lastUse.get(buffer) !== at) continue;
      space.give(offsets.get(buffer) as number, bytesOf(buffer));
      live.delete(buffer);
    }
  });
  return { offsets, size: space.size, inPlace };
}

function canTakeOver(kernel: Kernel, old: Buffer, buffer: Buffer): boolean {
  const sameWidth = dtypes[old.dtype].bytes === dtypes[buffer.dtype].bytes;
  return sameWidth && overwritesSafely(kernel, old, buffer);
}
