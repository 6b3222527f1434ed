import { goodRecipe } from '../recipe/recipe.ts';
import type { Subject } from './fault.ts';

/** Healthy networks on real and synthetic data: nothing is to be found in them. */
export const subjects: readonly Subject[] = [
  {
    name: 'digits',
    recipe: {
      ...goodRecipe,
      data: 'digits',
      samples: 1000,
      hidden: '32-32',
      activation: 'relu',
      initializer: 'heNormal',
      learningRate: 0.003,
      epochs: 12,
    },
  },
  {
    name: 'spirals',
    recipe: { ...goodRecipe, data: 'spirals', samples: 400, noise: 0.02, hidden: '24-24', epochs: 60 },
  },
  {
    name: 'breast-cancer',
    recipe: {
      ...goodRecipe,
      data: 'breast-cancer',
      samples: 300,
      hidden: '16-16',
      activation: 'elu',
      initializer: 'heNormal',
      learningRate: 0.002,
      epochs: 12,
    },
  },
];
