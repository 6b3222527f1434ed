import { type Cell, events } from '../cell.ts';
import type { Canonical } from '../compile/canonical.ts';
import type { Plan } from '../compile/compile.ts';
import type { Buffer } from '../compile/kernel.ts';
import type { TypedArray } from '../dtype.ts';
import { DisposedError, escaped } from '../errors.ts';
import type { Node } from '../graph.ts';
import { deviceMemory } from './memory.ts';
import { type DeviceSlot, prepareSlot } from './slot.ts';

/** What runs a plan: called with the address of a table of addresses. The plan may have come to need more memory. */
export interface Made {
  readonly plan: Plan;
  readonly step: (table: number) => void;
}

/** A way of making programs; undefined for those that are made as usual. */
export type Make = (plan: Plan) => Made | undefined;

/** A compiled module with a place for its inputs. Shared by every computation of the same structure. */
export interface Loaded extends Made {
  /** Bytes of the block. */
  readonly size: number;
  /** The table of addresses, then literals and inputs; undefined while others need the memory more. */
  block: number | undefined;
  readonly offsets: ReadonlyMap<Buffer, number>;
  /** What stands in the block now: unchanged arrays are not copied again. */
  present: (ArrayLike<number> | undefined)[];
  /** The identity of the binding whose numbers and addresses stand in the block now. */
  boundTo: object | undefined;
  /** In which way it was made, and the memory that it is bound to. */
  readonly make: Make | undefined;
  readonly memory: WebAssembly.Memory;
  /** Whether it has run since the cache last looked for room. */
  isUsed: boolean;
}

/** An argument, or a number of the host, and its place in the block. */
interface Filled {
  readonly index: number;
  readonly position: number;
  readonly view: TypedArray;
}

/**
 * Runs a program with arguments; returns the outputs, in memory the caller owns. Where everything lies is found out once,
 * and holds until something happens to variables or to device memory, or the program has run for another computation.
 * @param reload finds another program of this structure, or brings this one back, after it had to leave the cache
 */
export function bind(
  { inputs, literals, cells, updates }: Canonical,
  program: Loaded,
  reload: () => Loaded,
): (args: readonly TypedArray[]) => TypedArray[] {
  const targets = [...updates.keys()];
  const hosts = inputs.flatMap(({ attributes: { source } }) => (source.kind === 'host' ? source.evaluate : []));
  const device = deviceMemory();
  /** Stands for this binding where holding on to it would keep variables and arrays alive. */
  const identity = {};
  let loaded = program;
  /** How many events there had been when all was looked at. */
  let looked = -1;
  let filled: Filled[] = [];
  let outputs: readonly TypedArray[] = [];

  /** Puts addresses, numbers and constants into the block, and looks up where the rest goes and comes from. */
  const prepare = (): void => {
    // Before anything is changed: a program must not bring a variable back to life.
    for (const cell of [...cells, ...targets]) {
      if (cell?.isDisposed) throw new DisposedError(`variable "${cell.name}" was disposed and cannot be used again.`);
    }
    for (const cell of targets) {
      prepareSlot(cell);
      cell.preserve();
    }
    if (loaded.block === undefined) loaded = reload();
    const { plan, block, offsets, present } = loaded;
    const { schedule, memory } = plan;
    const scratch = device.scratch(memory.size);
    const table = device.view('uint32', block as number, schedule.buffers.length + targets.length);
    for (const [buffer, offset] of memory.offsets) table[buffer.index] = scratch + offset;
    for (const [buffer, offset] of offsets) table[buffer.index] = (block as number) + offset;
    const put = (index: number, cell: Cell): void => {
      table[index] = (cell.slot as DeviceSlot).address;
    };
    plan.inputs.forEach((buffer, i) => {
      if (buffer && cells[i]) put(buffer.index, cells[i]);
    });
    schedule.updates.forEach(({ from, inPlace }, i) => {
      put(inPlace ? from.index : schedule.buffers.length + i, targets[i] as Cell);
    });
    const viewOf = ({ index, dtype, size }: Buffer): TypedArray => device.view(dtype, table[index] as number, size);
    plan.literals.forEach((buffer, i) => {
      if (buffer) viewOf(buffer)[0] = (literals[i] as Node<'literal'>).attributes.value;
    });
    filled = [];
    let host = 0;
    inputs.forEach(({ values, attributes: { source } }, position) => {
      // Numbers of the host are counted backwards.
      const index = source.kind === 'host' ? --host : (source as { readonly index: number }).index;
      const buffer = plan.inputs[position];
      if (!buffer || cells[position]) return;
      const view = viewOf(buffer);
      if (values === undefined) {
        filled.push({ index, position, view });
      } else if (present[position] !== values) {
        view.set(values);
        present[position] = values;
      }
    });
    outputs = schedule.outputs.map(viewOf);
    loaded.boundTo = identity;
    looked = events.count;
  };

  return (args) => {
    // The host's numbers first: computing them may read variables, which may run programs.
    const numbers = hosts.map((evaluate) => [evaluate()]);
    if (loaded.boundTo !== identity || looked !== events.count) prepare();
    const { present } = loaded;
    for (const { index, position, view } of filled) {
      const values = index < 0 ? numbers[~index] : args[index];
      if (values === undefined) throw escaped('jit');
      if (values === present[position]) continue;
      view.set(values);
      present[position] = values;
    }
    loaded.isUsed = true;
    loaded.step(loaded.block as number);
    return outputs.map((view) => view.slice());
  };
}
