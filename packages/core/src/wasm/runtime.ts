import type { Cell } from '../cell.ts';
import { type Canonical, canonicalize } from '../compile/canonical.ts';
import { type CompileOptions, type Plan, plan } from '../compile/compile.ts';
import type { Buffer } from '../compile/kernel.ts';
import { bytesOf } from '../compile/memory-plan.ts';
import type { TypedArray } from '../dtype.ts';
import type { Node } from '../graph.ts';
import { bind, type Loaded, type Make } from './binding.ts';
import { emitProgram } from './emit/program.ts';
import type { Bytes } from './instructions.ts';
import { deviceMemory } from './memory.ts';

/** A computation bound to its variables and values, ready to run. */
export interface Executable {
  run(args: readonly TypedArray[]): TypedArray[];
  readonly plan: Plan;
}

/** Programs kept: those that have not run for long go first, and the memory of their inputs with them. */
const maximumPrograms = 256;
/** 512 MiB */
const maximumInputBytes = 536870912;

let programs: Map<string, Loaded> | undefined;

let make: Make | undefined;

/** From now on programs are made in another way, or as usual without one. Returns the way until now. */
export function makePrograms(next: Make | undefined): Make | undefined {
  const before = make;
  make = next;
  for (const loaded of loadedPrograms()) unload(loaded);
  programs = undefined;
  return before;
}

/** The programs that have not left the cache. */
export function loadedPrograms(): readonly Loaded[] {
  return [...(programs?.values() ?? [])];
}

export interface RunOptions extends CompileOptions {
  /** Whether products use fused multiply-add. For tests: otherwise they do where the engine has it. */
  readonly fused: boolean | undefined;
}

/** Finds or makes the program for a computation and binds it to its variables and values. */
export function compile(
  { outputs, updates }: { readonly outputs: readonly Node[]; readonly updates: ReadonlyMap<Cell, Node> },
  { fuse = true, fused }: Partial<RunOptions> = {},
): Executable {
  const computation = canonicalize(outputs, updates);
  const loaded = load(computation, fuse, fused);
  const run = bind(computation, loaded, () => load(computation, fuse, fused, loaded));
  return { run, plan: loaded.plan };
}

/** The program for a computation: from the cache, or one that had to leave it, or a new one. */
function load(computation: Canonical, fuse: boolean, fused?: boolean, departed?: Loaded): Loaded {
  programs ??= new Map();
  const key = `${fuse}${fused}\n${computation.key}`;
  const known = programs.get(key);
  if (known !== undefined) return known;
  const loaded =
    departed?.memory === deviceMemory().memory && departed.make === make
      ? departed
      : instantiate(computation, plan(computation, { fuse }), fused);
  loaded.block = deviceMemory().allocate(loaded.size, 'programs');
  programs.set(key, loaded);
  makeRoom(programs, loaded);
  return loaded;
}

/** Second chance: who has run since the last look goes to the end of the queue, who has not leaves. */
function makeRoom(programs: Map<string, Loaded>, newest: Loaded): void {
  for (const [key, candidate] of programs) {
    const isFull = programs.size > maximumPrograms || deviceMemory().report().programs > maximumInputBytes;
    if (!isFull || candidate === newest) return;
    programs.delete(key);
    if (candidate.isUsed) {
      candidate.isUsed = false;
      programs.set(key, candidate);
      continue;
    }
    unload(candidate);
  }
}

function unload(loaded: Loaded): void {
  deviceMemory().free(loaded.block as number);
  Object.assign(loaded, { block: undefined, present: [], boundTo: undefined });
}

function instantiate(computation: Canonical, planned: Plan, fused?: boolean): Loaded {
  const { schedule } = planned;
  const { memory, sharedPages } = deviceMemory();
  const offsets = new Map<Buffer, number>();
  let size = Math.ceil(((schedule.buffers.length + schedule.updates.length) * 4) / 64) * 64;
  // Variables have places of their own.
  const filled = planned.inputs.filter((_, i) => computation.cells[i] === undefined);
  for (const buffer of [...planned.literals, ...filled]) {
    if (buffer === undefined) continue;
    offsets.set(buffer, size);
    size += bytesOf(buffer);
  }
  return {
    ...(make?.(planned) ?? {
      plan: planned,
      step: functionsOf(emitProgram(schedule, { sharedPages, fused }))['step'] as Loaded['step'],
    }),
    make,
    memory,
    size,
    block: undefined,
    offsets,
    present: [],
    boundTo: undefined,
    isUsed: false,
  };
}

/** The functions of a module, which work in device memory. */
export function functionsOf(bytes: Bytes): WebAssembly.Instance['exports'] {
  const { memory } = deviceMemory();
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports;
}
