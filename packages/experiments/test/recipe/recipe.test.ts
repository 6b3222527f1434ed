import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { codeOf, cured, fitRecipe, goodRecipe, type Recipe } from '../../src/recipe.ts';

const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program and returns what it prints. */
async function printed(code: string, name: string): Promise<readonly number[]> {
  const source = new URL(`./${name}.written.ts`, import.meta.url).pathname;
  const out = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents: code, resolveDir: new URL('.', import.meta.url).pathname, sourcefile: source, loader: 'ts' },
    outfile: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@gradkit/source'],
    logLevel: 'silent',
  });
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await import(/* @vite-ignore */ pathToFileURL(out).href);
    return log.mock.calls[0] as number[];
  } finally {
    log.mockRestore();
  }
}

const short = { ...goodRecipe, epochs: 3 };

const recipes: Readonly<Record<string, Recipe>> = {
  plain: short,
  classes: { ...short, data: 'blobs', hidden: '', optimizer: 'sgd', schedule: 'cosine' },
  normalized: {
    ...short,
    data: 'wine',
    normalization: 'batch',
    dropout: 0.2,
    activation: 'relu',
    initializer: 'heNormal',
    penalty: 'l2',
  },
  damaged: {
    ...short,
    data: 'moons',
    labelNoise: 0.1,
    imbalance: 4,
    shift: 1,
    scale: 20,
    bias: -0.1,
    initializer: 'normal',
    stddev: 0.5,
    classWeights: true,
    output: 'probabilities',
    optimizer: 'nag',
    clip: 1,
  },
  corrupt: { ...short, corrupt: 1 },
  images: {
    ...short,
    data: 'digits',
    samples: 200,
    augment: true,
    activation: 'gelu',
    penalty: 'l1',
    earlyStopping: true,
  },
};

describe('codeOf', () => {
  it.each(Object.entries(recipes))('writes a program with the results of the recipe: %s', async (name, recipe) => {
    const { history } = await fitRecipe(recipe);
    const { valLoss = [], valAccuracy = [] } = history.logs;
    const best = recipe.earlyStopping ? valLoss.indexOf(Math.min(...valLoss)) : valLoss.length - 1;
    const [loss, accuracy] = await printed(codeOf(recipe), name);
    if (recipe.corrupt > 0) return expect([loss, valLoss[best]]).toEqual([Number.NaN, Number.NaN]);
    // Validation in one batch there, in several here: sums in another order.
    expect(loss).toBeCloseTo(valLoss[best] as number, 4);
    expect(accuracy).toBeCloseTo(valAccuracy[best] as number, 6);
  });
});

describe('cured', () => {
  it('changes the words of the recipe that the remedy speaks of', () => {
    expect(cured({ ...goodRecipe, activation: 'sigmoid' }, { name: 'relu' })).toEqual({
      ...goodRecipe,
      activation: 'relu',
      initializer: 'heNormal',
    });
    expect(cured(goodRecipe, { name: 'lower-learning-rate', value: 0.002 })?.learningRate).toBe(0.002);
    expect(cured(goodRecipe, { name: 'lower-learning-rate' })?.learningRate).toBeCloseTo(0.001, 10);
    expect(cured(goodRecipe, { name: 'more-units' })?.hidden).toBe('64-64');
  });

  it('says when a remedy changes nothing', () => {
    expect(cured(goodRecipe, { name: 'standardize-inputs' })).toBeUndefined();
    expect(cured(goodRecipe, { name: 'check-gradients' })).toBeUndefined();
  });
});
