import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults } from './settings.ts';

/** A program that builds the network as a graph, and prints its gradients, its size and what it learns. */
export function codeOf(config: Config): string {
  const settings = settingsOf(defaults, config);
  const { connections, activation, depth, width, growth, learningRate, epochs, seed } = settings;
  const initializer = activation === 'relu' ? 'heNormal' : 'glorotNormal';
  const next = {
    dense: `connect(concatenate(), [signal, connect(layer(${growth}), signal)])`,
    residual: `connect(add(), [signal, connect(layer(${width}), signal)])`,
  }[connections];
  const joining = { dense: ['concatenate'], residual: ['add'] }[connections];
  return `${imports({
    activations: [activation],
    autograd: ['gradients'],
    core: ['norm'],
    'data/digits': ['digits'],
    initializers: [initializer],
    layers: ['connect', 'dense', 'graphModel', 'input', ...(joining ?? [])],
    losses: ['sparseCategoricalCrossentropy'],
    metrics: ['accuracy'],
    optimizers: ['sgd'],
    train: ['evaluate', 'fit'],
  })}

const { train, test } = digits().split(0.8, { seed: ${seed} });
const layer = (units: number) => dense({ units, activation: ${activation}, kernelInitializer: ${initializer}() });
const x = input({ shape: [64] });
let signal = connect(layer(${connections === 'dense' ? 2 * growth : width}), x);
for (let i = 1; i < ${depth}; i++) signal = ${next ?? `connect(layer(${width}), signal)`};
const model = graphModel({ inputs: x, outputs: connect(dense({ units: 10 }), signal), seed: ${seed} });

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const batch = train.take(64);
const scores = model.apply(batch.x, { training: true });
const kernels = model.parameters.filter(({ name }) => name.endsWith('/kernel'));
const found = gradients(loss(batch.y, scores), kernels);
for (const [i, gradient] of found.entries()) console.log(kernels[i].name, norm(gradient).item());
console.log(model.parameters.reduce((sum, { variable }) => sum + variable.value.size, 0), 'parameters');

const optimizer = sgd({ learningRate: ${learningRate}, momentum: 0.9 });
await fit(model, train, { optimizer, loss, epochs: ${epochs}, batchSize: 64, seed: ${seed} });
console.log(await evaluate(model, test, { loss, metrics: [accuracy()] }));
`;
}
