export { binaryCrossentropy } from './binary-crossentropy.ts';
export { type CategoricalCrossentropyOptions, categoricalCrossentropy } from './categorical-crossentropy.ts';
export { type CheckLabelsOptions, checkLabels } from './check-labels.ts';
export { createLoss } from './create-loss.ts';
export type { CrossentropyOptions } from './crossentropy-options.ts';
export type { Loss, LossOptions, Reduction, SampleValues, Weighting } from './loss.ts';
export { meanAbsoluteError } from './mean-absolute-error.ts';
export { meanSquaredError } from './mean-squared-error.ts';
export {
  type SparseCategoricalCrossentropyOptions,
  sparseCategoricalCrossentropy,
} from './sparse-categorical-crossentropy.ts';
