import { relu } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { jit, type Tensor } from '@gradkit/core';
import { digits } from '@gradkit/data/digits';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';

const { train } = digits().split(0.8, { seed: 1 });
const model = sequential([dense({ units: 64, activation: relu }), dense({ units: 10 })]);
const loss = sparseCategoricalCrossentropy({ fromLogits: true });

const optimizer = adam({ learningRate: 0.001 });
const step = jit((x: Tensor, y: Tensor) => {
  const value = loss(y, model.apply(x, { training: true }));
  optimizer.apply(gradients(value, model.parameters), model.parameters);
  return value;
});
for (const { x, y } of train.shuffle({ seed: 7 }).batch(32)) console.log(step(x, y).item());
