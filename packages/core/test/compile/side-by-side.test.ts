import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/compile/canonical.ts';
import { plan } from '../../src/compile/compile.ts';
import { explain, jit, matmul, mul, sub, sum, type Tensor, tensor, transpose, variable } from '../../src/index.ts';

const input = (...shape: number[]): Tensor => tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), { shape });
const partsOf = (...outputs: Tensor[]): number[] => {
  const computation = canonicalize(
    outputs.map((t) => t.node),
    new Map(),
  );
  const { schedule } = plan(computation, { fuse: true });
  return schedule.kernels.map(({ parts }) => parts?.length ?? 1);
};
const sums = (count: number): Tensor[] => Array.from({ length: count }, (_, i) => sum(input(5, i + 2), { axis: 0 }));

describe('sideBySide', () => {
  it('makes one kernel of small ones that need nothing of each other', () => {
    expect(partsOf(...sums(3))).toEqual([3]);
  });

  it('starts another where one needs what a part computes', () => {
    const [a, b] = sums(2) as [Tensor, Tensor];
    // The sums, and then what needs them: both are products of all pairs, over other loops.
    expect(partsOf(sum(mul(a.reshape([2, 1]), b.reshape([1, 3])), { axis: 0 }), ...sums(1))).toEqual([3, 1]);
  });

  it('leaves large kernels, products and long lists alone', () => {
    expect(partsOf(sum(input(300, 200), { axis: 0 }), sum(input(300, 201), { axis: 0 }))).toEqual([1, 1]);
    expect(partsOf(matmul(input(32, 32), input(32, 32)), ...sums(2))).toEqual([1, 2]);
    expect(partsOf(...sums(30))).toEqual([12, 12, 6]);
  });

  it('computes what the kernels compute', () => {
    const results = jit((x: Tensor) => [sum(x, { axis: 0 }), sum(x, { axis: 1 }), sum(transpose(x).mul(2))] as const);
    const [columns, rows, all] = results(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    expect([columns.toArray(), rows.toArray(), all.toArray()]).toEqual([[5, 7, 9], [6, 15], 42]);
  });

  it('keeps the parts of a program that reads a variable before the part that overwrites it', () => {
    const w = variable([1, 2, 3]);
    const step = jit((x: Tensor) => {
      const before = sum(mul(x, w), { axis: 1 });
      w.assign(sub(w, sum(x, { axis: 0 })));
      return before;
    });
    const x = tensor([
      [1, 0, 1],
      [0, 1, 1],
    ]);
    expect(step(x).toArray()).toEqual([4, 5]);
    expect(w.value.toArray()).toEqual([0, 1, 1]);
    expect(step(x).toArray()).toEqual([1, 2]);
    expect(explain(step, x)).toContain('variable "variable" ←');
  });
});
