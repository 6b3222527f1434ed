/**
 * What findings come from, where they have several reasons: texts have a sentence for each. `only` where there is one, which
 * findings leave out.
 */
export interface Causes {
  readonly 'vanishing-gradient':
    | 'slope'
    | 'slope-and-saturation'
    | 'saturation'
    | 'dead-units'
    | 'small-weights'
    | 'depth';
  readonly 'exploding-gradient': 'depth' | 'scale' | 'cliff';
  readonly saturation: 'inputs' | 'large-weights' | 'activation' | 'learning-rate';
  readonly 'dying-relu': 'inputs' | 'initialization' | 'learning-rate';
  readonly 'initialization-too-small': 'only';
  readonly 'initialization-too-large': 'only';
  readonly 'symmetric-initialization': 'zeros' | 'constant';
  readonly 'internal-covariate-shift': 'only';
  readonly 'not-finite': 'input' | 'target' | 'activation' | 'loss' | 'gradient' | 'weight';
  readonly 'learning-rate-too-high': 'divergence' | 'restless' | 'range-test';
  readonly 'learning-rate-too-low': 'crawling' | 'range-test';
  readonly plateau: 'flat' | 'bouncing';
  readonly 'noisy-gradients': 'only';
  readonly overfitting: 'many-parameters' | 'too-long';
  readonly underfitting: 'no-hidden-layer' | 'too-few-units' | 'stopped-early';
  readonly 'covariate-shift': 'only';
  readonly 'useless-regularization': 'only';
  readonly 'dominating-regularization': 'collapse' | 'share';
  readonly 'class-imbalance': 'only';
  readonly 'unexpected-initial-loss': 'weights' | 'targets';
  readonly 'inputs-not-standardized': 'scale' | 'spread' | 'shift';
  readonly 'loss-and-output-differ':
    | 'softmax-into-logits'
    | 'sigmoid-into-logits'
    | 'linear-into-probabilities'
    | 'rectified-output'
    | 'sigmoid-of-exclusive-classes'
    | 'single-softmax'
    | 'targets-out-of-reach';
  readonly 'selu-conditions':
    | 'other-layers'
    | 'other-activations'
    | 'inputs'
    | 'weights'
    | 'dropout'
    | 'batch-normalization'
    | 'penalties'
    | 'skips';
  readonly 'dropout-before-batch-normalization': 'only';
  readonly 'batch-not-learned': 'only';
  readonly 'wrong-gradient': 'only';
}
