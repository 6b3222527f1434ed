export { codeOf } from './recipe/code-of.ts';
export { cured } from './recipe/cured.ts';
export { changedData, dataOf, type RecipeData } from './recipe/data-of.ts';
export {
  type FitRecipeOptions,
  type FittedRecipe,
  fitRecipe,
  lossOf,
  type PreparedRecipe,
  prepareRecipe,
} from './recipe/fit-recipe.ts';
export { hiddenUnits } from './recipe/hidden-units.ts';
export { modelOf } from './recipe/model-of.ts';
export { activations, initializers } from './recipe/named-parts.ts';
export { optimizerOf } from './recipe/optimizer-of.ts';
export {
  type ActivationName,
  type DataName,
  goodRecipe,
  type InitializerName,
  type OptimizerName,
  type Recipe,
} from './recipe/recipe.ts';
