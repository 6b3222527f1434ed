import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { recipeOf } from './rate-settings.ts';

/** A program that trains with the chosen rate, and asks the range test for a better one. */
export function codeOf(config: Config): string {
  const { learningRate, activation, hidden, samples, epochs, seed } = recipeOf(config);
  const initializer = activation === 'tanh' ? 'glorotUniform' : 'heNormal';
  return `${imports({
    activations: [activation],
    data: ['standardizer'],
    'data/digits': ['digits'],
    initializers: [initializer],
    layers: ['dense', 'sequential'],
    losses: ['sparseCategoricalCrossentropy'],
    optimizers: ['sgd'],
    train: ['fit', 'learningRateRangeTest'],
  })}

const split = digits().split(0.7, { seed: ${seed} });
const data = split.train.take(${samples});
const scaling = standardizer(data);
const [train, validationData] = [scaling.apply(data), scaling.apply(split.test)];
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const network = () => sequential([
  dense({ units: ${hidden}, activation: ${activation}, kernelInitializer: ${initializer}() }),
  dense({ units: 10 }),
]);

const { suggestion = ${learningRate} } = await learningRateRangeTest(network(), train, {
  optimizer: (rate) => sgd(rate), loss, minLearningRate: 1e-4, maxLearningRate: 10, seed: ${seed},
});
for (const learningRate of [${learningRate}, suggestion]) {
  const history = await fit(network(), train, {
    optimizer: sgd({ learningRate }), loss, validationData, epochs: ${epochs}, batchSize: 32, seed: ${seed},
  });
  console.log(\`rate \${learningRate}: loss \${history.logs['loss']?.at(-1)}, validation \${history.logs['valLoss']?.at(-1)}\`);
}
`;
}
