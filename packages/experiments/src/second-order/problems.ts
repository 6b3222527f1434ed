import { add, foldIn, key, matmul, mul, normal, square, sum, type Tensor, tanh, tensor } from '@gradkit/core';
import { type Dataset, standardizer } from '@gradkit/data';
import { breastCancer } from '@gradkit/data/breast-cancer';
import { moons } from '@gradkit/data/synthetic';
import { binaryCrossentropy } from '@gradkit/losses';
import type { ProblemName } from './curvature-settings.ts';

/** A loss of all samples at once, as a function of some tensors, in float64. */
export interface Problem {
  readonly shapes: readonly (readonly number[])[];
  /** Number of parameters. */
  readonly parameters: number;
  readonly loss: (weights: readonly Tensor[]) => Tensor;
  readonly start: readonly Tensor[];
}

const exact = { dtype: 'float64' } as const;

/**
 * ```text
 * f(w) = mean of −log p(class) + ½·penalty·‖w‖²
 * logistic:  p = σ(x·w + b), x the 30 measurements of a tumour
 * network:   p = σ(tanh(x·W + a)·v + b), x a point of two half moons
 * ```
 */
export function problemOf(name: ProblemName, units: number, penalty: number, seed: number): Problem {
  const isLogistic = name === 'logistic';
  const { x, y, features } = inFloat64(isLogistic ? breastCancer() : moons({ samples: 120, noise: 0.2, seed }));
  const shapes = isLogistic ? [[features, 1], [1]] : [[features, units], [units], [units, 1], [1]];
  const crossentropy = binaryCrossentropy({ fromLogits: true });
  const score = (weights: readonly Tensor[]): Tensor => {
    const [kernel, bias, readOut, last] = weights as readonly [Tensor, Tensor, Tensor, Tensor];
    const linear = add(matmul(x, kernel), bias);
    return isLogistic ? linear : add(matmul(tanh(linear), readOut), last);
  };
  return {
    shapes,
    parameters: shapes.reduce((count, shape) => count + shape.reduce((a, b) => a * b, 1), 0),
    loss: (weights) =>
      add(
        crossentropy(y, score(weights)),
        mul(
          penalty / 2,
          weights.map((each) => sum(square(each))).reduce((a, b) => add(a, b)),
        ),
      ),
    start: shapes.map((shape, i) => normal(foldIn(key(seed), i), shape, { stddev: 0.5, ...exact })),
  };
}

/** Standardized samples, and their classes as a column. */
function inFloat64(data: Dataset): { readonly x: Tensor; readonly y: Tensor; readonly features: number } {
  const { x, y } = standardizer(data).apply(data);
  const [samples, features] = x.shape as [number, number];
  const wide = (from: Tensor, columns: number): Tensor =>
    tensor(Float64Array.from(from.dataSync()), { shape: [samples, columns], ...exact });
  return { x: wide(x, features), y: wide(y, 1), features };
}
