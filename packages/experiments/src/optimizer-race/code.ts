import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { surfaces } from '../surface/surfaces.ts';
import { raceOf, targetOf } from './race.ts';
import { tunedRates } from './racers.ts';

/** A program that counts what Adam, momentum and L-BFGS need, and Newton's method with its Hessians. */
export function codeOf(config: Config): string {
  const race = raceOf(config);
  const { surface, start, rateFactor, noise, budget, seed } = race;
  const { code, needs } = surfaces[surface];
  const rate = (name: 'sgd' | 'momentum' | 'adam'): number =>
    Number((tunedRates[surface][name] * rateFactor).toPrecision(3));
  const isThere = surface === 'saddle' ? 'Math.abs(y) >= 1' : `value <= ${targetOf(race)}`;
  const used = surface === 'saddle' ? '[, y = 0]' : '[, , value = 0]';
  const isNoisy = noise > 0;
  const drawn = `normal(foldIn(key(${seed}), count), [2], { stddev: ${noise}, dtype: 'float64' })`;
  const optimizers = [
    `sgd(${rate('sgd')})`,
    `sgd({ learningRate: ${rate('momentum')}, momentum: 0.9 })`,
    `adam(${rate('adam')})`,
  ];
  return `${imports({
    autograd: ['gradients'],
    core: [
      ...['jit', 'stack', 'take', 'type Tensor', 'variable', ...needs],
      ...(isNoisy ? ['add', 'foldIn', 'key', 'normal'] : []),
    ],
    optimizers: ['adam', 'sgd'],
    'second-order': ['type IterationState', 'lbfgs', 'newton', 'tensorObjective'],
  })}

${surface === 'quadratic' ? 'const c = Math.sqrt(0.75);\n' : ''}const f = (x: Tensor, y: Tensor): Tensor =>
  ${code};
const isThere = (${used}: readonly number[]): boolean => ${isThere};

for (const optimizer of [${optimizers.join(', ')}]) {
  const x = variable(${start[0]}, { dtype: 'float64' });
  const y = variable(${start[1]}, { dtype: 'float64' });
  const parameters = [{ name: 'x', variable: x }, { name: 'y', variable: y }];
  const step = jit((${isNoisy ? 'noise: Tensor' : ''}) => {
    const place = [x.value, y.value];
    const value = f(x.value, y.value);
    optimizer.apply(gradients(value, parameters)${isNoisy ? '.map((each, i) => add(each, take(noise, i)))' : ''}, parameters);
    return stack([...place, value]);
  });
  let count = 0;
  let now: number[] = [];
  do now = Array.from(step(${isNoisy ? drawn : ''}).dataSync());
  while (++count < ${budget} && now.every(Number.isFinite) && !isThere(now));
  console.log(optimizer.name, count, 'gradients, f =', now[2]);
}

const objective = tensorObjective((w) => f(take(w, 0), take(w, 1)));
const start = ${JSON.stringify(start)};
const options = { gtol: 1e-8, callback: ({ x, fun }: IterationState) => isThere([...x, fun]) };
const results = { lbfgs: lbfgs(objective, start, options), newton: newton(objective, start, options) };
for (const [name, { nfev, nhev, fun }] of Object.entries(results)) {
  console.log(name, nfev, 'gradients,', nhev, 'Hessians (2 products each), f =', fun);
}
`;
}
