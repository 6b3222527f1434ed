// A small convolutional network on images of digits, from the functions of core: convolution, pooling, and a step that is
// one program. It reaches about 98 % on images that it has not seen.
import { relu } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import {
  add,
  argmax,
  cast,
  conv2d,
  equal,
  foldIn,
  jit,
  key,
  matmul,
  maxPool2d,
  mean,
  mul,
  normal,
  reshape,
  type Tensor,
  variable,
  zeros,
} from '@gradkit/core';
import { digits } from '@gradkit/data/digits';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';

const { train, test } = digits().split(0.8, { seed: 1 });

/** A variable with the standard deviation of He's initialisation. */
const weight = (name: string, seed: number, shape: readonly number[], fanIn: number) => ({
  name,
  variable: variable(mul(normal(foldIn(key(7), seed), shape), Math.sqrt(2 / fanIn)), { name }),
});
const first = weight('first', 0, [3, 3, 1, 16], 9);
const second = weight('second', 1, [3, 3, 16, 32], 144);
const last = weight('last', 2, [128, 10], 128);
const bias = { name: 'bias', variable: variable(zeros([10]), { name: 'bias' }) };
const parameters = [first, second, last, bias];

function logits(x: Tensor): Tensor {
  const images = reshape(x, [-1, 8, 8, 1]);
  const a = maxPool2d(relu(conv2d(images, first.variable, { padding: 'same' })), { size: 2 });
  const b = maxPool2d(relu(conv2d(a, second.variable, { padding: 'same' })), { size: 2 });
  return add(matmul(reshape(b, [-1, 128]), last.variable), bias.variable);
}

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const optimizer = adam({ learningRate: 0.003 });
const step = jit((x: Tensor, y: Tensor) => {
  const value = loss(y, logits(x));
  optimizer.apply(gradients(value, parameters), parameters);
  return value;
});
const accuracy = jit((x: Tensor, y: Tensor) => mean(cast(equal(argmax(logits(x)), cast(y, 'int32')), 'float32')));

const batches = train.shuffle({ seed: 7 }).batch(32);
for (let epoch = 0; epoch < 12; epoch++) {
  for (const { x, y } of batches.epoch(epoch)) step(x, y);
}
for (const { x, y } of test.batch(test.size)) console.log(accuracy(x, y).item());
