import type { FitSettings } from './common-options.ts';
import type { LeastSquaresStatus } from './result.ts';

/** What a step of a trust region did, and what the linear model of the residuals said that it would. */
interface StepOutcome {
  /** Reductions relative to twice the cost; −∞ where the residuals are not finite. */
  actual: number;
  predicted: number;
  /** All that the model promises in any step, as a length of residuals, and the length that they have, √(2·cost). */
  offset: number;
  residual: number;
  /** The largest cosine of an angle between residuals and a column of the Jacobian. */
  cosine: number;
  /** Length of residuals that is no more than rounding. */
  rounding: number;
  /** Whether the step is that of Gauss and Newton, and its length and that of x in scaled variables. */
  isFree: boolean;
  length: number;
  xLength: number;
  /** Length of the steps that the region allows from now on. */
  radius: number;
}

/** Decides what steps of trust regions are worth, and whether one is the last. */
export interface StepJudge {
  readonly outcome: StepOutcome;
  /** The ratio of the actual to the predicted reduction; 1 where rounding hides all that is left to gain. */
  ratio(): number;
  /** Why the run is over, if it is, when the region has its new radius. */
  verdict(isAccepted: boolean): LeastSquaresStatus | undefined;
}

export function stepJudge({ ftol, xtol }: FitSettings): StepJudge {
  const zero = {
    actual: 0,
    predicted: 0,
    cosine: 0,
    offset: 0,
    residual: 0,
    rounding: 0,
    length: 0,
    xLength: 0,
    radius: 0,
  };
  const outcome: StepOutcome = { ...zero, isFree: false };
  let ratio = 0;
  let isExhausted = false;
  let hidden = Infinity;
  return {
    outcome,
    ratio() {
      const { actual, predicted, offset, residual, rounding } = outcome;
      const measured = predicted > 0 ? actual / predicted : 0;
      const blur = rounding / residual;
      const isHidden = !(measured > 0.25) && Math.abs(actual) <= blur && (offset / residual) ** 2 <= blur;
      // The model is believed as long as it promises less and less.
      isExhausted = isHidden && (offset <= rounding || !(offset <= 0.9 * hidden));
      if (isHidden) hidden = offset;
      ratio = isHidden ? 1 : measured;
      return ratio;
    },
    verdict(isAccepted) {
      const { actual, predicted, cosine, isFree, length, xLength, radius } = outcome;
      if (isExhausted) return 'precision';
      // A region that only shrinks is no sign of a minimum as long as a single variable promises much.
      const isFlat = isFree || cosine <= 1e-3;
      const isLevel = isFree || cosine <= 0.1;
      const isShort = (isFree ? length : radius) <= xtol * xLength;
      const isSmall = Math.abs(actual) <= ftol && predicted <= ftol && ratio <= 2;
      if (isLevel && isSmall) return isFlat && isShort ? 'ftol-and-xtol' : 'ftol';
      if (isFlat && isShort) return 'xtol';
      return isAccepted || radius > 2 ** -52 * (xLength || length) ? undefined : 'small-trust-radius';
    },
  };
}
