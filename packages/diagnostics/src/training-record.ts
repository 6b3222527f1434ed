import type { Finding } from './finding.ts';

/** How many values lie in each of equal intervals between two numbers. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** What is known of a layer before anything runs. */
export interface LayerFacts {
  /** Its path: `dense_1`, or `block/conv2d` in a model inside the model. */
  readonly path: string;
  /** `dense`, `activation`, `dropout`, … */
  readonly kind: string;
  /** Names of its parameters, as gradients are measured: `dense_1/kernel`. */
  readonly parameters: readonly string[];
  /** What its activation does, found by applying it to some numbers; undefined where the layer ends in none. */
  readonly activation?: ActivationFacts | undefined;
}

/** What an activation does to numbers. */
export interface ActivationFacts {
  /** Its name, where it is one of `@gradkit/activations` or core; else undefined. */
  readonly name?: string | undefined;
  /** `bounded`: flat on both sides, as sigmoid. `rectifier`: zero slope on one side, as ReLU. `other`. */
  readonly family: 'bounded' | 'rectifier' | 'linear' | 'other';
  /** Its largest slope: 1/4 for sigmoid. */
  readonly steepest: number;
}

/** What one layer gave and got back, at one step that was looked at. */
export interface LayerMeasures {
  readonly path: string;
  /** Of all elements of the output in the batch. */
  readonly mean: number;
  readonly standardDeviation: number;
  readonly smallest: number;
  readonly largest: number;
  readonly histogram: Histogram;
  /** Mean over units of the deviation over samples: 0 where the layer gives the same for every sample. */
  readonly deviationOverSamples: number;
  /** Share of elements at which an activation is flat that is steep elsewhere: |f′(z)| < 5 % of its largest slope. */
  readonly saturatedShare?: number | undefined;
  /**
   * Share of units that were active (f′(z) ≠ 0) on no sample of this epoch and the one before; undefined for activations whose slope
   * is nowhere 0.
   */
  readonly deadShare?: number | undefined;
  /**
   * How far the means of what arrives at the layer moved since the step looked at before, in their standard deviations: mean over
   * features. Undefined at the first.
   */
  readonly inputShift?: number | undefined;
  /**
   * Of batch normalization: how far the means of the batch lie from the moving means that are used outside training, in moving standard
   * deviations: mean over features. Large as long as the moving statistics lag behind, and where batches are small.
   */
  readonly statisticsDrift?: number | undefined;
}

/** One parameter at one step that was looked at. */
export interface ParameterMeasures {
  /** `dense_1/kernel`. */
  readonly name: string;
  /** Of a kernel the last axis counts the units. */
  readonly shape: readonly number[];
  readonly size: number;
  /**
   * Of kernels with two units or more: ‖w before − mean over units‖ / ‖w before‖, which is 0 where all units are the same; 0
   * where all weights are 0.
   */
  readonly unitSpread?: number | undefined;
  /** ‖g‖. */
  readonly gradientNorm: number;
  /** ‖w after − w before‖. */
  readonly updateNorm: number;
  /** ‖w before‖. */
  readonly weightNorm: number;
}

/** One step that was looked at. */
export interface StepMeasures {
  /** Counted from 0, over all epochs. */
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  /** The part of the loss that is penalties of weights and activities. */
  readonly penalty: number;
  readonly learningRate: number;
  readonly layers: readonly LayerMeasures[];
  readonly parameters: readonly ParameterMeasures[];
  /**
   * Mean product of the gradients of two different steps, of the last 16 or more, over their mean squared length: 1 where all batches
   * agree, about 0 where gradients are noise, below 0 where steps undo each other. Estimated from a part of the numbers of each
   * kernel. Undefined where there are not yet enough steps since it was measured last.
   */
  readonly gradientAgreement?: number | undefined;
}

/** Means over an epoch. */
export interface EpochMeasures {
  readonly epoch: number;
  readonly loss: number;
  readonly valLoss?: number | undefined;
  /** All that was logged. */
  readonly logs: Readonly<Record<string, number>>;
}

/** Where the first number appeared that is NaN or infinite. */
export interface FirstNonFinite {
  readonly step: number;
  readonly where: 'input' | 'target' | 'activation' | 'loss' | 'gradient' | 'weight';
  /** The layer or the parameter; undefined for inputs, targets and the loss. */
  readonly layer?: string | undefined;
}

/** What is known of the data. */
export interface DataFacts {
  readonly samples?: number | undefined;
  readonly batchSize: number;
  /** Of the validation data. */
  readonly validationSamples?: number | undefined;
  /** Of classification: how many samples of each class there are. */
  readonly classCounts?: readonly number[] | undefined;
  /** Whether some classes count more than others. */
  readonly classWeighted?: boolean | undefined;
  /** Mean and standard deviation of each feature of the inputs, where there are at most 4,096; else of all together. */
  readonly inputs?: { readonly means: readonly number[]; readonly standardDeviations: readonly number[] } | undefined;
  /** The same of the validation data. */
  readonly validationInputs?: DataFacts['inputs'];
  readonly nonFinite: boolean;
}

/** How training went so far: all that findings are made from. Plain data. */
export interface TrainingRecord {
  /** The name of the optimizer, such as `sgd`, for remedies that give it another learning rate. */
  readonly optimizer?: string | undefined;
  readonly layers: readonly LayerFacts[];
  readonly data: DataFacts;
  /** Names of penalties are not known, only how much they weigh: the number of parameters that have one. */
  readonly penalizedParameters: number;
  /** The batch size, and whether dropout or noise is in the model: it explains a training loss above that of validation. */
  readonly hasNoise: boolean;
  readonly steps: readonly StepMeasures[];
  /** The loss of every step, from the first on. */
  readonly losses: readonly number[];
  readonly epochs: readonly EpochMeasures[];
  readonly firstNonFinite?: FirstNonFinite | undefined;
  /** The loss of a model that knows nothing but the mean or the frequencies of the targets; undefined where unknown. */
  readonly baselineLoss?: number | undefined;
}

/** Looks at a record for one kind of trouble. Pure. */
export type Rule = (record: TrainingRecord) => readonly Finding[];
