import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/compile/canonical.ts';
import { plan } from '../../src/compile/compile.ts';
import { add, exp, matmul, mul, ones, sort, sum, type Tensor } from '../../src/index.ts';
import { operations } from '../../src/ops/table.ts';
import { workOfKernel } from '../../src/profile/work.ts';

const works = (...outputs: Tensor[]) =>
  plan(
    canonicalize(
      outputs.map(({ node }) => node),
      new Map(),
    ),
    { fuse: true },
  ).schedule.kernels.map(workOfKernel);

const filled = (shape: number[]): Tensor => ones(shape).realize();

describe('workOfKernel', () => {
  it('counts elementwise arithmetic at each point, and each array once', () => {
    const [x, y] = [filled([100]), filled([100])];
    const cost = operations.add.cost + operations.mul.cost;
    expect(works(add(mul(x, y), x))).toEqual([{ multiplyAdds: 0, arithmetic: 100 * cost, bytes: 3 * 400 }]);
  });

  it('counts the additions of a reduction', () => {
    const x = filled([10, 20]);
    expect(works(sum(exp(x), { axis: 1 }))).toEqual([
      { multiplyAdds: 0, arithmetic: 200 * (operations.exp.cost + 1), bytes: 800 + 40 },
    ]);
  });

  it('counts products and sums of matrices, with what their operands are made of', () => {
    const [a, b] = [filled([64, 32]), filled([32, 128])];
    const bytes = 4 * (64 * 32 + 32 * 128 + 64 * 128);
    expect(works(matmul(a, b))).toEqual([{ multiplyAdds: 2 * 64 * 32 * 128, arithmetic: 0, bytes }]);
    const [work] = works(matmul(add(a, 1), b));
    expect(work?.arithmetic).toBe(64 * 32 * operations.add.cost);
  });

  it('does not know the loops that an operation plans itself', () => {
    expect(works(sort(filled([100])))).toContain(undefined);
  });
});
