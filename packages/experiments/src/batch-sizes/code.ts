import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { batchSettings } from './batch-settings.ts';

/** A program that trains one linear model with three sizes of batches, and prints the loss after the same samples. */
export function codeOf(config: Config): string {
  const { samples, epochs, learningRate, falls, noise, x, y, seed, sizes } = batchSettings(config);
  const rate = falls
    ? `cosineDecay({ initialLearningRate: ${learningRate}, decaySteps: Math.ceil(${samples} / batchSize) * ${epochs} })`
    : `${learningRate}`;
  return `${imports({
    core: ['add', 'foldIn', 'key', 'matmul', 'mul', 'normal', 'tensor'],
    data: ['dataset'],
    layers: ['dense', 'sequential'],
    losses: ['meanSquaredError'],
    optimizers: ['sgd', ...(falls ? ['cosineDecay'] : [])],
    train: ['evaluate', 'fit'],
  })}

// Features that go together by a half, and targets with noise.
const x = matmul(normal(foldIn(key(${seed}), 0), [${samples}, 2]), tensor([[1, 0.5], [0, Math.sqrt(0.75)]]));
const errors = mul(normal(foldIn(key(${seed}), 1), [${samples}, 1]), ${noise});
const data = dataset({ x, y: add(matmul(x, tensor([[1], [0.5]])), errors) });
const loss = meanSquaredError();

for (const batchSize of ${JSON.stringify(Object.values(sizes))}) {
  const model = sequential([dense({ units: 1, useBias: false, inputShape: [2] })]);
  model.setWeights([Float32Array.of(${x}, ${y})]);
  const optimizer = sgd(${rate});
  const losses: string[] = [];
  await fit(model, data, {
    optimizer, loss, epochs: ${epochs}, batchSize, seed: ${seed},
    callbacks: [{
      async onEpochEnd({ epoch }) {
        if (epoch === 0 || epoch === ${epochs - 1}) losses.push((await evaluate(model, data, { loss })).loss.toPrecision(4));
      },
    }],
  });
  console.log(\`batchSize \${batchSize}: \${optimizer.iterations.value.item()} steps, loss after the first and the last epoch \${losses.join(', ')}\`);
}
`;
}
