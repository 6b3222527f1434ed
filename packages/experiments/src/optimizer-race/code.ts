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
  const isSaddle = surface === 'saddle';
  const isNoisy = noise > 0;
  const isThere = isSaddle ? 'Math.abs(y) >= 1' : `value <= ${targetOf(race)}`;
  return `${imports({
    autograd: ['gradients'],
    core: ['jit', 'stack', 'take', 'variable', ...needs, ...(isNoisy ? ['add', 'foldIn', 'key', 'normal'] : [])],
    optimizers: ['adam', 'sgd'],
    'second-order': ['lbfgs', 'newton', 'tensorObjective'],
  })}

${surface === 'quadratic' ? 'const c = Math.sqrt(0.75);\n' : ''}const f = (x, y) => ${code};
const isThere = (x, y, value) => ${isThere};

for (const optimizer of [sgd(${rate('sgd')}), sgd({ learningRate: ${rate('momentum')}, momentum: 0.9 }), adam(${rate('adam')})]) {
  const place = ${JSON.stringify(start)}.map((each) => variable(each, { dtype: 'float64' }));
  const parameters = place.map((each, i) => ({ name: 'xy'[i], variable: each }));
  const step = jit((${isNoisy ? 'noise' : ''}) => {
    const [x, y] = place.map((each) => each.value);
    const value = f(x, y);
    optimizer.apply(gradients(value, parameters)${isNoisy ? '.map((g, i) => add(g, take(noise, i)))' : ''}, parameters);
    return stack([x, y, value]);
  });
  let count = 0;
  let now = [];
  do now = step(${isNoisy ? `normal(foldIn(key(${seed}), count), [2], { stddev: ${noise}, dtype: 'float64' })` : ''}).toArray();
  while (++count < ${budget} && now.every(Number.isFinite) && !isThere(...now));
  console.log(optimizer.name, count, 'gradients, f =', now[2]);
}

const objective = tensorObjective((w) => f(take(w, 0), take(w, 1)));
for (const method of [lbfgs, newton]) {
  const stop = ({ x: [x, y], fun }) => isThere(x, y, fun);
  const { nfev, nhev, fun } = method(objective, ${JSON.stringify(start)}, { gtol: 1e-8, callback: stop });
  console.log(method.name, nfev, 'gradients,', nhev, 'Hessians (2 products each), f =', fun);
}
`;
}
