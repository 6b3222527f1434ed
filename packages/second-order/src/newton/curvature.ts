import { multiply } from '../dense/multiply.ts';
import { gradientAt, hessianAt, hessianProductAt, type Request, type Run } from '../problem/run.ts';
import { axpy, norm2 } from '../vector.ts';

type Asking = Generator<Request, void, void>;

/** Second derivatives at the present point of a run, as the objective gives them or from what it gives. */
export interface CurvatureHere {
  /** Relative accuracy of products. */
  readonly accuracy: number;
  /** out ← H·v */
  product(v: Float64Array, out: Float64Array): Asking;
  /** Writes H row by row: n² numbers, symmetric. */
  hessian(out: Float64Array): Asking;
}

/**
 * Products with the Hessian come from `hessp`, from `hess`, or from a difference of gradients; the Hessian from `hess`, or
 * from its products with the axes. What leads out of where the function is defined gives NaN.
 *
 * ```text
 * H·v ≈ (g(x + h·v) − g(x)) / h        h = √ε·(1 + ‖x‖) / ‖v‖
 * ```
 */
export function curvatureOf(run: Run): CurvatureHere {
  const { n, hasHessian, hasProduct } = run;
  const epsilon = Math.sqrt(Math.max(run.noise, 2 ** -52));
  const shifted = new Float64Array(hasHessian || hasProduct ? 0 : n);
  const axis = new Float64Array(hasHessian ? 0 : n);
  const column = new Float64Array(hasHessian ? 0 : n);
  const kept = new Float64Array(hasHessian && !hasProduct ? n * n : 0);
  let keptAt = -1;

  /** (g(x + h·v) − g(x)) / h, and backwards if there is no gradient ahead. */
  function* difference(v: Float64Array, h: number, out: Float64Array): Asking {
    for (const step of [h, -h]) {
      axpy(step, v, run.x, shifted);
      yield gradientAt(run, shifted, out);
      for (let i = 0; i < n; i++) out[i] = (out[i] - run.gradient[i]) / step;
      if (Number.isFinite(norm2(out))) return;
    }
  }

  function* product(v: Float64Array, out: Float64Array): Asking {
    if (hasProduct) yield hessianProductAt(run, run.x, v, out);
    else if (hasHessian) {
      if (keptAt !== run.nit) yield* hessian(kept);
      keptAt = run.nit;
      multiply(kept, v, out);
    } else {
      const length = norm2(v);
      if (length === 0) out.fill(0);
      else yield* difference(v, (epsilon * (1 + norm2(run.x))) / length, out);
    }
  }

  function* hessian(out: Float64Array): Asking {
    if (hasHessian) yield hessianAt(run, run.x, out);
    else {
      for (let j = 0; j < n; j++) {
        axis.fill(0);
        axis[j] = 1;
        if (hasProduct) yield hessianProductAt(run, run.x, axis, column);
        else yield* difference(axis, epsilon * (1 + Math.abs(run.x[j])), column);
        out.set(column, j * n);
      }
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        out[i * n + j] = out[j * n + i] = 0.5 * out[i * n + j] + 0.5 * out[j * n + i];
      }
    }
  }

  return { accuracy: hasHessian || hasProduct ? 2 ** -52 : epsilon, product, hessian };
}
