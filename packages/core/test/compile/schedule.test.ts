import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/compile/canonical.ts';
import { type Plan, plan } from '../../src/compile/compile.ts';
import { describePlan } from '../../src/compile/describe-plan.ts';
import { type Buffer, readsOf, writesOf } from '../../src/compile/kernel.ts';
import { bytesOf } from '../../src/compile/memory-plan.ts';
import { node } from '../../src/graph.ts';
import {
  add,
  assign,
  concatenate,
  exp,
  explain,
  jit,
  matmul,
  max,
  maximum,
  mean,
  mul,
  pad,
  repeat,
  slice,
  softmax,
  sub,
  sum,
  Tensor,
  tensor,
  tensordot,
  transpose,
  variable,
  variance,
  zeros,
} from '../../src/index.ts';
import { codedNode } from '../codes.ts';
import { randomGraph } from '../random-graphs/generate.ts';

const planOf = (...outputs: Tensor[]): Plan =>
  plan(
    canonicalize(
      outputs.map((t) => t.node),
      new Map(),
    ),
    { fuse: true },
  );
const kernelsOf = (...outputs: Tensor[]): number => planOf(...outputs).schedule.kernels.length;

const x = (): Tensor => zeros([64, 96]).add(tensor(new Float32Array(96)));
const input = (...shape: number[]): Tensor => tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), { shape });

describe('fusion', () => {
  it('makes one kernel of any elementwise expression over views', () => {
    const v = input(64, 96);
    expect(kernelsOf(exp(add(mul(v, 2), transpose(input(96, 64)))))).toBe(1);
    expect(kernelsOf(x())).toBe(1);
  });

  it('makes one kernel of a softmax, of a variance with its mean, and of both losses of a row', () => {
    const v = input(64, 96);
    expect(kernelsOf(softmax(v))).toBe(1);
    expect(kernelsOf(mean(v, { axis: 1 }), variance(v, { axis: 1 }))).toBe(1);
    expect(kernelsOf(softmax(v), sum(mul(softmax(v), v), { axis: 1 }))).toBe(1);
  });

  it('makes one kernel of a softmax with what leads back through it, weighted by row', () => {
    const [v, weights] = [input(64, 96), input(64)];
    const probabilities = softmax(v);
    const row = mul(sub(weights, 1), mul(weights, 3)).reshape([64, 1]);
    const inner = mul(probabilities, row);
    const back = sub(inner, mul(probabilities, sum(inner, { axis: 1, keepDims: true })));
    expect(kernelsOf(back)).toBe(1);
  });

  it('lets bias, activation and softmax run while the rows of a product are in the cache', () => {
    const [v, w, b] = [input(64, 96), input(96, 48), input(48)];
    expect(kernelsOf(maximum(add(matmul(v, w), b), 0))).toBe(1);
    expect(kernelsOf(softmax(add(matmul(v, w), b)))).toBe(1);
  });

  it('stores what several kernels make of a sum in place of the sum', () => {
    const [v, w] = [input(64, 96), input(96, 64)];
    const active = add(matmul(v, w), input(64));
    const { schedule } = planOf(matmul(active, input(64, 32)), matmul(transpose(active), v));
    expect(schedule.kernels.map(({ name }) => name)).toEqual(['dot+add', 'dot', 'dot']);
    expect(schedule.buffers.filter(({ label }) => label === 'dot')).toHaveLength(2);
    expect(schedule.buffers.filter(({ label }) => label === 'add')).toHaveLength(1);
  });

  it('packs what is computed elementwise from arrays without storing it first', () => {
    const [v, w] = [input(64, 96), input(96, 64)];
    expect(kernelsOf(matmul(maximum(v, 0), mul(w, 2)))).toBe(1);
  });

  it('keeps the axes of products: what is added and applied fits them', () => {
    const [v, w, b] = [input(8, 12, 96), input(96, 48), input(48)];
    expect(kernelsOf(maximum(add(matmul(v, w), b), 0))).toBe(1);
    expect(kernelsOf(add(tensordot(v, input(12, 96, 48)), b))).toBe(1);
  });

  it('packs overlapping views without storing them', () => {
    const [images, kernel, bias] = [input(4, 16, 16, 8), input(3, 3, 8, 16), input(16)];
    const padded = node('pad', [images.node], { low: [0, 1, 1, 0], high: [0, 1, 1, 0], value: 0 });
    const rows = codedNode('window', [padded], { axis: 1, size: 3, stride: 1, dilation: 1 });
    const views = new Tensor(codedNode('window', [rows], { axis: 3, size: 3, stride: 1, dilation: 1 }));
    const product = node('dot', [transpose(views, [0, 1, 3, 2, 4, 5]).node, kernel.node], { batch: 0, contract: 3 });
    const { schedule, memory } = planOf(maximum(add(new Tensor(product), bias), 0));
    expect(schedule.kernels.map(({ name }) => name)).toEqual(['pad', 'dot+max']);
    // The result, the padded images and little else: nine views of each image would be as large as four results.
    expect(memory.size).toBeLessThan(2 * 4 * (4 * 16 * 16 * 16));
  });

  it('computes only the part of a product that is used', () => {
    const [v, w] = [input(64, 96), input(96, 48)];
    const extentsOf = (...outputs: Tensor[]): (readonly number[])[] =>
      planOf(...outputs).schedule.kernels.map(({ extents }) => extents);
    const product = matmul(v, w);
    const part = slice(product, [3, 8], [40, 48]);
    expect(extentsOf(part)).toEqual([[37, 40]]);
    expect(extentsOf(exp(add(part, 1)))).toEqual([[37, 40]]);
    // Two parts, or one and the whole, are read from the whole.
    expect(extentsOf(part, slice(product, [0, 0], [3, 8]))[0]).toEqual([64, 48]);
    expect(extentsOf(part, product)[0]).toEqual([64, 48]);
    // Small products are reductions.
    expect(extentsOf(slice(matmul(input(4, 5), input(5, 6)), [1, 2], [3, 6]))).toEqual([[2, 4, 5]]);
  });

  it('computes siblings over one space together', () => {
    const v = input(64, 96);
    expect(kernelsOf(exp(v), mul(v, v))).toBe(1);
  });

  it('runs over finer axes where a reshape splits one, reductions over the whole axes included', () => {
    const [g, v] = [input(8, 3, 16), input(8, 6, 16)];
    // Every element of g twice, at neighbouring positions.
    const twice = repeat(g, 2, { axis: 1 });
    const spread = mul(add(twice, v), v);
    expect(kernelsOf(spread)).toBe(1);
    expect(kernelsOf(spread, sum(spread, { axis: [0, 1] }))).toBe(1);
    expect(kernelsOf(spread, max(spread, { axis: 1 }))).toBe(1);
    expect(kernelsOf(sum(mul(twice, v), { axis: 2 }))).toBe(1);
  });

  it('stores what is reshaped where that stands inside something of another size', () => {
    const twice = repeat(input(8, 3, 16), 2, { axis: 1 });
    const margin = [
      [0, 0],
      [1, 0],
      [0, 0],
    ] as const;
    expect(kernelsOf(sum(pad(twice, margin), { axis: 1 }))).toBe(2);
  });

  it('computes a cheap expression again wherever it is used, what is shared in it counted once', () => {
    const v = input(64, 96);
    const sums = matmul(v, input(96, 96));
    const rectified = maximum(add(sums, 1), mul(add(sums, 1), 0));
    const stored = (...outputs: Tensor[]): string[] => planOf(...outputs).schedule.buffers.map(({ label }) => label);
    expect(stored(matmul(rectified, v.reshape([96, 64])), matmul(transpose(rectified), v))).not.toContain('max');
  });

  it('keeps two kernels where one would wait for the other in the middle', () => {
    // The second product needs all rows of the first.
    const [v, w] = [input(64, 64), input(64, 64)];
    expect(kernelsOf(matmul(matmul(v, w), w))).toBe(2);
  });

  it('never makes a cycle: a value that goes out through another kernel and comes back', () => {
    const v = input(64, 96);
    const e = exp(v);
    const back = add(e, sum(matmul(e, input(96, 96)), { axis: 1, keepDims: true }));
    expect(kernelsOf(back, e)).toBeGreaterThan(1);
  });
});

describe('variables', () => {
  it('are overwritten only after everything that reads them has run', () => {
    const w = variable(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    const step = jit((v: Tensor) => {
      const before = matmul(v, w);
      assign([[w, sub(w, matmul(transpose(v), before))]]);
      return matmul(v, sub(w, 0));
    });
    // w ← w − vᵀ(v w) with v = I is w − w = 0.
    expect(
      step(
        tensor([
          [1, 0],
          [0, 1],
        ]),
      ).toArray(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('are overwritten in place also where each row first reads its own element, in a pass before', () => {
    const bias = variable([0.5, -2]);
    const step = jit((v: Tensor) => {
      const active = maximum(add(v, bias), 0);
      bias.assign(sub(bias, sum(active, { axis: 0 })));
      return active;
    });
    const v = tensor([
      [1, 1],
      [2, 3],
    ]);
    expect(explain(step, v)).toMatch(/variable ".*" ← .*, in place/);
    expect(step(v).toArray()).toEqual([
      [1.5, 0],
      [2.5, 1],
    ]);
    expect(bias.value.toArray()).toEqual([-3.5, -3]);
  });

  it('are copied where a later pass reads what an earlier one would overwrite', () => {
    const scale = variable([2, 3]);
    const step = jit((v: Tensor) => {
      const [total, old] = [sum(v, { axis: 1 }), scale.value];
      scale.assign(total);
      return mul(sub(v, total.reshape([2, 1])), old.reshape([2, 1]));
    });
    const v = tensor([
      [1, 3],
      [2, 4],
    ]);
    expect(step(v).toArray()).toEqual([
      [-6, -2],
      [-12, -6],
    ]);
    expect(scale.value.toArray()).toEqual([4, 6]);
    expect(explain(step, v)).toContain('copied at the end');
  });

  it('may move their own elements around', () => {
    const v = variable([1, 2, 3, 4]);
    v.assign(concatenate([slice(v.value, [1], [4]), slice(v.value, [0], [1])]));
    expect(v.value.toArray()).toEqual([2, 3, 4, 1]);
  });
});

describe('the memory plan', () => {
  it('keeps what a later pass of a row needs where that pass writes its result', () => {
    const { memory } = planOf(softmax(input(64, 96)));
    expect(memory.size).toBe(64 * 96 * 4);
    // Where the later pass writes other elements, or another reads the values after it, there are two places.
    const e = exp(input(64, 96));
    expect(planOf(mul(e, sum(e, { axis: 1, keepDims: true })), e).memory.size).toBe(2 * 64 * 96 * 4);
  });

  it('never gives one place to two buffers that live at the same time', () => {
    fc.assert(
      fc.property(randomGraph({ elements: 2_000 }), ({ outputs }) => {
        const { schedule, memory } = plan(canonicalize(outputs, new Map()), { fuse: true });
        const last = new Map<Buffer, number>();
        const first = new Map<Buffer, number>();
        schedule.kernels.forEach((kernel, at) => {
          for (const buffer of writesOf(kernel)) first.set(buffer, first.get(buffer) ?? at);
          for (const buffer of [...readsOf(kernel), ...writesOf(kernel)]) last.set(buffer, at);
        });
        for (const buffer of schedule.outputs) last.set(buffer, schedule.kernels.length);
        // One place may be handed on several times.
        const firstOf = (buffer: Buffer): Buffer => {
          const taken = memory.inPlace.get(buffer);
          return taken === undefined ? buffer : firstOf(taken);
        };
        const placed = [...memory.offsets];
        for (const [a, from] of placed) {
          for (const [b, to] of placed) {
            if (firstOf(a) === firstOf(b)) continue;
            const together =
              (first.get(a) as number) <= (last.get(b) as number) &&
              (first.get(b) as number) <= (last.get(a) as number);
            const overlap = from < to + bytesOf(b) && to < from + bytesOf(a);
            expect(together && overlap && bytesOf(a) > 0 && bytesOf(b) > 0).toBe(false);
          }
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('explain', () => {
  it('names the kernels, their boundaries and the places of all buffers', () => {
    const text = explain(
      jit((v: Tensor) => softmax(v)),
      input(4, 8),
    );
    expect(text).toContain('1 kernels');
    expect(text).toContain('rows 4, columns 8');
    expect(text).toContain('value reduceMax: a reduction');
    expect(text).toMatch(/scratch \+ \d+/);
    const made = planOf(exp(input(3)));
    expect(describePlan(made, [])).toContain('value exp: a result');
  });
});
