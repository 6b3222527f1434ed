import type { Finding } from '../finding.ts';
import type { Rule, TrainingRecord } from '../training-record.ts';
import { classImbalance } from './class-imbalance.ts';
import { covariateShift, internalCovariateShift } from './covariate-shift.ts';
import { dyingRelu } from './dying-relu.ts';
import { explodingGradient } from './exploding-gradient.ts';
import { dominatingRegularization, overfitting, uselessRegularization } from './generalization.ts';
import { initializationTooLarge, initializationTooSmall, symmetricInitialization } from './initialization.ts';
import { inputsNotStandardized } from './inputs-not-standardized.ts';
import { learningRateTooHigh, learningRateTooLow } from './learning-rate.ts';
import { notFinite } from './not-finite.ts';
import { rank } from './rank.ts';
import { saturation } from './saturation.ts';
import { noisyGradients, plateau, underfitting } from './stagnation.ts';
import { vanishingGradient } from './vanishing-gradient.ts';

const rules: readonly Rule[] = [
  notFinite,
  inputsNotStandardized,
  symmetricInitialization,
  initializationTooLarge,
  initializationTooSmall,
  explodingGradient,
  saturation,
  dyingRelu,
  vanishingGradient,
  internalCovariateShift,
  learningRateTooHigh,
  learningRateTooLow,
  noisyGradients,
  plateau,
  underfitting,
  covariateShift,
  classImbalance,
  uselessRegularization,
  dominatingRegularization,
  overfitting,
];

/**
 * What a record of training tells: all that went wrong, causes before what they bring about, problems before warnings and notes.
 *
 * A finding that comes from another one names it (`because`) and stands behind it.
 *
 * @param record what was measured during training, such as `trainingDoctor().record`; plain data
 * @returns no findings where training is healthy, or too short to say
 * @example
 * ```ts
 * import { findingsOf, recordTraining } from '@gradkit/diagnostics';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 *
 * const data = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
 * const recorder = recordTraining({ data });
 * await fit(sequential([dense({ units: 1 })]), data, {
 *   optimizer: sgd({ learningRate: 2 }), loss: meanSquaredError(), epochs: 40, callbacks: [recorder],
 * });
 * console.log(findingsOf(recorder.record)[0]?.name); // learning-rate-too-high
 * ```
 */
export function findingsOf(record: TrainingRecord): readonly Finding[] {
  return rank(rules.flatMap((rule) => rule(record)));
}
