import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Kernel } from '../../../src/compile/kernel.ts';
import { type FunctionBuilder, type Local, Module } from '../../../src/wasm/assembler.ts';
import type { Bytes } from '../../../src/wasm/instructions.ts';
import { deviceMemory } from '../../../src/wasm/memory.ts';
import { functionsOf } from '../../../src/wasm/runtime.ts';
import { maximumPages } from '../../../src/wasm/threads/control.ts';
import { divisionOf } from '../../../src/wasm/threads/division.ts';
import { Pool } from '../../../src/wasm/threads/pool.ts';

const table = 4096;
const distance = 64;
const result = 8192;

const own = deviceMemory().memory;
let pool: Pool;
let inUse = new Set<number>();

beforeEach(async () => {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: maximumPages, shared: true });
  deviceMemory().memory = memory;
  // Where the first thread finds its number and how many there are, and the second.
  new Uint32Array(memory.buffer, table, 2).set([0, 2]);
  new Uint32Array(memory.buffer, table + distance, 2).set([1, 2]);
  pool = new Pool(memory, { threads: 2, isPatient: true, inUse: () => inUse });
  await pool.ready;
});

afterEach(() => {
  pool.end('the test is over');
  deviceMemory().memory = own;
});

/** A program whose threads all do some work, and meet. */
function programOf(work: (f: FunctionBuilder, table: Local<'i32'>) => void): Bytes {
  const kernel: Kernel = { name: 'work', extents: [2], rows: [0], columns: [], stages: [], reasons: [] };
  const division = divisionOf({ entry: 0, threads: 2, mayWait: true, least: 0 });
  const module = new Module();
  module.importMemory('env', 'memory', 1, maximumPages);
  const step = module.function(['i32'], [], (f, t) => {
    const run = division.ofProgram(module, f, t);
    run(() => work(f, t), kernel);
    run(() => {});
  });
  module.export('step', step);
  return module.finish();
}

function run(number: number, module: Bytes): boolean {
  const step = functionsOf(module)['step'] as (table: number) => void;
  return pool.run({ number, module }, table, distance, () => step(table));
}

/** Every thread writes a number behind what the threads before it write. */
const writing = (value: number): Bytes =>
  programOf((f, t) => {
    f.local.get(t);
    f.i32.load(0);
    f.i32.const(4);
    f.i32.mul();
    f.i32.const(value);
    f.i32.store(result);
  });

const written = (): number[] => [...new Uint32Array(pool.memory.buffer, result, 2)];

/** All threads but the first fail. */
const failing = (): Bytes =>
  programOf((f, t) => {
    f.local.get(t);
    f.i32.load(0);
    f.if(() => f.unreachable());
  });

describe('a pool', () => {
  it('runs a program on all threads, again and again', () => {
    for (const value of [5, 6, 7]) {
      expect(run(value, writing(value))).toBe(true);
      expect(written()).toEqual([value, value]);
    }
    for (let round = 0; round < 1000; round++) expect(run(5, writing(5))).toBe(true);
  });

  it('wakes workers that have gone to sleep', async () => {
    expect(run(1, writing(1))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(run(2, writing(2))).toBe(true);
    expect(written()).toEqual([2, 2]);
  });

  it('gives back the memory in which modules are handed over', () => {
    const before = deviceMemory().report().total;
    run(1, writing(1));
    expect(deviceMemory().report().total).toBe(before);
  });

  it('lets workers forget programs that are not in use any longer', () => {
    inUse = new Set([1, 2]);
    run(1, writing(1));
    run(2, writing(2));
    inUse = new Set([2]);
    run(3, writing(3));
    // Whoever still knew a first program would run that one.
    run(1, writing(4));
    expect(written()).toEqual([4, 4]);
  });

  it('throws when a worker fails within a step, instead of waiting for it, and ends', () => {
    run(1, writing(1));
    expect(() => run(2, failing())).toThrow(expect.objectContaining({ code: 'threads-failed' }));
    expect(pool.isReady()).toBe(false);
    expect(pool.reason).toBe('a step failed');
  });

  it('ends, and does not run the step, when a worker cannot make the program', () => {
    let hasRun = false;
    const broken = new Uint8Array([1, 2, 3]) as Bytes;
    const isShared = pool.run({ number: 1, module: broken }, table, distance, () => {
      hasRun = true;
    });
    expect([isShared, hasRun, pool.isReady()]).toEqual([false, false, false]);
    expect(pool.reason).toBe('a worker failed');
  });

  it('frees workers from a step that fails on the first thread', () => {
    const module = writing(1);
    expect(() =>
      pool.run({ number: 1, module }, table, distance, () => {
        throw new RangeError('out of bounds');
      }),
    ).toThrow(RangeError);
    expect(pool.isReady()).toBe(false);
  });
});
