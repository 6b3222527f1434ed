import { dot } from '../vector.ts';

/**
 * Gauss–Newton steps leave out the curvature of residuals, and where these are large at the minimum, each step leaves about the
 * same part q of the error along one direction: negative where steps are too long, positive where they are too short. What two
 * steps in a row tell of q makes the next one right:
 *
 * ```text
 * q = 1 − (1 − s)/t     s = ⟨p, p before⟩ / ‖p before‖²,  where the step before was t·p
 * t ← 1/(1 − q) = t/(1 − s)
 * ```
 */
export interface Relaxation {
  /** The multiple of the Gauss–Newton step p that is to be tried, from sⱼpⱼ; 1 where steps do not tell. */
  factorFor(p: Float64Array, scale: Float64Array): number;
  /** Tells what multiple of that step was taken: 0 if it was another step, or none. */
  taken(multiple: number): void;
}

export function relaxation(n: number): Relaxation {
  let last = new Float64Array(n);
  let present = new Float64Array(n);
  let isKnown = false;
  let before = 1;
  return {
    factorFor(p, scale) {
      for (let j = 0; j < n; j++) present[j] = scale[j] * p[j];
      if (!isKnown) return 1;
      const [product, squares, length] = [dot(present, last), dot(last, last), dot(present, present)];
      // Only where both steps are along one line.
      const isLine = product * product >= 0.9 * squares * length;
      const share = product / squares;
      return isLine && share > -3 && share < 0.9 ? Math.min(5, Math.max(0.2, before / (1 - share))) : 1;
    },
    taken(multiple) {
      isKnown = multiple > 0;
      if (isKnown) [last, present] = [present, last];
      before = multiple;
    },
  };
}
