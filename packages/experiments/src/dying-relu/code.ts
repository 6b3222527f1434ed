import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults } from './settings.ts';

/** A program that trains the network and prints how many units are dead. */
export function codeOf(config: Config): string {
  const { activation, learningRate, bias, epochs, seed } = settingsOf(defaults, config);
  const isLayer = activation === 'prelu';
  const bend = isLayer
    ? 'prelu({ alphaInitializer: constant(0.25) })'
    : activation === 'leakyRelu'
      ? 'activation((x) => leakyRelu(x, { negativeSlope: 0.1 }))'
      : `activation(${activation})`;
  return `${imports({
    activations: isLayer ? [] : [activation],
    autograd: ['gradients'],
    core: ['abs', 'lessEqual', 'max', 'sum'],
    'data/digits': ['digits'],
    initializers: ['constant', 'heNormal'],
    layers: ['dense', 'sequential', isLayer ? 'prelu' : 'activation'],
    losses: ['sparseCategoricalCrossentropy'],
    metrics: ['accuracy'],
    optimizers: ['adam'],
    train: ['evaluate', 'fit'],
  })}

const { train, test } = digits().split(0.8, { seed: ${seed} });
const hidden = () => [
  dense({ units: 64, kernelInitializer: heNormal(), biasInitializer: constant(${bias}) }),
  ${bend},
];
const model = sequential([...hidden(), ...hidden(), ...hidden(), dense({ units: 10 })], { seed: ${seed} });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const optimizer = adam({ learningRate: ${learningRate} });
await fit(model, train, { optimizer, loss, epochs: ${epochs}, batchSize: 64, seed: ${seed} });

// A unit is dead when no sample lets a gradient through.
let x = train.x;
for (const layer of model.layers) {
  const output = layer.apply(x, { training: false });
  if (layer.kind !== 'dense') {
    const [slopes] = gradients(sum(output), [x]);
    const dead = lessEqual(max(abs(slopes), { axis: 0 }), 0.001).dataSync();
    console.log(layer.name, dead.filter((is) => is === 1).length, 'of', dead.length, 'units are dead');
  }
  x = output;
}
console.log(await evaluate(model, test, { loss, metrics: [accuracy()] }));
`;
}
