import { key, randint, type Tensor, tensor, uniform } from '@gradkit/core';
import { randomNormal } from '@gradkit/initializers';
import { dense, sequential, simpleRnn } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { cosineDecay, type Optimizer, type Schedule, sgd } from '@gradkit/optimizers';
import { fit } from '@gradkit/train';
import { median, table } from '../statistics.ts';
import type { Trial } from '../trial.ts';

/** Sequences of numbers with two of them marked: the target is the sum of these two. */
function addingProblem(samples: number, steps: number, seed: number): { readonly x: Tensor; readonly y: Tensor } {
  const values = uniform(key(seed), [samples, steps]).dataSync();
  const early = randint(key(seed + 1), [samples], 0, steps / 2).dataSync();
  const late = randint(key(seed + 2), [samples], steps / 2, steps).dataSync();
  const x = new Float32Array(samples * steps * 2);
  const y = new Float32Array(samples);
  for (let i = 0; i < samples; i++) {
    const [first, second] = [early[i] as number, late[i] as number];
    for (let t = 0; t < steps; t++) {
      x[(i * steps + t) * 2] = values[i * steps + t] as number;
      x[(i * steps + t) * 2 + 1] = t === first || t === second ? 1 : 0;
    }
    y[i] = (values[i * steps + first] as number) + (values[i * steps + second] as number);
  }
  return { x: tensor(x, { shape: [samples, steps, 2] }), y: tensor(y, { shape: [samples, 1] }) };
}

const seeds = [1, 2, 3];
const steps = 10;
const samples = 2000;
const epochs = 20;
const batchSize = 32;

/** A rate that falls to 0 until the end. */
const falling = (): Schedule =>
  cosineDecay({ initialLearningRate: 0.03, decaySteps: epochs * Math.ceil(samples / batchSize) });

async function lossOf(optimizer: Optimizer, seed: number): Promise<number> {
  const model = sequential([
    // Recurrent weights far too large: the gradient grows with every step that it goes back.
    simpleRnn({ units: 32, activation: (x) => x, recurrentInitializer: randomNormal({ stddev: 0.25 }) }),
    dense({ units: 1 }),
  ]);
  const data = addingProblem(samples, steps, 10 * seed);
  const history = await fit(model, data, { optimizer, loss: meanSquaredError(), epochs, batchSize, seed });
  return history.logs['loss']?.at(-1) as number;
}

export const recurrentNetworks: Trial = {
  name: 'recurrent',
  title: 'Recurrent networks',
  needsImages: false,
  async run(report) {
    const rows: string[][] = [['clipping', `loss after ${epochs} epochs, seeds 1, 2, 3`, 'median']];
    for (const [name, optimizer] of [
      ['none', () => sgd({ learningRate: falling() })],
      ['each element to 0.5', () => sgd({ learningRate: falling(), clipValue: 0.5 })],
      ['each gradient to norm 1', () => sgd({ learningRate: falling(), clipNorm: 1 })],
      ['all gradients to global norm 1', () => sgd({ learningRate: falling(), globalClipNorm: 1 })],
    ] as const) {
      const losses: number[] = [];
      for (const seed of seeds) losses.push(await lossOf(optimizer(), seed));
      const show = (loss: number): string => (Number.isFinite(loss) ? loss.toPrecision(3) : 'not finite');
      rows.push([name, losses.map(show).join(', '), show(median(losses))]);
      report(`${name}: ${losses.map(show).join(', ')}`);
    }
    return [
      `A linear recurrent network of 32 units, whose recurrent weights are too large, learns to add two marked numbers of ${steps}. The`,
      'variance of the target is 1/6 = 0.167; no linear function of the inputs leaves less than 0.133 of it on new data. Plain gradient',
      'descent, its rate falling from 0.03 to 0 along a cosine.',
      '',
      table(rows),
    ].join('\n');
  },
};
