import { foldIn, key, normal } from '@gradkit/core';
import { type Dataset, dataset } from '@gradkit/data';

/** A linear problem of two weights, whose loss is a quadratic that can be drawn. */
export interface LineData {
  readonly data: Dataset;
  readonly features: Float32Array;
  readonly targets: Float32Array;
  /** The weights with the least mean squared error, and that error. */
  readonly best: readonly [number, number];
  readonly least: number;
  /** Mean products of the features: half the Hessian of the mean squared error. */
  readonly moments: readonly [xx: number, xy: number, yy: number];
}

/** How features go together: eigenvalues of the Hessian are 2(1 ± this). */
const correlation = 0.5;
const truth = [1, 0.5] as const;

/**
 * `y = x·w + noise`, features of variance 1 that go together by a half. The best weights solve the normal equations
 * `XᵀX w = Xᵀy`.
 */
export function lineData(samples: number, noise: number, seed: number): LineData {
  const draw = (part: number, columns: number): Float32Array =>
    normal(foldIn(key(seed), part), [samples, columns]).dataSync() as Float32Array;
  const [independent, errors] = [draw(0, 2), draw(1, 1)];
  const features = new Float32Array(2 * samples);
  const targets = new Float32Array(samples);
  for (let i = 0; i < samples; i++) {
    const [a, b] = [independent[2 * i] as number, independent[2 * i + 1] as number];
    features[2 * i] = a;
    features[2 * i + 1] = correlation * a + Math.sqrt(1 - correlation ** 2) * b;
    const [x0, x1] = [features[2 * i] as number, features[2 * i + 1] as number];
    targets[i] = x0 * truth[0] + x1 * truth[1] + noise * (errors[i] as number);
  }
  let [xx, xy, yy, xt, yt] = [0, 0, 0, 0, 0];
  for (let i = 0; i < samples; i++) {
    const [x, y, t] = [features[2 * i], features[2 * i + 1], targets[i]] as unknown as [number, number, number];
    xx += (x * x) / samples;
    xy += (x * y) / samples;
    yy += (y * y) / samples;
    xt += (x * t) / samples;
    yt += (y * t) / samples;
  }
  const determinant = xx * yy - xy * xy;
  const best = [(yy * xt - xy * yt) / determinant, (xx * yt - xy * xt) / determinant] as const;
  let least = 0;
  for (let i = 0; i < samples; i++) {
    const rest =
      (features[2 * i] as number) * best[0] + (features[2 * i + 1] as number) * best[1] - (targets[i] as number);
    least += rest ** 2 / samples;
  }
  const data = dataset({ x: { values: features, shape: [samples, 2] }, y: { values: targets, shape: [samples, 1] } });
  return { data, features, targets, best, least, moments: [xx, xy, yy] };
}

/** How far the mean squared error at some weights lies above the least: a quadratic form. */
export function excessLoss({ best, moments: [xx, xy, yy] }: LineData, x: number, y: number): number {
  const [a, b] = [x - best[0], y - best[1]];
  return xx * a * a + 2 * xy * a * b + yy * b * b;
}

/**
 * How far the gradient of a batch lies from that of all samples, at some weights: root mean square, relative to the latter.
 * Measured over the batches of some epochs.
 */
export function gradientDeviation(
  line: LineData,
  place: readonly [number, number],
  batchSize: number,
  epochs: number,
  seed: number,
): number {
  const exact = gradientOf(line.features, line.targets, place);
  const shuffled = line.data.shuffle({ seed });
  let sum = 0;
  let count = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const { x, y } of shuffled.epoch(epoch).batch(batchSize, { dropRemainder: true })) {
      const [a, b] = gradientOf(x.dataSync() as Float32Array, y.dataSync() as Float32Array, place);
      sum += (a - exact[0]) ** 2 + (b - exact[1]) ** 2;
      count++;
    }
  }
  return Math.sqrt(sum / count) / Math.hypot(...exact);
}

/**
 * The same by formula, for batches drawn without putting back: the variance over the samples, divided by the batch size.
 *
 * ```text
 * E‖g_B − g‖² = (1/k) · (n − k)/(n − 1) · (1/n)·Σ‖gᵢ − g‖²
 * ```
 */
export function expectedDeviation(line: LineData, place: readonly [number, number], batchSize: number): number {
  const { features, targets } = line;
  const samples = targets.length;
  const exact = gradientOf(features, targets, place);
  let variance = 0;
  for (let i = 0; i < samples; i++) {
    const [a, b] = gradientOf(features.subarray(2 * i, 2 * i + 2), targets.subarray(i, i + 1), place);
    variance += ((a - exact[0]) ** 2 + (b - exact[1]) ** 2) / samples;
  }
  const share = (samples - batchSize) / Math.max(1, samples - 1);
  return Math.sqrt((variance / batchSize) * share) / Math.hypot(...exact);
}

/** The gradient of the mean squared error of some samples. */
function gradientOf(
  features: Float32Array,
  targets: Float32Array,
  [x, y]: readonly [number, number],
): readonly [number, number] {
  let [a, b] = [0, 0];
  for (let i = 0; i < targets.length; i++) {
    const [f0, f1] = [features[2 * i] as number, features[2 * i + 1] as number];
    const rest = f0 * x + f1 * y - (targets[i] as number);
    a += (2 * rest * f0) / targets.length;
    b += (2 * rest * f1) / targets.length;
  }
  return [a, b];
}
