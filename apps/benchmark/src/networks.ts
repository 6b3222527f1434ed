import { relu } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { explain, type Jitted, jit, key, normal, type Tensor, tensor } from '@gradkit/core';
import { dense, type Model, sequential } from '@gradkit/layers';
import { type Loss, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';

/** A training step with a batch to call it with. */
export interface Trainer {
  readonly step: Jitted<[Tensor, Tensor], Tensor>;
  readonly x: Tensor;
  readonly y: Tensor;
}

/** One compiled step: predictions, loss, gradients, Adam. */
export function trainingStep(model: Model, loss: Loss): Trainer['step'] {
  const optimizer = adam({ learningRate: 0.001 });
  return jit((x: Tensor, y: Tensor) => {
    const value = loss(y, model.apply(x, { training: true }));
    optimizer.apply(gradients(value, model.parameters), model.parameters);
    return value;
  });
}

/** 784-256-128-10, ReLU, softmax cross-entropy. */
export function digitClassifier(batch: number): Trainer {
  const model = sequential([
    dense({ units: 256, activation: relu }),
    dense({ units: 128, activation: relu }),
    dense({ units: 10 }),
  ]);
  const step = trainingStep(model, sparseCategoricalCrossentropy({ fromLogits: true }));
  const labels = new Int32Array(batch).map((_, i) => i % 10);
  return { step, x: normal(key(5), [batch, 784]).realize(), y: tensor(labels) };
}

/** Kernels of a compiled step, from its explanation. */
export function kernelsOf({ step, x, y }: Trainer): number {
  return Number.parseInt(explain(step, x, y), 10);
}
