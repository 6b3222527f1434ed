import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults, remedyOf } from './remedies.ts';

/** A program that trains on a rare class, and counts what it finds of it. */
export function codeOf(config: Config): string {
  const { remedy: name, ratio, distance, samples, epochs, seed } = settingsOf(defaults, config);
  const remedy = remedyOf(name);
  const threshold = remedy === 'threshold' ? (1 / (ratio + 1)).toPrecision(3) : '0.5';
  return `${imports({
    activations: ['tanh'],
    core: ['softmax'],
    data: remedy === 'weights' ? ['classWeights'] : [],
    'data/synthetic': ['blobs'],
    layers: ['dense', 'sequential'],
    losses: ['sparseCategoricalCrossentropy'],
    optimizers: ['adam'],
    train: ['fit'],
  })}

// Two clouds; of the second one keeps one point for ${ratio} of the first.
const clouds = (samples: number, seed: number) => {
  const all = blobs({ samples: 2 * samples, centers: [[0, 0], [${distance}, 0]], seed, shuffle: false });
  return all.take(samples).concat(all.skip(samples).take(Math.round(samples / ${ratio})));
};
const [train, test] = [clouds(${Math.round((samples * ratio) / (ratio + 1))}, ${seed}), clouds(6000, ${seed + 1000})];
const model = sequential([dense({ units: 16, activation: tanh }), dense({ units: 2 })], { seed: ${seed} });
await fit(model, train, {
  optimizer: adam({ learningRate: 0.01 }), loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  epochs: ${epochs}, batchSize: 62, seed: ${seed},${remedy === 'weights' ? ' classWeight: { ...classWeights(train) },' : ''}
});
const probabilities = softmax(model.apply(test.x)).dataSync();
const decisions = [...test.y.dataSync()].map((label, i) => ({ label, called: probabilities[2 * i + 1]! > ${threshold} ? 1 : 0 }));
const count = (keep: (each: { label: number; called: number }) => boolean) => decisions.filter(keep).length;
const found = count(({ label, called }) => label + called === 2);
console.log('accuracy', count(({ label, called }) => label === called) / decisions.length);
console.log('recall', found / count(({ label }) => label === 1));
console.log('precision', found / count(({ called }) => called === 1));
`;
}
