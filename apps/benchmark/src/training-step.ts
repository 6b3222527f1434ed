import { relu } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { type Jitted, jit, type Tensor, tensor } from '@gradkit/core';
import { type Layer, dense, sequential } from '@gradkit/layers';
import { type Loss, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import type { Section } from './finding.ts';
import { type Effort, measure } from './measure.ts';
import { type Batch, batches, uniformNumbers, uniformTensor } from './samples.ts';

/** One step of training, compiled: takes a batch, returns the loss. */
export type Step = Jitted<[x: Tensor, y: Tensor], Tensor>;

/** The step of a network, with Adam: forward, backward and update in one program. */
export function compiledStep(layers: readonly Layer[], loss: Loss): Step {
  const model = sequential(layers, { seed: 1 });
  const optimizer = adam();
  return jit((x: Tensor, y: Tensor) => {
    const value = loss(y, model.apply(x, { training: true }));
    optimizer.apply(gradients(value, model.parameters), model.parameters);
    return value;
  });
}

/** The step of a 784-256-128-10 network with ReLU and cross-entropy. */
export function denseStep(): Step {
  return compiledStep(
    [dense({ units: 256, activation: relu }), dense({ units: 128, activation: relu }), dense({ units: 10 })],
    sparseCategoricalCrossentropy({ fromLogits: true }),
  );
}

/** Random images of 784 pixels, and classes from 0 to 9. */
export function imageBatch(size: number, seed: number): Batch {
  const classes = uniformNumbers(size, seed + 1000).map((u) => Math.floor(5 * (u + 1)));
  return { x: uniformTensor([size, 784], seed), y: tensor(classes, { dtype: 'int32' }) };
}

/** The number of kernels that a program says it has. */
export function kernelCount(explanation: string): number {
  const count = /^(\d+) kernels/.exec(explanation)?.[1];
  if (count === undefined) throw new Error(`no number of kernels in "${explanation.slice(0, 60)}…"`);
  return Number(count);
}

/** One step of the dense network: how many kernels, and how long at three sizes of batches. */
export function trainingStep(effort: Effort): Section {
  const { x, y } = imageBatch(32, 1);
  const kernels = kernelCount(denseStep().explain(x, y));

  const sizes = [32, 128, 512];
  const timings = measure(
    sizes.map((size) => {
      const step = denseStep();
      const turns = batches(4, (seed) => imageBatch(size, seed));
      return {
        name: `batch ${size}`,
        run: (times) => {
          for (let i = 0; i < times; i++) {
            const turn = turns[i % turns.length] as Batch;
            step(turn.x, turn.y);
          }
        },
      };
    }),
    effort,
  );
  return {
    title: 'One training step of a 784-256-128-10 network (ReLU, cross-entropy, Adam)',
    findings: [
      { what: 'kernels, batch 32', value: kernels, unit: '', target: { bound: 'at most', value: 14 } },
      ...timings.map(({ name, median, quartiles: [low, high] }) => ({
        what: name,
        value: 1e3 * median,
        unit: 'ms',
        quartiles: [1e3 * low, 1e3 * high] as const,
      })),
    ],
  };
}
