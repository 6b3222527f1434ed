import { augment, classWeights, type Dataset, randomRotation, randomTranslation } from '@gradkit/data';
import type { Sequential } from '@gradkit/layers';
import { type Loss, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import type { Optimizer } from '@gradkit/optimizers';
import { type Callback, earlyStopping, fit, type History, type Signal } from '@gradkit/train';
import { dataOf, type RecipeData } from './data-of.ts';
import { modelOf } from './model-of.ts';
import { optimizerOf } from './optimizer-of.ts';
import type { Recipe } from './recipe.ts';

/** All parts of a run, ready to begin. */
export interface PreparedRecipe extends RecipeData {
  readonly model: Sequential;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
}

/** How a recipe is run. */
export interface FitRecipeOptions {
  /** Data in place of the named one. */
  readonly data?: RecipeData | undefined;
  readonly callbacks?: readonly Callback[] | undefined;
  readonly signal?: Signal | undefined;
}

/** What a run gives. */
export interface FittedRecipe extends PreparedRecipe {
  readonly history: History;
}

/** The loss of a recipe, which may take the output of its network for something else than it is. */
export function lossOf({ output }: Pick<Recipe, 'output'>): Loss {
  return sparseCategoricalCrossentropy({ fromLogits: output !== 'probabilities' });
}

/** Makes the parts of a run. */
export async function prepareRecipe(recipe: Recipe, data?: RecipeData): Promise<PreparedRecipe> {
  const { train, validation, classes } = data ?? (await dataOf(recipe));
  const steps = recipe.epochs * Math.ceil(train.size / recipe.batchSize);
  return {
    train: recipe.augment ? augmented(train, recipe.seed) : train,
    validation,
    classes,
    model: modelOf(recipe, classes),
    optimizer: optimizerOf(recipe, steps),
    loss: lossOf(recipe),
  };
}

/** Runs a recipe from the first to the last epoch. */
export async function fitRecipe(recipe: Recipe, options: FitRecipeOptions = {}): Promise<FittedRecipe> {
  const prepared = await prepareRecipe(recipe, options.data);
  const { model, train, validation, optimizer, loss } = prepared;
  const early = recipe.earlyStopping ? [earlyStopping({ patience: 10, restoreBestWeights: true })] : [];
  const history = await fit(model, train, {
    optimizer,
    loss,
    metrics: [accuracy()],
    epochs: recipe.epochs,
    batchSize: recipe.batchSize,
    validationData: validation,
    validationBatchSize: 'full',
    seed: recipe.seed,
    callbacks: [...early, ...(options.callbacks ?? [])],
    signal: options.signal,
    ...(recipe.classWeights ? { classWeight: Object.fromEntries(classWeights(train).entries()) } : {}),
  });
  return { ...prepared, history };
}

/** Images that are moved and turned a little, others in every epoch. */
function augmented(train: Dataset, seed: number): Dataset {
  return train.map(augment([randomTranslation(0.1, 0.1), randomRotation(0.05)], { seed }));
}
