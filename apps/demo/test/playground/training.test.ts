import type { Recipe } from 'experiments/recipe';
import { expect, it } from 'vitest';
import { createTraining } from '../../src/playground/engine/training.ts';
import { firstRecipe } from '../../src/playground/recipe-address.ts';

const trained = async (change: Partial<Recipe>, steps: number) => {
  const training = await createTraining({ ...firstRecipe, ...change });
  training.advance({ steps });
  const look = training.look();
  const { isDone, scene, step } = training;
  training.dispose();
  return { look, isDone, scene, step };
};

it('learns the spirals with 2-8-8', async () => {
  const { look, scene } = await trained({}, 2400);
  expect(look.trainAccuracy).toBeGreaterThan(0.95);
  expect(look.testAccuracy).toBeGreaterThan(0.9);
  expect([scene.axes, scene.classes, scene.hidden]).toEqual(['features', 2, [8, 8]]);
  expect(look.values.length).toBe(scene.cells ** 2);
  expect(look.units.map((units) => units.length / scene.cells ** 2)).toEqual([8, 8]);
  expect(look.kernels.map((kernel) => kernel.length)).toEqual([16, 64, 16]);
  expect(Math.min(...look.values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...look.values)).toBeLessThanOrEqual(1);
  // The curve ends with what is seen now.
  expect(look.curve.train.at(-1)).toBeCloseTo(look.trainLoss, 6);
  expect(look.curve.step.at(-1)).toBeCloseTo(2400 / 19, 4);
});

it('does the same again with the same seed, however far it goes at a time', async () => {
  const once = await trained({ dropout: 0.2, samples: 50 }, 60);
  const training = await createTraining({ ...firstRecipe, dropout: 0.2, samples: 50 });
  for (let i = 0; i < 6; i++) {
    training.advance({ steps: 10 });
    training.look();
  }
  const parts = training.look();
  training.dispose();
  expect(parts.values).toEqual(once.look.values);
  expect(parts.trainLoss).toBe(once.look.trainLoss);
  const other = await trained({ dropout: 0.2, samples: 50, seed: 2 }, 60);
  expect(other.look.trainLoss).not.toBe(once.look.trainLoss);
});

it('shows samples of many features in the plane of their principal components', async () => {
  const { look, scene } = await trained({ data: 'iris' }, 150);
  expect([scene.axes, scene.features, scene.classes]).toEqual(['components', 4, 3]);
  expect(look.testAccuracy).toBeGreaterThan(0.85);
  expect(look.values.every((value) => value >= 0 && value < 3)).toBe(true);
});

it('ends by itself with early stopping, with the weights that were best', async () => {
  const { isDone, look, step } = await trained(
    { earlyStopping: true, samples: 20, noise: 0.4, hidden: '32', learningRate: 0.03 },
    5000,
  );
  expect(isDone).toBe(true);
  expect(step).toBeLessThan(5000);
  const epochs = look.curve.test.subarray(0, -1);
  expect(look.testLoss).toBeCloseTo(Math.min(...epochs), 6);
  expect(epochs.indexOf(Math.min(...epochs))).toBe(epochs.length - 11);
});

it('is told by the doctor what is wrong', async () => {
  const { look } = await trained({ initializer: 'zeros', activation: 'relu' }, 120);
  expect(look.findings.map(({ name }) => name)).toContain('symmetric-initialization');
  const well = await trained({}, 400);
  expect(well.look.findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
});

it('takes every word of a recipe', async () => {
  const { look } = await trained(
    {
      data: 'digits',
      augment: true,
      normalization: 'batch',
      dropout: 0.1,
      penalty: 'l2',
      output: 'probabilities',
      schedule: 'cosine',
      clip: 1,
      classWeights: true,
      imbalance: 3,
      samples: 100,
      hidden: '16',
    },
    30,
  );
  expect(look.trainLoss).toBeLessThan(Math.log(10));
  expect(look.units.map((units) => units.length)).toEqual([8 * 1600]);
});

it('goes on for a time as well as for a number of steps', async () => {
  const training = await createTraining({ ...firstRecipe, samples: 20, hidden: '' });
  training.advance({ milliseconds: 1 });
  expect(training.step).toBeGreaterThanOrEqual(8);
  expect(training.look().units).toEqual([]);
  training.dispose();
});
