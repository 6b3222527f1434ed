export { type BinaryCrossentropyOptions, binaryCrossentropy } from './binary-crossentropy.ts';
export { type BinaryFocalCrossentropyOptions, binaryFocalCrossentropy } from './binary-focal-crossentropy.ts';
export { type CategoricalCrossentropyOptions, categoricalCrossentropy } from './categorical-crossentropy.ts';
export {
  type CategoricalFocalCrossentropyOptions,
  categoricalFocalCrossentropy,
} from './categorical-focal-crossentropy.ts';
export {
  type CategoricalGeneralizedCrossEntropyOptions,
  categoricalGeneralizedCrossEntropy,
} from './categorical-generalized-cross-entropy.ts';
export { categoricalHinge } from './categorical-hinge.ts';
export { type CheckLabelsOptions, checkLabels } from './check-labels.ts';
export { type CircleOptions, circle } from './circle.ts';
export { type ContrastiveOptions, contrastive } from './contrastive.ts';
export { type CosineSimilarityOptions, cosineSimilarity } from './cosine-similarity.ts';
export { createLoss } from './create-loss.ts';
export type { CrossentropyOptions } from './crossentropy-options.ts';
export { type CtcOptions, ctc } from './ctc.ts';
export { dice } from './dice.ts';
export { hinge } from './hinge.ts';
export { type HuberOptions, huber } from './huber.ts';
export { klDivergence } from './kl-divergence.ts';
export { logCosh } from './log-cosh.ts';
export type { Loss, LossOptions, Reduction, SampleValues, Weighting } from './loss.ts';
export { meanAbsoluteError, meanAbsoluteError as mae } from './mean-absolute-error.ts';
export {
  meanAbsolutePercentageError,
  meanAbsolutePercentageError as mape,
} from './mean-absolute-percentage-error.ts';
export { meanSquaredError, meanSquaredError as mse } from './mean-squared-error.ts';
export {
  meanSquaredLogarithmicError,
  meanSquaredLogarithmicError as msle,
} from './mean-squared-logarithmic-error.ts';
export type { OverlapOptions } from './overlap.ts';
export { type PinballOptions, pinball } from './pinball.ts';
export { poisson } from './poisson.ts';
export {
  type SparseCategoricalCrossentropyOptions,
  sparseCategoricalCrossentropy,
} from './sparse-categorical-crossentropy.ts';
export { squaredHinge } from './squared-hinge.ts';
export { type TverskyOptions, tversky } from './tversky.ts';
