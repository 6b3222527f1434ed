import type { Plan } from '../../compile/compile.ts';
import type { Buffer, Contraction, Kernel } from '../../compile/kernel.ts';
import { bytesOf } from '../../compile/memory-plan.ts';
import type { Made } from '../binding.ts';
import { emitProgram } from '../emit/program.ts';
import { deviceMemory } from '../memory.ts';
import { functionsOf } from '../runtime.ts';
import { Choice } from './choice.ts';
import { maximumPages } from './control.ts';
import { costOf, divisionOf, sharesProducts } from './division.ts';
import { maySleep, now } from './platform.ts';
import type { Pool, SharedProgram } from './pool.ts';

/** Nanoseconds that a kernel, and all kernels of a program that can be divided, take at least to be worth it. */
const leastKernel = 4000;
const leastProgram = 50_000;

/** A program that threads share, and what was found out about it. */
export interface Shared extends SharedProgram {
  readonly plan: Plan;
  /** Kernels that are divided. */
  readonly divided: number;
  /** Whether it runs on all threads, fast or not. */
  readonly always: boolean;
  readonly choice: Choice;
  /** Runs on all threads. */
  runs: number;
}

/** Makes what runs a plan in the memory of a pool; undefined where that is not worth it. */
export function makeIn(
  pool: Pool,
  { number, always }: { readonly number: number; readonly always: boolean },
  plan: Plan,
): (Made & { readonly shared: Shared }) | undefined {
  const { schedule, memory } = plan;
  const { threads } = pool;
  const entry = schedule.buffers.length + schedule.updates.length;
  const division = divisionOf({ entry, threads, mayWait: maySleep(), least: always ? 0 : leastKernel });
  const divided = schedule.kernels.filter(division.divides);
  const cost = divided.reduce((sum, kernel) => sum + costOf(kernel), 0);
  if (divided.length === 0 || (cost < leastProgram && !always)) return undefined;

  // Behind the working memory of the plan: a table for each thread, then what the others keep to themselves.
  const distance = Math.ceil((entry + 2) / 16) * 64;
  const own = privateBuffers(divided, threads);
  const tablesAt = memory.size;
  const ownAt = tablesAt + threads * distance;
  const size = ownAt + (threads - 1) * own.bytes;

  const module = emitProgram(schedule, { sharedPages: maximumPages, division });
  const step = functionsOf(module)['step'] as Made['step'];
  const shared: Shared = { number, module, plan, divided: divided.length, always, choice: new Choice(), runs: 0 };
  const tables = (block: number, count: number): number => {
    const scratch = deviceMemory().scratch(size);
    const first = scratch + tablesAt;
    const table = new Uint32Array(pool.memory.buffer, block, entry);
    for (let thread = 0; thread < count; thread++) {
      const copy = new Uint32Array(pool.memory.buffer, first + thread * distance, entry + 2);
      copy.set(table);
      copy[entry] = thread;
      copy[entry + 1] = count;
      if (thread === 0) continue;
      const start = scratch + ownAt + (thread - 1) * own.bytes;
      for (const [buffer, offset] of own.offsets) copy[buffer.index] = start + offset;
    }
    return first;
  };
  const runAll = (block: number): boolean => {
    if (!pool.isAvailable()) return false;
    const table = tables(block, threads);
    if (!pool.run(shared, table, distance, () => step(table))) return false;
    shared.runs++;
    return true;
  };
  const run = (block: number): void => {
    const { choice } = shared;
    const isChoosing = !always && pool.isReady();
    const start = isChoosing && choice.isTiming() ? now() : 0;
    const tookAll = (always || choice.next) && runAll(block);
    if (!tookAll) step(tables(block, 1));
    if (isChoosing) choice.record(tookAll, start > 0 ? now() - start : 0);
  };
  return { plan: { ...plan, memory: { ...memory, size } }, step: run, shared };
}

/** The buffers of which each thread has its own; those of one kernel at a time are in use. */
function privateBuffers(
  kernels: readonly Kernel[],
  threads: number,
): {
  readonly offsets: ReadonlyMap<Buffer, number>;
  readonly bytes: number;
} {
  const offsets = new Map<Buffer, number>();
  let bytes = 0;
  for (const { contraction } of kernels) {
    let end = 0;
    for (const buffer of contraction === undefined ? [] : ofProduct(contraction, threads)) {
      offsets.set(buffer, end);
      end += bytesOf(buffer);
    }
    bytes = Math.max(bytes, end);
  }
  return { offsets, bytes };
}

function ofProduct(product: Contraction, threads: number): Buffer[] {
  const { left, right, accumulator, blockDepth, depth } = product;
  const hasOwnPanels = sharesProducts(product, threads);
  return [
    ...(left.kind === 'packed' ? [left.buffer] : []),
    ...(hasOwnPanels ? [right.buffer] : []),
    // The sums of several blocks of depth wait for each other; each thread has rows of its own there.
    ...(hasOwnPanels || blockDepth === depth ? [accumulator] : []),
  ];
}
