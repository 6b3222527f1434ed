import { newton } from '@gradkit/second-order';
import type { Derivatives } from './derivatives.ts';
import type { StepName } from './step-settings.ts';

/** A place that a method was at. */
export interface Place extends Derivatives {
  readonly x: number;
}

/** Most steps; and where the slope is 0 for all that matters. */
const most = 30;
const flat = 1e-12;

/** What a step is divided by: the curvature, or what takes its place. */
const divisors: Readonly<Record<Exclude<StepName, 'line-search'>, (curvature: number, damping: number) => number>> = {
  plain: (curvature) => curvature,
  absolute: Math.abs,
  // Where the function curves downwards, that is made up for first.
  damped: (curvature, damping) => Math.max(curvature, 0) + damping,
};

/** Goes down a function of one variable from a start; ends where it is flat, or not finite any more. */
export function descent(
  f: (x: number) => Derivatives,
  method: StepName,
  start: number,
  damping: number,
): readonly Place[] {
  const at = (x: number): Place => ({ x, ...f(x) });
  if (method === 'line-search') return searched(at, start);
  const places = [at(start)];
  for (let step = 0; step < most; step++) {
    const { x, slope, curvature } = places.at(-1) as Place;
    if (Math.abs(slope) <= flat) break;
    const next = at(x - slope / divisors[method](curvature, damping));
    if (!Number.isFinite(next.value) || Math.abs(next.x) > 1e6) break;
    places.push(next);
  }
  return places;
}

/** Newton's method of the library, with its own cure for curvature that is not positive. */
function searched(at: (x: number) => Place, start: number): readonly Place[] {
  const places: Place[] = [];
  newton(
    {
      valueAndGrad(x, gradient) {
        const { value, slope } = at(x[0] as number);
        gradient[0] = slope;
        return value;
      },
      hess(x, out) {
        out[0] = at(x[0] as number).curvature;
      },
    },
    [start],
    { gtol: flat, maxIter: most, callback: ({ x }) => void places.push(at(x[0] as number)) },
  );
  return places;
}

/** Gradient descent, which has no curvature to tell it how far to go. */
export function gradientDescent(f: (x: number) => Derivatives, start: number, rate: number): readonly Place[] {
  const places: Place[] = [{ x: start, ...f(start) }];
  for (let step = 0; step < most; step++) {
    const { x, slope } = places.at(-1) as Place;
    places.push({ x: x - rate * slope, ...f(x - rate * slope) });
  }
  return places;
}

/** What kind of place a method ended at. */
export type End = 'minimum' | 'maximum' | 'nowhere';

export function endOf(places: readonly Place[]): End {
  const { slope, curvature } = places.at(-1) as Place;
  if (Math.abs(slope) > 1e-8) return 'nowhere';
  return curvature > 0 ? 'minimum' : 'maximum';
}

/**
 * By how much the number of right digits grows in a step, from the last three slopes that rounding has not reached: 1 where each step
 * gains as many digits as the one before, 2 where each doubles them.
 */
export function orderOf(places: readonly Place[]): number {
  const slopes = places.map(({ slope }) => Math.abs(slope)).filter((slope) => slope > 1e-13);
  const [a, b, c] = slopes.slice(-3) as [number?, number?, number?];
  if (a === undefined || b === undefined || c === undefined) return Number.NaN;
  return Math.log(c / b) / Math.log(b / a);
}
