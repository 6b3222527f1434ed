// Images: augmentation and a densely connected network. The same with MNIST: import mnist from '@gradkit/data/node', and
// take mnist({ directory, image: true }).
import { relu } from '@gradkit/activations';
import { augment, randomRotation, randomTranslation } from '@gradkit/data';
import { digits } from '@gradkit/data/digits';
import {
  activation,
  batchNormalization,
  conv2d,
  dense,
  denseBlock,
  globalAveragePooling2d,
  sequential,
  transition,
} from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import { adam, cosineDecay } from '@gradkit/optimizers';
import { evaluate, fit, progressBar } from '@gradkit/train';

const { train, test } = digits({ image: true }).split(0.8, { seed: 1 });
const images = train.map(augment([randomTranslation(0.1, 0.1), randomRotation(0.05)], { seed: 3 }));

const net = sequential([
  conv2d({ filters: 16, kernelSize: 3, padding: 'same' }),
  denseBlock({ layers: 4, growthRate: 8 }),
  transition({ reduction: 0.5 }),
  denseBlock({ layers: 4, growthRate: 8 }),
  batchNormalization(),
  activation(relu),
  globalAveragePooling2d(),
  dense({ units: 10 }),
]);

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
await fit(net, images, {
  optimizer: adam({ learningRate: cosineDecay({ initialLearningRate: 0.005, decaySteps: 540 }) }),
  loss,
  epochs: 12,
  batchSize: 32,
  seed: 7,
  callbacks: [progressBar()],
});
console.log(net.summary());
console.log(await evaluate(net, test, { loss, metrics: [accuracy()] }));
