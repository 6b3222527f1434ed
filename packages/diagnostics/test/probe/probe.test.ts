import { relu } from '@gradkit/activations';
import { tensor } from '@gradkit/core';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { adam, sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import { probe } from '../../src/index.ts';
import { column, denseWeights, deviation, histogram, length, mean, products } from './reference.ts';

/** Numbers without a pattern between −1 and 1. */
function numbers(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const rows = (count: number, width: number, seed: number): number[][] => {
  const all = numbers(count * width, seed);
  return Array.from({ length: count }, (_, i) => all.slice(i * width, (i + 1) * width));
};

const network = () =>
  sequential([dense({ units: 7, activation: relu }), dense({ units: 5, activation: relu }), dense({ units: 2 })], {
    seed: 3,
  });

describe('the measures of a network 3-7-5-2', () => {
  const batches = Array.from({ length: 6 }, (_, i) => ({ x: rows(9, 3, 10 + i), y: rows(9, 2, 50 + i) }));
  const learningRate = 0.1;

  /** Trains, and remembers weights before every step. */
  function trained() {
    const model = network();
    const optimizer = sgd({ learningRate });
    const measured = probe({ optimizer, every: 3, bins: 6 });
    const step = trainStep(model, { optimizer, loss: meanSquaredError(), watch: measured.watch });
    model.build([9, 3]);
    const weights = [model.getWeights().map((each) => Array.from(each))];
    const losses: number[] = [];
    for (const { x, y } of batches) {
      losses.push(step({ x: tensor(x), y: tensor(y) }).item());
      weights.push(model.getWeights().map((each) => Array.from(each)));
    }
    return { measured, weights, losses };
  }

  const { measured, weights, losses } = trained();
  const facts = measured.layers;
  const looks = measured.looks();

  /** Pre-activations and outputs of each layer at a step. */
  function signals(step: number) {
    let x = batches[step]?.x as number[][];
    return [0, 1, 2].map((layer) => {
      const [kernel, bias] = [weights[step]?.[2 * layer] as number[], weights[step]?.[2 * layer + 1] as number[]];
      const [input, z] = [x, products(x, denseWeights(kernel, bias))];
      x = layer < 2 ? z.map((row) => row.map((value) => Math.max(0, value))) : z;
      return { input, z, output: x };
    });
  }

  it('names layers, parameters and activations', () => {
    expect(facts.map(({ path, kind, parameters }) => [path, kind, parameters])).toEqual([
      ['dense', 'dense', ['dense/kernel', 'dense/bias']],
      ['dense_1', 'dense', ['dense_1/kernel', 'dense_1/bias']],
      ['dense_2', 'dense', ['dense_2/kernel', 'dense_2/bias']],
    ]);
    expect(facts.map(({ activation }) => activation)).toEqual([
      { name: 'relu', family: 'rectifier', steepest: 1 },
      { name: 'relu', family: 'rectifier', steepest: 1 },
      undefined,
    ]);
  });

  it('looks at steps 0, 1, 2, and every third', () => {
    expect(looks.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(measured.steps).toBe(6);
    expect(measured.losses()).toEqual(losses);
    expect(looks.map(({ loss }) => loss)).toEqual(losses.slice(0, 4));
    expect(looks.map((each) => each.learningRate)).toEqual([0.1, 0.1, 0.1, 0.1]);
  });

  it('measures the outputs of layers', () => {
    for (const look of looks) {
      for (const [i, layer] of look.layers.entries()) {
        const { output, z } = signals(look.step)[i] as ReturnType<typeof signals>[number];
        const all = output.flat();
        // Float32 products of a few numbers of about 1.
        expect(layer.mean).toBeCloseTo(mean(all), 5);
        expect(layer.standardDeviation).toBeCloseTo(deviation(all), 5);
        expect(layer.smallest).toBeCloseTo(Math.min(...all), 5);
        expect(layer.largest).toBeCloseTo(Math.max(...all), 5);
        const units = output[0]?.map((_, unit) => deviation(column(output, unit))) as number[];
        expect(layer.deviationOverSamples).toBeCloseTo(mean(units), 5);
        expect(layer.histogram).toEqual({ from: layer.smallest, to: layer.largest, counts: histogram(all, 6) });
        const flat = z.flat().filter((value) => value < 0).length / all.length;
        expect(layer.saturatedShare).toEqual(i < 2 ? expect.closeTo(flat, 6) : undefined);
      }
    }
  });

  it('measures how far what arrives has moved', () => {
    for (const [at, look] of looks.entries()) {
      for (const [i, layer] of look.layers.entries()) {
        if (at === 0) {
          expect(layer.inputShift).toBeUndefined();
          continue;
        }
        const [now, before] = [look.step, looks[at - 1]?.step as number].map(
          (step) => signals(step)[i]?.input as number[][],
        ) as [number[][], number[][]];
        const shifts = (now[0] as number[]).flatMap((_, feature) => {
          const [recent, old] = [column(now, feature), column(before, feature)];
          return deviation(recent) > 0 ? [Math.abs(mean(recent) - mean(old)) / deviation(recent)] : [];
        });
        expect(layer.inputShift).toBeCloseTo(mean(shifts), 4);
      }
    }
  });

  it('measures weights, updates and gradients', () => {
    for (const look of looks) {
      for (const [i, parameter] of look.parameters.entries()) {
        const [before, after] = [weights[look.step]?.[i] as number[], weights[look.step + 1]?.[i] as number[]];
        const update = after.map((value, at) => value - (before[at] as number));
        expect(parameter.size).toBe(before.length);
        expect(parameter.weightNorm).toBeCloseTo(length(before), 5);
        expect(parameter.updateNorm).toBeCloseTo(length(update), 6);
        // Of plain descent the update is the gradient times the learning rate, up to the rounding of weights.
        expect(parameter.gradientNorm).toBeCloseTo(length(update) / learningRate, 5);
        const units = parameter.shape.at(-1) as number;
        if (parameter.shape.length === 1) {
          expect(parameter.unitSpread).toBeUndefined();
          continue;
        }
        const spread = before.map((value, at) => {
          const row = at - (at % units);
          return value - mean(before.slice(row, row + units));
        });
        expect(parameter.unitSpread).toBeCloseTo(length(spread) / length(before), 5);
      }
    }
  });

  it('finds units that were never active, exactly', () => {
    for (const look of looks) {
      for (const layer of [0, 1]) {
        const seen = Array.from({ length: look.step + 1 }, (_, step) => signals(step)[layer]?.z as number[][]).flat();
        const dead = (seen[0] as number[]).filter((_, unit) => column(seen, unit).every((z) => z <= 0)).length;
        expect(look.layers[layer]?.deadShare).toBeCloseTo(dead / (seen[0] as number[]).length, 6);
      }
    }
  });
});

it('changes no bit of what is trained', () => {
  const run = (isWatched: boolean) => {
    const model = network();
    const optimizer = adam({ learningRate: 0.01 });
    const { watch } = probe({ optimizer, every: 2 });
    const step = trainStep(model, { optimizer, loss: meanSquaredError(), watch: isWatched ? watch : undefined });
    const losses = Array.from({ length: 20 }, (_, i) =>
      step({ x: tensor(rows(8, 3, i)), y: tensor(rows(8, 2, 100 + i)) }).item(),
    );
    return [...losses, ...model.getWeights().flatMap((each) => [...each])];
  };
  expect(run(true)).toEqual(run(false));
});
