import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults } from './functions.ts';

/** A program that prints values, slopes, and what becomes of standard normal numbers. */
export function codeOf(config: Config): string {
  const { activation, slope, layers } = settingsOf(defaults, config);
  const isMaxout = activation === 'maxout';
  const called =
    activation === 'leakyRelu'
      ? `leakyRelu(x, { negativeSlope: ${slope} })`
      : isMaxout
        ? 'maximum(x, mul(x, -0.5))'
        : `${activation}(x)`;
  return `${imports({
    activations: isMaxout ? [] : [activation],
    autograd: ['grad'],
    core: [
      'key',
      'max',
      'mean',
      'normal',
      'sqrt',
      'square',
      'sum',
      'tensor',
      'type Tensor',
      'variance',
      ...(isMaxout ? ['maximum', 'mul'] : []),
    ],
  })}

${isMaxout ? '// A unit of a maxout layer with two pieces and one input.\n' : ''}const f = (x: Tensor) => ${called};
const slope = grad((x: Tensor) => sum(f(x)));

const places = Array.from({ length: 17 }, (_, i) => i / 2 - 4);
const [values, slopes] = [f(tensor(places)).dataSync(), slope(tensor(places)).dataSync()];
for (const [i, z] of places.entries()) console.log(z, values[i].toFixed(4), slopes[i].toFixed(4));

const z = normal(key(1), [100_000]);
const typical = sqrt(mean(square(slope(z)))).item();
console.log('largest slope', max(slope(z)).item());
console.log('mean and variance of f(z)', mean(f(z)).item(), variance(f(z)).item());
console.log('typical slope of ${layers} layers', typical ** ${layers});
`;
}
