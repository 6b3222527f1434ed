import type { Tensor } from '../../src/index.ts';

export const f64 = { dtype: 'float64' } as const;
export const count = 20_000;
export const sample = (t: Tensor): number[] => [...t.dataSync()];

/**
 * The largest distance between the empirical and the true distribution function. Kolmogorov: for n samples it exceeds
 * 1.95 / √n with probability 0.001; the keys are fixed, so the test either always passes or never.
 */
export function distance(values: number[], distribution: (x: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, i) => {
      const p = distribution(x);
      return Math.max(p - i / values.length, (i + 1) / values.length - p);
    }),
  );
}
export const kolmogorovBound = 1.95 / Math.sqrt(count);

export const moments = (values: number[]) => {
  const mean = values.reduce((s, x) => s + x, 0) / values.length;
  return { mean, variance: values.reduce((s, x) => s + (x - mean) ** 2, 0) / values.length };
};
