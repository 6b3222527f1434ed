import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults } from './settings.ts';

/** A program that trains with several learning rates, and prints what is learned. */
export function codeOf(config: Config): string {
  const { activation, normalization, learningRate, scale, epochs, seed } = settingsOf(defaults, config);
  return `${imports({
    activations: [activation],
    'data/digits': ['digits'],
    initializers: ['randomNormal'],
    layers: ['activation', 'dense', 'sequential', ...(normalization ? ['batchNormalization'] : [])],
    losses: ['sparseCategoricalCrossentropy'],
    metrics: ['accuracy'],
    optimizers: ['sgd'],
    train: ['evaluate', 'fit'],
  })}

const { train, test } = digits().split(0.8, { seed: ${seed} });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const kernelInitializer = randomNormal({ stddev: ${scale} * Math.sqrt(2 / 32) });
const hidden = () => [
  dense({ units: 32, kernelInitializer }),${normalization ? '\n  batchNormalization({ momentum: 0.9 }),' : ''}
  activation(${activation}),
];

for (const learningRate of [0.1, 1, ${learningRate}]) {
  const layers = Array.from({ length: 5 }, hidden).flat();
  const model = sequential([...layers, dense({ units: 10 })], { seed: ${seed} });
  const optimizer = sgd({ learningRate });
  await fit(model, train, { optimizer, loss, epochs: ${epochs}, batchSize: 64, seed: ${seed} });
  const { accuracy: share } = await evaluate(model, test, { loss, metrics: [accuracy()] });
  console.log('learning rate', learningRate, 'accuracy', share);
}
`;
}
