export {
  type ActivationName,
  type DataName,
  goodRecipe,
  type InitializerName,
  type OptimizerName,
  type Recipe,
} from './recipe/recipe.ts';
