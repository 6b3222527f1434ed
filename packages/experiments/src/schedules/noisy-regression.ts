import { foldIn, key, normal, tensor } from '@gradkit/core';
import { solve } from '@gradkit/core/linalg';
import { type Dataset, dataset } from '@gradkit/data';

/** A linear problem whose gradients are noisy, and whose least loss is known. */
export interface NoisyRegression {
  readonly data: Dataset;
  readonly features: number;
  /** How far the mean squared error at some weights lies above the least. */
  readonly excess: (weights: ArrayLike<number>) => number;
}

const features = 16;
/** The widest direction of the features over the narrowest, as variances: the condition number. */
const condition = 30;

/**
 * `y = Σ xⱼ + noise`, features independent, of variances from 1 to 1/30. Weights begin at 0. The least squares are those of the
 * normal equations, in float64.
 */
export function noisyRegression(samples: number, noise: number, seed: number): NoisyRegression {
  const draw = (part: number, columns: number) => normal(foldIn(key(seed), part), [samples, columns]).dataSync();
  const [independent, errors] = [draw(0, features), draw(1, 1)];
  const x = new Float32Array(samples * features);
  const y = new Float32Array(samples);
  for (let i = 0; i < samples; i++) {
    let sum = 0;
    for (let j = 0; j < features; j++) {
      const value = (independent[i * features + j] as number) * Math.sqrt(condition ** (-j / (features - 1)));
      x[i * features + j] = value;
      sum += value;
    }
    y[i] = sum + noise * (errors[i] as number);
  }
  const moments = new Float64Array(features * features);
  const products = new Float64Array(features);
  for (let i = 0; i < samples; i++) {
    const row = x.subarray(i * features, (i + 1) * features);
    for (const [j, a] of row.entries()) {
      products[j] = (products[j] as number) + (a * (y[i] as number)) / samples;
      for (const [k, b] of row.entries())
        moments[j * features + k] = (moments[j * features + k] as number) + (a * b) / samples;
    }
  }
  const best = solve(
    tensor(moments, { shape: [features, features], dtype: 'float64' }),
    tensor(products, { dtype: 'float64' }),
  ).dataSync();
  const data = dataset({ x: { values: x, shape: [samples, features] }, y: { values: y, shape: [samples, 1] } });
  return {
    data,
    features,
    excess(weights) {
      const away = Float64Array.from(best, (each, j) => (weights[j] as number) - each);
      let sum = 0;
      for (const [j, a] of away.entries()) {
        for (const [k, b] of away.entries()) sum += a * (moments[j * features + k] as number) * b;
      }
      return sum;
    },
  };
}
