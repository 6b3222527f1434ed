import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults } from './cases.ts';

/** A program that prints mean and variance behind every layer. */
export function codeOf(config: Config): string {
  const { case: name, rate, depth, units, seed } = settingsOf(defaults, config);
  const activation = name === 'relu' || name === 'elu' ? name : 'selu';
  const initializer = name === 'he' ? 'heNormal' : name === 'narrow' ? 'randomNormal' : 'lecunNormal';
  const noise = name === 'dropout' ? 'dropout' : name === 'alpha-dropout' ? 'alphaDropout' : undefined;
  const layer = `dense({ units: ${units}, activation: ${activation}, kernelInitializer })`;
  return `${imports({
    activations: [activation],
    core: ['key', 'mean', 'normal', 'variance'],
    initializers: [initializer],
    layers: ['dense', 'sequential', ...(noise ? [noise] : []), ...(name === 'skip' ? ['residual'] : [])],
  })}

const kernelInitializer = ${initializer}(${name === 'narrow' ? '{ stddev: 0.01 }' : ''});
const layers = Array.from({ length: ${depth} }, () => ${
    noise
      ? `[
  ${layer},
  ${noise}({ rate: ${rate} }),
]).flat();`
      : name === 'skip'
        ? `residual(${layer}));`
        : `${layer});`
  }
const model = sequential(layers, { seed: ${seed} });

const mean0 = ${name === 'inputs' ? 3 : 0};
const x = normal(key(${seed}), [256, ${units}], { mean: mean0 });
const outputs: string[] = [];
model.apply(x, {
  training: true,
  visit({ layer, output }) {
    // Layers of one output give a tensor; models give one, too.
    if (!('shape' in output)) return;
    outputs.push(\`\${layer.name}: mean \${mean(output).item().toFixed(3)}, variance \${variance(output).item().toPrecision(3)}\`);
  },
});
console.log(outputs.join('\\n'));
`;
}
