import type { Hessian, HessianProduct, ValueAndGrad } from '../../src/index.ts';

// The error of rounding is about 2⁻⁵² / h, that of a difference of fourth order h⁴ / L⁴, where L is how far variables move until
// the function has changed its nature: they are equal for an L of 1/8.
const relativeStep = 2 ** -12;

/**
 * Derivative of the gradient along v, from four gradients:
 *
 * ```text
 * H v ≈ (8 (g(x + h v) − g(x − h v)) − (g(x + 2h v) − g(x − 2h v))) / (12 h)
 * ```
 */
function derivativeAlong(n: number, valueAndGrad: ValueAndGrad) {
  const at = new Float64Array(n);
  const gradient = new Float64Array(n);
  return (x: Float64Array, v: Float64Array, h: number, out: Float64Array): void => {
    out.fill(0);
    for (const [multiple, weight] of [
      [1, 8],
      [-1, -8],
      [2, -1],
      [-2, 1],
    ]) {
      for (let i = 0; i < n; i++) at[i] = x[i] + multiple * h * v[i];
      valueAndGrad(at, gradient);
      for (let i = 0; i < n; i++) out[i] += (weight * gradient[i]) / (12 * h);
    }
  };
}

export function productByDifferences(n: number, valueAndGrad: ValueAndGrad): HessianProduct {
  const derivative = derivativeAlong(n, valueAndGrad);
  return (x, v, out) => {
    const [size, length] = [Math.max(1, Math.hypot(...x) / Math.sqrt(n)), Math.hypot(...v)];
    if (length === 0) out.fill(0);
    else derivative(x, v, (relativeStep * size) / length, out);
  };
}

export function hessianByDifferences(n: number, valueAndGrad: ValueAndGrad): Hessian {
  const derivative = derivativeAlong(n, valueAndGrad);
  const unit = new Float64Array(n);
  const column = new Float64Array(n);
  return (x, out) => {
    for (let j = 0; j < n; j++) {
      unit[j] = 1;
      derivative(x, unit, relativeStep * Math.max(1, Math.abs(x[j])), column);
      unit[j] = 0;
      for (let i = 0; i < n; i++) out[i * n + j] = column[i];
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const mean = (out[i * n + j] + out[j * n + i]) / 2;
        out[i * n + j] = mean;
        out[j * n + i] = mean;
      }
    }
  };
}
