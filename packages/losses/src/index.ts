export { binaryCrossentropy } from './binary-crossentropy.ts';
export { type CategoricalCrossentropyOptions, categoricalCrossentropy } from './categorical-crossentropy.ts';
export { type CheckLabelsOptions, checkLabels } from './check-labels.ts';
export type { CrossentropyOptions, Loss, LossOptions, Reduction } from './loss.ts';
export { meanSquaredError } from './mean-squared-error.ts';
export {
  type SparseCategoricalCrossentropyOptions,
  sparseCategoricalCrossentropy,
} from './sparse-categorical-crossentropy.ts';
