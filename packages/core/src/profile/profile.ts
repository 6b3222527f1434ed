import type { Plan } from '../compile/compile.ts';
import type { Kernel } from '../compile/kernel.ts';
import { ArgumentError } from '../errors.ts';
import type { Make } from '../wasm/binding.ts';
import type { Start } from '../wasm/emit/division.ts';
import { emitProgram } from '../wasm/emit/program.ts';
import { deviceMemory } from '../wasm/memory.ts';
import { functionsOf, makePrograms } from '../wasm/runtime.ts';
import { now } from './clock.ts';
import { type Limit, type MachineLimits, machineLimits, shortestTime } from './limits.ts';
import { reportOf } from './report.ts';
import { workOfKernel } from './work.ts';

/** One kernel of a program. */
export interface KernelProfile {
  /** Its number, as in `explain()`. */
  readonly index: number;
  /** The operations that it stores the results of: `dot+add+add+sub`. */
  readonly name: string;
  /** On whose behalf: layers, what it is the gradient of, updates of parameters; empty for what has no name. */
  readonly origins: readonly string[];
  /** Median over the calls. */
  readonly milliseconds: number;
  /** Part of the time of its program. */
  readonly share: number;
  /** Sum over the calls. */
  readonly totalMilliseconds: number;
  /** Floating-point operations of one call, functions such as `exp` by their cost; undefined where a kernel has its own loops. */
  readonly operations: number | undefined;
  /** Bytes that one call has to read and write at least; undefined as above. */
  readonly bytes: number | undefined;
  /** What sets the shortest time that this machine could take; undefined as above. */
  readonly limit: Limit | undefined;
  /** That shortest time over the time it took: 1 is as fast as the machine can be. */
  readonly ofLimit: number | undefined;
}

/** One program: a compiled function, or what one read computed. */
export interface ProgramProfile {
  readonly calls: number;
  /** Median time of a call in its kernels. */
  readonly milliseconds: number;
  readonly kernels: readonly KernelProfile[];
}

/** Where time went; as text, a table. */
export interface Profile {
  /** All that `fn` took. */
  readonly milliseconds: number;
  /** The part of it in kernels; the rest is JavaScript: recording, compiling, copying, the function itself. */
  readonly kernelMilliseconds: number;
  /** Programs that ran, the most expensive first. */
  readonly programs: readonly ProgramProfile[];
  /** What one thread of this machine can do. */
  readonly limits: MachineLimits;
  toString(): string;
}

/** Time of each kernel at each call. */
interface Record {
  readonly plan: Plan;
  readonly times: number[][];
}

let isActive = false;

/**
 * Runs `fn` and tells for each kernel of the programs that ran in it how long it took, what share of the machine's limits
 * that is, and which layer or update it belongs to.
 *
 * ```text
 * ofLimit = max(multiply-adds / peak + other arithmetic / peak, bytes / bandwidth) / time
 * ```
 *
 * The peaks are those of one thread with 128-bit vectors, measured once, the bandwidth is that of memory which holds as
 * many bytes. While it runs, programs run on one thread, and their code is made anew: call what you want to know about
 * twenty times or more, so that the engine has compiled it well. Clocks of browsers are coarse without cross-origin
 * isolation. Of an asynchronous function a promise is returned.
 *
 * @param fn what to watch; not to be called inside another profile
 * @throws ArgumentError when `fn` is not a function, or another profile is running
 * @see Williams, Waterman, Patterson, Roofline: an insightful visual performance model for multicore architectures, 2009
 * @example
 * ```ts
 * import { jit, matmul, named, ones, type Tensor } from '@gradkit/core';
 * import { profile } from '@gradkit/core/profile';
 * const square = jit((x: Tensor) => named('square', () => matmul(x, x)));
 * const report = profile(() => {
 *   for (let i = 0; i < 30; i++) square(ones([128, 128]));
 * });
 * const kernel = report.programs[0]?.kernels[0];
 * console.log(kernel?.name, kernel?.origins[0], kernel?.operations); // dot square 4194304
 * ```
 */
export function profile(fn: () => Promise<unknown>): Promise<Profile>;
export function profile(fn: () => unknown): Profile;
export function profile(fn: () => unknown): Profile | Promise<Profile> {
  if (typeof fn !== 'function') throw new ArgumentError('profile: expected a function to run.');
  if (isActive) throw new ArgumentError('profile: another profile is running. Wait for it to end.');
  const limits = machineLimits();
  const records: Record[] = [];
  const finish = (elapsed: number): Profile => profileOf(records, elapsed, limits);
  const stop = (): void => {
    isActive = false;
    makePrograms(before);
  };
  isActive = true;
  const before = makePrograms(watchInto(records));
  const start = now();
  let result: unknown;
  try {
    result = fn();
  } catch (error) {
    stop();
    throw error;
  }
  if (result instanceof Promise) {
    const settled = result.then(() => now() - start);
    return settled.finally(stop).then(finish);
  }
  const elapsed = now() - start;
  stop();
  return finish(elapsed);
}

/** Exports the functions of each kernel, under `kernel function`, and leaves the rest to `step`. */
const apart: Start = (module) => {
  let kernel = 0;
  return (work, _, functions) => {
    if (functions === undefined) return work();
    for (const [i, each] of functions.entries()) module.export(`${kernel} ${i}`, each);
    kernel++;
  };
};

function watchInto(records: Record[]): Make {
  return (plan) => {
    const functions = functionsOf(
      emitProgram(plan.schedule, { sharedPages: deviceMemory().sharedPages, start: apart }),
    );
    const { kernels } = plan.schedule;
    const parts = kernels.map((_, i) => {
      const own: ((table: number) => void)[] = [];
      for (let j = 0; `${i} ${j}` in functions; j++) own.push(functions[`${i} ${j}`] as (table: number) => void);
      return own;
    });
    const rest = functions['step'] as (table: number) => void;
    const looking = timeOfLooking();
    const record = { plan, times: kernels.map((): number[] => []) };
    records.push(record);
    const step = (table: number): void => {
      parts.forEach((own, i) => {
        const start = now();
        for (const part of own) part(table);
        (record.times[i] as number[]).push(Math.max(0, now() - start - looking));
      });
      rest(table);
    };
    return { plan, step };
  };
}

/** What it takes to look at the clock, which is not the kernel's. */
function timeOfLooking(): number {
  const rounds = 1000;
  const start = now();
  for (let i = 0; i < rounds; i++) now();
  return (now() - start) / (rounds + 1);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}

function profileOf(records: readonly Record[], milliseconds: number, limits: MachineLimits): Profile {
  const programs = records
    .filter(({ times }) => (times[0]?.length ?? 0) > 0)
    .map((record) => programOf(record, limits))
    .sort((a, b) => b.calls * b.milliseconds - a.calls * a.milliseconds);
  const kernelMilliseconds = sum(programs.flatMap(({ kernels }) => kernels.map((k) => k.totalMilliseconds)));
  const facts = { milliseconds, kernelMilliseconds, programs, limits };
  return { ...facts, toString: () => reportOf(facts) };
}

function programOf({ plan, times }: Record, limits: MachineLimits): ProgramProfile {
  const medians = times.map(median);
  const whole = sum(medians);
  const kernels = plan.schedule.kernels.map((kernel, index) =>
    kernelOf(kernel, index, times[index] as number[], whole, limits),
  );
  return { calls: times[0]?.length ?? 0, milliseconds: whole, kernels };
}

function kernelOf(
  kernel: Kernel,
  index: number,
  times: readonly number[],
  whole: number,
  limits: MachineLimits,
): KernelProfile {
  const milliseconds = median(times);
  const work = workOfKernel(kernel);
  const shortest = work && shortestTime(work, limits);
  return {
    index,
    name: kernel.name,
    origins: kernel.origins ?? [],
    milliseconds,
    share: whole > 0 ? milliseconds / whole : 0,
    totalMilliseconds: sum(times),
    operations: work && work.multiplyAdds + work.arithmetic,
    bytes: work?.bytes,
    limit: shortest?.by,
    ofLimit: shortest && milliseconds > 0 ? shortest.time / milliseconds : undefined,
  };
}
