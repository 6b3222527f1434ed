import { afterEach, describe, expect, it } from 'vitest';
import {
  ArgumentError,
  add,
  jit,
  key,
  matmul,
  memory,
  mul,
  normal,
  ones,
  type Tensor,
  variable,
} from '../../../src/index.ts';
import { profile } from '../../../src/profile/index.ts';
import { sharedPrograms, useThreads } from '../../../src/threads-entry.ts';
import { deviceMemory } from '../../../src/wasm/memory.ts';

afterEach(() => void useThreads(1));

const isShared = (): boolean => (deviceMemory().memory.buffer as unknown) instanceof SharedArrayBuffer;

describe('useThreads', () => {
  it('tells how many threads there are when they run', async () => {
    const threads = useThreads(2);
    expect(threads.count).toBe(2);
    expect(threads.reason).toBeUndefined();
    expect(await threads.ready).toBe(2);
  });

  it("takes 'auto' for the number of processors, and no more than 8", async () => {
    const { count } = useThreads('auto');
    expect(count).toBeGreaterThanOrEqual(1);
    expect(count).toBeLessThanOrEqual(8);
  });

  it.each([0, -1, 1.5, Number.NaN, 65, '2'])('refuses %s threads', (count) => {
    expect(() => useThreads(count as number)).toThrow(ArgumentError);
  });

  it('refuses options that it does not know', () => {
    expect(() => useThreads(2, { allways: true } as object)).toThrow(/allways/);
  });

  it('leaves variables and functions as they are, whichever way', async () => {
    const w = variable(ones([100, 100]));
    const step = jit((x: Tensor) => {
      w.assign(add(w.value, 1));
      return matmul(x, w.value);
    });
    const x = ones([100, 100]).realize();
    expect(step(x).dataSync()[0]).toBe(200);
    await useThreads(2, { always: true }).ready;
    expect(isShared()).toBe(true);
    expect(step(x).dataSync()[0]).toBe(300);
    await useThreads(3, { always: true }).ready;
    expect(step(x).dataSync()[0]).toBe(400);
    useThreads(1);
    expect(isShared()).toBe(false);
    expect(step(x).dataSync()[0]).toBe(500);
    expect(w.value.dataSync()[0]).toBe(5);
    w.dispose();
  });

  it('gives results that stay when memory changes, in memory of their own', async () => {
    await useThreads(2).ready;
    const x = mul(ones([10]), 3).dataSync();
    expect(x.buffer).toBeInstanceOf(ArrayBuffer);
    useThreads(1);
    expect([...x]).toEqual(new Array(10).fill(3));
  });

  it('works while workers are starting, on one thread', () => {
    useThreads(2, { always: true });
    expect(matmul(ones([50, 50]), ones([50, 50])).dataSync()[7]).toBe(50);
  });

  it('gives back what it needed', async () => {
    const before = memory().total;
    await useThreads(2, { always: true }).ready;
    const x = normal(key(1), [64, 64]).realize();
    const f = jit((t: Tensor) => matmul(t, t));
    f(x);
    useThreads(1);
    // Programs have left, and the working memory that all share stays.
    expect(memory().programs).toBe(0);
    expect(memory().variables + memory().programs).toBeLessThanOrEqual(before);
    expect(sharedPrograms()).toEqual([]);
  });

  it('leaves profiles as they are, and goes on after them', async () => {
    await useThreads(2, { always: true }).ready;
    const f = jit((t: Tensor) => matmul(t, t));
    const x = ones([64, 64]).realize();
    const { programs } = profile(() => f(x));
    expect(programs[0]?.kernels[0]).toMatchObject({ name: 'dot', operations: 2 * 64 ** 3 });
    expect(f(x).dataSync()[0]).toBe(64);
    expect(sharedPrograms().map(({ runs }) => runs)).toContain(1);
  });

  it('grows memory that threads share', async () => {
    await useThreads(2, { always: true }).ready;
    const size = memory().capacity;
    const f = jit((t: Tensor) => matmul(t, t));
    const x = ones([64, 64]).realize();
    f(x);
    const large = variable(ones([size / 4 + 1000]));
    expect(memory().capacity).toBeGreaterThan(size);
    expect(f(x).dataSync()[9]).toBe(64);
    const product = matmul(ones([300, 300]), ones([300, 300])).dataSync();
    expect(product.every((value) => value === 300)).toBe(true);
    large.dispose();
  });
});

describe('sharedPrograms', () => {
  it('tells what is divided, and which number of threads was faster', async () => {
    await useThreads(2).ready;
    const f = jit((x: Tensor) => matmul(x, x));
    const x = normal(key(1), [200, 200]).realize();
    f(x);
    const known = (): ReturnType<typeof sharedPrograms>[number] | undefined =>
      sharedPrograms().find(({ kernels }) => kernels.includes('dot'));
    expect(known()).toMatchObject({ divided: 1, threads: undefined, milliseconds: undefined });
    for (let run = 0; run < 20; run++) f(x);
    expect([1, 2]).toContain(known()?.threads);
    expect(known()?.milliseconds?.one).toBeGreaterThan(0);
    expect(known()?.runs).toBeGreaterThan(0);
  });

  it('leaves out programs that are too small for several threads', async () => {
    await useThreads(2).ready;
    expect(add(ones([10, 10]), 1).dataSync()[0]).toBe(2);
    expect(sharedPrograms()).toEqual([]);
  });
});
