import type { Objective } from '../../src/index.ts';

/** A function with all its derivatives. */
export interface Complete {
  readonly x0: readonly number[];
  readonly valueAndGrad: (x: Float64Array, gradient: Float64Array) => number;
  readonly hess: (x: Float64Array, out: Float64Array) => void;
  readonly hessp: (x: Float64Array, v: Float64Array, out: Float64Array) => void;
}

/** Products from a Hessian. */
export function complete(
  x0: readonly number[],
  valueAndGrad: Complete['valueAndGrad'],
  hess: Complete['hess'],
): Complete {
  const n = x0.length;
  return {
    x0,
    valueAndGrad,
    hess,
    hessp(x, v, out) {
      const h = new Float64Array(n * n);
      hess(x, h);
      for (let i = 0; i < n; i++) out[i] = v.reduce((sum, each, j) => sum + (h[i * n + j] as number) * each, 0);
    },
  };
}

type Point = readonly [number, number];
const point = (x: Float64Array): Point => [x[0] as number, x[1] as number];

/** 100·(x₂ − x₁²)² + (1 − x₁)² */
export const rosenbrock = complete(
  [-1.2, 1],
  (x, gradient) => {
    const [p, q] = point(x);
    const [a, b] = [1 - p, q - p * p];
    gradient.set([-2 * a - 400 * p * b, 200 * b]);
    return a * a + 100 * b * b;
  },
  (x, out) => {
    const [p, q] = point(x);
    out.set([2 - 400 * q + 1200 * p * p, -400 * p, -400 * p, 200]);
  },
);

/** Sums of squares of three residuals: the Hessian is indefinite at the start. */
export const beale = complete(
  [1, 1],
  (x, gradient) => {
    const [p, q] = point(x);
    let sum = 0;
    gradient.fill(0);
    [1.5, 2.25, 2.625].forEach((y, k) => {
      const i = k + 1;
      const r = y - p * (1 - q ** i);
      sum += r * r;
      gradient[0] = (gradient[0] as number) - 2 * r * (1 - q ** i);
      gradient[1] = (gradient[1] as number) + 2 * r * p * i * q ** (i - 1);
    });
    return sum;
  },
  (x, out) => {
    const [p, q] = point(x);
    out.fill(0);
    [1.5, 2.25, 2.625].forEach((y, k) => {
      const i = k + 1;
      const r = y - p * (1 - q ** i);
      const [a, b] = [-(1 - q ** i), p * i * q ** (i - 1)];
      const mixed = i * q ** (i - 1);
      const twice = i === 1 ? 0 : p * i * (i - 1) * q ** (i - 2);
      const h = [2 * a * a, 2 * (a * b + r * mixed), 2 * (a * b + r * mixed), 2 * (b * b + r * twice)];
      h.forEach((each, j) => {
        out[j] = (out[j] as number) + each;
      });
    });
  },
);

/** x₁⁴ − 2x₁² + x₂² + x₂⁴: a saddle at 0 between minima at (±1, 0). */
export const saddle = complete(
  [0, 0.8],
  (x, gradient) => {
    const [p, q] = point(x);
    gradient.set([4 * p ** 3 - 4 * p, 2 * q + 4 * q ** 3]);
    return p ** 4 - 2 * p * p + q * q + q ** 4;
  },
  (x, out) => {
    const [p, q] = point(x);
    out.set([12 * p * p - 4, 0, 0, 2 + 12 * q * q]);
  },
);

/** Powell's singular function: the Hessian at the minimum has rank 2. */
export const singular = complete(
  [3, -1, 0, 1],
  (x, gradient) => {
    const [a, b, c, d] = [...x] as [number, number, number, number];
    const [r, s, t, u] = [a + 10 * b, c - d, b - 2 * c, a - d];
    gradient.set([2 * r + 40 * u ** 3, 20 * r + 4 * t ** 3, 10 * s - 8 * t ** 3, -10 * s - 40 * u ** 3]);
    return r * r + 5 * s * s + t ** 4 + 10 * u ** 4;
  },
  (x, out) => {
    const [a, b, c, d] = [...x] as [number, number, number, number];
    const [t, u] = [12 * (b - 2 * c) ** 2, 120 * (a - d) ** 2];
    out.set([2 + u, 20, 0, -u, 20, 200 + t, -2 * t, 0, 0, -2 * t, 10 + 4 * t, -10, -u, 0, -10, 10 + u]);
  },
);

/** Brown's badly scaled function: minimum at (1e6, 2e-6). */
export const badlyScaled = complete(
  [1, 1],
  (x, gradient) => {
    const [p, q] = point(x);
    const [r, s, t] = [p - 1e6, q - 2e-6, p * q - 2];
    gradient.set([2 * r + 2 * t * q, 2 * s + 2 * t * p]);
    return r * r + s * s + t * t;
  },
  (x, out) => {
    const [p, q] = point(x);
    out.set([2 + 2 * q * q, 4 * p * q - 4, 4 * p * q - 4, 2 + 2 * p * p]);
  },
);

/** Biggs's EXP6: first-order methods end at a saddle with the value 5.65565e-3, by symmetry; the minimum is 0. */
export const biggs = {
  x0: [1, 2, 1, 1, 1, 1],
  valueAndGrad(x: Float64Array, gradient: Float64Array): number {
    const [a, b, c, d, e, f] = [...x] as [number, number, number, number, number, number];
    let sum = 0;
    gradient.fill(0);
    for (let i = 1; i <= 13; i++) {
      const t = 0.1 * i;
      const [u, v, w] = [Math.exp(-t * a), Math.exp(-t * b), Math.exp(-t * e)];
      const y = Math.exp(-t) - 5 * Math.exp(-10 * t) + 3 * Math.exp(-4 * t);
      const r = c * u - d * v + f * w - y;
      sum += r * r;
      [-t * c * u, t * d * v, u, -v, -t * f * w, w].forEach((each, j) => {
        gradient[j] = (gradient[j] as number) + 2 * r * each;
      });
    }
    return sum;
  },
} satisfies { x0: readonly number[] } & Objective;
