import type { Cell, Slot } from '../cell.ts';
import { type Canonical, canonicalize } from '../compile/canonical.ts';
import { type CompileOptions, type Plan, plan } from '../compile/compile.ts';
import { explain } from '../compile/explain.ts';
import type { Buffer } from '../compile/kernel.ts';
import { bytesOf } from '../compile/memory-plan.ts';
import { type DType, dtypes, type TypedArray } from '../dtype.ts';
import { DisposedError } from '../errors.ts';
import type { Node } from '../graph.ts';
import { sizeOf } from '../shape.ts';
import { emitProgram } from './emit/program.ts';
import { deviceMemory } from './memory.ts';

/** A computation bound to its variables and values, ready to run. */
export interface Executable {
  run(args: readonly TypedArray[]): TypedArray[];
  explain(): string;
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
  /** The table of addresses, then literals and inputs. */
  readonly block: number;
  readonly offsets: ReadonlyMap<Buffer, number>;
  /** What stands in the block now: unchanged arrays are not copied again. */
  readonly present: (TypedArray | undefined)[];
  boundTo: object | undefined;
  scratchAt: number;
}

/** Programs kept, least recently used first to go; the memory of their inputs goes with them. */
const maximumPrograms = 256;
const maximumInputBytes = 512 * 2 ** 20;

interface Cache {
  readonly programs: Map<string, Loaded>;
  readonly abandoned: FinalizationRegistry<number>;
  readonly slots: FinalizationRegistry<number>;
}

let cache: Cache | undefined;

function programCache(): Cache {
  cache ??= {
    programs: new Map(),
    abandoned: new FinalizationRegistry((address) => deviceMemory().free(address)),
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
  const loaded = load(computation, fuse);
  return {
    run: (args) => run(loaded, computation, args, poison),
    explain: () => explain(loaded.plan),
  };
}

function load(computation: Canonical, fuse: boolean): Loaded {
  const { programs, abandoned } = programCache();
  const key = fuse ? computation.key : `unfused\n${computation.key}`;
  let loaded = programs.get(key);
  if (loaded !== undefined) {
    programs.delete(key);
    programs.set(key, loaded);
    return loaded;
  }
  loaded = instantiate(computation, plan(computation, { fuse }));
  abandoned.register(loaded, loaded.block);
  programs.set(key, loaded);
  // A program that a function still holds keeps its memory; otherwise the collector returns it.
  for (const oldest of programs.keys()) {
    const isFull = programs.size > maximumPrograms || deviceMemory().report().programs > maximumInputBytes;
    if (!isFull || oldest === key) break;
    programs.delete(oldest);
  }
  return loaded;
}

function instantiate(computation: Canonical, planned: Plan): Loaded {
  const { schedule } = planned;
  const device = deviceMemory();
  const module = new WebAssembly.Module(emitProgram(schedule));
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
    step: instance.exports['step'] as (table: number) => void,
    block: device.allocate(size, 'programs'),
    offsets,
    present: [],
    boundTo: undefined,
    scratchAt: -1,
  };
}

function run(loaded: Loaded, computation: Canonical, args: readonly TypedArray[], poison: boolean): TypedArray[] {
  const device = deviceMemory();
  const { schedule, memory } = loaded.plan;
  // The host's numbers first: computing them may read variables, which may run programs.
  const numbers = computation.inputs.map(({ attributes: { source } }) =>
    source.kind === 'host' ? source.evaluate() : 0,
  );
  for (const cell of computation.updates.keys()) {
    prepareSlot(cell);
    cell.preserve();
  }
  const scratch = device.scratch(memory.size);
  bind(loaded, computation, scratch);
  fillInputs(loaded, computation, args, numbers);
  if (poison) new Uint8Array(device.memory.buffer, scratch, memory.size).fill(255);
  loaded.step(loaded.block);
  return schedule.outputs.map((buffer, i) => {
    const { dtype, shape } = computation.outputs[i] as Node;
    const address = addressOf(loaded, buffer);
    return device.view(dtype, address, sizeOf(shape)).slice();
  });
}

function prepareSlot(cell: Cell): void {
  if (cell.slot !== undefined) return;
  const slot = new DeviceSlot(cell.dtype, sizeOf(cell.shape));
  cell.slot = slot;
  programCache().slots.register(cell, slot.address, slot);
}

/** Writes the address of every buffer into the table, where they differ from the last run. */
function bind(loaded: Loaded, computation: Canonical, scratch: number): void {
  const { schedule, memory, inputs } = loaded.plan;
  const table = new Int32Array(
    deviceMemory().memory.buffer,
    loaded.block,
    schedule.buffers.length + schedule.updates.length,
  );
  if (loaded.boundTo !== computation || loaded.scratchAt !== scratch) {
    for (const [buffer, offset] of memory.offsets) table[buffer.index] = scratch + offset;
    for (const [buffer, offset] of loaded.offsets) table[buffer.index] = loaded.block + offset;
    loaded.plan.literals.forEach((buffer, i) => {
      if (buffer === undefined) return;
      const { value } = (computation.literals[i] as Node<'literal'>).attributes;
      deviceMemory().view(buffer.dtype, table[buffer.index] as number, 1)[0] = value;
    });
    loaded.boundTo = computation;
    loaded.scratchAt = scratch;
  }
  computation.cells.forEach((cell, i) => {
    const buffer = inputs[i];
    if (buffer !== undefined && cell !== undefined) table[buffer.index] = slotOf(cell).address;
  });
  let index = 0;
  for (const cell of computation.updates.keys()) {
    const { from, inPlace } = schedule.updates[index] as (typeof schedule.updates)[number];
    table[inPlace ? from.index : schedule.buffers.length + index] = slotOf(cell).address;
    index++;
  }
}

function slotOf(cell: Cell): DeviceSlot {
  if (cell.slot === undefined)
    throw new DisposedError(`variable "${cell.name}" was disposed and cannot be used again.`);
  return cell.slot as DeviceSlot;
}

function fillInputs(
  loaded: Loaded,
  computation: Canonical,
  args: readonly TypedArray[],
  numbers: readonly number[],
): void {
  computation.inputs.forEach((input, i) => {
    const buffer = loaded.plan.inputs[i];
    if (buffer === undefined || computation.cells[i] !== undefined) return;
    const { source } = input.attributes;
    let values = input.values;
    const address = loaded.block + (loaded.offsets.get(buffer) as number);
    if (values === undefined && source.kind === 'host') {
      deviceMemory().view(buffer.dtype, address, 1)[0] = numbers[i] as number;
      return;
    }
    values ??= source.kind === 'argument' ? args[source.index] : undefined;
    if (values === undefined || loaded.present[i] === values) return;
    deviceMemory().view(buffer.dtype, address, buffer.size).set(values);
    loaded.present[i] = values;
  });
}

function addressOf(loaded: Loaded, buffer: Buffer): number {
  return new Int32Array(deviceMemory().memory.buffer, loaded.block + buffer.index * 4, 1)[0] as number;
}
