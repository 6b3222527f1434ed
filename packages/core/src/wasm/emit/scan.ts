import type { Buffer, Kernel } from '../../compile/kernel.ts';
import { type DType, dtypes } from '../../dtype.ts';
import type { FunctionHandle, Local, Module } from '../assembler.ts';
import { emitLoops } from './loops.ts';
import { emitKernel } from './program.ts';

/** A place in a buffer of the program around the loop, in bytes from its start. */
export interface Place {
  readonly buffer: Buffer;
  readonly offset: number;
}

/** An entry of the table that moves on by `step` bytes with every step, from the start of a place. */
export interface Moving {
  readonly entry: number;
  readonly place: Place;
  readonly step: number;
}

/** What is repeated: kernels that find their buffers through a table of their own, whose entries change between steps. */
export interface LoopProgram {
  readonly length: number;
  readonly reverse: boolean;
  /** A bool that decides whether the loop runs; undefined where it always does. */
  readonly gate: Place | undefined;
  /** Run once before the first step, with the table of the program around. */
  readonly starts: readonly Kernel[];
  readonly kernels: readonly Kernel[];
  readonly table: Buffer;
  /** The working memory of a step. */
  readonly arena: Buffer;
  readonly offsets: readonly { readonly entry: number; readonly offset: number }[];
  /** Numbers to be put into the working memory. */
  readonly numbers: readonly { readonly offset: number; readonly dtype: DType; readonly value: number }[];
  readonly constants: readonly { readonly entry: number; readonly place: Place }[];
  readonly moving: readonly Moving[];
  /** The first step reads the first place and writes the second, and then they change; one place is overwritten. */
  readonly carries: readonly {
    readonly read: number | undefined;
    readonly written: number;
    readonly first: Buffer;
    readonly second: Buffer | undefined;
    /** The place that the last step writes, and its size. */
    readonly last: Buffer;
    readonly bytes: number;
  }[];
}

/** The functions of a loop: the first carries, then one that repeats the kernels. */
export function emitScan(module: Module, program: LoopProgram): FunctionHandle[] {
  const { length, reverse, gate } = program;
  const kernels = program.kernels.flatMap((kernel) => emitKernel(module, kernel));
  const loop = module.function(['i32'], [], (f, outer) => {
    const inner = f.local('i32');
    const arena = f.local('i32');
    const counter = f.local('i32');
    const readAddress = ({ buffer, offset }: Place): void => {
      f.local.get(outer);
      f.i32.load(buffer.index * 4);
      if (offset === 0) return;
      f.i32.const(offset);
      f.i32.add();
    };
    const addressAt = (place: Place): Local<'i32'> => {
      const address = f.local('i32');
      readAddress(place);
      f.local.set(address);
      return address;
    };
    const setEntry = (entry: number, address: Local): void => {
      f.local.get(inner);
      f.local.get(address);
      f.i32.store(entry * 4);
    };

    if (gate !== undefined) {
      readAddress(gate);
      f.i32.load8_u();
      f.i32.eqz();
      f.if(() => {
        for (const { first, last, bytes } of program.carries) {
          if (first === last) continue;
          readAddress({ buffer: last, offset: 0 });
          readAddress({ buffer: first, offset: 0 });
          f.i32.const(bytes);
          f.memory.copy();
        }
        f.return();
      });
    }

    readAddress({ buffer: program.table, offset: 0 });
    f.local.set(inner);
    readAddress({ buffer: program.arena, offset: 0 });
    f.local.set(arena);
    for (const { entry, offset } of program.offsets) {
      f.local.get(inner);
      f.local.get(arena);
      f.i32.const(offset);
      f.i32.add();
      f.i32.store(entry * 4);
    }
    for (const { offset, dtype, value } of program.numbers) {
      wordsOf(dtype, value).forEach((word, i) => {
        f.local.get(arena);
        f.i32.const(word);
        f.i32.store(offset + i * 4);
      });
    }
    for (const { entry, place } of program.constants) setEntry(entry, addressAt(place));
    const moving = program.moving.map(({ entry, place: { buffer, offset }, step }) => ({
      entry,
      address: addressAt({ buffer, offset: offset + (reverse ? (length - 1) * step : 0) }),
      step: reverse ? -step : step,
    }));
    const taking = program.carries.flatMap(({ read, written, first, second }) => {
      const from = addressAt({ buffer: first, offset: 0 });
      const setRead = (): void => (read === undefined ? undefined : setEntry(read, from));
      if (second === undefined) {
        setRead();
        setEntry(written, from);
        return [];
      }
      return { written, from, to: addressAt({ buffer: second, offset: 0 }), setRead };
    });

    f.for(counter, { to: length }, () => {
      for (const { entry, address } of moving) setEntry(entry, address);
      for (const { written, to, setRead } of taking) {
        setRead();
        setEntry(written, to);
      }
      for (const kernel of kernels) {
        f.local.get(inner);
        f.call(kernel);
      }
      for (const { address, step } of moving) {
        f.local.get(address);
        f.i32.const(step);
        f.i32.add();
        f.local.set(address);
      }
      for (const { from, to } of taking) {
        f.local.get(from);
        f.local.get(to);
        f.local.set(from);
        f.local.set(to);
      }
    });
  });
  return [...program.starts.map((kernel) => emitLoops(module, kernel)), loop];
}

/** The bits of a number, in words of 32. */
function wordsOf(dtype: DType, value: number): Int32Array {
  const bytes = new ArrayBuffer(8);
  dtypes[dtype].view(bytes, 0, 1)[0] = value;
  return new Int32Array(bytes, 0, dtypes[dtype].bytes === 8 ? 2 : 1);
}
