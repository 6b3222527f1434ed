import type { Measure } from './measure.ts';
import type { Remedy } from './remedy.ts';

/** What can be wrong. */
export type FindingName =
  // Signals
  | 'vanishing-gradient'
  | 'exploding-gradient'
  | 'saturation'
  | 'dying-relu'
  | 'initialization-too-small'
  | 'initialization-too-large'
  | 'symmetric-initialization'
  | 'internal-covariate-shift'
  | 'not-finite'
  // Descent
  | 'learning-rate-too-high'
  | 'learning-rate-too-low'
  | 'plateau'
  | 'noisy-gradients'
  // Generalisation
  | 'overfitting'
  | 'underfitting'
  | 'covariate-shift'
  | 'useless-regularization'
  | 'dominating-regularization'
  | 'class-imbalance'
  // Before training
  | 'unexpected-initial-loss'
  | 'inputs-not-standardized'
  | 'loss-and-output-differ'
  | 'selu-conditions'
  | 'dropout-before-batch-normalization'
  | 'batch-not-learned'
  | 'wrong-gradient';

/** `problem`: training fails or is much worse than it could be. `warning`: it may. `note`: good to know. */
export type Severity = 'problem' | 'warning' | 'note';

/** One measured number beside the limit that it is judged by. */
export interface Evidence {
  /** What was measured; the texts of reports know it by this name. */
  readonly measure: Measure;
  readonly value: number;
  /** The limit, and the side of it on which the finding is made; undefined where the number only illustrates. */
  readonly limit?: { readonly above: number } | { readonly below: number } | undefined;
  /** The path of the layer that it was measured at. */
  readonly layer?: string | undefined;
}

/** Something that goes wrong in training: plain data, which JSON can hold. */
export interface Finding {
  readonly name: FindingName;
  readonly severity: Severity;
  /** Paths of the layers that it is about, from the input on; empty where it is about the whole. */
  readonly layers: readonly string[];
  readonly evidence: readonly Evidence[];
  /**
   * Why it happens, for texts that differ by cause: a word such as `sigmoid`, known to the texts of this finding. Undefined
   * where there is one reason only.
   */
  readonly cause?: string | undefined;
  /** The finding that this one comes from: whoever cures that is rid of both. Undefined where it stands for itself. */
  readonly because?: FindingName | undefined;
  /** What helps, best first. */
  readonly remedies: readonly Remedy[];
  /** The step, counted from 0 over all epochs, at which it was seen first; undefined before training. */
  readonly step?: number | undefined;
  /** Lines of the documents' inventory that speak of it, such as `1.1.3`. */
  readonly inventory: readonly string[];
}
