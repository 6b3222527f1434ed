import { foldIn, key, normal, type Tensor, tensor } from '@gradkit/core';
import { truth } from './penalties.ts';

/** A linear problem of which the truth is known: `y = x · w + noise`. */
export interface LinearProblem {
  readonly samples: number;
  readonly features: number;
  /** Row by row. */
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** What a problem is made from. */
export interface ProblemSettings {
  readonly samples: number;
  readonly features: number;
  readonly noise: number;
  readonly design: string;
  readonly seed: number;
}

/** Of neighbouring features in the correlated design. */
const correlation = 0.3;

/** A problem whose first features count what {@link truth} says. Its `part` 0 is for training, 1 for testing. */
export function linearProblem(settings: ProblemSettings, part: 0 | 1): LinearProblem {
  const { samples, features, noise, design, seed } = settings;
  const from = foldIn(key(seed), part);
  const x = Float32Array.from(normal(foldIn(from, 0), [samples, features]).dataSync());
  if (design === 'correlated') correlate(x, features);
  // Other samples than those of training need not be orthogonal to be fair.
  if (design === 'orthogonal' && part === 0) orthogonalize(x, samples, features);
  const added = normal(foldIn(from, 1), [samples]).dataSync();
  const y = Float32Array.from({ length: samples }, (_, i) => {
    const sum = truth.reduce((total, w, j) => total + w * (x[i * features + j] as number), 0);
    return sum + noise * (added[i] as number);
  });
  return { samples, features, x, y };
}

/** The problem as tensors for a network of one unit. */
export function asTensors({ x, y, samples, features }: LinearProblem): { readonly x: Tensor; readonly y: Tensor } {
  return { x: tensor(x, { shape: [samples, features] }), y: tensor(y, { shape: [samples, 1] }) };
}

/** Each feature leans on the one before it, and keeps its variance of 1. */
function correlate(x: Float32Array, features: number): void {
  const rest = Math.sqrt(1 - correlation ** 2);
  for (let i = 0; i < x.length; i++) {
    if (i % features > 0) x[i] = correlation * (x[i - 1] as number) + rest * (x[i] as number);
  }
}

/** Makes `xᵀx / samples` the identity, by Gram and Schmidt, twice so that rounding does not add up. */
function orthogonalize(x: Float32Array, samples: number, features: number): void {
  const columns = Array.from({ length: features }, (_, j) =>
    Float64Array.from({ length: samples }, (_, i) => x[i * features + j] as number),
  );
  const dot = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  columns.forEach((column, j) => {
    for (const before of [...columns.slice(0, j), ...columns.slice(0, j)]) {
      const share = dot(column, before) / samples;
      before.forEach((value, i) => {
        column[i] = (column[i] as number) - share * value;
      });
    }
    const length = Math.sqrt(dot(column, column) / samples);
    column.forEach((value, i) => {
      column[i] = value / length;
    });
  });
  columns.forEach((column, j) => {
    column.forEach((value, i) => {
      x[i * features + j] = value;
    });
  });
}
