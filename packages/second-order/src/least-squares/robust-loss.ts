import { ArgumentError, describe } from '@gradkit/core';
import { checkAtLeast } from '../problem/options.ts';
import { halfSquares } from './linear-model.ts';

/**
 * A loss of squared residuals, by which large ones count less: writes ρ(z), ρ′(z) and ρ″(z) at z ≥ 0 into `rho`. With ρ(z) ≈ z
 * near 0, small residuals count as in least squares.
 */
export type RobustLoss = (z: number, rho: Float64Array) => void;

/** The losses that have names. */
export type RobustLossName = 'linear' | 'soft-l1' | 'huber' | 'cauchy' | 'arctan';

const losses: Readonly<Record<RobustLossName, RobustLoss>> = {
  linear(z, rho) {
    rho[0] = z;
    rho[1] = 1;
    rho[2] = 0;
  },
  'soft-l1'(z, rho) {
    const root = Math.sqrt(1 + z);
    rho[0] = 2 * (root - 1);
    rho[1] = 1 / root;
    rho[2] = -0.5 / root ** 3;
  },
  huber(z, rho) {
    const root = Math.sqrt(Math.max(z, 1));
    rho[0] = z <= 1 ? z : 2 * root - 1;
    rho[1] = 1 / root;
    rho[2] = z <= 1 ? 0 : -0.5 / root ** 3;
  },
  cauchy(z, rho) {
    rho[0] = Math.log1p(z);
    rho[1] = 1 / (1 + z);
    rho[2] = -1 / (1 + z) ** 2;
  },
  arctan(z, rho) {
    const under = 1 + z * z;
    rho[0] = Math.atan(z);
    rho[1] = 1 / under;
    rho[2] = (-2 * z) / under ** 2;
  },
};

/** A loss and the scale of its residuals, checked. */
export interface ScaledLoss {
  /** Undefined where it is that of least squares. */
  readonly loss: RobustLoss | undefined;
  readonly fScale: number;
  readonly rho: Float64Array;
}

export function scaledLoss(where: string, loss: RobustLossName | RobustLoss, fScale: number): ScaledLoss {
  const found = typeof loss === 'function' ? loss : Object.hasOwn(losses, loss) ? losses[loss] : undefined;
  if (found === undefined) {
    const words = Object.keys(losses).map((name) => `"${name}"`);
    throw new ArgumentError(
      `${where}: loss must be a function (z, rho) => … or one of ${words.join(', ')}, got ${describe(loss)}.`,
    );
  }
  checkAtLeast(where, 0, { fScale });
  if (!(fScale > 0 && fScale < Infinity)) {
    throw new ArgumentError(`${where}: fScale must be a positive number, got ${describe(fScale)}.`);
  }
  return { loss: loss === 'linear' ? undefined : found, fScale, rho: new Float64Array(3) };
}

/** ½·C²·Σ ρ((rᵢ/C)²) */
export function lossOf({ loss, fScale, rho }: ScaledLoss, residuals: Float64Array): number {
  if (loss === undefined) return halfSquares(residuals);
  let sum = 0;
  for (let i = 0; i < residuals.length; i++) {
    loss((residuals[i] / fScale) ** 2, rho);
    sum += rho[0];
  }
  return 0.5 * fScale ** 2 * sum;
}

/**
 * Writes residuals and Jacobian of the linear least squares problem that has the gradient and, as far as it is positive, the
 * curvature of the loss:
 *
 * ```text
 * J̃ᵢ = √(ρ′ + 2ρ″·z)·Jᵢ     r̃ᵢ = ρ′·rᵢ / √(ρ′ + 2ρ″·z)     z = (rᵢ/C)²
 * ```
 *
 * @param hasCurvature false for the weights √ρ′ of both alone, those of least squares that are weighted anew
 * @see Triggs, McLauchlan, Hartley and Fitzgibbon, Bundle adjustment: a modern synthesis, 2000, section 4.3
 */
export function linearizeLoss(
  { loss, fScale, rho }: ScaledLoss,
  residuals: Float64Array,
  jacobian: Float64Array,
  linear: { readonly residuals: Float64Array; readonly jacobian: Float64Array },
  hasCurvature = true,
): void {
  const m = residuals.length;
  const n = jacobian.length / m;
  for (let i = 0; i < m; i++) {
    const z = (residuals[i] / fScale) ** 2;
    rho[1] = 1;
    rho[2] = 0;
    loss?.(z, rho);
    const curvature = hasCurvature ? rho[1] + 2 * rho[2] * z : rho[1];
    const weight = Math.sqrt(Math.max(curvature, 2 ** -52));
    linear.residuals[i] = (residuals[i] * rho[1]) / weight;
    for (let j = 0; j < n; j++) linear.jacobian[i * n + j] = jacobian[i * n + j] * weight;
  }
}
