// Training deep neural networks.
import {
  beforeTraining,
  choiceTest,
  explodingTest,
  recurrent,
  signal,
  signalRules,
  signalTest,
  slopesTest,
} from '../places.mjs';

export const lines = [
  { line: '1.5.1', concept: 'Transfer learning: frozen layers', names: ['layers/freeze', 'train/weightsFromBytes'] },
  {
    line: '1.5.2',
    concept: 'Exploding gradients of recurrent networks',
    names: ['layers/simpleRnn', 'layers/lstm', 'layers/gru'],
    evidence: recurrent,
    tests: [explodingTest],
  },
  {
    line: '1.5.3',
    concept: 'Variance grows from layer to layer, the top saturates',
    tests: [signalTest],
    evidence: signal,
  },
  { line: '1.5.4', concept: 'Equal variance forward and backward', tests: [signalTest], evidence: signal },
  {
    line: '1.5.5',
    concept: 'Glorot: fan-avg, normal and uniform',
    names: ['initializers/glorotNormal', 'initializers/glorotUniform'],
  },
  { line: '1.5.6', concept: 'LeCun: fan-in', names: ['initializers/lecunNormal', 'initializers/lecunUniform'] },
  {
    line: '1.5.7',
    concept: 'He for ReLU, LeCun for SELU',
    names: ['initializers/heNormal', 'initializers/initializerFor', 'initializers/gainFor'],
    tests: [choiceTest],
  },
  {
    line: '1.5.8',
    concept: 'Dying ReLU',
    names: ['activations/relu', 'diagnostics/findingsOf', 'diagnostics/probe'],
    tests: [signalRules],
  },
  { line: '1.5.9', concept: 'Leaky ReLU', names: ['activations/leakyRelu'] },
  { line: '1.5.10', concept: 'RReLU: a random slope in training', names: ['layers/rrelu'] },
  { line: '1.5.11', concept: 'PReLU: a learned slope', names: ['layers/prelu'] },
  {
    line: '1.5.12',
    concept: 'Their kink at zero',
    names: ['activations/leakyRelu', 'activations/relu'],
    tests: [slopesTest],
  },
  { line: '1.5.13', concept: 'ELU: limit −α', names: ['activations/elu'] },
  {
    line: '1.5.14',
    concept: 'SELU and its conditions',
    names: ['activations/selu', 'layers/alphaDropout', 'initializers/lecunNormal', 'diagnostics/diagnose'],
    tests: [beforeTraining],
  },
  { line: '1.5.15', concept: 'GELU: zΦ(z)', names: ['activations/gelu'] },
  { line: '1.5.16', concept: 'Approximations of GELU', names: ['activations/gelu'] },
  { line: '1.5.17', concept: 'Swish and Mish', names: ['activations/swish', 'activations/silu', 'activations/mish'] },
];
