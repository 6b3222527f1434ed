import { jit, key, matmul, normal, type Tensor } from '@gradkit/core';
import { interleave, median, quantile } from '../measure.ts';
import { multiplyAddLoops } from './multiply-add-peak.ts';

export interface ProductRow {
  readonly name: string;
  /** 10⁹ operations a second, median of rounds. */
  readonly speed: number;
  /** Part of the multiply-add peak, median of rounds and their upper quartile. */
  readonly ofPeak: number;
  readonly ofPeakUpperQuartile: number;
}

/** Matrix products next to the peak of 128-bit multiply-add, in one run. */
export function measureProducts(extents: readonly number[] = [512, 511, 256, 255, 64]): ProductRow[] {
  const peaks = multiplyAddLoops();
  const products = extents.map((n) => {
    const [a, b] = [normal(key(1), [n, n]).realize(), normal(key(2), [n, n]).realize()];
    const product = jit((x: Tensor, y: Tensor) => matmul(x, y));
    const run = (count: number): void => {
      for (let i = 0; i < count; i++) product(a, b);
    };
    return { name: `matmul ${n} × ${n}`, operations: 2 * n ** 3, run };
  });
  const contestants = [...peaks, ...products];
  const speeds = interleave(contestants, { rounds: 41 }).map(({ rounds }, i) =>
    rounds.map((ms) => (contestants[i]?.operations ?? 0) / ms / 1e6),
  );
  // The best loop is the limit: with fewer accumulators than that the processor waits for results.
  const best = speeds.slice(0, peaks.length).reduce((a, b) => (median(a) > median(b) ? a : b));
  return contestants.map(({ name }, i) => {
    const own = speeds[i] ?? [];
    const ratios = own.map((speed, round) => speed / (best[round] ?? Number.NaN));
    return { name, speed: median(own), ofPeak: median(ratios), ofPeakUpperQuartile: quantile(ratios, 0.75) };
  });
}
