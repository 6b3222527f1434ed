import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { canonicalize } from '../../../src/compile/canonical.ts';
import { plan } from '../../../src/compile/compile.ts';
import type { Buffer } from '../../../src/compile/kernel.ts';
import {
  add,
  conv2d,
  cumsum,
  exp,
  flatten,
  jit,
  key,
  matmul,
  maximum,
  mul,
  normal,
  randint,
  softmax,
  sort,
  sub,
  sum,
  type Tensor,
  type TypedArray,
  transpose,
  variable,
} from '../../../src/index.ts';
import { sharedPrograms, useThreads } from '../../../src/threads-entry.ts';
import { emitProgram } from '../../../src/wasm/emit/program.ts';
import { compile } from '../../../src/wasm/runtime.ts';
import { words } from '../../../src/wasm/threads/control.ts';
import { divisionOf } from '../../../src/wasm/threads/division.ts';
import { randomGraph } from '../../random-graphs/generate.ts';
import { poisoned } from '../../random-graphs/poisoned.ts';
import { runs } from '../../random-graphs/runs.ts';

afterEach(() => void useThreads(1));

/** What a computation gives with each number of threads, from one on. */
async function withThreads(counts: readonly number[], compute: () => readonly TypedArray[]) {
  const results = [compute()];
  for (const count of counts) {
    const threads = useThreads(count, { always: true });
    expect(await threads.ready).toBe(count);
    results.push(compute());
    expect(sharedPrograms().some((program) => program.runs > 0)).toBe(true);
  }
  useThreads(1);
  return results;
}

async function expectSameBits(compute: () => readonly TypedArray[]): Promise<void> {
  const [expected, ...others] = await withThreads([2, 3, 4], compute);
  for (const other of others) expect(other).toEqual(expected);
}

const values = (...tensors: readonly Tensor[]): TypedArray[] => tensors.map((t) => t.dataSync());

describe('what threads compute together has the same bits as what one computes:', () => {
  it('random graphs', async () => {
    const { seed, numRuns } = runs(17, 100);
    const graphs = fc.sample(randomGraph(), { seed, numRuns });
    await expectSameBits(() =>
      graphs.flatMap(({ outputs }) => poisoned(compile({ outputs, updates: new Map() })).run([])),
    );
  });

  it.each([
    [2, 5, 64],
    [3, 600, 40],
    [17, 33, 65],
    [33, 1200, 49],
    [67, 131, 257],
    [255, 64, 9],
  ])('products of %i × %i and %i columns, with what follows them', async (rows, depth, columns) => {
    for (const dtype of ['float32', 'float64'] as const) {
      const a = normal(key(1), [rows, depth], { dtype }).realize();
      const b = normal(key(2), [depth, columns], { dtype }).realize();
      await expectSameBits(() => {
        const product = matmul(add(a, 1), b);
        const turned = matmul(transpose(b), transpose(a));
        return values(maximum(sub(product, 0.5), 0), softmax(product), turned);
      });
    }
  });

  it('products of integers', async () => {
    const a = randint(key(1), [41, 300], -1000, 1000).realize();
    const b = randint(key(2), [300, 35], -1000, 1000).realize();
    await expectSameBits(() => values(matmul(a, b)));
  });

  it('batches of products', async () => {
    const a = normal(key(1), [7, 19, 23]).realize();
    const b = normal(key(2), [7, 23, 31]).realize();
    await expectSameBits(() => values(matmul(a, b)));
  });

  it.each([
    ['packed', [3, 13, 11, 5]],
    ['read in place', [9, 7, 6, 8]],
  ])('convolutions of images that are %s', async (_, shape) => {
    const x = normal(key(1), shape).realize();
    const kernel = normal(key(2), [3, 3, shape.at(-1) as number, 9]).realize();
    await expectSameBits(() =>
      values(maximum(conv2d(x, kernel, { padding: 'same' }), 0), conv2d(x, kernel, { strides: 2 })),
    );
  });

  it('kernels that one thread does alone, between others that are divided', async () => {
    const x = normal(key(1), [40, 50]).realize();
    await expectSameBits(() => values(sum(sort(mul(x, 2), { axis: 1 })), softmax(sort(x, { axis: 0 }))));
  });

  it('recurrences along any axis', async () => {
    const x = normal(key(1), [5, 60, 7]).realize();
    await expectSameBits(() => values(...[0, 1, 2].map((axis) => cumsum(x, { axis })), cumsum(flatten(x))));
  });

  it('steps that assign variables, in place and copied at the end', async () => {
    const x = normal(key(1), [37, 29]).realize();
    await expectSameBits(() => {
      const w = variable(mul(normal(key(2), [29, 29]), 0.1));
      const velocity = variable(mul(normal(key(3), [29, 29]), 0.1));
      const step = jit((input: Tensor) => {
        const gradient = matmul(transpose(input), matmul(input, w.value));
        const next = sub(mul(velocity.value, 0.9), mul(gradient, 0.01));
        const before = w.value;
        w.assign(add(w.value, next));
        velocity.assign(next);
        return sum(before);
      });
      const losses = Array.from({ length: 5 }, () => step(x).dataSync());
      const contents = [...losses, ...values(w.value, velocity.value)];
      w.dispose();
      velocity.dispose();
      return contents;
    });
  });
});

describe('a division', () => {
  it('gives loops of rows and products to all threads, and sums of everything to one', async () => {
    await useThreads(2, { always: true }).ready;
    const x = normal(key(1), [40, 50]).realize();
    const total = jit((t: Tensor) => sum(mul(t, t)));
    total(x);
    const rows = jit((t: Tensor) => [sum(t, { axis: 1 }), matmul(transpose(t), t)]);
    rows(x);
    const divided = sharedPrograms().map((program) => program.divided);
    expect(divided.at(-1)).toBe(2);
    expect(sharedPrograms().every(({ kernels }) => !kernels.join().includes('sum(mul'))).toBe(true);
  });

  it('lets workers forget their table after the last meeting, when the first thread may have returned', () => {
    const zeros = mul(exp(normal(key(1), [2, 16])).realize(), 0);
    // Rows for both threads, a meeting, then a sum of everything for the first one.
    const { schedule } = plan(canonicalize([zeros.node, sum(zeros).node], new Map()), { fuse: false });
    expect(schedule.kernels.map(({ stages }) => stages[0]?.reductions.length)).toEqual([0, 1]);
    const entry = schedule.buffers.length;
    const division = divisionOf({ entry, threads: 2, mayWait: true, least: 0 });
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 16, shared: true });
    const module = new WebAssembly.Module(emitProgram(schedule, { sharedPages: 16, division }));
    const { step } = new WebAssembly.Instance(module, { env: { memory } }).exports as { step(table: number): void };

    const [rows] = schedule.outputs as [Buffer, Buffer];
    const table = new Uint32Array(memory.buffer, 8192, entry + 2);
    for (const buffer of schedule.buffers) table[buffer.index] = 16384 + 1024 * buffer.index;
    table.set([1, 2], entry);
    // The row of the second thread ends where its number stands, as the memory of another program may.
    table[rows.index] = table.byteOffset + 4 * entry - 4 * 31;
    // The first thread is at the meeting already.
    new Int32Array(memory.buffer)[words.present] = 1;
    const start = new Float32Array(memory.buffer, 0, 2).fill(7);
    step(table.byteOffset);
    expect(table[entry]).toBe(0);
    // Who took itself for the first thread would have written the sum, by a table of zeros, at the start.
    expect([...start]).toEqual([7, 7]);
  });
});
