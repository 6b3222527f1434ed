import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults, learningRate, penaltyOf, truth } from './penalties.ts';

/** A program that trains a linear model with the penalty, and prints the weights that count. */
export function codeOf(config: Config): string {
  const { penalty: name, lambda, samples, features, noise, steps, seed } = settingsOf(defaults, config);
  const penalty = penaltyOf(name);
  const regularizer = {
    none: undefined,
    l1: `l1(${lambda})`,
    'l1-proximal': `l1({ l1: ${lambda}, proximal: true })`,
    l2: `l2(${lambda})`,
  }[penalty];
  const option = regularizer === undefined ? '' : `, kernelRegularizer: ${regularizer}`;
  return `${imports({
    core: ['add', 'key', 'matmul', 'mul', 'normal', 'tensor'],
    layers: ['dense', 'sequential'],
    losses: ['meanSquaredError'],
    optimizers: ['sgd'],
    regularizers: penalty === 'none' ? [] : [penalty === 'l2' ? 'l2' : 'l1'],
    train: ['fit'],
  })}

// ${features} features, of which the first ${truth.length} count.
const truth = Array.from({ length: ${features} }, (_, j) => [[${truth.join(', ')}][j] ?? 0]);
const x = normal(key(${seed}), [${samples}, ${features}]);
const y = add(matmul(x, tensor(truth)), mul(${noise}, normal(key(${seed + 1000}), [${samples}, 1])));

const model = sequential([dense({ units: 1, useBias: false${option} })]);
await fit(model, { x, y }, {
  optimizer: sgd({ learningRate: ${learningRate} }), loss: meanSquaredError(), epochs: ${steps}, batchSize: 'full', seed: ${seed},
});
const weights = Array.from(model.getWeights()[0] ?? []);
console.log('exactly 0:', weights.filter((w) => w === 0).length, 'of', weights.length);
console.log(weights.map((w) => w.toFixed(2)).join(' '));
`;
}
