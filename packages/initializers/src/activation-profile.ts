import { ArgumentError, describe, equalShapes, type Tensor, tensor } from '@gradkit/core';

/** What an activation does to a standard normal variable, and at three points. */
export interface ActivationProfile {
  /** E[f(z)] for z ~ N(0, 1). */
  readonly mean: number;
  /** E[f(z)²]. */
  readonly meanSquare: number;
  /** f(−3), f(0), f(3). */
  readonly values: readonly [number, number, number];
}

/** Gauss–Legendre quadrature with four nodes, on intervals of a quarter: kinks of known activations lie between them. */
const nodes = [-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526];
const weights = [0.34785484513745385, 0.6521451548625461, 0.6521451548625461, 0.34785484513745385];
const width = 0.25;
/** Beyond eight deviations the density is below 10⁻¹⁴. */
const range = 8;

/**
 * Measures an activation by calling it once; undefined when it does not act on each element by itself, as softmax and gated
 * units.
 */
export function profileOf(where: string, activation: (x: Tensor) => Tensor): ActivationProfile | undefined {
  if (typeof activation !== 'function') {
    throw new ArgumentError(`${where}: expected an activation such as relu, got ${describe(activation)}.`);
  }
  const points = [-3, 0, 3];
  const masses = [0, 0, 0];
  for (let left = -range; left < range; left += width) {
    nodes.forEach((node, i) => {
      // Rounded as the activation sees it: layers compute in float32.
      const z = Math.fround(left + (width / 2) * (1 + node));
      points.push(z);
      masses.push((((weights[i] as number) * width) / 2) * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)));
    });
  }
  // Two columns with the same numbers in other rows: they show whether the elements of a row act on each other.
  const count = points.length;
  const shifted = (row: number): number => (row + 7) % count;
  const x = tensor(
    points.flatMap((z, row) => [z, points[shifted(row)] as number]),
    { shape: [count, 2] },
  );
  const y = activation(x);
  if (!equalShapes(y.shape, x.shape)) return undefined;
  const pairs = y.dataSync();
  const at = (row: number): number => pairs[2 * row] as number;
  for (let row = 0; row < count; row++) {
    if (!same(at(shifted(row)), pairs[2 * row + 1] as number)) return undefined;
  }
  const expectation = (f: (value: number) => number): number =>
    masses.reduce((total, mass, row) => (mass === 0 ? total : total + mass * f(at(row))), 0);
  return {
    mean: expectation((value) => value),
    meanSquare: expectation((value) => value * value),
    values: [at(0), at(1), at(2)],
  };
}

/** Up to the rounding of float32. */
const same = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(a));
