import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  add,
  jit,
  matmul,
  memory,
  named,
  ones,
  type Tensor,
  tensor,
  variable,
} from '../../src/index.ts';
import { type Profile, profile } from '../../src/profile/index.ts';

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('profile', () => {
  it('tells of each program that ran how often, and of each kernel what it is for', () => {
    const x = ones([64, 64]).realize();
    const f = jit((a: Tensor) => named('square', () => matmul(a, a)));
    f(x);
    const report: Profile = profile(() => {
      for (let i = 0; i < 3; i++) f(x);
    });
    expect(report.programs).toHaveLength(1);
    const [program] = report.programs;
    expect(program?.calls).toBe(3);
    const [kernel] = program?.kernels ?? [];
    expect(kernel).toMatchObject({ index: 0, name: 'dot', origins: ['square'], operations: 2 * 64 ** 3 });
    expect(kernel?.bytes).toBe(2 * 4 * 64 ** 2);
  });

  it('has shares that add up to one, and totals that add up', () => {
    const w = variable(ones([256, 256]));
    const report = profile(() => {
      for (let i = 0; i < 3; i++) w.assign(matmul(w.value, w.value));
      return w.value.toArray();
    });
    expect(report.programs.map(({ calls }) => calls)).toEqual([3]);
    for (const { kernels } of report.programs) expect(total(kernels.map((k) => k.share))).toBeCloseTo(1, 6);
    const kernels = report.programs.flatMap((program) => program.kernels);
    expect(report.kernelMilliseconds).toBeCloseTo(total(kernels.map((k) => k.totalMilliseconds)), 9);
    expect(report.kernelMilliseconds).toBeLessThanOrEqual(report.milliseconds);
    w.dispose();
  });

  it('changes no result: what is computed meanwhile and afterwards is what was computed before', () => {
    const counter = variable(tensor([1, 2]));
    const step = jit((x: Tensor) => {
      const next = add(counter.value, x);
      counter.assign(next);
      return next;
    });
    const x = tensor([10, 20]);
    expect(step(x).toArray()).toEqual([11, 22]);
    let inside: unknown;
    profile(() => {
      inside = step(x).toArray();
    });
    expect(inside).toEqual([21, 42]);
    expect(step(x).toArray()).toEqual([31, 62]);
    counter.dispose();
  });

  it('leaves no device memory behind', () => {
    const f = jit((x: Tensor) => add(x, 2));
    const x = tensor([1, 2, 3]);
    f(x);
    const before = memory().programs;
    profile(() => f(x));
    f(x);
    expect(memory().programs).toBeLessThanOrEqual(before);
  });

  it('waits for an asynchronous function', async () => {
    const report = await profile(async () => {
      const first = await add(tensor([1]), 1).data();
      await add(tensor(first), 1).data();
    });
    expect(total(report.programs.map(({ calls }) => calls))).toBe(2);
  });

  it('ends when the function throws or its promise is rejected, so that the next can begin', async () => {
    expect(() =>
      profile(() => {
        throw new RangeError('mine');
      }),
    ).toThrow(RangeError);
    await expect(profile(() => Promise.reject(new RangeError('mine')))).rejects.toThrow(RangeError);
    expect(profile(() => 0).programs).toEqual([]);
  });

  it('does not run inside another, nor without a function', () => {
    expect(() => profile(() => profile(() => 0))).toThrow(ArgumentError);
    expect(() => profile(3 as never)).toThrow('profile: expected a function to run.');
  });

  it('is a table as text', () => {
    const x = ones([32, 32]).realize();
    const f = jit((a: Tensor) => named('square', () => matmul(a, a)));
    const lines = String(profile(() => f(x))).split('\n');
    expect(lines[0]).toMatch(/ in all: .* in kernels, .* in JavaScript/);
    expect(lines[1]).toMatch(/^limits of one thread here: /);
    expect(lines[3]).toMatch(/^program 0: 1 call of /);
    expect(lines[4]).toMatch(/^kernel +time +share +of limit +what +for$/);
    expect(lines[5]).toMatch(/^ +0 .*dot +square$/);
  });
});
