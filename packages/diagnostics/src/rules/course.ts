import { meanOf, part } from '../statistics.ts';
import type { TrainingRecord } from '../training-record.ts';

/** The loss of a run at its beginning and end, and what it is measured by. */
export interface Course {
  readonly steps: number;
  /** Mean of the first steps. */
  readonly first: number;
  /** Mean of the last tenth. */
  readonly last: number;
  /** The largest mean of some steps in a row: one sample alone may have a large loss. */
  readonly highest: number;
  /** The part of the latter that is penalty. */
  readonly penalty: number;
  /**
   * The loss of guessing. Where it is unknown: the entropy of the classes, which that of cross-entropy is; without classes the
   * loss of the first steps.
   */
  readonly baseline: number;
  /** (last − penalty) / baseline: 1 where nothing was learned. */
  readonly lossToBaseline: number;
  /** By how much of itself the loss fell from the second third of the run to the last. */
  readonly progress: number;
  /** By how much of itself the loss fell in the first half. */
  readonly earlyFall: number;
  /** The fall of the loss in the second half, divided by that in the first; undefined where it did not fall in the first. */
  readonly lateProgress: number | undefined;
}

/** How the loss went; undefined where no loss was finite. */
export function courseOf({ losses, steps, baselineLoss, data }: TrainingRecord): Course | undefined {
  const finite = losses.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  // An average over a few steps, but not so many that the descent is in it.
  const first = mean(finite.slice(0, Math.max(1, Math.min(5, Math.floor(finite.length / 20)))));
  const last = mean(part(finite, 0.9, 1));
  const finiteSteps = steps.filter(({ penalty }) => Number.isFinite(penalty));
  // Looks know loss and penalty of the same step, which both may fall fast.
  const looks = part(finiteSteps, 0.8, 1).filter((step) => Number.isFinite(step.loss) && step.penalty > 0);
  const ofData = meanOf(looks.map((step) => step.loss - step.penalty));
  const penalty = ofData === undefined ? 0 : Math.max(0, last - ofData);
  const baseline = baselineLoss ?? entropyOf(data.classCounts ?? []) ?? first - (finiteSteps[0]?.penalty ?? 0);
  const [second, third] = [mean(part(finite, 1 / 3, 2 / 3)), mean(part(finite, 2 / 3, 1))];
  const middle = mean(part(finite, 0.45, 0.55));
  const [early, late] = [first - middle, middle - last];
  return {
    steps: losses.length,
    first,
    last,
    highest: highestOf(finite),
    penalty,
    baseline,
    lossToBaseline: baseline > 0 ? (ofData ?? last) / baseline : Number.NaN,
    progress: second === 0 ? 0 : (second - third) / Math.abs(second),
    earlyFall: first === 0 ? 0 : early / Math.abs(first),
    lateProgress: early > 0 ? late / early : undefined,
  };
}

/** The largest mean of a twentieth of the steps, of three at least, or of the last where there are fewer. */
function highestOf(losses: readonly number[]): number {
  const width = Math.max(3, Math.floor(losses.length / 20));
  let highest = mean(losses.slice(-width));
  for (let i = width; i <= losses.length; i++) highest = Math.max(highest, mean(losses.slice(i - width, i)));
  return highest;
}

/** −Σ p log p; undefined where fewer than two classes occur. */
function entropyOf(counts: readonly number[]): number | undefined {
  const present = counts.filter((count) => count > 0);
  if (present.length < 2) return undefined;
  const total = present.reduce((sum, count) => sum + count, 0);
  return -present.reduce((sum, count) => sum + (count / total) * Math.log(count / total), 0);
}

function mean(values: readonly number[]): number {
  return meanOf(values) as number;
}
