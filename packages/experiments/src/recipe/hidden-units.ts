import type { Recipe } from './recipe.ts';

/** The units of the hidden layers of a recipe. */
export function hiddenUnits({ hidden }: Pick<Recipe, 'hidden'>): readonly number[] {
  const units = hidden === '' ? [] : hidden.split('-').map(Number);
  if (units.every((count) => Number.isInteger(count) && count >= 1 && count <= 1024) && units.length <= 32)
    return units;
  throw new RangeError(`recipe: hidden is a list of units such as 8-8, got ${JSON.stringify(hidden)}.`);
}
