import { cast, div, jit, mul, oneHot, sum, type Tensor } from '@gradkit/core';
import { classWeights } from '@gradkit/data';
import { diagnose, type Finding, type Remedy } from '@gradkit/diagnostics';
import { cured } from '../recipe/cured.ts';
import type { RecipeData } from '../recipe/data-of.ts';
import { fitRecipe, lossOf, prepareRecipe } from '../recipe/fit-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Fault } from './fault.ts';

/** What the doctor says about a recipe: checks, and a probe run of all its epochs. */
export async function examine(recipe: Recipe, data?: RecipeData): Promise<readonly Finding[]> {
  const { model, train, validation, optimizer, loss } = await prepareRecipe(recipe, data);
  const report = await diagnose(model, train, {
    optimizer,
    loss,
    batchSize: recipe.batchSize,
    epochs: recipe.epochs,
    validationData: validation,
    seed: recipe.seed,
    ...(recipe.classWeights ? { classWeight: Object.fromEntries(classWeights(train).entries()) } : {}),
  });
  return report.findings;
}

/** Whether the doctor named a fault, at the right layer. */
export function isFound({ finding, layer }: Fault, findings: readonly Finding[], recipe: Recipe): boolean {
  const named = findings.find(({ name }) => name === finding);
  if (named === undefined) return false;
  if (layer === undefined) return true;
  // Dense layers in models of recipes are called dense, dense_1, …; the output is the last.
  const index = layer >= 0 ? layer : recipe.hidden === '' ? 0 : recipe.hidden.split('-').length;
  return named.layers.includes(index === 0 ? 'dense' : `dense_${index}`);
}

/** What following the first prescription did. */
export interface Treatment {
  readonly remedy: Remedy | undefined;
  /** Loss of validation at the end of training, without penalties. */
  readonly before: number;
  readonly after: number;
}

/** Trains with a fault, and again with the first remedy of the first finding. */
export async function treat(
  { judgedBy = 'samples' }: Pick<Fault, 'judgedBy'>,
  recipe: Recipe,
  findings: readonly Finding[],
  dataFor: (recipe: Recipe) => RecipeData | undefined = () => undefined,
): Promise<Treatment> {
  const [remedy] = findings[0]?.remedies ?? [];
  const better = remedy && cured(recipe, remedy);
  const before = await validationLoss(recipe, judgedBy, dataFor(recipe));
  return {
    remedy,
    before,
    after: better === undefined ? before : await validationLoss(better, judgedBy, dataFor(better)),
  };
}

/** Whether a loss is smaller than another, which need not be a number any more. */
export function isBetter({ before, after }: Treatment): boolean {
  return Number.isFinite(after) && !(after >= before);
}

async function validationLoss(recipe: Recipe, judgedBy: 'samples' | 'classes', data?: RecipeData): Promise<number> {
  const { model, validation, classes } = await fitRecipe(recipe, { data });
  const loss = lossOf(recipe);
  const measure = jit((x: Tensor, y: Tensor) => {
    const output = model.apply(x);
    if (judgedBy === 'samples') return loss(y, output);
    // Every class counts the same, however rare.
    const counts = sum(cast(oneHot(y, classes), 'float32'), { axis: 0 });
    const weight = div(1, sum(mul(cast(oneHot(y, classes), 'float32'), counts), { axis: 1 }));
    return loss(y, output, { sampleWeight: div(mul(weight, y.shape[0] ?? 1), classes) });
  });
  const { x, y } = validation as unknown as { readonly x: Tensor; readonly y: Tensor };
  return measure(x, y).item();
}
