import { describe, expect, it } from 'vitest';
import { abs, exp, matmul, mul, tensor } from '../../src/index.ts';
import { det, slogdet } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import { expectGolden, expectWithin, random } from './matrices.ts';

describe('det', () => {
  it.each(golden.solve)('agrees with NumPy: $name', ({ a, det: expected }) => {
    // A relative error of n u κ.
    expectGolden(det(goldenTensor(a)), expected, 1e4);
  });

  it.each(golden.singular)('agrees with NumPy: [$a.values]', ({ a, det: expected }) => {
    expectWithin(det(goldenTensor(a)), goldenTensor(expected), 1e-15);
  });

  it('is the product over blocks, and changes its sign with two rows exchanged', () => {
    const [a, b] = [random([3, 3], 1), random([3, 3], 2)];
    const rows = a.toArray() as number[][];
    const exchanged = tensor(Float64Array.from([rows[1], rows[0], rows[2]].flatMap((row) => row as number[])), {
      shape: [3, 3],
    });
    expectWithin(det(exchanged), det(a).neg(), 1e-15);
    expectWithin(det(matmul(a, b)), mul(det(a), det(b)), 1e-15);
  });

  it('is small, beside what could be, where the matrix is nearly singular', () => {
    const row = golden.exact.find(({ name }) => name === 'nearly singular') as (typeof golden.exact)[number];
    expect(Math.abs(det(goldenTensor(row.a)).item() - row.det)).toBeLessThan(1e-15);
  });

  it('is 1 without elements, for every matrix of a batch', () => {
    expect(det(random([2, 0, 0])).toArray()).toEqual([1, 1]);
    expect(det(random([0, 3, 3])).toArray()).toEqual([]);
    expect(det(tensor([[-7]])).item()).toBe(-7);
  });
});

describe('slogdet', () => {
  it.each([...golden.solve, ...golden.singular])('agrees with NumPy: [$a.shape]', ({ a, sign, logabsdet }) => {
    const found = slogdet(goldenTensor(a));
    const size = Math.max(...logabsdet.values.map((x) => Math.abs(Number(x))).filter(Number.isFinite), 1);
    // All ones: what is left of its determinant is rounding, and has a sign.
    const isRounding = logabsdet.values.every((x) => Number(x) < -30) && sign.values[0] === 0 && a.values[0] === 1;
    if (isRounding) expect(found.logabsdet.item()).toBeLessThan(-30);
    else {
      expect(found.sign.toArray()).toEqual(goldenTensor(sign).toArray());
      const [actual, expected] = [found.logabsdet.dataSync(), goldenTensor(logabsdet).dataSync()];
      expected.forEach((x, i) => {
        if (Number.isFinite(x))
          expect(Math.abs((actual[i] as number) - x)).toBeLessThan((a.dtype === 'float32' ? 1e-5 : 1e-12) * size);
        else expect(actual[i]).toBe(x);
      });
    }
  });

  it('holds determinants that overflow', () => {
    const a = random([40, 40]).mul(1e20);
    const { sign, logabsdet } = slogdet(a);
    expect(det(a).item()).toBe(sign.item() * Number.POSITIVE_INFINITY);
    const plain = slogdet(random([40, 40]));
    expect(sign.item()).toBe(plain.sign.item());
    expectWithin(logabsdet, plain.logabsdet.add(40 * Math.log(1e20)), 1e-10);
    expectWithin(exp(slogdet(random([3, 3])).logabsdet), abs(det(random([3, 3]))), 1e-15);
  });

  it('is 1 and 0 without elements', () => {
    const { sign, logabsdet } = slogdet(random([0, 0]));
    expect([sign.item(), logabsdet.item()]).toEqual([1, 0]);
  });
});
