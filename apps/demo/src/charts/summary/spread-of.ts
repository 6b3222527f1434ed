import type { HistogramCell } from 'experiments';

/** Mean and standard deviation of what a histogram counts, each value taken for the middle of its interval. */
export function spreadOf({ from, to, counts }: HistogramCell): { mean: number; deviation: number; total: number } {
  const step = (to - from) / counts.length;
  let [total, sum] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    total += counts[i];
    sum += counts[i] * (from + (i + 0.5) * step);
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < counts.length; i++) squares += counts[i] * (from + (i + 0.5) * step - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / total), total };
}
