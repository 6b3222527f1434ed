import { goodRecipe, hiddenUnits, type Recipe } from 'experiments/recipe';
import { parsedValue } from '../experiment/config.ts';
import { controlGroups } from './recipe-controls.ts';

/** What the playground begins with. */
export const firstRecipe: Recipe = {
  ...goodRecipe,
  noise: 0.05,
  samples: 300,
  hidden: '8-8',
  batchSize: 16,
  epochs: 100,
};

/** The editor of layers offers no more. */
export const mostLayers = 6;
export const mostUnits = 64;

const controls = controlGroups.flatMap((group) => group.controls);

/** The recipe that an address holds: the first one, and what differs from it. Words that mean nothing are passed over. */
export function recipeOf(parameters: ReadonlyMap<string, string>): Recipe {
  const changes: Partial<Record<keyof Recipe, unknown>> = {};
  for (const control of controls) {
    const word = parameters.get(control.key);
    const value = word === undefined ? undefined : parsedValue(control, word);
    if (value !== undefined) changes[control.key] = value;
  }
  const hidden = parameters.get('hidden');
  if (hidden !== undefined && isHidden(hidden)) changes.hidden = hidden;
  return { ...firstRecipe, ...changes } as Recipe;
}

/** What an address has to hold, so that `recipeOf` gives the same again. */
export function parametersOf(recipe: Recipe): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const key of ['hidden' as const, ...controls.map((control) => control.key)]) {
    if (recipe[key] !== firstRecipe[key]) parameters.set(key, String(recipe[key]));
  }
  return parameters;
}

/** A recipe within what the controls of the page can say: a cure may go beyond. */
export function within(recipe: Recipe): Recipe {
  const hidden = hiddenUnits(recipe)
    .slice(0, mostLayers)
    .map((units) => Math.min(units, mostUnits))
    .join('-');
  return recipeOf(parametersOf({ ...recipe, hidden }));
}

function isHidden(words: string): boolean {
  if (words === '') return true;
  const units = words.split('-');
  return (
    units.length <= mostLayers && units.every((each) => /^\d{1,2}$/.test(each) && +each >= 1 && +each <= mostUnits)
  );
}
