// Deep learning for everyone, part 2.
import { explodingTest, figures, recurrent, signal, signalTest, slopesTest } from '../places.mjs';

export const lines = [
  { line: '1.3.1', concept: 'The signal does not reach the front', tests: [signalTest], evidence: signal },
  {
    line: '1.3.2',
    concept: 'σ′ is at most ¼',
    names: ['activations/sigmoid'],
    tests: [signalTest, slopesTest],
    evidence: signal,
  },
  { line: '1.3.3', concept: 'Exploding gradient', tests: [signalTest, explodingTest], evidence: recurrent },
  { line: '1.3.4', concept: 'ReLU, and units that die', names: ['activations/relu'], tests: [slopesTest] },
  { line: '1.3.5', concept: 'A small slope below zero', names: ['activations/leakyRelu'] },
  { line: '1.3.6', concept: 'Maxout, tanh, ELU', names: ['layers/maxout', 'activations/tanh', 'activations/elu'] },
  { line: '1.3.7', concept: 'First weights too small and too large', tests: [signalTest], evidence: signal },
  {
    line: '1.3.8',
    concept: 'Zero-mean normal with the right spread',
    names: ['initializers/varianceScaling'],
    evidence: signal,
  },
  { line: '1.3.9', concept: 'Dropped connections, and dropped units', names: ['layers/dropConnect', 'layers/dropout'] },
  {
    line: '1.3.10',
    concept: 'Fast first, slow later: annealing',
    names: [
      'optimizers/exponentialDecay',
      'optimizers/cosineDecay',
      'optimizers/piecewiseConstant',
      'train/reduceLearningRateOnPlateau',
    ],
  },
  {
    line: '1.3.11',
    concept: 'SGD, momentum, NAG, Adagrad, Adadelta, RMSprop, Adam',
    names: [
      'optimizers/sgd',
      'optimizers/nag',
      'optimizers/adagrad',
      'optimizers/adadelta',
      'optimizers/rmsprop',
      'optimizers/adam',
    ],
  },
  {
    line: '1.3.12',
    concept: 'Trajectories of optimizers on one surface',
    names: ['optimizers/createOptimizer'],
    later: figures,
  },
  { line: '1.3.13', concept: 'Values pile up at one side', names: ['layers/batchNormalization'] },
];
