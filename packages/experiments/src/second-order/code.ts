import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { arrived, curvatureSettings } from './curvature-settings.ts';

/** A program that trains one model by three methods of second order and by Adam, and counts. */
export function codeOf(config: Config): string {
  const { problem, units, penalty, learningRate, budget, seed } = curvatureSettings(config);
  const isLogistic = problem === 'logistic';
  const data = isLogistic ? 'breastCancer()' : `moons({ samples: 120, noise: 0.2, seed: ${seed} })`;
  // The penalty has a factor of ½ that l2 has not.
  const regularizer = `kernelRegularizer: l2(${penalty / 2}), biasRegularizer: l2(${penalty / 2})`;
  const hidden = isLogistic ? '' : `\n  dense({ units: ${units}, activation: tanh, ${regularizer}, inputShape: [2] }),`;
  return `${imports({
    ...(isLogistic
      ? { 'data/breast-cancer': ['breastCancer'] }
      : { activations: ['tanh'], 'data/synthetic': ['moons'] }),
    autograd: ['gradients'],
    core: ['abs', 'add', 'cast', 'jit', 'max', 'reshape', 'stack'],
    data: ['standardizer'],
    layers: ['dense', 'penalty', 'sequential'],
    losses: ['binaryCrossentropy'],
    optimizers: ['adam'],
    regularizers: ['l2'],
    'second-order': ['conjugateGradient', 'lbfgs', 'minimizeParameters', 'trustNcg'],
  })}

const data = ${data};
const { x, y } = standardizer(data).apply(data);
const truth = cast(reshape(y, [-1, 1]), 'float32');
const crossentropy = binaryCrossentropy({ fromLogits: true });
const network = () => sequential([${hidden}
  dense({ units: 1, ${regularizer}${isLogistic ? ', inputShape: [30]' : ''} }),
], { seed: ${seed} });

for (const [name, method] of Object.entries({ lbfgs, conjugateGradient, trustNcg })) {
  const model = network();
  const loss = () => add(crossentropy(truth, model.apply(x)), penalty(model));
  const options = { gtol: ${arrived}, dtype: 'float64', maxFev: ${budget} } as const;
  const { nfev, nhev, fun } = minimizeParameters(method, loss, model.parameters, options);
  console.log(\`\${name}: \${nfev} gradients, \${nhev} Hessian products, loss \${fun.toFixed(6)}\`);
}

const model = network();
const optimizer = adam(${learningRate});
const step = jit(() => {
  const value = add(crossentropy(truth, model.apply(x)), penalty(model));
  const found = gradients(value, model.parameters);
  optimizer.apply(found, model.parameters);
  return stack([value, ...found.map((each) => max(abs(each)))]);
});
let [count, value, norm] = [0, 0, Infinity];
while (norm > ${arrived} && count < ${budget}) {
  const [loss = 0, ...norms] = step().dataSync();
  [count, value, norm] = [count + 1, loss, Math.max(...norms)];
}
console.log(\`Adam: \${count} gradients, loss \${value.toFixed(6)}\`);
`;
}
