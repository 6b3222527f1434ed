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
const layers = Array.from({ length: ${depth} }, () => [
  dense({ units: ${units}, kernelInitializer }),${normalized ? '\n  batchNormalization(),' : ''}
  activation(${activation}),
]);
const model = sequential(layers.flat(), { seed: ${seed} });

const deviations = [];
model.apply(normal(key(${seed}), [256, ${units}]), {
  training: true,
  visit({ layer, output }) {
    if (layer.kind === 'activation') deviations.push(std(output).item());
  },
});
for (const [index, deviation] of deviations.entries()) console.log(\`layer \${index + 1}: \${deviation.toPrecision(3)}\`);
`;
}
