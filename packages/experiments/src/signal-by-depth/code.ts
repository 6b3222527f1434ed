import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';

/** How each way to begin is written. */
const written: Readonly<Record<string, readonly [name: string, call: string]>> = {
  zeros: ['zeros', 'zeros()'],
  wide: ['randomNormal', 'randomNormal({ stddev: 1 })'],
  narrow: ['randomNormal', 'randomNormal({ stddev: 0.01 })'],
  lecunNormal: ['lecunNormal', 'lecunNormal()'],
  glorotNormal: ['glorotNormal', 'glorotNormal()'],
  heNormal: ['heNormal', 'heNormal()'],
  orthogonal: ['orthogonal', 'orthogonal()'],
};

/** A program that prints the standard deviation behind every layer. */
export function codeOf(config: Config): string {
  const { activation, initializer, depth, units, seed } = config;
  const [name, call] = written[String(initializer)] ?? ['heNormal', 'heNormal()'];
  const normalized = config['normalization'] === true;
  return `${imports({
    activations: [String(activation)],
    core: ['key', 'normal', 'std'],
    initializers: [name],
    layers: ['activation', 'dense', 'sequential', ...(normalized ? ['batchNormalization'] : [])],
  })}

const kernelInitializer = ${call};
const layers = [...Array(${depth})].map(() => [
  dense({ units: ${units}, kernelInitializer }),${normalized ? '\n  batchNormalization(),' : ''}
  activation(${activation}),
]);
const model = sequential(layers.flat(), { seed: ${seed} });
model.build([256, ${units}]);

let x = normal(key(${seed}), [256, ${units}]);
for (const layer of model.layers) {
  x = layer.apply(x, { training: true });
  if (layer.kind === 'activation') console.log(layer.name, std(x).item().toPrecision(3));
}
`;
}
