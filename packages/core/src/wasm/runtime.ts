import type { Cell, Slot } from '../cell.ts';
import { type Canonical, canonicalize } from '../compile/canonical.ts';
import { type CompileOptions, type Plan, plan } from '../compile/compile.ts';
import type { Buffer } from '../compile/kernel.ts';
import { bytesOf } from '../compile/memory-plan.ts';
import { type DType, dtypes, type TypedArray } from '../dtype.ts';
import { DisposedError, escaped } from '../errors.ts';
import type { Node } from '../graph.ts';
import { sizeOf } from '../shape.ts';
import { emitProgram } from './emit/program.ts';
import { deviceMemory } from './memory.ts';

/** A computation bound to its variables and values, ready to run. */
export interface Executable {
  run(args: readonly TypedArray[]): TypedArray[];
  readonly plan: Plan;
}

/** Device memory of one variable. */
class DeviceSlot implements Slot {
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
    programCache().slots.unregister(this);
    deviceMemory().free(this.address);
  }
}

/** A compiled module with a place for its inputs. Shared by every computation of the same structure. */
interface Loaded {
  readonly plan: Plan;
  readonly step: (table: number) => void;
  /** Bytes of the block. */
  readonly size: number;
  /** The table of addresses, then literals and inputs; undefined while others need the memory more. */
  block: number | undefined;
  readonly offsets: ReadonlyMap<Buffer, number>;
  /** What stands in the block now: unchanged arrays are not copied again. */
  present: (TypedArray | undefined)[];
  /** The identity of the binding whose numbers and addresses stand in the block now. */
  boundTo: object | undefined;
  scratchAt: number;
  /** Who runs its kernels one by one, if somebody does. */
  readonly watch: Watch | undefined;
  /** Whether it has run since the cache last looked for room. */
  isUsed: boolean;
}

/** Programs kept: those that have not run for long go first, and the memory of their inputs with them. */
const maximumPrograms = 256;
/** 512 MiB */
const maximumInputBytes = 536870912;

interface Cache {
  readonly programs: Map<string, Loaded>;
  readonly slots: FinalizationRegistry<number>;
}

let cache: Cache | undefined;

/** Runs a program whose functions are apart: what it returns is called in place of `step`. */
export type Watch = (plan: Plan, functions: WebAssembly.Instance['exports']) => (table: number) => void;

let watching: Watch | undefined;

/** From now on programs run through `watch`, or as usual without one: all are made anew when they next run. */
export function watchPrograms(watch: Watch | undefined): void {
  watching = watch;
  const { programs } = programCache();
  for (const loaded of programs.values()) unload(loaded);
  programs.clear();
}

function programCache(): Cache {
  cache ??= {
    programs: new Map(),
    slots: new FinalizationRegistry((address) => deviceMemory().free(address)),
  };
  return cache;
}

export interface RunOptions extends CompileOptions {
  /** Fills the working memory with not-a-number before each run. For tests: no result may change. */
  readonly poison: boolean;
}

/** Finds or makes the program for a computation and binds it to its variables and values. */
export function compile(
  { outputs, updates }: { readonly outputs: readonly Node[]; readonly updates: ReadonlyMap<Cell, Node> },
  { fuse = true, poison = false }: Partial<RunOptions> = {},
): Executable {
  const computation = canonicalize(outputs, updates);
  const binding: Binding = { computation, identity: {}, loaded: load(computation, fuse) };
  return {
    run: (args) => run(binding, args, fuse, poison),
    plan: binding.loaded.plan,
  };
}

/** A computation and the program that runs it now. */
interface Binding {
  readonly computation: Canonical;
  /** Stands for this object where holding on to it would keep variables and arrays alive. */
  readonly identity: object;
  loaded: Loaded;
}

/** The program for a computation: from the cache, or one that had to leave it, or a new one. */
function load(computation: Canonical, fuse: boolean, departed?: Loaded): Loaded {
  const { programs } = programCache();
  const key = fuse ? computation.key : `unfused\n${computation.key}`;
  const known = programs.get(key);
  if (known !== undefined) return known;
  const loaded =
    departed?.watch === watching && departed !== undefined
      ? departed
      : instantiate(computation, plan(computation, { fuse }));
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

function instantiate(computation: Canonical, planned: Plan): Loaded {
  const { schedule } = planned;
  const device = deviceMemory();
  const module = new WebAssembly.Module(emitProgram(schedule, watching !== undefined));
  const instance = new WebAssembly.Instance(module, { env: { memory: device.memory } });
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
    plan: planned,
    step: watching?.(planned, instance.exports) ?? (instance.exports['step'] as (table: number) => void),
    watch: watching,
    size,
    block: undefined,
    offsets,
    present: [],
    boundTo: undefined,
    scratchAt: -1,
    isUsed: false,
  };
}

function run(binding: Binding, args: readonly TypedArray[], fuse: boolean, poison: boolean): TypedArray[] {
  const device = deviceMemory();
  const { computation } = binding;
  // The host's numbers first: computing them may read variables, which may run programs.
  const numbers = computation.inputs.map(({ attributes: { source } }) =>
    source.kind === 'host' ? source.evaluate() : 0,
  );
  if (binding.loaded.block === undefined) binding.loaded = load(computation, fuse, binding.loaded);
  const { loaded } = binding;
  const { schedule, memory } = loaded.plan;
  const block = loaded.block as number;
  loaded.isUsed = true;
  for (const cell of computation.cells) if (cell !== undefined) checkAlive(cell);
  for (const cell of computation.updates.keys()) checkAlive(cell);
  for (const cell of computation.updates.keys()) {
    prepareSlot(cell);
    cell.preserve();
  }
  const scratch = device.scratch(memory.size);
  bind(binding, block, scratch);
  fillInputs(binding, block, args, numbers);
  if (poison) new Uint8Array(device.memory.buffer, scratch, memory.size).fill(255);
  loaded.step(block);
  const table = new Uint32Array(device.memory.buffer, block, schedule.buffers.length);
  return schedule.outputs.map((buffer, i) => {
    const { dtype, shape } = computation.outputs[i] as Node;
    return device.view(dtype, table[buffer.index] as number, sizeOf(shape)).slice();
  });
}

/** Before anything is changed: a program must not bring a variable back to life. */
function checkAlive(cell: Cell): void {
  if (cell.isDisposed) throw new DisposedError(`variable "${cell.name}" was disposed and cannot be used again.`);
}

function prepareSlot(cell: Cell): void {
  if (cell.slot !== undefined) return;
  const slot = new DeviceSlot(cell.dtype, sizeOf(cell.shape));
  cell.slot = slot;
  programCache().slots.register(cell, slot.address, slot);
}

/** Writes the address of every buffer into the table, where they differ from the last run. */
function bind({ computation, identity, loaded }: Binding, block: number, scratch: number): void {
  const { schedule, memory, inputs } = loaded.plan;
  const table = new Uint32Array(deviceMemory().memory.buffer, block, schedule.buffers.length + schedule.updates.length);
  if (loaded.boundTo !== identity || loaded.scratchAt !== scratch) {
    for (const [buffer, offset] of memory.offsets) table[buffer.index] = scratch + offset;
    for (const [buffer, offset] of loaded.offsets) table[buffer.index] = block + offset;
    loaded.plan.literals.forEach((buffer, i) => {
      if (buffer === undefined) return;
      const { value } = (computation.literals[i] as Node<'literal'>).attributes;
      deviceMemory().view(buffer.dtype, table[buffer.index] as number, 1)[0] = value;
    });
    loaded.boundTo = identity;
    loaded.scratchAt = scratch;
  }
  computation.cells.forEach((cell, i) => {
    const buffer = inputs[i];
    if (buffer !== undefined && cell !== undefined) table[buffer.index] = (cell.slot as DeviceSlot).address;
  });
  let index = 0;
  for (const cell of computation.updates.keys()) {
    const { from, inPlace } = schedule.updates[index] as (typeof schedule.updates)[number];
    table[inPlace ? from.index : schedule.buffers.length + index] = (cell.slot as DeviceSlot).address;
    index++;
  }
}

function fillInputs(
  { computation, loaded }: Binding,
  block: number,
  args: readonly TypedArray[],
  numbers: readonly number[],
): void {
  computation.inputs.forEach((input, i) => {
    const buffer = loaded.plan.inputs[i];
    if (buffer === undefined || computation.cells[i] !== undefined) return;
    const { source } = input.attributes;
    let values = input.values;
    const address = block + (loaded.offsets.get(buffer) as number);
    if (values === undefined && source.kind === 'host') {
      deviceMemory().view(buffer.dtype, address, 1)[0] = numbers[i] as number;
      return;
    }
    values ??= source.kind === 'argument' ? args[source.index] : undefined;
    if (values === undefined) throw escaped('jit');
    if (loaded.present[i] === values) return;
    deviceMemory().view(buffer.dtype, address, buffer.size).set(values);
    loaded.present[i] = values;
  });
}
