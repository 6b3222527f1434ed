/** What can be done. */
export type RemedyName =
  | 'he-initializer'
  | 'glorot-initializer'
  | 'lecun-initializer'
  | 'random-initializer'
  | 'relu'
  | 'leaky-relu'
  | 'selu'
  | 'batch-normalization'
  | 'remove-batch-normalization'
  | 'larger-batch'
  | 'clip-gradients'
  | 'lower-learning-rate'
  | 'raise-learning-rate'
  | 'schedule-learning-rate'
  | 'adam'
  | 'momentum'
  | 'standardize-inputs'
  | 'standardize-targets'
  | 'remove-non-finite-samples'
  | 'more-units'
  | 'more-epochs'
  | 'more-data'
  | 'augment'
  | 'dropout'
  | 'l2'
  | 'early-stopping'
  | 'weaker-regularization'
  | 'stronger-regularization'
  | 'shuffle-before-split'
  | 'class-weights'
  | 'loss-from-logits'
  | 'loss-from-probabilities'
  | 'softmax-output'
  | 'linear-output'
  | 'dropout-after-batch-normalization'
  | 'alpha-dropout'
  | 'check-gradients';

/** Something to do about a finding: plain data. */
export interface Remedy {
  readonly name: RemedyName;
  /** The number that is prescribed, such as a learning rate; undefined where there is none. */
  readonly value?: number | undefined;
  /** What to write, as code: `kernelInitializer: heNormal()`. */
  readonly code: string;
}
