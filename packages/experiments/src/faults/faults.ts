import type { Recipe } from '../recipe/recipe.ts';
import type { Fault } from './fault.ts';

const deep = (units: number, layers: number): string => Array.from({ length: layers }, () => units).join('-');

/** Gradient descent as in the documents: no adaptive rate hides what gradients are. */
const plain = { optimizer: 'sgd', momentum: 0, learningRate: 0.1 } as const;

/** Mistakes, at least one for each finding that a recipe can provoke. */
export const faults: readonly Fault[] = [
  {
    name: 'ten sigmoid layers',
    change: () => ({ ...plain, hidden: deep(24, 10), activation: 'sigmoid', initializer: 'glorotUniform' }),
    finding: 'vanishing-gradient',
    layer: 0,
  },
  {
    name: 'ten ReLU layers with weights of deviation 1',
    change: () => ({
      ...plain,
      hidden: deep(24, 10),
      activation: 'relu',
      initializer: 'normal',
      stddev: 1,
      learningRate: 1e-3,
    }),
    finding: 'initialization-too-large',
    layer: 1,
  },
  {
    name: 'a rate at which a deep network blows up',
    change: () => ({
      ...plain,
      hidden: deep(24, 14),
      activation: 'relu',
      initializer: 'normal',
      stddev: 0.45,
      learningRate: 0.05,
    }),
    finding: 'exploding-gradient',
  },
  {
    name: 'tanh with weights of deviation 1',
    change: () => ({ hidden: deep(64, 4), activation: 'tanh', initializer: 'normal', stddev: 1, learningRate: 0.001 }),
    finding: 'saturation',
    layer: 1,
  },
  {
    name: 'ReLU with negative biases',
    change: () => ({ activation: 'relu', initializer: 'heNormal', bias: -6 }),
    finding: 'dying-relu',
    layer: 1,
  },
  {
    name: 'weights of deviation 0.01',
    change: () => ({ ...plain, hidden: deep(32, 5), activation: 'tanh', initializer: 'normal', stddev: 0.01 }),
    finding: 'initialization-too-small',
    layer: 1,
  },
  {
    name: 'all weights the same',
    change: () => ({ initializer: 'constant' }),
    finding: 'symmetric-initialization',
    layer: 0,
  },
  {
    name: 'a sample that is NaN',
    change: () => ({ corrupt: 1 }),
    finding: 'not-finite',
  },
  {
    name: 'a rate a hundred times too high',
    change: ({ learningRate }) => ({ learningRate: learningRate * 100 }),
    finding: 'learning-rate-too-high',
  },
  {
    name: 'a rate a thousand times too low',
    change: ({ learningRate }) => ({ learningRate: learningRate / 1000 }),
    finding: 'learning-rate-too-low',
  },
  {
    name: 'single samples with wrong labels',
    change: () => ({ ...plain, batchSize: 1, labelNoise: 0.3, learningRate: 0.05, epochs: 3 }),
    finding: 'noisy-gradients',
  },
  {
    name: 'few samples, wide layers, some wrong labels',
    change: () => ({ samples: 80, hidden: deep(256, 2), labelNoise: 0.2, epochs: 80, learningRate: 0.003 }),
    finding: 'overfitting',
    // Smooth functions fit these points, with wrong labels or not.
    harmless: ['spirals'],
  },
  {
    name: 'a network of two units',
    change: () => ({ hidden: '2' }),
    finding: 'underfitting',
    harmless: ['breast-cancer'],
  },
  {
    name: 'inputs of validation that lie elsewhere',
    change: () => ({ shift: 3 }),
    finding: 'covariate-shift',
  },
  {
    name: 'a penalty that is larger than the loss',
    change: () => ({ penalty: 'l2', strength: 1 }),
    finding: 'dominating-regularization',
  },
  {
    name: 'a penalty that does nothing',
    change: () => ({
      penalty: 'l2',
      strength: 1e-9,
      samples: 80,
      hidden: deep(256, 2),
      labelNoise: 0.2,
      epochs: 80,
      learningRate: 0.003,
    }),
    finding: 'useless-regularization',
    harmless: ['spirals'],
  },
  {
    name: 'a class that is thirty times rarer',
    change: () => ({ imbalance: 30 }),
    finding: 'class-imbalance',
    judgedBy: 'classes',
    // Few samples are enough where classes lie apart.
    harmless: ['digits', 'spirals'],
  },
  {
    name: 'inputs of mean 100',
    change: () => ({ scale: 100, standardize: false }),
    finding: 'inputs-not-standardized',
  },
  {
    name: 'probabilities taken for logits',
    change: () => ({ output: 'probabilities-as-logits' }),
    finding: 'loss-and-output-differ',
    layer: -1,
  },
  {
    name: 'SELU with dropout and weights of He',
    change: () => ({ activation: 'selu', initializer: 'heNormal', dropout: 0.3, hidden: deep(32, 6) }),
    finding: 'selu-conditions',
  },
  {
    name: 'dropout before batch normalization',
    change: () => ({ normalization: 'batch', hidden: deep(64, 4), dropout: 0.5, dropoutFirst: true }),
    finding: 'dropout-before-batch-normalization',
    isSlight: true,
  },
  {
    name: 'four sigmoid layers without normalization',
    change: () => ({
      ...plain,
      hidden: deep(24, 4),
      activation: 'sigmoid',
      initializer: 'glorotUniform',
      momentum: 0.9,
    }),
    finding: 'internal-covariate-shift',
    layer: -1,
  },
];

/** A fault in a recipe. */
export function planted(fault: Fault, recipe: Recipe): Recipe {
  return { ...recipe, ...fault.change(recipe) };
}
