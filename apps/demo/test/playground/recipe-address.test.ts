import { codeOf, type Recipe } from 'experiments/recipe';
import { expect, it } from 'vitest';
import { firstRecipe, parametersOf, recipeOf, within } from '../../src/playground/recipe-address.ts';
import { controlGroups } from '../../src/playground/recipe-controls.ts';

it('writes what differs, and reads it again', () => {
  const recipe: Recipe = { ...firstRecipe, hidden: '4-3', activation: 'relu', learningRate: 1, standardize: false };
  const parameters = parametersOf(recipe);
  expect([...parameters.keys()]).toEqual(['hidden', 'standardize', 'activation', 'learningRate']);
  expect(recipeOf(parameters)).toEqual(recipe);
  expect(parametersOf(firstRecipe).size).toBe(0);
});

it('passes over words that mean nothing', () => {
  const words = { hidden: '8-x', activation: 'cosine', learningRate: 'fast', samples: '1e9', seed: '' };
  expect(recipeOf(new Map(Object.entries(words)))).toEqual({ ...firstRecipe, samples: 1000 });
  expect(recipeOf(new Map([['hidden', '9-9-9-9-9-9-9']])).hidden).toBe('8-8');
  expect(recipeOf(new Map([['hidden', '']])).hidden).toBe('');
});

it('has a control for every word of a recipe', () => {
  const keys = controlGroups.flatMap(({ controls }) => controls.map(({ key }) => key));
  expect([...keys, 'hidden'].sort()).toEqual(Object.keys(firstRecipe).sort());
});

it('can set what the first recipe says', () => {
  for (const { controls } of controlGroups) {
    for (const control of controls) {
      const value = firstRecipe[control.key];
      if (control.kind === 'choice') expect(control.choices.map((each) => each.value)).toContain(value);
      if (control.kind === 'number') {
        expect(value).toBeGreaterThanOrEqual(control.least);
        expect(value).toBeLessThanOrEqual(control.most);
      }
      if (control.kind === 'switch') expect(typeof value).toBe('boolean');
    }
  }
});

it('keeps cures within what the page can draw', () => {
  expect(within({ ...firstRecipe, hidden: '256-1024' }).hidden).toBe('64-64');
});

it('makes a program of every recipe', () => {
  expect(codeOf(recipeOf(new Map([['hidden', '5-4']])))).toContain('dense({ units: 5');
});
