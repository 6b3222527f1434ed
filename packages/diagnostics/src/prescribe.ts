import type { Remedy, RemedyName } from './remedy.ts';

/** What code of remedies depends on. */
export interface Prescription {
  /** The number that is prescribed. */
  readonly value?: number | undefined;
  /** The name of the optimizer in use; default `sgd`. */
  readonly optimizer?: string | undefined;
}

/** What to write, by remedy. */
const code: Record<RemedyName, (value: number, optimizer: string) => string> = {
  'he-initializer': () => 'kernelInitializer: heNormal()',
  'glorot-initializer': () => 'kernelInitializer: glorotUniform()',
  'lecun-initializer': () => 'kernelInitializer: lecunNormal()',
  'random-initializer': () => 'kernelInitializer: glorotUniform()',
  selu: () => 'activation: selu, kernelInitializer: lecunNormal()',
  relu: () => 'activation: relu, kernelInitializer: heNormal()',
  'leaky-relu': (slope) => `activation: (x) => leakyRelu(x, { negativeSlope: ${slope} })`,
  'batch-normalization': () => 'batchNormalization()',
  'remove-batch-normalization': () => 'dense({ units, activation: selu, kernelInitializer: lecunNormal() })',
  'larger-batch': (size) => `batchSize: ${size}`,
  'clip-gradients': (norm, optimizer) => `${optimizer}({ learningRate, globalClipNorm: ${norm} })`,
  'lower-learning-rate': (rate, optimizer) => `${optimizer}({ learningRate: ${rate} })`,
  'raise-learning-rate': (rate, optimizer) => `${optimizer}({ learningRate: ${rate} })`,
  'schedule-learning-rate': (rate, optimizer) =>
    `${optimizer}({ learningRate: cosineDecay({ initialLearningRate: ${rate}, decaySteps }) })`,
  adam: (rate) => `optimizer: adam({ learningRate: ${rate} })`,
  momentum: (momentum) => `sgd({ learningRate, momentum: ${momentum} })`,
  'standardize-inputs': () => 'const scaling = standardizer(train); scaling.apply(train)',
  'standardize-targets': () => "const scaling = standardizer(train, { field: 'y' }); scaling.apply(train)",
  'remove-non-finite-samples': () => 'data.filter(({ x }) => x.toArray().flat(Infinity).every(Number.isFinite))',
  'more-units': (units) => `dense({ units: ${units} })`,
  'more-epochs': (epochs) => `epochs: ${epochs}`,
  'more-data': () => 'train.concat(more)',
  augment: () => 'train.map(augment([randomTranslation(0.1, 0.1), randomRotation(0.05)], { seed }))',
  dropout: (rate) => `dropout({ rate: ${rate} })`,
  l2: (strength) => `kernelRegularizer: l2(${strength})`,
  'early-stopping': (patience) => `callbacks: [earlyStopping({ patience: ${patience}, restoreBestWeights: true })]`,
  'weaker-regularization': (strength) => `kernelRegularizer: l2(${strength})`,
  'stronger-regularization': (strength) => `kernelRegularizer: l2(${strength})`,
  'shuffle-before-split': () => 'data.split(0.8, { seed: 1, stratify: true })',
  'class-weights': () => 'classWeight: classWeights(train)',
  'loss-from-logits': () => 'loss: sparseCategoricalCrossentropy({ fromLogits: true })',
  'loss-from-probabilities': () => 'loss: sparseCategoricalCrossentropy()',
  'softmax-output': () => 'dense({ units, activation: softmax })',
  'linear-output': () => 'dense({ units })',
  'dropout-after-batch-normalization': (rate) => `batchNormalization(), activation(f), dropout({ rate: ${rate} })`,
  'alpha-dropout': (rate) => `alphaDropout({ rate: ${rate} })`,
  'check-gradients': () => 'checkGradients(f, inputs)',
};

/** Values where a finding prescribes none. */
const usual: Partial<Record<RemedyName, number>> = {
  'leaky-relu': 0.1,
  'larger-batch': 32,
  'clip-gradients': 1,
  'lower-learning-rate': 0.001,
  'raise-learning-rate': 0.01,
  'schedule-learning-rate': 0.01,
  adam: 0.001,
  momentum: 0.9,
  'more-units': 32,
  'more-epochs': 100,
  dropout: 0.3,
  l2: 0.001,
  'early-stopping': 5,
  'weaker-regularization': 0.001,
  'stronger-regularization': 0.001,
  'dropout-after-batch-normalization': 0.5,
  'alpha-dropout': 0.1,
};

/** A remedy with its code: `prescribe('lower-learning-rate', { value: 0.01, optimizer: 'adam' })`. */
export function prescribe(name: RemedyName, { value = usual[name], optimizer = 'sgd' }: Prescription = {}): Remedy {
  const written = code[name](value ?? Number.NaN, optimizer);
  return value === undefined ? { name, code: written } : { name, value, code: written };
}
