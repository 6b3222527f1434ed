import { tanh } from '@gradkit/activations';
import { dense } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import type { Section } from './finding.ts';
import { type Effort, measure } from './measure.ts';
import { type Batch, batches, uniformTensor } from './samples.ts';
import { compiledStep, type Step } from './training-step.ts';

/** The step of a 2-8-8-1 network with tanh and the mean squared error. */
export function smallNetworkStep(): Step {
  return compiledStep(
    [dense({ units: 8, activation: tanh }), dense({ units: 8, activation: tanh }), dense({ units: 1 })],
    meanSquaredError(),
  );
}

/** 16 points of the plane with a number each. */
export function pointBatch(seed: number): Batch {
  return { x: uniformTensor([16, 2], seed), y: uniformTensor([16, 1], seed + 1000) };
}

/** One step of a network so small that all that matters is what surrounds the arithmetic. */
export function smallStep(effort: Effort): Section {
  const turns = batches(4, pointBatch);
  const called = smallNetworkStep();
  const read = smallNetworkStep();
  let sum = 0;
  const timings = measure(
    [
      {
        name: 'called',
        run: (times) => {
          for (let i = 0; i < times; i++) {
            const { x, y } = turns[i % turns.length] as Batch;
            called(x, y);
          }
        },
      },
      {
        name: 'called, and the loss read',
        run: (times) => {
          for (let i = 0; i < times; i++) {
            const { x, y } = turns[i % turns.length] as Batch;
            sum += read(x, y).item();
          }
        },
      },
    ],
    effort,
  );
  if (!Number.isFinite(sum)) throw new Error('the loss of the small network is not a number.');
  return {
    title: 'One training step of a 2-8-8-1 network (tanh, mean squared error, Adam), batch 16',
    findings: timings.map(({ name, median, quartiles: [low, high] }) => ({
      what: name,
      value: 1e6 * median,
      unit: 'µs',
      quartiles: [1e6 * low, 1e6 * high],
      target: { bound: 'at most', value: 5 },
    })),
  };
}
