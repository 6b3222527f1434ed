import type { TrainingRecord } from '../../src/training-record.ts';
import { recordOf, relu, type Setting, sigmoid, tanh } from './records.ts';

const swinging = (level: number, swing: number) => (t: number) =>
  level * (1 + (Math.round(99 * t) % 2 === 0 ? swing : -swing));
const atPlace =
  <T>(place: number, value: T) =>
  (other: number): T | Record<string, never> =>
    other === place ? value : {};
const overfit: Setting = {
  epochs: 20,
  loss: (t) => Math.exp(-5 * t),
  valLoss: (t) => (t <= 0.5 ? 1 - t : 0.5 + 2 * (t - 0.5)),
};
const raw: Partial<TrainingRecord> = {
  data: { batchSize: 32, nonFinite: false, inputs: { means: [700], standardDeviations: [300] } },
};

/** For each finding that rules make, and each of its causes, a record in which it is. */
export const faultyRecords: Readonly<Record<string, TrainingRecord>> = {
  'vanishing-gradient slope': recordOf({ activation: sigmoid, kernel: atPlace(0, { gradientNorm: 1e-9 }) }),
  'vanishing-gradient slope-and-saturation': recordOf({
    activation: sigmoid,
    kernel: atPlace(0, { gradientNorm: 1e-9 }),
    layer: () => ({ saturatedShare: 0.9 }),
  }),
  'vanishing-gradient saturation': recordOf({
    activation: tanh,
    kernel: atPlace(0, { gradientNorm: 1e-9 }),
    layer: () => ({ saturatedShare: 0.9 }),
  }),
  'vanishing-gradient dead-units': recordOf({
    kernel: atPlace(0, { gradientNorm: 1e-9 }),
    layer: () => ({ deadShare: 0.9 }),
  }),
  'vanishing-gradient small-weights': recordOf({
    activation: tanh,
    kernel: atPlace(0, { gradientNorm: 1e-9, weightNorm: 0.1 }),
  }),
  'vanishing-gradient depth': recordOf({ activation: tanh, kernel: atPlace(0, { gradientNorm: 1e-9 }) }),
  'exploding-gradient depth': recordOf({ kernel: atPlace(0, { gradientNorm: 1e5 }) }),
  'exploding-gradient scale': recordOf({ kernel: () => ({ gradientNorm: 1e5 }) }),
  'exploding-gradient cliff': recordOf({
    loss: () => 1,
    kernel: (_, t) => ({ gradientNorm: t > 0.7 && t < 0.76 ? 100 : 0.1 }),
  }),
  'saturation inputs': recordOf({ activation: tanh, layer: () => ({ saturatedShare: 0.9 }), record: raw }),
  'saturation large-weights': recordOf({
    activation: tanh,
    layer: () => ({ saturatedShare: 0.9 }),
    kernel: () => ({ weightNorm: 200 }),
  }),
  'saturation activation': recordOf({ activation: tanh, layer: () => ({ saturatedShare: 0.9 }) }),
  'saturation learning-rate': recordOf({
    activation: tanh,
    loss: () => 1,
    layer: (_, t) => ({ saturatedShare: t > 0.3 ? 0.9 : 0 }),
  }),
  'dying-relu inputs': recordOf({ layer: () => ({ deadShare: 0.9 }), record: raw }),
  'dying-relu initialization': recordOf({ layer: () => ({ deadShare: 0.9 }) }),
  'dying-relu learning-rate': recordOf({ layer: (_, t) => ({ deadShare: t > 0.3 ? 0.9 : 0 }) }),
  'initialization-too-small only': recordOf({
    kernel: () => ({ weightNorm: 0.01 }),
    layer: () => ({ deviationOverSamples: 1e-3 }),
  }),
  'initialization-too-large only': recordOf({
    kernel: () => ({ weightNorm: 100 }),
    layer: (place) => ({ deviationOverSamples: 5 ** place }),
  }),
  'symmetric-initialization zeros': recordOf({ kernel: () => ({ weightNorm: 0, unitSpread: 0 }) }),
  'symmetric-initialization constant': recordOf({ kernel: () => ({ unitSpread: 0 }) }),
  'internal-covariate-shift only': recordOf({ activation: relu, loss: () => 1, layer: () => ({ inputShift: 2 }) }),
  ...Object.fromEntries(
    (['input', 'target', 'activation', 'loss', 'gradient', 'weight'] as const).map((where) => [
      `not-finite ${where}`,
      recordOf({ record: { firstNonFinite: { step: 3, where } } }),
    ]),
  ),
  'learning-rate-too-high divergence': recordOf({ loss: (t) => 1 + 9 * t }),
  'learning-rate-too-high restless': recordOf({ loss: () => 1, kernel: () => ({ updateNorm: 3 }) }),
  'learning-rate-too-low crawling': recordOf({ loss: (t) => 1 - 0.1 * t, kernel: () => ({ updateNorm: 1e-6 }) }),
  'plateau flat': recordOf({ loss: () => 0.97 }),
  'plateau bouncing': recordOf({ loss: swinging(0.7, 0.3) }),
  'noisy-gradients only': recordOf({
    loss: swinging(0.7, 0.8),
    step: () => ({ gradientAgreement: 0.01 }),
    record: { data: { samples: 500, batchSize: 1, nonFinite: false } },
  }),
  'overfitting many-parameters': recordOf(overfit),
  'overfitting too-long': recordOf({ ...overfit, record: { data: { samples: 1e5, batchSize: 32, nonFinite: false } } }),
  'underfitting no-hidden-layer': recordOf({ hidden: 0, loss: () => 0.7 }),
  'underfitting too-few-units': recordOf({ width: 2, loss: () => 0.7 }),
  'underfitting stopped-early': recordOf({ loss: (t) => 1 - 0.4 * t }),
  'covariate-shift only': recordOf({
    record: {
      data: {
        batchSize: 32,
        nonFinite: false,
        inputs: { means: [0], standardDeviations: [1] },
        validationInputs: { means: [2], standardDeviations: [1] },
      },
    },
  }),
  'useless-regularization only': recordOf({ ...overfit, penalty: () => 1e-5, record: { penalizedParameters: 3 } }),
  'dominating-regularization share': recordOf({
    loss: () => 10,
    penalty: () => 9,
    record: { penalizedParameters: 3 },
  }),
  'dominating-regularization collapse': recordOf({
    loss: () => 1,
    kernel: (_, t) => ({ weightNorm: t > 0.5 ? 1e-3 : 1 }),
    record: { penalizedParameters: 3 },
  }),
  'class-imbalance only': recordOf({ record: { data: { batchSize: 32, nonFinite: false, classCounts: [400, 10] } } }),
};
