import {
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  type LearningRate,
  oneCycle,
  piecewiseConstant,
  warmup,
} from '@gradkit/optimizers';
import type { ScheduleName } from './schedule-list.ts';

/** The learning rates: functions of the step, or numbers. What waits for plateaus begins as a constant. */
export const makeSchedule: Readonly<Record<ScheduleName, (peak: number, steps: number) => LearningRate>> = {
  constant: (peak) => peak,
  step: (peak, steps) =>
    piecewiseConstant({
      boundaries: [Math.round(steps / 2), Math.round(0.75 * steps)],
      values: [peak, peak / 10, peak / 100],
    }),
  exponential: (peak, steps) => exponentialDecay({ initialLearningRate: peak, decaySteps: steps, decayRate: 0.03 }),
  'inverse-time': (peak, steps) => inverseTimeDecay({ initialLearningRate: peak, decaySteps: steps, decayRate: 30 }),
  cosine: (peak, steps) => cosineDecay({ initialLearningRate: peak, decaySteps: steps }),
  'warm-up': (peak, steps) => {
    const climb = Math.round(steps / 10);
    return warmup(climb, cosineDecay({ initialLearningRate: peak, decaySteps: steps - climb }));
  },
  'one-cycle': (peak, steps) => oneCycle({ maxLearningRate: peak, totalSteps: steps }),
  plateau: (peak) => peak,
};
