import { ArgumentError, checkFlags, checkOptions, describe } from '@gradkit/core';
import { type Schedule, schedule } from './learning-rate.ts';
import { checkCount, checkRange } from './ranges.ts';

/** Options of {@link oneCycle}. */
export interface OneCycleOptions {
  /** The highest rate. */
  readonly maxLearningRate: number;
  /** Number of steps of the cycle, at least 2: that of the whole training. */
  readonly totalSteps: number;
  /** Share of the steps that the rate climbs, in [0, 1]; default 0.3. */
  readonly pctStart?: number | undefined;
  /** How it goes from one rate to another: along half a cosine wave or a straight line; default `'cosine'`. */
  readonly annealing?: 'cosine' | 'linear' | undefined;
  /** How many times the highest rate is larger than the first, above 0; default 25. */
  readonly divFactor?: number | undefined;
  /** How many times the first rate is larger than the last, above 0; default 10⁴. */
  readonly finalDivFactor?: number | undefined;
  /** Whether it falls as long as it climbed, to the first rate, and then to the last; default `false`: at once to the last. */
  readonly threePhase?: boolean | undefined;
}

/**
 * A learning rate that climbs, falls, and ends far below where it began: one cycle for the whole training.
 *
 * ```text
 * first   = maxLearningRate / divFactor
 * last    = first / finalDivFactor
 * phases: first → maxLearningRate until step pctStart · totalSteps − 1,  → last until step totalSteps − 1
 * threePhase:                                  → first until step 2 · pctStart · totalSteps − 2,  → last
 * cosine: from a to b, rate = b + (a − b) · (1 + cos(π · t)) / 2;   linear: a + (b − a) · t
 * ```
 *
 * After the cycle the rate stays at the last. Only the rate cycles: where PyTorch also moves momentum against it, momentum
 * is a constant of the optimizer here, and 0.9 lies in the middle of that range.
 *
 * @throws ArgumentError when an option is out of range
 * @see Smith and Topin, Super-convergence: very fast training of neural networks using large learning rates, 2018
 * @example
 * ```ts
 * import { oneCycle } from '@gradkit/optimizers';
 * const rate = oneCycle({ maxLearningRate: 0.1, totalSteps: 101, pctStart: 0.5 });
 * console.log(rate(0), rate(49.5), rate(100)); // 0.004 0.1 4e-7
 * ```
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  checkOptions('oneCycle', options, [
    'maxLearningRate',
    'totalSteps',
    'pctStart',
    'annealing',
    'divFactor',
    'finalDivFactor',
    'threePhase',
  ]);
  const { maxLearningRate, totalSteps, pctStart = 0.3, annealing = 'cosine' } = options;
  const { divFactor = 25, finalDivFactor = 1e4, threePhase = false } = options;
  checkRange('oneCycle', 'at least 0', { maxLearningRate });
  checkCount('oneCycle', 2, { totalSteps });
  checkRange('oneCycle', 'in [0, 1]', { pctStart });
  checkRange('oneCycle', 'above 0', { divFactor, finalDivFactor });
  checkFlags('oneCycle', { threePhase });
  if (annealing !== 'cosine' && annealing !== 'linear') {
    throw new ArgumentError(`oneCycle: annealing is 'cosine' or 'linear', got ${describe(annealing)}.`);
  }

  const first = maxLearningRate / divFactor;
  const last = first / finalDivFactor;
  const climb = { end: pctStart * totalSteps - 1, to: maxLearningRate };
  const fall = { end: totalSteps - 1, to: last };
  const phases = threePhase ? [climb, { end: 2 * pctStart * totalSteps - 2, to: first }, fall] : [climb, fall];
  const curve = annealing === 'cosine' ? cosine : linear;
  const path = [first, ...phases.map(({ to }) => to)].join(' to ');
  return schedule(`oneCycle: ${path} over ${totalSteps} steps`, (step) => {
    let [begin, from] = [0, first];
    for (const { end, to } of phases) {
      if (step <= end) return end === begin ? to : curve(from, to, (step - begin) / (end - begin));
      [begin, from] = [end, to];
    }
    return last;
  });
}

function cosine(from: number, to: number, share: number): number {
  const rest = (1 + Math.cos(Math.PI * share)) / 2;
  return from * rest + to * (1 - rest);
}

function linear(from: number, to: number, share: number): number {
  return from * (1 - share) + to * share;
}
