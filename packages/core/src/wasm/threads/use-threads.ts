import { ArgumentError, checkOptions, describe } from '../../errors.ts';
import { deviceMemory } from '../memory.ts';
import { loadedPrograms, makePrograms } from '../runtime.ts';
import { controlWords, maximumPages, maximumThreads } from './control.ts';
import { obstacle, processors } from './platform.ts';
import { Pool } from './pool.ts';
import { makeIn, type Shared } from './step.ts';

/** What became of {@link useThreads}. */
export interface Threads {
  /** How many threads programs can use: what was asked for, or 1 where that is not possible. */
  readonly count: number;
  /** Why only one thread is used, if more were asked for. */
  readonly reason: string | undefined;
  /** Resolves to `count` when all threads run, after some 30 milliseconds. Until then programs run on one. */
  readonly ready: Promise<number>;
}

/** Options of {@link useThreads}. */
export interface ThreadsOptions {
  /** Use all threads for every program, however small, and without asking whether that is faster. Default false. */
  readonly always?: boolean;
}

/** How threads share a program; see {@link sharedPrograms}. */
export interface SharedProgramReport {
  /** What its kernels do. */
  readonly kernels: readonly string[];
  /** How many of them are divided among threads; the others are done by one. */
  readonly divided: number;
  /** How many threads it runs on; undefined as long as that is being found out. */
  readonly threads: number | undefined;
  /** Milliseconds of a run on one thread and on all, the shortest of some; undefined as long as it is found out. */
  readonly milliseconds: { readonly one: number; readonly all: number } | undefined;
  /** How often it ran on all threads. */
  readonly runs: number;
}

/** More threads than this are rarely faster: they wait for memory, and for each other. */
const automaticLimit = 8;

interface State {
  readonly pool: Pool;
  /** By their step: as long as the program is in use. */
  readonly programs: WeakMap<object, Shared>;
}

let state: State | undefined;

/**
 * Lets programs run on several threads. What they compute does not change, not by a bit: each element of each result is
 * computed by one thread, as one thread alone would do it.
 *
 * Which programs use them is found out while they run. Small ones run on one thread as before. Of the others a few runs
 * are done with one thread and with all, and the faster is kept. {@link sharedPrograms} tells what was chosen.
 *
 * Threads are workers over a shared memory. Variables move there; functions made by `jit()` go on as before. Workers
 * keep no process from ending. In a browser the page has to be cross-origin isolated, and to allow workers made from
 * text (`worker-src blob:`). Where threads cannot be used, programs run on one, and the result says why.
 *
 * @param count how many threads work together, the one that calls included; 1 ends the others and gives back their
 *   memory; `'auto'` takes as many as there are processors, up to 8
 * @param options.always use all threads for every program, however small, and without asking whether that is faster.
 *   Default false.
 * @throws ArgumentError when `count` is neither `'auto'` nor an integer from 1 to 64
 * @example
 * ```ts
 * import { jit, matmul, ones, sum, type Tensor } from '@gradkit/core';
 * import { useThreads } from '@gradkit/core/threads';
 * const threads = useThreads(2);
 * console.log(await threads.ready); // 2, or 1 where threads.reason says why
 * const f = jit((x: Tensor) => sum(matmul(x, x)));
 * console.log(f(ones([300, 300])).item()); // 27000000
 * useThreads(1);
 * ```
 */
export function useThreads(count: number | 'auto', options?: ThreadsOptions): Threads {
  checkOptions('useThreads', options, ['always']);
  const wanted = count === 'auto' ? Math.min(processors(), automaticLimit) : count;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > maximumThreads) {
    throw new ArgumentError(
      `useThreads: expected 'auto' or a number of threads from 1 to ${maximumThreads}, got ${describe(count)}.`,
    );
  }
  if (state !== undefined) {
    state.pool.end('useThreads() was called again.');
    state = undefined;
    moveTo(memoryLike({ shared: false }), undefined);
    makePrograms(undefined);
  }
  if (wanted === 1) return { count: 1, reason: undefined, ready: Promise.resolve(1) };
  const impossible = obstacle();
  if (impossible !== undefined) return alone(impossible);
  let pool: Pool;
  try {
    pool = new Pool(memoryLike({ shared: true }), {
      threads: wanted,
      isPatient: options?.always === true,
      inUse: () => new Set(sharedInUse().map(({ number }) => number)),
    });
  } catch (error) {
    return alone(String(error));
  }
  const programs = new WeakMap<object, Shared>();
  let number = 0;
  state = { pool, programs };
  moveTo(pool.memory, maximumPages);
  makePrograms((plan) => {
    const made = makeIn(pool, { number: ++number, always: options?.always === true }, plan);
    if (made !== undefined) programs.set(made.step, made.shared);
    return made;
  });
  return {
    get count() {
      return pool.reason === undefined ? wanted : 1;
    },
    get reason() {
      return pool.reason;
    },
    ready: pool.ready.then(() => (pool.reason === undefined ? wanted : 1)),
  };
}

/**
 * How threads share programs, those that are ready to run. Programs that are too small are not among them.
 * @example
 * ```ts
 * import { sharedPrograms } from '@gradkit/core/threads';
 * console.log(sharedPrograms()); // []
 * ```
 */
export function sharedPrograms(): SharedProgramReport[] {
  return sharedInUse().map(({ plan, divided, always, choice, runs }) => ({
    kernels: plan.schedule.kernels.map(({ name }) => name),
    divided,
    threads: always || choice.timing !== undefined ? threadsOf(always || choice.isFaster()) : undefined,
    milliseconds: choice.timing,
    runs,
  }));
}

function threadsOf(takesAll: boolean): number {
  const pool = state?.pool;
  return pool !== undefined && pool.reason === undefined && takesAll ? pool.threads : 1;
}

function sharedInUse(): Shared[] {
  const known = state?.programs;
  return loadedPrograms().flatMap(({ step }) => known?.get(step) ?? []);
}

function alone(reason: string): Threads {
  return { count: 1, reason, ready: Promise.resolve(1) };
}

function memoryLike({ shared }: { readonly shared: boolean }): WebAssembly.Memory {
  const initial = deviceMemory().memory.buffer.byteLength / 65536;
  return new WebAssembly.Memory({ initial, maximum: maximumPages, shared });
}

/** Everything goes on in another memory, at its address. Programs are bound to theirs, and are made anew when they run. */
function moveTo(memory: WebAssembly.Memory, sharedPages: number | undefined): void {
  const device = deviceMemory();
  const reserved = controlWords * 4;
  new Uint8Array(memory.buffer, reserved).set(new Uint8Array(device.memory.buffer, reserved));
  // Views of what was not shared end here: they keep no memory alive, and nobody can take them for the present ones.
  if (device.sharedPages === undefined) device.memory.grow(0);
  device.memory = memory;
  device.sharedPages = sharedPages;
  // What still refers to programs must not keep the other memory alive.
  for (const program of loadedPrograms()) Object.assign(program, { memory: undefined, step: undefined });
}
