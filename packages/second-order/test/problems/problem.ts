import type { Hessian, HessianProduct, ValueAndGrad } from '../../src/index.ts';
import { hessianByDifferences, productByDifferences } from './differences.ts';

/** Residuals rᵢ of a sum of squares f = Σ rᵢ², without a factor ½, as Moré, Garbow and Hillstrom have it. */
interface Residuals {
  readonly m: number;
  readonly residuals: (x: Float64Array, out: Float64Array) => void;
  /** Derivatives ∂rᵢ/∂xⱼ, row by row: m·n numbers. */
  readonly jacobian: (x: Float64Array, out: Float64Array) => void;
}

/** [lower, upper] for each variable; null where there is no bound. */
type Bounds = readonly (readonly [number | null, number | null])[];

/** A function to minimise, of which the minima are known. */
export interface Problem {
  /** Name and number of variables, as in `golden/minimizers.json`. */
  readonly id: string;
  readonly n: number;
  readonly x0: readonly number[];
  readonly valueAndGrad: ValueAndGrad;
  readonly hess: Hessian;
  readonly hessp: HessianProduct;
  readonly leastSquares?: Residuals | undefined;
  readonly bounds?: Bounds | undefined;
  /** Values at the known local minima, the lowest first. */
  readonly minima: readonly number[];
  /** Where problem and minima are published, and what deserves to be known. */
  readonly source: string;
}

/**
 * Writes one residual: its value, and its derivatives with respect to the variables `first`, `first` + 1, …; those of all others
 * are 0.
 */
export type WriteRow = (value: number, derivatives: ArrayLike<number>, first?: number) => void;

interface Row {
  readonly id: string;
  readonly x0: readonly number[];
  readonly minima: readonly number[];
  readonly source: string;
  readonly bounds?: Bounds;
}

/**
 * A problem of a value with its gradient. Where it has no second derivatives by formulas, they are differences of fourth order of
 * its gradient, made symmetric: their relative error is about 1e-12.
 */
export function smooth(
  row: Row & { readonly valueAndGrad: ValueAndGrad; readonly hess?: Hessian; readonly hessp?: HessianProduct },
): Problem {
  const n = row.x0.length;
  const { valueAndGrad } = row;
  return {
    ...row,
    n,
    hess: row.hess ?? hessianByDifferences(n, valueAndGrad),
    hessp: row.hessp ?? productByDifferences(n, valueAndGrad),
  };
}

/** A problem of residuals, which `rows` writes one after the other. */
export function sumOfSquares(
  row: Row & { readonly m: number; readonly rows: (x: Float64Array, write: WriteRow) => void },
): Problem {
  const { m, rows, ...rest } = row;
  const n = row.x0.length;
  const valueAndGrad: ValueAndGrad = (x, gradient) => {
    let f = 0;
    gradient.fill(0);
    rows(x, (value, derivatives, first = 0) => {
      f += value * value;
      for (let j = 0; j < derivatives.length; j++) gradient[first + j] += 2 * value * derivatives[j];
    });
    return f;
  };
  const leastSquares: Residuals = {
    m,
    residuals(x, out) {
      let i = 0;
      rows(x, (value) => {
        out[i++] = value;
      });
    },
    jacobian(x, out) {
      let i = 0;
      out.fill(0);
      rows(x, (_, derivatives, first = 0) => {
        for (let j = 0; j < derivatives.length; j++) out[i * n + first + j] = derivatives[j];
        i++;
      });
    },
  };
  return { ...smooth({ ...rest, valueAndGrad }), leastSquares };
}

/** [f(1), f(2), …, f(n)] */
export const upTo = (n: number, f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i + 1));

/** A list of n numbers: `pattern`, again and again. */
export const repeat = (n: number, ...pattern: number[]): number[] => upTo(n, (i) => pattern[(i - 1) % pattern.length]);
