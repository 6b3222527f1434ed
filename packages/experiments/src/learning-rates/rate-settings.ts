import type { Config } from '../experiment.ts';
import { goodRecipe, type Recipe } from '../recipe/recipe.ts';
import { settingsOf } from '../settings.ts';

export const defaults = { learningRate: 0.0005, activation: 'relu', hidden: 32, samples: 600, epochs: 12, seed: 1 };

/** Rates that the network is trained with, one after the other: from 10⁻⁴ to 10. */
export const swept: readonly number[] = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.6, 1, 1.5, 2, 3, 6, 10];

/** Epochs of each of these runs. */
export const sweptEpochs = 4;

/** A rate near the one that the range test suggests for these networks; the test compares the two. */
export const goodRate = 0.2;

/** The network and its data: digits, one hidden layer, plain gradient descent with mini-batches of 32. */
export function recipeOf(config: Config): Recipe {
  const { learningRate, activation, hidden, samples, epochs, seed } = settingsOf(defaults, config);
  return {
    ...goodRecipe,
    data: 'digits',
    samples,
    hidden: String(hidden),
    activation: activation === 'tanh' ? 'tanh' : 'relu',
    initializer: activation === 'tanh' ? 'glorotUniform' : 'heNormal',
    optimizer: 'sgd',
    momentum: 0,
    learningRate,
    batchSize: 32,
    epochs,
    seed,
  };
}

/** What a rate does: see {@link verdictOf}. */
export type Verdict = 'small' | 'right' | 'large' | 'diverging';

/**
 * By the losses of all samples before and after training, and the largest of a step: a rate diverges that ends no lower than it
 * began, is too large where the loss leaps above the first on its way, and too small where much of it is left.
 */
export function verdictOf(measures: Readonly<Record<string, number>>): Verdict {
  const { loss = Number.NaN, first = Number.NaN, worst = 0 } = measures;
  if (!(loss < first)) return 'diverging';
  if (worst > 1.5 * first) return 'large';
  return loss > 0.3 * first ? 'small' : 'right';
}
