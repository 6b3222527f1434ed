import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { chosenPair } from './chosen-pair.ts';

/** A program that counts steps to a millionth: with the chosen pair, the best pair, and the best learning rate alone. */
export function codeOf(config: Config): string {
  const { rule, high, rate, momentum, best, plain } = chosenPair(config);
  const name = rule === 'nesterov' ? 'nag' : 'sgd';
  const pairs = [
    [rate, momentum],
    [best.rate, best.beta],
    [plain.rate, 0],
  ].map(([learningRate = 0, beta = 0]) => `  { learningRate: ${learningRate}, momentum: ${beta} },`);
  return `${imports({
    autograd: ['gradients'],
    core: ['add', 'jit', 'mul', 'square', 'stack', 'variable'],
    optimizers: [name],
  })}

const pairs = [
${pairs.join('\n')}
];
for (const { learningRate, momentum } of pairs) {
  const optimizer = ${name}({ learningRate, momentum });
  const x = variable(1, { dtype: 'float64' });
  const y = variable(1, { dtype: 'float64' });
  const parameters = [{ name: 'x', variable: x }, { name: 'y', variable: y }];
  const step = jit(() => {
    const value = mul(0.5, add(square(x.value), mul(${high}, square(y.value))));
    optimizer.apply(gradients(value, parameters), parameters);
    return stack([x.value, y.value]);
  });
  let steps = 0;
  let error = Math.SQRT2;
  while (error > 1e-6 * Math.SQRT2 && error < 1e6 && steps < 20000) {
    error = Math.hypot(...step().dataSync());
    steps++;
  }
  console.log(\`α = \${learningRate}, β = \${momentum}: \${steps} steps, error \${error}\`);
}
`;
}
