import { ArgumentError, describe } from '@gradkit/core';
import { type CommonOptions, checkAtLeast } from '../problem/options.ts';
import { accepted, evaluateAt, moveTo, type Request, type Run, type Steps } from '../problem/run.ts';
import { axpy, dot, norm2 } from '../vector.ts';

/** Options that the methods with a trust region share. */
export interface TrustRegionOptions extends CommonOptions {
  /**
   * Radius of the first region; by default the length of the step to the minimum along the gradient, and at least a tenth
   * of that of the start.
   */
  readonly initialRadius?: number | undefined;
  /** The largest radius; by default as far as steps lead. */
  readonly maxRadius?: number | undefined;
  /**
   * A step is taken if the value falls by more than this share of what the parabola promises: in [0, 0.25); default 1e-4.
   */
  readonly eta?: number | undefined;
}

/** {@link TrustRegionOptions}, checked and complete. */
export interface TrustRegion {
  readonly initialRadius: number | undefined;
  readonly maxRadius: number;
  readonly eta: number;
}

export const trustRegionKeys = ['initialRadius', 'maxRadius', 'eta'] as const;

export function trustRegionOf(where: string, options: TrustRegionOptions): TrustRegion {
  const { initialRadius, maxRadius = Infinity, eta = 1e-4 } = options ?? {};
  for (const [name, value] of Object.entries({ initialRadius, maxRadius })) {
    if (value === undefined || (typeof value === 'number' && value > 0)) continue;
    throw new ArgumentError(`${where}: ${name} must be a number above 0, got ${describe(value)}.`);
  }
  checkAtLeast(where, 0, { eta });
  if (!(eta < 0.25)) throw new ArgumentError(`${where}: eta must be a number in [0, 0.25), got ${describe(eta)}.`);
  if (initialRadius !== undefined && !(initialRadius <= maxRadius)) {
    throw new ArgumentError(
      `${where}: initialRadius must be at most maxRadius, got ${describe(initialRadius)} and ${describe(maxRadius)}.`,
    );
  }
  return { initialRadius, maxRadius, eta };
}

/** What a model asks for when it knows the answer. */
export const nothing: readonly Request[] = [];

/** The parabola of a method with a trust region, and its solution within a ball. */
export interface Model {
  /** The solution. */
  readonly step: Float64Array;
  /** By how much the parabola falls to it. */
  readonly predicted: number;
  /** Makes the parabola at the present point, if that takes anything. */
  begin?(): Generator<Request, void, void>;
  /** Whether there is a direction of negative curvature, at a stationary point. */
  isSaddle(): Generator<Request, boolean, void>;
  /** Solves within a ball. */
  solve(radius: number): Generator<Request, void, void>;
  /** gᵀ·H·g / ‖g‖² at the start. */
  curvatureAlongGradient(): Generator<Request, number, void>;
}

/**
 * The steps of a trust region: the parabola is trusted as far as it has foretold the value.
 *
 * ```text
 * ρ = (f(x) − f(x + p)) / (m(0) − m(p))
 * ```
 *
 * @see Conn, Gould and Toint, Trust-region methods, 2000, chapters 6 and 17
 */
export function* trustRegionSteps(run: Run, model: Model, { initialRadius, maxRadius, eta }: TrustRegion): Steps {
  let x: Float64Array = new Float64Array(run.n);
  let gradient: Float64Array = new Float64Array(run.n);
  let radius = initialRadius ?? 0;
  let longest = 0;
  let grown = 0;
  let stalled = 0;
  let least = norm2(run.gradient);
  for (;;) {
    yield* model.begin?.() ?? nothing;
    if (run.isStationary && !(yield* model.isSaddle())) return 'gtol';
    if (radius === 0) {
      const length = norm2(run.gradient);
      const curvature = length > 0 ? yield* model.curvatureAlongGradient() : 0;
      // To the minimum of the parabola along the gradient; but the start has a length that says something, too.
      const size = norm2(run.x);
      // A curvature that is nothing but rounding may be above 0, too.
      const cauchy = curvature > 0 ? Math.min(length / curvature, 1e6 * Math.max(1, size)) : 1;
      radius = Math.min(maxRadius, Math.max(cauchy, 0.1 * size, 1e-300));
    }
    for (;;) {
      yield* model.solve(radius);
      const { step, predicted } = model;
      const length = norm2(step);
      longest = Math.max(longest, length);
      axpy(1, step, run.x, x);
      yield evaluateAt(run, x, gradient);
      const { value } = run.request;
      const actual = run.fun - value;
      const hidden = 10 * run.noise * Math.abs(run.fun);
      const slope = dot(run.gradient, step);
      const slopeAfter = dot(gradient, step);
      const isDefined = predicted > 0 && (Number.isFinite(norm2(gradient)) || value === -Infinity);
      const isHidden = Math.abs(actual) <= hidden && predicted <= hidden;
      // Where rounding hides the values, the slopes at both ends tell them.
      const rho = isDefined ? (isHidden ? -0.5 * (slope + slopeAfter) : actual) / predicted : -1;

      if (!(rho >= 0.25)) {
        // The minimum of the parabola through value and slope here and the value there.
        const over = value - run.fun - slope;
        const minimum = -slope / (2 * over);
        radius = length * (minimum >= 0.1 && minimum <= 0.5 ? minimum : minimum > 0.5 ? 0.5 : 0.1);
        grown = 0;
      } else if (rho > 0.75 && length >= 0.99 * radius) {
        // Where it goes on like this, the minimum is far away, or there is none.
        radius = Math.min(maxRadius, (grown++ < 5 ? 2 : 10) * length);
      } else grown = 0;
      if (rho > eta) {
        stalled = isHidden && norm2(gradient) >= 0.5 * least ? stalled + 1 : 0;
        least = Math.min(least, norm2(gradient));
        run.step = radius;
        const [previousX, previousGradient] = [run.x, run.gradient];
        moveTo(run, x, value, gradient);
        [x, gradient] = [previousX, previousGradient];
        yield accepted(run);
        if (stalled > 10) return 'small-trust-radius';
        break;
      }
      if (!(radius > 2 ** -52 * Math.max(norm2(run.x), longest * 2 ** -52))) return 'small-trust-radius';
    }
  }
}
