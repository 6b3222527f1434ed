import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults } from './settings.ts';

/** A program that prints the gradient of each layer before training, and what is learned. */
export function codeOf(config: Config): string {
  const { activation, initializer, normalization, residual, clip, learningRate, depth, epochs, seed } = settingsOf(
    defaults,
    config,
  );
  const normal: Readonly<Record<string, string>> = { narrow: '{ stddev: 0.01 }', wide: '{ stddev: 0.4 }' };
  const name = initializer in normal ? 'randomNormal' : initializer;
  const block = residual ? 'index > 0 ? [residual(body())] : body()' : 'body()';
  return `${imports({
    activations: [activation],
    autograd: ['gradients'],
    core: ['norm'],
    'data/digits': ['digits'],
    initializers: [name],
    layers: [
      'activation',
      'dense',
      'sequential',
      ...(normalization ? ['batchNormalization'] : []),
      ...(residual ? ['residual'] : []),
    ],
    losses: ['sparseCategoricalCrossentropy'],
    metrics: ['accuracy'],
    optimizers: ['sgd'],
    train: ['evaluate', 'fit'],
  })}

const { train, test } = digits().split(0.8, { seed: ${seed} });
const body = () => [
  dense({ units: 32, kernelInitializer: ${name}(${normal[initializer] ?? ''}) }),${normalization ? '\n  batchNormalization({ momentum: 0.9 }),' : ''}
  activation(${activation}),
];
const hidden = Array.from({ length: ${depth} }, (${residual ? '_, index' : ''}) => ${block});
const model = sequential([...hidden.flat(), dense({ units: 10 })], { seed: ${seed} });
model.build([64, 64]);

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const { x, y } = train.take(64);
const kernels = model.parameters.filter(({ name }) => name.endsWith('/kernel'));
const found = gradients(loss(y, model.apply(x, { training: true })), kernels);
for (const [i, gradient] of found.entries()) console.log(kernels[i].name, norm(gradient).item());

const optimizer = sgd({ learningRate: ${learningRate}${clip > 0 ? `, globalClipNorm: ${clip}` : ''} });
await fit(model, train, { optimizer, loss, epochs: ${epochs}, batchSize: 64, seed: ${seed} });
console.log(await evaluate(model, test, { loss, metrics: [accuracy()] }));
`;
}
