import { describe, expect, it } from 'vitest';
import { matmul, mean, sum, tensor } from '../../src/index.ts';

const relative = (got: number, exact: number): number => Math.abs(got - exact) / Math.abs(exact);

describe('sums of float32', () => {
  const count = 4_000_000;

  it('of four million equal values are exact to 1e-6', () => {
    for (const value of [0.1, 1 / 3, 1e-3, 16777215]) {
      const single = Math.fround(value);
      const values = new Float32Array(count).fill(single);
      expect(relative(sum(tensor(values)).item(), single * count)).toBeLessThan(1e-6);
      expect(relative(mean(tensor(values)).item(), single)).toBeLessThan(1e-6);
    }
  });

  it('are as exact along columns as along rows, and over the middle of three axes', () => {
    const values = new Float32Array(count).fill(0.1);
    const exact = Math.fround(0.1);
    const shapes: [number[], number, number][] = [
      [[1_000_000, 4], 0, 1_000_000],
      [[4, 1_000_000], 1, 1_000_000],
      [[5, 160_000, 5], 1, 160_000],
      [[1_333_333, 3], 0, 1_333_333],
    ];
    for (const [shape, axis, extent] of shapes) {
      const size = shape.reduce((a, b) => a * b, 1);
      const totals = sum(tensor(values.subarray(0, size), { shape }), { axis }).dataSync();
      for (const total of totals) expect(relative(total, exact * extent)).toBeLessThan(1e-6);
    }
  });

  it('cancel: large values that come in pairs leave the small one', () => {
    const values = new Float32Array(1 << 16);
    for (let i = 0; i < values.length; i += 2) values.set([1e4 + i, -1e4 - i], i);
    values[values.length - 1] = (values[values.length - 1] as number) + 0.5;
    const exact = values.reduce((total, v) => total + v, 0);
    // Integers and halves below 2²³ add without rounding: the sum is exact as long as no partial sum grows beyond that,
    // which one accumulator for every fourth element would (to 7e8).
    expect(sum(tensor(values)).item()).toBe(exact);
  });

  it('products of matrices stay within the bound of their length', () => {
    const k = 4096;
    const a = new Float32Array(k * 8).fill(0.1);
    const product = matmul(tensor(a, { shape: [8, k] }), tensor(a, { shape: [k, 8] })).dataSync();
    const exact = Math.fround(0.1) ** 2 * k;
    // Blocks of 512 terms are added one by one; n·2⁻²⁴ is the textbook bound of such a sum.
    for (const value of product) expect(relative(value, exact)).toBeLessThan((512 + k / 512) * 2 ** -24);
  });
});
