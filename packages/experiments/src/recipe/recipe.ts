/**
 * A whole training run in words and numbers: data, network, optimizer. What the playground sets, addresses hold, planted faults
 * change, remedies of the doctor change back, and programs are written from.
 */
export interface Recipe {
  readonly data: DataName;
  /** Of synthetic data: how many, and how far they are moved at random. Of real data at most so many are used. */
  readonly samples: number;
  readonly noise: number;
  /** Share of the training labels that are drawn anew. */
  readonly labelNoise: number;
  /** How many times rarer class 1 is than it was; 1 leaves it. */
  readonly imbalance: number;
  /** How many training samples have a feature that is NaN. */
  readonly corrupt: number;
  /** How far each feature of validation lies from that of training, in its standard deviations. */
  readonly shift: number;
  /** Features are multiplied by it, and moved by as much. 1 leaves them. */
  readonly scale: number;
  /** Whether features are brought to mean 0 and deviation 1, after all that. */
  readonly standardize: boolean;
  /** Units of the hidden layers: `8-8`; empty for none. */
  readonly hidden: string;
  readonly activation: ActivationName;
  readonly initializer: InitializerName;
  /** Of `normal`: the standard deviation. */
  readonly stddev: number;
  /** First content of hidden biases. */
  readonly bias: number;
  readonly normalization: 'none' | 'batch' | 'layer';
  /** Share of the hidden units that are dropped. */
  readonly dropout: number;
  /** Whether dropout stands before normalisation, which is a fault. */
  readonly dropoutFirst: boolean;
  readonly penalty: 'none' | 'l1' | 'l2';
  readonly strength: number;
  /** What the last layer ends in, and what the loss takes it for. */
  readonly output: 'logits' | 'probabilities' | 'probabilities-as-logits';
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly schedule: 'none' | 'cosine';
  /** Of sgd. */
  readonly momentum: number;
  /** Largest global norm of gradients; 0 for no limit. */
  readonly clip: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Whether classes count by the inverse of their frequency. */
  readonly classWeights: boolean;
  /** Of images: whether they are moved and turned at random. */
  readonly augment: boolean;
  /** Whether training ends when validation gets worse, with the best weights. */
  readonly earlyStopping: boolean;
  readonly seed: number;
}

export type DataName = 'circles' | 'moons' | 'spirals' | 'blobs' | 'xor' | 'iris' | 'wine' | 'breast-cancer' | 'digits';

export type ActivationName =
  | 'linear'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'leakyRelu'
  | 'elu'
  | 'selu'
  | 'gelu'
  | 'silu'
  | 'mish';

export type InitializerName =
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heNormal'
  | 'lecunNormal'
  | 'orthogonal'
  | 'normal'
  | 'zeros'
  | 'constant';

export type OptimizerName = 'sgd' | 'nag' | 'adagrad' | 'adadelta' | 'rmsprop' | 'adam' | 'adamw' | 'nadam' | 'lion';

/** A run that nothing is wrong with. */
export const goodRecipe: Recipe = {
  data: 'spirals',
  samples: 400,
  noise: 0.1,
  labelNoise: 0,
  imbalance: 1,
  corrupt: 0,
  shift: 0,
  scale: 1,
  standardize: true,
  hidden: '16-16',
  activation: 'tanh',
  initializer: 'glorotUniform',
  stddev: 1,
  bias: 0,
  normalization: 'none',
  dropout: 0,
  dropoutFirst: false,
  penalty: 'none',
  strength: 0.001,
  output: 'logits',
  optimizer: 'adam',
  learningRate: 0.01,
  schedule: 'none',
  momentum: 0.9,
  clip: 0,
  batchSize: 32,
  epochs: 50,
  classWeights: false,
  augment: false,
  earlyStopping: false,
  seed: 1,
};
